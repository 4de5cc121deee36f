"""Redundant sources reconciled: what one told that another missed, and which of them was first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from ingest.core.rhythm import percentile
from ingest.models import Item, Source, SourceFormat

LOOKED_BACK = timedelta(days=90)
_MOST = 200
"""Items of each side that are compared: the newest."""

_LEAST_SHARED = 2
_MOST_TWINS = 5


@dataclass(frozen=True, slots=True)
class Twin:
    """Another source that brings the same pages. `ahead_s`: how much earlier it was, by the median; else later."""

    source: Source
    shared: int
    ahead_s: float
    missed_here: int
    """Of its items in the time that both cover, those that the first source never brought."""
    missed_there: int


def twins_of(source: Source, now: datetime) -> list[Twin]:
    """Sources that share pages with `source`, those that share most first. A few queries, whatever their number."""
    ours = _newest(source.pk, now)
    if not ours:
        return []
    others = (
        Item.objects.filter(url__in=ours)
        .exclude(Q(source=source) | Q(source__format=SourceFormat.DESK))
        .order_by()
        .values_list("source")
        .annotate(shared=Count("url", distinct=True))
    )
    likely = sorted(((n, pk) for pk, n in others if n >= _LEAST_SHARED), reverse=True)[:_MOST_TWINS]
    sources = Source.objects.in_bulk([pk for _, pk in likely])
    return [twin for _, pk in likely if (twin := _twin(sources[pk], ours, _newest(pk, now)))]


def _newest(source_id: int, now: datetime) -> dict[str, datetime]:
    """When each page of a source was first seen."""
    rows = Item.objects.filter(source=source_id, first_seen_at__gte=now - LOOKED_BACK).exclude(url="")
    return dict(rows.order_by("-first_seen_at").values_list("url", "first_seen_at")[:_MOST])


def _twin(source: Source, ours: dict[str, datetime], theirs: dict[str, datetime]) -> Twin | None:
    shared = ours.keys() & theirs.keys()
    if not shared:
        return None
    both_since = max(min(ours.values()), min(theirs.values()))
    ahead = [(ours[url] - theirs[url]).total_seconds() for url in shared]
    return Twin(
        source=source,
        shared=len(shared),
        ahead_s=percentile(ahead, 0.5),
        missed_here=sum(at >= both_since and url not in ours for url, at in theirs.items()),
        missed_there=sum(at >= both_since and url not in theirs for url, at in ours.items()),
    )
