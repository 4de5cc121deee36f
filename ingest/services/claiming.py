"""Claiming: a source is polled by one worker at a time, under a lease with a token."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from ingest.models import Source, SourceFormat
from ingest.models.sources import SourceQuerySet

BATCH = 200
"""Sources in one message: enough to keep a worker's connections busy, little to lose with it."""

LEAST_BATCH = 50
"""What makes a batch worth its message, its connections and its transaction."""

_SHARES = 6
"""Batches into which a small round falls, so that no worker is done long before the others."""

LEASE = timedelta(minutes=2)
"""A worker renews its lease while it lives (`renew_lease`): one that ran out means that it is dead."""

RENEWED_EVERY = timedelta(seconds=20)


def claim_due(now: datetime, limit: int = BATCH) -> uuid.UUID | None:
    """Claim up to `limit` sources whose time has come, those longest overdue first; None where none is due.

    Two that claim at once get different sources: rows that another transaction looks at are skipped.
    What it costs does not depend on how many sources there are.
    """
    with transaction.atomic():
        _free_expired(now)
        return _claim(Source.objects.free_and_due(now)[:limit], now)


def share_of_due(now: datetime) -> int:
    """How many sources the next batch shall hold: all of what is due, shared out, within bounds."""
    due = Source.objects.free_and_due(now)[: _SHARES * BATCH].count()
    return min(max(due // _SHARES, LEAST_BATCH), BATCH)


def claim_named(slugs: Sequence[str], now: datetime) -> uuid.UUID | None:
    """Claim the named sources, due or not, paused or not; those that a worker holds are left to it."""
    is_free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    named = Source.objects.filter(is_free, slug__in=slugs).exclude(format=SourceFormat.DESK)
    with transaction.atomic():
        return _claim(named, now)


def renew_lease(token: uuid.UUID, now: datetime) -> int:
    """Hold on to what is still claimed under `token`; tells how many sources that is."""
    return Source.objects.claimed_under(token).update(lease_until=now + LEASE)


def claimed_batches(now: datetime) -> int:
    """How many batches are under way or wait for a worker."""
    held = Source.objects.filter(lease_token__isnull=False, lease_until__gte=now)
    return held.order_by().values("lease_token").distinct().count()


def _free_expired(now: datetime) -> None:
    expired = Source.objects.lease_expired(now).select_for_update(skip_locked=True, of=("self",))
    ids = list(expired.order_by().values_list("pk", flat=True))
    if ids:
        Source.objects.filter(pk__in=ids).update(lease_token=None, lease_until=None)


def _claim(sources: SourceQuerySet, now: datetime) -> uuid.UUID | None:
    ids = list(sources.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
    if not ids:
        return None
    token = uuid.uuid4()
    Source.objects.filter(pk__in=ids).update(lease_token=token, lease_until=now + LEASE)
    return token
