"""Answers as WARC 1.1 (ISO 28500:2017), each record packed for itself. Pure: the same answers, the same bytes."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

Fields = tuple[tuple[str, str], ...]

_UNDONE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Fields that spoke of the transfer. We keep bodies unpacked, so a reader that believed them would fail."""
_KEPT_AS = "X-Archive-Orig-"
_RESPONSE = "application/http;msgtype=response"
_REQUEST = "application/http;msgtype=request"
_FIELDS = "application/warc-fields"


@dataclass(frozen=True, slots=True)
class Head:
    """The status line and the header fields of an answer, in the order in which they came."""

    status: int
    reason: str = ""
    http_version: str = "1.1"
    fields: Fields = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One answer with what led to it. `body` is unpacked; `fetched_at` is aware."""

    url: str
    fetched_at: datetime
    head: Head
    body: bytes
    request: Fields = ()
    asked_url: str = ""
    redirects: tuple[tuple[str, Head], ...] = ()
    """Addresses and their answers on the way, in order; their bodies were not read."""


def write_archive(
    exchanges: Sequence[Exchange], *, filename: str, made_at: datetime, about: Mapping[str, str]
) -> bytes:
    """A WARC file: `warcinfo`, then for each exchange its redirects, `response`, `request` and `metadata`."""
    info_id = _record_id("warcinfo", filename, _instant(made_at))
    info = {"WARC-Type": "warcinfo", "WARC-Record-ID": info_id, "WARC-Date": _instant(made_at)}
    records = [_record(info | {"WARC-Filename": filename, "Content-Type": _FIELDS}, _lines(about.items()))]
    for exchange in exchanges:
        records += _records_of(exchange, info_id)
    return b"".join(records)


def _records_of(exchange: Exchange, info_id: str) -> Iterable[bytes]:
    date = _instant(exchange.fetched_at)
    shared = {"WARC-Date": date, "WARC-Warcinfo-ID": info_id}
    for position, (url, head) in enumerate(exchange.redirects):
        named = {
            "WARC-Type": "response",
            "WARC-Record-ID": _record_id("redirect", str(position), url, date, exchange.url),
            "WARC-Target-URI": url,
            "WARC-Truncated": "unspecified",
            "Content-Type": _RESPONSE,
        }
        yield _record(named | shared, _head_bytes(head, length=0), payload=b"")
    response_id = _record_id("response", exchange.url, date, hashlib.sha256(exchange.body).hexdigest())
    named = {
        "WARC-Type": "response",
        "WARC-Record-ID": response_id,
        "WARC-Target-URI": exchange.url,
        "Content-Type": _RESPONSE,
    }
    yield _record(named | shared, _head_bytes(exchange.head, length=len(exchange.body)), payload=exchange.body)
    beside = shared | {"WARC-Target-URI": exchange.url, "WARC-Concurrent-To": response_id}
    if exchange.request:
        named = {"WARC-Type": "request", "WARC-Record-ID": _record_id("request", response_id), "Content-Type": _REQUEST}
        yield _record(named | beside, _request_bytes(exchange), payload=b"")
    named = {"WARC-Type": "metadata", "WARC-Record-ID": _record_id("metadata", response_id), "Content-Type": _FIELDS}
    yield _record(named | beside, _lines(_notes(exchange)))


def _notes(exchange: Exchange) -> Iterable[tuple[str, str]]:
    yield "sha256", hashlib.sha256(exchange.body).hexdigest()
    if exchange.asked_url and exchange.asked_url != exchange.url:
        yield "via", exchange.asked_url
        yield "hopsFromSeed", "R" * max(1, len(exchange.redirects))
    yield "note", "The body is kept unpacked; header fields of the transfer stand under X-Archive-Orig- names."


def _record(named: Mapping[str, str], block_head: bytes, *, payload: bytes | None = None) -> bytes:
    """One record, packed. `payload` follows `block_head`; None where the block has none of its own."""
    block = block_head + (payload or b"")
    digests = {"WARC-Block-Digest": _digest(block)}
    if payload is not None:
        digests["WARC-Payload-Digest"] = _digest(payload)
    head = _lines([*named.items(), *digests.items(), ("Content-Length", str(len(block)))])
    return gzip.compress(b"WARC/1.1\r\n" + head + b"\r\n" + block + b"\r\n\r\n", mtime=0)


def _head_bytes(head: Head, *, length: int) -> bytes:
    """Status line and fields as they came; fields of the undone transfer keep their values under other names."""
    fields = [(f"{_KEPT_AS}{name}" if name.lower() in _UNDONE else name, value) for name, value in head.fields]
    status = f"HTTP/{head.http_version} {head.status:03d} {_one_line(head.reason)}\r\n".encode()
    return status + _lines([*fields, ("Content-Length", str(length))]) + b"\r\n"


def _request_bytes(exchange: Exchange) -> bytes:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return f"GET {_one_line(target)} HTTP/1.1\r\n".encode() + _lines(exchange.request) + b"\r\n"


def _lines(fields: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{_one_line(name)}: {_one_line(value)}\r\n" for name, value in fields).encode("utf-8", "replace")


def _one_line(value: str) -> str:
    """Nothing that came may end a line of the header early."""
    return value.replace("\r", " ").replace("\n", " ")


def _digest(block: bytes) -> str:
    """The label and Base32 form that readers of WARC files check."""
    return "sha1:" + base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode("ascii")


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _record_id(*parts: str) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, ' '.join(('bantracker', *parts)))}>"
