"""What a source's row learns of a poll: its state, its rhythm, where it moved, and when it is asked next."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from django.conf import settings

from ingest.core.polling import (
    GONE_DAYS,
    MOVED_AFTER,
    WHOLE_EVERY,
    Bounds,
    first_pace,
    fresh_until,
    next_pace,
    plan_poll,
)
from ingest.core.types import Document
from ingest.http import Answer, Ask
from ingest.models import FetchOutcome, PollReason, Source, SourceFormat, SourceMove
from ingest.services.bulk import update_rows

log = structlog.get_logger(__name__)

LEARNT = (
    "url",
    "format",
    "is_paused",
    "pause_reason",
    "next_poll_at",
    "poll_reason",
    "lease_token",
    "lease_until",
    "etag",
    "last_modified",
    "body_sha256",
    "watched_since",
    "last_polled_at",
    "last_success_at",
    "last_body_at",
    "last_outcome",
    "last_error",
    "failures_in_a_row",
    "entries_per_day",
    "ttl_minutes",
    "moving_to",
    "moving_since",
    "gone_days",
    "gone_on",
)
"""The columns that a poll may change; `save_learnt` writes them."""

_LEAST_PUT_OFF_S, _MOST_PUT_OFF_S = 30.0, 86_400.0
_LONGEST_ETAG = 1_000
_LONGEST_LAST_MODIFIED = 200
_LONGEST_URL = 2_000


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer, read: how the poll ended and, where it brought something, the document."""

    outcome: FetchOutcome
    error: str = ""
    document: Document | None = None


def ask_for(source: Source, now: datetime) -> Ask:
    """What is asked of a source. Without validators where only 304 came for a week: they may be broken."""
    if source.last_body_at is None or now - source.last_body_at > WHOLE_EVERY:
        return Ask(source.url)
    return Ask(source.url, source.etag, source.last_modified)


def learn(held: Source, answer: Answer, reading: Reading, now: datetime, *, new_count: int = 0) -> None:
    """Put into `held` what a poll taught and when the next one is, and give the lease back. Does not save."""
    is_good = reading.outcome != FetchOutcome.FAILED
    held.last_polled_at = now
    held.last_outcome, held.last_error = reading.outcome, reading.error
    held.failures_in_a_row = 0 if is_good else held.failures_in_a_row + 1
    if is_good:
        _learn_pace(held, reading, new_count, now)
        held.last_success_at = now
        held.watched_since = held.watched_since or now
        _learn_move(held, answer, now)
    _learn_gone(held, answer, is_good=is_good, now=now)
    if reading.outcome in {FetchOutcome.READ, FetchOutcome.SAME_BYTES}:
        held.etag = _whole(answer.etag, _LONGEST_ETAG)
        held.last_modified = _whole(answer.last_modified, _LONGEST_LAST_MODIFIED)
        held.body_sha256 = answer.sha256
        held.last_body_at = now
    if reading.document is not None:
        _learn_document(held, reading.document)
    _plan(held, answer, now)


def put_off(held: Source, answer: Answer, now: datetime) -> None:
    """Give the lease back of a source that was not asked, until its turn may come. Does not save."""
    wait_s = min(max(answer.put_off_s or 0.0, _LEAST_PUT_OFF_S), _MOST_PUT_OFF_S)
    held.poll_reason = PollReason.PUT_OFF
    _release(held, now + timedelta(seconds=wait_s * (1 + 0.2 * random.random())))  # noqa: S311  # spread, not secrecy


def start_anew(held: Source) -> None:
    """Give the lease back of a source whose address changed while it was asked: ask again, now. Does not save."""
    held.next_poll_at = held.lease_token = held.lease_until = None


def save_learnt(sources: Sequence[Source]) -> None:
    """Write what the sources learnt, in one statement; the caller holds their rows."""
    update_rows(sources, LEARNT)


def _plan(held: Source, answer: Answer, now: datetime) -> None:
    plan = plan_poll(
        now=now,
        poll_minutes=held.poll_minutes,
        failures_in_a_row=held.failures_in_a_row,
        dice=random.random(),  # noqa: S311  # spread, not secrecy
        entries_per_day=None if held.is_interval_fixed else held.entries_per_day,
        bounds=Bounds(timedelta(minutes=settings.POLL_MINUTES_MIN), timedelta(minutes=settings.POLL_MINUTES_MAX)),
        ttl=None if held.ttl_minutes is None else timedelta(minutes=held.ttl_minutes),
        not_before=fresh_until(answer.headers, now) if not held.failures_in_a_row else None,
        retry_after=None if answer.retry_after_s is None else timedelta(seconds=answer.retry_after_s),
    )
    held.poll_reason = PollReason(plan.reason.value)
    _release(held, plan.at)


def _release(held: Source, next_at: datetime) -> None:
    held.next_poll_at = next_at
    held.lease_token = held.lease_until = None


def _learn_pace(held: Source, reading: Reading, new_count: int, now: datetime) -> None:
    if held.last_success_at is not None:
        held.entries_per_day = next_pace(held.entries_per_day, new_count=new_count, since=held.last_success_at, now=now)
    elif reading.document is not None:
        held.entries_per_day = first_pace((entry.published_at for entry in reading.document.entries), now)


def _learn_document(held: Source, document: Document) -> None:
    if held.format == SourceFormat.AUTO and document.format in SourceFormat.values:
        held.format = document.format
    minutes = None if document.ttl is None else round(document.ttl / timedelta(minutes=1))
    held.ttl_minutes = None if minutes is None else min(max(minutes, 0), 1_000_000)


def _learn_gone(held: Source, answer: Answer, *, is_good: bool, now: datetime) -> None:
    """410 (Gone) on three different days in a row pauses a source: one alone is no proof."""
    if is_good:
        held.gone_days, held.gone_on = 0, None
    if answer.status != 410 or held.gone_on == now.astimezone(UTC).date():
        return
    held.gone_days, held.gone_on = held.gone_days + 1, now.astimezone(UTC).date()
    if held.gone_days >= GONE_DAYS:
        held.is_paused = True
        held.pause_reason = f"The server said on {held.gone_days} days that this address is gone for good (410)."
        log.info("source_paused_as_gone", source=held.slug, days=held.gone_days)


def _learn_move(held: Source, answer: Answer, now: datetime) -> None:
    """Believe a permanent redirect that has led to one address for a week. The old address stays on the books."""
    target = answer.permanent_url
    if target in {"", held.url} or len(target) > _LONGEST_URL:
        held.moving_to, held.moving_since = "", None
        return
    if held.moving_to != target or held.moving_since is None:
        held.moving_to, held.moving_since = target, now
        return
    if now - held.moving_since < MOVED_AFTER:
        return
    if Source.objects.filter(url=target).exists():
        log.warning("source_not_moved", source=held.slug, to=target, why="another source has this address")
        return
    SourceMove.objects.create(source=held, from_url=held.url, to_url=target, told_since=held.moving_since, moved_at=now)
    log.info("source_moved", source=held.slug, from_url=held.url, to=target)
    held.url, held.moving_to, held.moving_since = target, "", None


def _whole(validator: str, limit: int) -> str:
    """A validator goes back whole or not at all."""
    return validator if len(validator) <= limit else ""
