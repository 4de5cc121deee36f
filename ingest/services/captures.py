"""Captures: the exact answers that items were made from, kept once, and written as WARC."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from ingest.core.warc import Exchange, Head, write_archive
from ingest.http import Answer
from ingest.models import Payload, Snapshot
from ingest.services.cleaning import clean, clean_url

_QUICKLY = 1
"""zlib's level: a third of the time of the usual one for a tenth more bytes."""


def keep_snapshot(answer: Answer, now: datetime) -> Snapshot:
    """The answer as it came: once by address and hash, its bytes once by hash alone. Safe to repeat."""
    url, sha256 = clean_url(answer.final_url), answer.sha256
    found = Snapshot.objects.filter(payload=sha256, url=url).first()
    if found is not None:
        return found
    payload = Payload(sha256=sha256, body=zlib.compress(answer.body, _QUICKLY), byte_count=len(answer.body))
    Payload.objects.bulk_create([payload], ignore_conflicts=True)
    Snapshot.objects.bulk_create([snapshot_of(answer, now)], ignore_conflicts=True)
    return Snapshot.objects.get(payload=sha256, url=url)


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
