"""Rhythms: each source's own is learnt from its items, and its silence measured by it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q

from ingest.core.findings import delays_s
from ingest.core.rhythm import LOOKED_BACK, learn_rhythm, percentile
from ingest.models import Finding, FindingKind, Item, Rhythm, Source
from ingest.services.findings import close, slow_down

LEARNT_EVERY = timedelta(hours=12)
AT_ONCE = 300
"""Sources in one run; a run a minute learns 100,000 sources anew within half a day."""

_ENTRIES_LOOKED_AT = 3_000
_READ_LATELY = timedelta(days=2)
"""Silence is only told of sources that answer: what fails is another finding."""
_WEEKS = 52
_LEARNT = [
    "learnt_at", "entry_count", "since", "last_at", "per_week", "weekdays", "hours", "weeks", "silent_after",
    "delay_p50_s", "delay_p90_s", "held_count",
]  # fmt: skip
_Moments = tuple[datetime | None, datetime]


def learn_rhythms(now: datetime) -> int:
    """Learn those that are due, longest ago first; tells how many."""
    due = Source.objects.polled().filter(
        Q(rhythm__isnull=True) | Q(rhythm__learnt_at__lt=now - LEARNT_EVERY), watched_since__isnull=False
    )
    ids = list(due.order_by(F("rhythm__learnt_at").asc(nulls_first=True)).values_list("pk", flat=True)[:AT_ONCE])
    learn(ids, now)
    slow_down(ids, now)
    return len(ids)


def learn(source_ids: Collection[int], now: datetime) -> None:
    """Learn the rhythm of these sources from their items of the last year."""
    if not source_ids:
        return
    watched = dict(Source.objects.filter(pk__in=source_ids).values_list("pk", "watched_since"))
    held = dict(Item.objects.filter(source__in=source_ids).order_by().values_list("source").annotate(Count("pk")))
    moments = _moments(source_ids, now)
    Rhythm.objects.bulk_create(
        [_row(pk, moments.get(pk, ()), watched[pk], held.get(pk, 0), now) for pk in watched],
        update_conflicts=True,
        unique_fields=["source"],
        update_fields=_LEARNT,
        batch_size=500,
    )


def _moments(source_ids: Collection[int], now: datetime) -> dict[int, deque[_Moments]]:
    rows = Item.objects.filter(source__in=source_ids, first_seen_at__gte=now - LOOKED_BACK).order_by(
        "source", "first_seen_at"
    )
    found: dict[int, deque[_Moments]] = defaultdict(lambda: deque(maxlen=_ENTRIES_LOOKED_AT))
    for pk, published, seen in rows.values_list("source", "published_at", "first_seen_at").iterator(chunk_size=5_000):
        found[pk].append((published, seen))
    return found


def _row(pk: int, moments: Iterable[_Moments], watched: datetime | None, held: int, now: datetime) -> Rhythm:
    came = [published or seen for published, seen in moments]
    learnt = learn_rhythm(came, now=now)
    # Only what appeared while we watched has a delay; the rest was there before us.
    delays = delays_s((p, s) for p, s in moments if p and watched and p > watched)
    return Rhythm(
        source_id=pk,
        learnt_at=now,
        entry_count=learnt.entry_count,
        since=learnt.since,
        last_at=learnt.last_at,
        per_week=learnt.per_week,
        weekdays=list(learnt.weekdays),
        hours=list(learnt.hours),
        weeks=_weeks(came, now),
        silent_after=learnt.silent_after,
        delay_p50_s=percentile(delays, 0.5) if delays else None,
        delay_p90_s=percentile(delays, 0.9) if delays else None,
        held_count=held,
    )


def _weeks(came: Iterable[datetime], now: datetime) -> list[int]:
    """Entries of each of the last 52 weeks, the oldest first."""
    counts = [0] * _WEEKS
    for at in came:
        week = (now - at) // timedelta(days=7)
        if 0 <= week < _WEEKS:
            counts[_WEEKS - 1 - week] += 1
    return counts


@transaction.atomic
def find_silence(now: datetime) -> int:
    """Open a finding for each source that fell silent, close those that speak again; tells how many are silent."""
    late = Rhythm.objects.filter(silent_after__lt=now, source__last_success_at__gte=now - _READ_LATELY)
    late = late.filter(source__is_paused=False)
    stale = late.filter(learnt_at__lt=now - timedelta(minutes=30)).values_list("source", flat=True)
    learn(list(stale[:AT_ONCE]), now)  # what came since it was learnt may have ended the silence
    told = Finding.objects.standing().filter(kind=FindingKind.SILENT)
    silent = late.filter(learnt_at__gte=now - timedelta(hours=1)).exclude(source__in=told.values("source"))
    Finding.objects.bulk_create([_silence(row, now) for row in silent[:AT_ONCE]], ignore_conflicts=True)
    over = told.filter(Q(source__rhythm__silent_after__gte=now) | Q(source__rhythm__silent_after__isnull=True))
    close(list(over.values_list("source", flat=True)), [FindingKind.SILENT], now)
    told.update(seen_at=now)
    return late.count()


def _silence(row: Rhythm, now: datetime) -> Finding:
    values = {
        "per_week": row.per_week,
        "watched_days": (row.last_at - row.since).days if row.last_at and row.since else 0,
    }
    return Finding(
        source_id=row.source_id, kind=FindingKind.SILENT, since=row.last_at or now, seen_at=now, values=values
    )
