"""Teasers: which pages are worth reading for their full text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db.models import Count

from ingest import vocabulary
from ingest.core.gazetteer import Gazetteer
from ingest.core.teasers import is_teaser, promise_of
from ingest.models import Origin, PageRead, PageState, Proposal, PublisherKind, SourceFormat, Update

FRESH = timedelta(days=14)
"""A teaser that only promises something is followed while it is news."""

MOST_A_DAY = 20
"""Pages of one source in a day that are read for a promise alone: politeness, and our own time."""


def want_pages(proposals: Sequence[Proposal], now: datetime, names: Callable[[], Gazetteer]) -> int:
    """Note the pages whose text is worth reading: behind a teaser, where the item may matter. Tells how many.

    An item may matter if it was found relevant or unsure, or if an authority that we follow for
    its topics published it. Of all others, those whose headline or teaser names a vendor or tells
    a step, within a budget. Never all. `names` gives the vendors; it is asked only where it must be.
    """
    teasers = [proposal for proposal in proposals if _has_more(proposal)]
    wanted = [proposal for proposal in teasers if _may_matter(proposal)]
    wanted += _promising([proposal for proposal in teasers if not _may_matter(proposal)], now, names)
    rows = [PageRead(item=one.version.item, url=one.version.item.url, next_at=now) for one in wanted]
    PageRead.objects.bulk_create(rows, ignore_conflicts=True)
    anew = [row.item_id for row in rows]
    news = [p.version.item_id for p in proposals if p.version.update in {Update.SUBSTANCE, Update.RETRACTION}]
    again = PageRead.objects.filter(item__in=set(anew) & set(news)).exclude(state=PageState.WAITING)
    again.update(state=PageState.WAITING, attempts=0, next_at=now, error="")
    return len(rows)


def _has_more(proposal: Proposal) -> bool:
    item, version = proposal.version.item, proposal.version
    if version.origin != Origin.ENTRY or version.update == Update.NOISE or item.source.format == SourceFormat.DESK:
        return False
    return is_teaser(version.text, item.url)


def _may_matter(proposal: Proposal) -> bool:
    source = proposal.version.item.source
    is_followed = source.publisher_kind == PublisherKind.GOVERNMENT and bool(source.topics)
    return proposal.is_relevant or proposal.is_unsure or is_followed


def _promising(teasers: Sequence[Proposal], now: datetime, names: Callable[[], Gazetteer]) -> list[Proposal]:
    """Fresh teasers that promise something, what names a vendor first, at most MOST_A_DAY of each source in a day."""
    fresh = [one for one in teasers if now - (one.version.published_at or now) < FRESH]
    by_source: dict[int, list[tuple[int, Proposal]]] = defaultdict(list)
    for proposal in fresh:
        if promise := _promise(proposal, names):
            by_source[proposal.version.item.source_id].append((promise, proposal))
    read = _read_today(list(by_source), now)
    chosen: list[Proposal] = []
    for source, found in by_source.items():
        best = sorted(found, key=lambda pair: -pair[0])
        chosen += [proposal for _, proposal in best[: max(0, MOST_A_DAY - read[source])]]
    return chosen


def _promise(proposal: Proposal, names: Callable[[], Gazetteer]) -> int:
    version = proposal.version
    return promise_of(
        version.title, version.text, language=version.language, gazetteer=names(), vocabulary=vocabulary.load()
    )


def _read_today(sources: Sequence[int], now: datetime) -> Counter[int]:
    """How many pages of items that came within a day are read or wait, by source."""
    if not sources:
        return Counter()
    rows = PageRead.objects.filter(item__source__in=sources, item__first_seen_at__gt=now - timedelta(days=1))
    return Counter(dict(rows.order_by().values_list("item__source").annotate(Count("pk"))))
