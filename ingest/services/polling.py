"""Polling: claimed sources are asked through the gate, and every answer becomes a row."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from ingest.core.parsing import parse_document
from ingest.core.polling import next_poll_at
from ingest.core.types import Document
from ingest.http import Answer, Ask, fetch_all
from ingest.models import Fetch, FetchOutcome, ItemVersion, Source, SourceFormat
from ingest.services import findings
from ingest.services.coverage import update_coverage
from ingest.services.storing import StoredEntries, clean, clean_url, keep_snapshot, store_entries

log = structlog.get_logger(__name__)

_PUT_OFF = timedelta(minutes=1)
_PROPOSED_WITHIN = timedelta(days=7)
_LONGEST_ETAG = 1_000
_LONGEST_LAST_MODIFIED = 200


@dataclass(frozen=True, slots=True)
class Stored:
    """What one poll left behind. `outcome` is None where nothing was stored: put off, or the lease was lost."""

    slug: str
    outcome: FetchOutcome | None = None
    error: str = ""
    entry_count: int = 0
    new_count: int = 0
    changed_count: int = 0
    to_propose: tuple[int, ...] = ()
    """Versions of this source that still lack a proposal: this poll's, and any whose message was lost."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """An answer, read: how the poll ended and, where it brought something, the document."""

    outcome: FetchOutcome
    error: str = ""
    document: Document | None = None
    is_refused: bool = False
    """True where an answer came and was not what the source gives."""


def poll_claimed(token: uuid.UUID) -> Iterator[Stored]:
    """Poll the sources held under `token`, many at once; gives each result once it is stored.

    Nothing happens where the lease has passed on. One bad source is a value, never the end.
    """
    sources = {source.pk: source for source in Source.objects.claimed_under(token)}
    asks = {pk: Ask(source.url, source.etag, source.last_modified) for pk, source in sources.items()}
    if not asks:
        return
    for pk, answer in fetch_all(asks, memory=cache):
        yield store_answer(sources[pk], answer, token)
    update_coverage({source.jurisdiction_id for source in sources.values() if source.jurisdiction_id})


def store_answer(source: Source, answer: Answer, token: uuid.UUID, *, now: datetime | None = None) -> Stored:
    """Store what came of one poll, in one transaction, if `token` still holds the source.

    Validators and the body's hash are kept only after a reading that worked, so that a document
    that could not be read is asked for whole again.
    """
    now = now or timezone.now()
    reading = None if answer.is_put_off else _read(source, answer, now)
    with transaction.atomic():
        held = Source.objects.select_for_update().claimed_under(token).filter(pk=source.pk).first()
        if held is None:
            log.info("stale_answer_dropped", source=source.slug, token=str(token))
            return Stored(source.slug)
        if reading is None:
            _release(held, now + _PUT_OFF * (1 + random.random()))  # noqa: S311  # spread, not secrecy
            return Stored(source.slug, error=answer.error)
        stored = _store_reading(held, answer, reading, now)
    log.info(
        "source_fetched",
        source=stored.slug,
        outcome=str(stored.outcome),
        status=answer.status,
        new=stored.new_count,
        changed=stored.changed_count,
        took_ms=answer.took_ms,
        error=stored.error or None,
    )
    return stored


def _read(source: Source, answer: Answer, now: datetime) -> _Reading:
    if answer.error:
        return _Reading(FetchOutcome.FAILED, clean(answer.error, 1_000))
    if answer.is_not_modified:
        return _Reading(FetchOutcome.NOT_MODIFIED)
    if answer.sha256 == source.body_sha256:
        return _Reading(FetchOutcome.SAME_BYTES)
    document = parse_document(
        answer.body,
        content_type=answer.content_type,
        url=answer.final_url,
        format=source.format,
        config=source.config,
        now=now,
    )
    if document.error or not document.entries:
        return _Reading(FetchOutcome.FAILED, clean(document.error or _say_empty(document), 1_000), is_refused=True)
    if refusal := findings.refusal_of(source, document):
        return _Reading(FetchOutcome.FAILED, clean(refusal, 1_000), is_refused=True)
    return _Reading(FetchOutcome.READ, document=document)


def _say_empty(document: Document) -> str:
    """No entries is told as a failure: a feed that fell silent must not look well. It is cleared by the next entry."""
    if document.skipped:
        return f"The document holds {document.skipped} entries, and none of them could be read."
    return "The document was read, and it holds no entries."


def _store_reading(held: Source, answer: Answer, reading: _Reading, now: datetime) -> Stored:
    """Write items, the fetch row and what the source learnt; the caller holds the source's row."""
    entries, counts, snapshot = 0, StoredEntries(), None
    if reading.document is not None:
        entries = len(reading.document.entries)
        snapshot = keep_snapshot(answer, now)
        counts = store_entries(
            source=held,
            entries=reading.document.entries,
            language=reading.document.language,
            snapshot=snapshot,
            now=now,
        )
        _learn_format(held, reading.document)
    Fetch.objects.create(
        source=held,
        started_at=now - timedelta(milliseconds=answer.took_ms),
        took_ms=answer.took_ms,
        outcome=reading.outcome,
        status_code=answer.status,
        final_url=clean_url(answer.final_url),
        byte_count=len(answer.body),
        entry_count=entries,
        new_count=counts.new_count,
        changed_count=counts.changed_count,
        error=reading.error,
        snapshot=snapshot,
    )
    known = entries - counts.new_count
    findings.note_poll(held, findings.Poll(reading.document, reading.error, reading.is_refused, known), now)
    _learn(held, answer, reading, now)
    return Stored(
        slug=held.slug,
        outcome=reading.outcome,
        error=reading.error,
        entry_count=entries,
        new_count=counts.new_count,
        changed_count=counts.changed_count,
        to_propose=_without_proposal(held, now),
    )


def _learn(held: Source, answer: Answer, reading: _Reading, now: datetime) -> None:
    """What the source's row keeps of a poll, and when the next one is."""
    held.last_polled_at = now
    held.last_error = reading.error
    if reading.outcome == FetchOutcome.FAILED:
        held.failures_in_a_row += 1
    else:
        held.failures_in_a_row = 0
        held.last_success_at = now
        held.watched_since = held.watched_since or now
    if reading.outcome in {FetchOutcome.READ, FetchOutcome.SAME_BYTES}:
        held.etag = _whole(answer.etag, _LONGEST_ETAG)
        held.last_modified = _whole(answer.last_modified, _LONGEST_LAST_MODIFIED)
        held.body_sha256 = answer.sha256
    retry_after = None if answer.retry_after_s is None else timedelta(seconds=answer.retry_after_s)
    _release(
        held,
        next_poll_at(
            now=now,
            poll_minutes=held.poll_minutes,
            failures_in_a_row=held.failures_in_a_row,
            dice=random.random(),  # noqa: S311  # spread, not secrecy
            retry_after=retry_after,
        ),
    )


def _whole(validator: str, limit: int) -> str:
    """A validator goes back whole or not at all."""
    return validator if len(validator) <= limit else ""


def _learn_format(held: Source, document: Document) -> None:
    if held.format == SourceFormat.AUTO and document.format in SourceFormat.values:
        held.format = document.format


def _release(held: Source, next_at: datetime) -> None:
    held.next_poll_at = next_at
    held.lease_token = held.lease_until = None
    held.save()


def _without_proposal(source: Source, now: datetime) -> tuple[int, ...]:
    recent = ItemVersion.objects.filter(item__source=source, seen_at__gte=now - _PROPOSED_WITHIN)
    return tuple(recent.filter(proposals__isnull=True).order_by("pk").values_list("pk", flat=True))
