"""Keeping the books small: old polls become daily totals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate

from ingest.models import Fetch, FetchDay, FetchOutcome
from ingest.services.locks import Lock, hold

log = structlog.get_logger(__name__)

KEPT_DAYS = 30


@transaction.atomic
def roll_up_fetches(now: datetime) -> int:
    """Turn polls older than 30 days into totals of a source and a UTC day; tells how many rows went.

    Whole days only, under a lock, so that no day is counted in two parts.
    """
    hold(Lock.KEEPING)
    before = datetime.combine((now - timedelta(days=KEPT_DAYS)).astimezone(UTC).date(), datetime.min.time(), UTC)
    old = Fetch.objects.filter(started_at__lt=before).order_by()
    totals = old.values("source", day=TruncDate("started_at", tzinfo=UTC)).annotate(
        polls=Count("pk"),
        failed=Count("pk", filter=Q(outcome=FetchOutcome.FAILED)),
        byte_total=Sum("byte_count"),
        new=Sum("new_count"),
    )
    FetchDay.objects.bulk_create(
        [
            FetchDay(
                source_id=row["source"],
                day=row["day"],
                poll_count=row["polls"],
                failed_count=row["failed"],
                byte_count=row["byte_total"],
                new_count=row["new"],
            )
            for row in totals
        ],
        update_conflicts=True,
        unique_fields=["source", "day"],
        update_fields=["poll_count", "failed_count", "byte_count", "new_count"],
        batch_size=1_000,
    )
    count, _ = old.delete()
    if count:
        log.info("fetches_rolled_up", rows=count, before=before.isoformat())
    return count
