"""What is watched in a place, so that a blank page is honest."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q

from ingest.models import Source, SourceFormat
from jurisdictions.models import Coverage

_TOLD_EVERY = timedelta(minutes=1)


def note_success(jurisdiction_ids: Collection[int], now: datetime) -> None:
    """Note that these places were watched with success just now: one small statement, at most once a minute a place.

    Where one has no row yet, or was never read before, its row is written anew with all its counts.
    """
    if not jurisdiction_ids:
        return
    known = dict(
        Coverage.objects.filter(jurisdiction__in=jurisdiction_ids, watched_since__isnull=False).values_list(
            "jurisdiction", "last_success_at"
        )
    )
    stale = [pk for pk, told_at in known.items() if told_at is None or now - told_at > _TOLD_EVERY]
    if stale:
        Coverage.objects.filter(jurisdiction__in=stale).update(last_success_at=now)
    if new := set(jurisdiction_ids) - known.keys():
        update_coverage(new)


def update_every_place() -> None:
    """Write anew what we watch in every place that has a source: after many were made at once."""
    update_coverage(Source.objects.filter(jurisdiction__isnull=False).values_list("jurisdiction", flat=True).distinct())


def update_coverage(jurisdiction_ids: Iterable[int]) -> None:
    """Write anew what we watch in these places. Samples and the desk watch nothing."""
    wanted = set(jurisdiction_ids)
    counted = Source.objects.filter(jurisdiction__in=wanted, is_sample=False).exclude(format=SourceFormat.DESK)
    rows = counted.order_by().values("jurisdiction").annotate(
        sources=Count("pk"),
        active=Count("pk", filter=Q(is_paused=False)),
        since=Min("watched_since"),
        success=Max("last_success_at"),
    )  # fmt: skip
    found = {row["jurisdiction"]: row for row in rows}
    Coverage.objects.bulk_create(
        [
            Coverage(
                jurisdiction_id=pk,
                source_count=found[pk]["sources"] if pk in found else 0,
                active_count=found[pk]["active"] if pk in found else 0,
                watched_since=found[pk]["since"].date() if pk in found and found[pk]["since"] else None,
                last_success_at=found[pk]["success"] if pk in found else None,
            )
            for pk in sorted(wanted)
        ],
        update_conflicts=True,
        unique_fields=["jurisdiction"],
        update_fields=["source_count", "active_count", "watched_since", "last_success_at"],
    )
