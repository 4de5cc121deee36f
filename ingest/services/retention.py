"""Retention: copies of pages that nothing rests on are dropped when their time has run out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Sum

from actions.models import Citation
from ingest.models import Capture, ItemVersion, Payload, Snapshot
from ingest.services.locks import Lock, hold

log = structlog.get_logger(__name__)

AT_ONCE = 500
"""Copies that one transaction drops, so that none holds others up."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was removed: answers, bodies that no other answer shares, and their bytes before packing."""

    snapshots: int = 0
    payloads: int = 0
    byte_count: int = 0


def drop_captures(now: datetime) -> Dropped:
    """Drop copies older than CAPTURE_DAYS that no story, proposal, decision or citation rests on.

    A copy stays while one item made from it was found relevant, stands in a story or was decided,
    while a citation was joined to it, and while an action cites its address. Safe to repeat.
    """
    total = Dropped()
    before = now - timedelta(days=settings.CAPTURE_DAYS)
    while (dropped := _drop_some(before)).snapshots:
        total = Dropped(
            total.snapshots + dropped.snapshots,
            total.payloads + dropped.payloads,
            total.byte_count + dropped.byte_count,
        )
    if total.snapshots:
        log.info(
            "captures_dropped",
            snapshots=total.snapshots,
            payloads=total.payloads,
            bytes=total.byte_count,
            before=str(before),
        )
    return total


@transaction.atomic
def _drop_some(before: datetime) -> Dropped:
    hold(Lock.KEEPING)
    made = ItemVersion.objects.filter(snapshot=OuterRef("pk"))
    rests = (
        Exists(made.filter(item__story__isnull=False))
        | Exists(made.filter(item__is_relevant=True))
        | Exists(made.filter(proposals__is_relevant=True))
        | Exists(made.filter(proposals__decisions__isnull=False))
        | Exists(Capture.objects.filter(snapshot=OuterRef("pk")))
        | Exists(Citation.objects.filter(url__in=[OuterRef("url"), OuterRef("asked_url")]))
    )
    rows = Snapshot.objects.filter(fetched_at__lt=before).exclude(rests).order_by("pk")[:AT_ONCE]
    old = dict(rows.values_list("pk", "payload"))
    Snapshot.objects.filter(pk__in=old).delete()
    orphans = Payload.objects.filter(pk__in=old.values(), snapshots__isnull=True)
    byte_count = orphans.aggregate(total=Sum("byte_count"))["total"] or 0
    payloads, _rows = Payload.objects.filter(pk__in=list(orphans.values_list("pk", flat=True))).delete()
    return Dropped(len(old), payloads, byte_count)
