"""Captures: the exact answers that items were made from, kept once, and written as WARC."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings

from ingest.core.warc import Exchange, Head, write_archive
from ingest.http import Answer
from ingest.models import Payload, Snapshot
from ingest.services.bulk import insert_rows
from ingest.services.cleaning import clean, clean_url

_QUICKLY = 1
"""zlib's level: a third of the time of the usual one for a tenth more bytes."""


def keep_snapshot(answer: Answer, now: datetime) -> Snapshot:
    """The answer as it came; see `keep_snapshots`."""
    return keep_snapshots([answer], now)[0]


def keep_snapshots(answers: Sequence[Answer], now: datetime) -> list[Snapshot]:
    """The answers as they came, in order: each once by address and hash, its bytes once by hash alone.

    Safe to repeat, and in a number of statements that does not grow with that of answers.
    """
    rows = {(answer.sha256, clean_url(answer.final_url)): answer for answer in answers}
    known = {(row.sha256, row.url): row for row in Snapshot.objects.kept(list(rows)).only("payload_id", "url")}
    new = {place: snapshot_of(answer, now) for place, answer in rows.items() if place not in known}
    if new:
        bodies = {sha256: rows[sha256, url].body for sha256, url in new}
        payloads = [
            Payload(sha256=sha256, body=zlib.compress(body, _QUICKLY), byte_count=len(body))
            for sha256, body in sorted(bodies.items())
        ]
        insert_rows(payloads)
        for pk, sha256, url in insert_rows(list(new.values()), returning=["id", "payload", "url"]):
            known[sha256, url] = new[sha256, url]
            known[sha256, url].pk = pk
        if len(known) < len(rows):  # another worker was faster
            known |= {(row.sha256, row.url): row for row in Snapshot.objects.kept(list(rows))}
    return [known[answer.sha256, clean_url(answer.final_url)] for answer in answers]


def snapshot_of(answer: Answer, now: datetime) -> Snapshot:
    """The row that keeps `answer`, not yet saved; its payload must be kept first."""
    return Snapshot(
        payload_id=answer.sha256,
        byte_count=len(answer.body),
        url=clean_url(answer.final_url),
        asked_url=clean_url(answer.url),
        http_version=answer.http_version,
        status_code=answer.status or 200,
        reason=clean(answer.reason, 300),
        headers=_pairs(answer.headers),
        request_headers=_pairs(answer.sent),
        redirects=[
            {
                "url": clean(hop.url),
                "status": hop.status,
                "reason": clean(hop.reason, 300),
                "http_version": hop.http_version,
                "headers": _pairs(hop.headers),
            }
            for hop in answer.redirects
        ],
        fetched_at=now,
    )


def body_of(snapshot: Snapshot) -> bytes:
    """The bytes of a snapshot's body, after the packing of the transfer was undone."""
    return zlib.decompress(bytes(snapshot.payload.body))


def archive_of(snapshots: Iterable[Snapshot], *, name: str, now: datetime) -> bytes:
    """A WARC 1.1 file, each record packed for itself, of these answers: what was asked, what came, and by whom."""
    about = {
        "software": f"Bantracker/{settings.VERSION}",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "operator": settings.CONTACT or settings.BASE_URL,
        "robots": "classic",
    }
    return write_archive([_exchange(snapshot) for snapshot in snapshots], filename=name, made_at=now, about=about)


def _exchange(snapshot: Snapshot) -> Exchange:
    return Exchange(
        url=snapshot.url,
        fetched_at=snapshot.fetched_at,
        request=tuple((name, value) for name, value in snapshot.request_headers),
        head=Head(
            snapshot.status_code, snapshot.reason, snapshot.http_version, tuple((n, v) for n, v in snapshot.headers)
        ),
        body=body_of(snapshot),
        asked_url=snapshot.asked_url,
        redirects=tuple(
            (
                hop["url"],
                Head(hop["status"], hop["reason"], hop["http_version"], tuple((n, v) for n, v in hop["headers"])),
            )
            for hop in snapshot.redirects
        ),
    )


def _pairs(fields: Iterable[tuple[str, str]]) -> list[list[str]]:
    return [[clean(name), clean(value)] for name, value in fields]
