"""Polling: claimed sources are asked through the gate, and what came is stored a chunk at a time."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.core.cache import cache
from django.db import Error as DatabaseError
from django.db import transaction
from django.utils import timezone

from ingest.core.parsing import parse_document
from ingest.core.types import Document
from ingest.http import Answer, fetch_in_chunks
from ingest.models import Fetch, FetchOutcome, Snapshot, Source
from ingest.services import findings
from ingest.services.bulk import insert_rows
from ingest.services.claiming import LEASE, RENEWED_EVERY, renew_lease
from ingest.services.coverage import note_success
from ingest.services.hosts import note_answers
from ingest.services.keeping import count_unchanged
from ingest.services.proposing import answer_at_once
from ingest.services.scheduling import Reading, ask_for, learn, put_off, save_learnt, start_anew
from ingest.services.storing import Given, StoredEntries, clean, clean_url, keep_snapshots, store_documents

log = structlog.get_logger(__name__)

CHUNK = 50
"""Answers in one transaction, at most: those that are there when the last one has been stored."""

_UNCHANGED = frozenset({FetchOutcome.NOT_MODIFIED, FetchOutcome.SAME_BYTES})
_OURS = "What came could not be stored, for a reason of ours; see the log."


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
    """The versions of this poll that wait for the classifier: those that may belong to a story, and changed ones."""


Pair = tuple[Source, Answer]


def poll_claimed(token: uuid.UUID) -> Iterator[Stored]:
    """Poll the sources held under `token`, many at once; gives each result once it is stored.

    Nothing happens where the lease has passed on. One bad source is a value, never the end.
    """
    now = timezone.now()
    sources = {source.pk: source for source in Source.objects.claimed_under(token)}
    renewed_at = min((source.lease_until - LEASE for source in sources.values() if source.lease_until), default=now)
    log.debug("batch_begun", sources=len(sources), token=str(token))
    asks = {pk: ask_for(source, now) for pk, source in sources.items()}
    patience_s = RENEWED_EVERY.total_seconds()
    for chunk in fetch_in_chunks(asks, memory=cache, most=CHUNK, patience_s=patience_s):
        now = timezone.now()
        if now - renewed_at >= RENEWED_EVERY:
            renew_lease(token, now)
            renewed_at = now
        if chunk:
            yield from store_answers([(sources[pk], answer) for pk, answer in chunk], token)


def store_answers(pairs: Sequence[Pair], token: uuid.UUID, *, now: datetime | None = None) -> list[Stored]:
    """Store what came of some polls, in one transaction, for those sources that `token` still holds.

    Where one of them cannot be stored, each is stored by itself, and that one as a failure of ours.
    Validators and the body's hash are kept only after a reading that worked, so that a document
    that could not be read is asked for whole again.
    """
    now = now or timezone.now()
    read = [(source, answer, read_answer(source, answer, now)) for source, answer in pairs]
    log.debug("answers_read", answers=len(read))
    try:
        stored = _store_chunk(read, token, now)
    except (DatabaseError, ValueError):
        log.exception("chunk_not_stored", sources=[source.slug for source, _, _ in read])
        stored = [one for row in read for one in _store_alone(row, token, now)]
    log.debug("answers_stored", answers=len(stored))
    _keep_books(read, stored, now)
    for (_, answer, _), one in zip(read, stored, strict=True):
        _tell(one, answer)
    return stored


def store_answer(source: Source, answer: Answer, token: uuid.UUID, *, now: datetime | None = None) -> Stored:
    """Store what came of one poll; see `store_answers`."""
    return store_answers([(source, answer)], token, now=now)[0]


def read_answer(source: Source, answer: Answer, now: datetime) -> Reading | None:
    """Read an answer; None where the source was put off."""
    if answer.is_put_off:
        return None
    if answer.error:
        return Reading(FetchOutcome.FAILED, clean(answer.error, 1_000))
    if answer.is_not_modified:
        return Reading(FetchOutcome.NOT_MODIFIED)
    if answer.sha256 == source.body_sha256:
        return Reading(FetchOutcome.SAME_BYTES)
    document = parse_document(
        answer.body,
        content_type=answer.content_type,
        url=answer.final_url,
        format=source.format,
        config=source.config,
        now=now,
    )
    if document.error or not document.entries:
        return Reading(FetchOutcome.FAILED, clean(document.error or _say_empty(document), 1_000), is_refused=True)
    if refusal := findings.refusal_of(source, document):
        return Reading(FetchOutcome.FAILED, clean(refusal, 1_000), is_refused=True)
    return Reading(FetchOutcome.READ, document=document)


def _say_empty(document: Document) -> str:
    """No entries is told as a failure: a feed that fell silent must not look well. It is cleared by the next entry."""
    if document.skipped:
        return f"The document holds {document.skipped} entries, and none of them could be read."
    return "The document was read, and it holds no entries."


Row = tuple[Source, Answer, Reading | None]


@transaction.atomic
def _store_chunk(read: Sequence[Row], token: uuid.UUID, now: datetime) -> list[Stored]:
    """Write all of it under the lease, in a number of statements that does not grow with that of answers."""
    ids = [source.pk for source, _, _ in read]
    rows = Source.objects.select_for_update(of=("self",)).claimed_under(token).filter(pk__in=ids).order_by("pk")
    held = {source.pk: source for source in rows.select_related("jurisdiction")}
    kept = _keep_documents(read, held, now)
    stored: list[Stored] = []
    unchanged: list[int] = []
    fetches: list[Fetch] = []
    for source, answer, reading in read:
        ours = held.get(source.pk)
        if ours is None:
            log.info("stale_answer_dropped", source=source.slug, token=str(token))
            stored.append(Stored(source.slug))
        elif ours.url != source.url:
            start_anew(ours)
            stored.append(Stored(source.slug))
        elif reading is None:
            put_off(ours, answer, now)
            stored.append(Stored(source.slug, error=answer.error))
        elif reading.outcome in _UNCHANGED:
            findings.note_poll(ours, findings.Poll(), now)
            learn(ours, answer, reading, now)
            unchanged.append(ours.pk)
            stored.append(Stored(source.slug, reading.outcome))
        else:
            one = kept.get(ours.pk, _NOTHING)
            fetches.append(_fetch_row(ours, answer, reading, one, now))
            stored.append(_learn_reading(ours, answer, reading, one.counts, now))
    save_learnt(list(held.values()))
    insert_rows(fetches)
    count_unchanged(unchanged, now)
    return stored


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was stored of one answer."""

    counts: StoredEntries
    snapshot: Snapshot | None


_NOTHING = _Kept(StoredEntries(), None)


def _keep_documents(read: Sequence[Row], held: Mapping[int, Source], now: datetime) -> dict[int, _Kept]:
    """Store the documents of those sources that are still held at the address that was asked."""
    documents = {
        source.pk: (answer, reading.document)
        for source, answer, reading in read
        if reading and reading.document and source.pk in held and held[source.pk].url == source.url
    }
    if not documents:
        return {}
    kept = keep_snapshots([answer for answer, _ in documents.values()], now)
    snapshots = dict(zip(documents, kept, strict=True))
    given = [
        Given(held[pk], document.entries, document.language, snapshots[pk]) for pk, (_, document) in documents.items()
    ]
    stored = store_documents(given, now, answering=answer_at_once)
    return {pk: _Kept(counts, snapshots[pk]) for pk, counts in stored.items()}


def _store_alone(row: Row, token: uuid.UUID, now: datetime) -> list[Stored]:
    source, answer, _ = row
    try:
        return _store_chunk([row], token, now)
    except (DatabaseError, ValueError):
        log.exception("answer_not_stored", source=source.slug)
        return _store_chunk([(source, answer, Reading(FetchOutcome.FAILED, _OURS))], token, now)


def _fetch_row(held: Source, answer: Answer, reading: Reading, kept: _Kept, now: datetime) -> Fetch:
    return Fetch(
        source=held,
        started_at=now - timedelta(milliseconds=answer.took_ms),
        took_ms=answer.took_ms,
        outcome=reading.outcome,
        status_code=answer.status,
        final_url=clean_url(answer.final_url),
        byte_count=len(answer.body),
        entry_count=len(reading.document.entries) if reading.document else 0,
        new_count=kept.counts.new_count,
        changed_count=kept.counts.changed_count,
        error=reading.error,
        snapshot=kept.snapshot,
    )


def _learn_reading(held: Source, answer: Answer, reading: Reading, counts: StoredEntries, now: datetime) -> Stored:
    """Put into the source's row what an answer that was read, or failed, taught."""
    entries = len(reading.document.entries) if reading.document else 0
    known = entries - counts.new_count
    findings.note_poll(held, findings.Poll(reading.document, reading.error, reading.is_refused, known), now)
    learn(held, answer, reading, now, new_count=counts.new_count)
    return Stored(
        slug=held.slug,
        outcome=reading.outcome,
        error=reading.error,
        entry_count=entries,
        new_count=counts.new_count,
        changed_count=counts.changed_count,
        to_propose=counts.version_ids,
    )


def _keep_books(read: Sequence[Row], stored: Sequence[Stored], now: datetime) -> None:
    """Count what was asked of hosts, and which places were watched. A fault here is ours alone, and ends no batch."""
    watched = {
        source.jurisdiction_id
        for (source, _, _), one in zip(read, stored, strict=True)
        if one.outcome not in {None, FetchOutcome.FAILED} and source.jurisdiction_id
    }
    try:
        note_answers([answer for _, answer, _ in read], now)
        note_success(watched, now)
    except DatabaseError:
        log.exception("books_not_kept", answers=len(read))


def _tell(stored: Stored, answer: Answer) -> None:
    """A line for each poll that brought something or failed; unchanged ones are in the day's count."""
    if stored.outcome is None or stored.outcome in _UNCHANGED:
        return
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
