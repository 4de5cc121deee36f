"""Claiming: a source is polled by one worker at a time, under a lease with a token."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from ingest.models import Source, SourceFormat
from ingest.models.sources import SourceQuerySet

BATCH = 20
"""Sources in one message: a few hundred messages a second is what Celery moves on two cores."""

LEASE = timedelta(minutes=10)
"""Far above a task's hard time limit: a lease that ran out means that its worker is dead."""


def claim_due(now: datetime, limit: int = BATCH) -> uuid.UUID | None:
    """Claim up to `limit` sources whose time has come, those longest overdue first; None where none is due.

    Two that claim at once get different sources: rows that another transaction looks at are skipped.
    """
    return _claim(Source.objects.due(now).order_by(F("next_poll_at").asc(nulls_first=True), "pk")[:limit], now)


def claim_named(slugs: Sequence[str], now: datetime) -> uuid.UUID | None:
    """Claim the named sources, due or not, paused or not; those that a worker holds are left to it."""
    is_free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    named = Source.objects.filter(is_free, slug__in=slugs).exclude(format=SourceFormat.DESK)
    return _claim(named, now)


@transaction.atomic
def _claim(sources: SourceQuerySet, now: datetime) -> uuid.UUID | None:
    ids = list(sources.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
    if not ids:
        return None
    token = uuid.uuid4()
    Source.objects.filter(pk__in=ids).update(lease_token=token, lease_until=now + LEASE)
    return token
