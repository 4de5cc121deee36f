"""Findings: what is wrong with a source is opened once, confirmed while it lasts, and closed when it is over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Max, Q

from ingest.core.findings import Past, holds_long_enough, is_gap, why_not_the_feed
from ingest.core.types import Document
from ingest.models import Finding, FindingKind, Source

log = structlog.get_logger(__name__)

FAILURES = 3
FAILING_AFTER = timedelta(hours=24)
"""A source that was not read for so long, and failed so often in a row, is a finding; before that it is weather."""

GAP_SHOWN = timedelta(days=30)
NOTHING_AFTER = timedelta(hours=2)
"""An alarm is raised when not one polled source could be read for so long."""

FASTEST_MINUTES = 5
CALM = timedelta(days=7)
"""Without another gap for so long, a source that was hurried is let go half as fast again."""


@dataclass(frozen=True, slots=True)
class Poll:
    """What one poll brought, as far as findings need it. `document` is None where nothing was read anew."""

    document: Document | None = None
    error: str = ""
    is_refused: bool = False
    """True where an answer came and was not what the source gives."""
    known_count: int = 0


def refusal_of(source: Source, document: Document) -> str:
    """Why `document` must not be stored for `source`, in a sentence; empty where it is what the source gives."""
    return why_not_the_feed(Past.from_json(source.past), document)


def note_poll(held: Source, poll: Poll, now: datetime) -> None:
    """Learn from one poll, inside the transaction that holds the source's row; the caller saves the row.

    Call it before the row forgets its failures: they tell whether something is to be closed. A
    good poll of a healthy source costs no query.
    """
    past = Past.from_json(held.past)
    if poll.error:
        if poll.is_refused:
            held.past = past.after_refusal().as_json()
            if past.counts:
                find(held, FindingKind.NOT_THE_FEED, {"error": poll.error}, since=now, now=now)
        return
    if held.failures_in_a_row or past.refused:
        close([held.pk], [FindingKind.FAILING, FindingKind.NOT_THE_FEED], now)
        held.past = {**held.past, "refused": 0}
    if poll.document is None:
        return
    entry_count = len(poll.document.entries)
    if entry_count > poll.known_count and past.counts:
        close([held.pk], [FindingKind.SILENT], now)
    if is_gap(past, entry_count=entry_count, known_count=poll.known_count):
        _note_gap(held, poll.document, now)
    held.past = past.after(poll.document).as_json()


def _note_gap(held: Source, document: Document, now: datetime) -> None:
    """Entries were probably lost: poll faster from now on, and leave word of where the older ones stand."""
    standing = Finding.objects.standing().filter(source=held, kind=FindingKind.GAP).first()
    before = held.poll_minutes
    held.poll_minutes = min(before, max(FASTEST_MINUTES, before // 2))
    if standing is not None and standing.values.get("minutes") == before:
        before = standing.values.get("minutes_before", before)
    values = {
        "entries": len(document.entries),
        "from": held.last_success_at.isoformat() if held.last_success_at else "",
        "minutes_before": before,
        "minutes": held.poll_minutes,
        "next_url": document.next_url,
    }
    find(held, FindingKind.GAP, values, since=held.last_success_at or now, now=now)


def slow_down(source_ids: Collection[int], now: datetime) -> int:
    """Let sources that a gap hurried go back, a step a week, to the interval that was set; tells how many steps.

    Only where nothing was lost since, nobody set another interval meanwhile, and what the source
    publishes leaves room for it.
    """
    gaps = Finding.objects.filter(source__in=source_ids, kind=FindingKind.GAP, values__has_key="minutes")
    steps = 0
    for gap in gaps.filter(seen_at__lt=now - CALM).select_related("source").order_by("-since"):
        source, now_minutes, before = gap.source, gap.values["minutes"], gap.values["minutes_before"]
        slower = min(before, 2 * now_minutes)
        has_room = holds_long_enough(
            Past.from_json(source.past), minutes=slower, entries_per_day=source.entries_per_day
        )
        if now_minutes >= before or source.poll_minutes != now_minutes or not has_room:
            continue
        if Source.objects.filter(pk=source.pk, poll_minutes=now_minutes).update(poll_minutes=slower):
            Finding.objects.filter(pk=gap.pk).update(values=gap.values | {"minutes": slower}, seen_at=now)
            log.info("source_slowed_down", source=source.slug, minutes=slower)
            steps += 1
    return steps


def find(source: Source, kind: FindingKind, values: dict[str, Any], *, since: datetime, now: datetime) -> None:
    """Open a finding, or confirm the one that stands."""
    standing = Finding.objects.standing().filter(source=source, kind=kind)
    if standing.update(seen_at=now, values=values):
        return
    Finding.objects.bulk_create(
        [Finding(source=source, kind=kind, since=since, seen_at=now, values=values)], ignore_conflicts=True
    )
    log.warning(
        "source_finding_opened", source=source.slug, kind=str(kind), **{f"of_{k}": v for k, v in values.items()}
    )


def close(source_ids: Collection[int], kinds: Collection[FindingKind], now: datetime) -> int:
    """Close what stands of these kinds; tells how many."""
    return Finding.objects.standing().filter(source__in=source_ids, kind__in=kinds).update(closed_at=now)


def acknowledge(finding: Finding, *, by: Any, now: datetime) -> None:  # noqa: ANN401 - whichever user model is set
    """Somebody has seen it. A gap is over with that; what lasts stays until it ends by itself."""
    finding.acknowledged_at, finding.acknowledged_by = now, by
    if finding.kind == FindingKind.GAP:
        finding.closed_at = now
    finding.save(update_fields=["acknowledged_at", "acknowledged_by", "closed_at"])


@transaction.atomic
def accept_as_it_is(source: Source, now: datetime) -> None:
    """An operator says that what the source gives now is right: its past is forgotten, and it is polled at once."""
    held = Source.objects.select_for_update().get(pk=source.pk)
    held.past, held.next_poll_at, held.body_sha256, held.etag, held.last_modified = {}, None, "", "", ""
    held.save(update_fields=["past", "next_poll_at", "body_sha256", "etag", "last_modified"])
    close([held.pk], [FindingKind.NOT_THE_FEED], now)


def sweep(now: datetime) -> int:
    """Open and close what no single poll can tell; gives how many sources fail for long. Safe to repeat."""
    failing = Source.objects.polled().filter(
        Q(last_success_at__isnull=True) | Q(last_success_at__lt=now - FAILING_AFTER), failures_in_a_row__gte=FAILURES
    )
    told = Finding.objects.standing().filter(kind=FindingKind.FAILING)
    fresh = failing.exclude(pk__in=told.values("source"))
    Finding.objects.bulk_create(
        [
            Finding(source=source, kind=FindingKind.FAILING, since=source.last_success_at or now, seen_at=now)
            for source in fresh.only("pk", "last_success_at")[:5_000]
        ],
        ignore_conflicts=True,
        batch_size=1_000,
    )
    standing = Finding.objects.standing()
    told.filter(Q(source__failures_in_a_row=0) | Q(source__is_paused=True)).update(closed_at=now)
    standing.filter(kind=FindingKind.SILENT, source__is_paused=True).update(closed_at=now)
    standing.filter(kind=FindingKind.GAP, since__lt=now - GAP_SHOWN).update(closed_at=now)
    told.update(seen_at=now)
    return failing.count()


def nothing_succeeded_since(now: datetime) -> datetime | None:
    """Since when not one polled source could be read, where that is an alarm; None where all is well.

    Sources that are polled less often than the limit, or not yet, raise no alarm.
    """
    often = Source.objects.polled().filter(poll_minutes__lte=NOTHING_AFTER.total_seconds() // 120)
    asked = often.filter(last_polled_at__isnull=False).aggregate(
        success=Max("last_success_at"), asked=Max(F("last_polled_at"))
    )
    if asked["asked"] is None:
        return None
    since: datetime = asked["success"] or asked["asked"]
    return since if asked["success"] is None or now - since > NOTHING_AFTER else None


def sound_alarm(now: datetime) -> bool:
    """Log an error where not one source could be read for long; tells whether it did."""
    since = nothing_succeeded_since(now)
    if since is not None:
        log.error("no_source_succeeded", since=since.isoformat())
    return since is not None
