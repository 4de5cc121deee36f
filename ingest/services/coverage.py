"""What is watched in a place, so that a blank page is honest."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Max, Min, Q

from ingest.models import Source, SourceFormat
from jurisdictions.models import Coverage


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
