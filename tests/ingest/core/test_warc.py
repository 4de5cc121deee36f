"""What we keep can be opened by any reader of WARC files, and says what came."""

from __future__ import annotations

import base64
import gzip
import hashlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator

from ingest.core.warc import Exchange, Head, write_archive

SEEN = datetime(2026, 3, 4, 5, 6, 7, 890, tzinfo=UTC)
BODY = "<html><p>Überwachung \x00 海康</p></html>".encode()
PAGE = Exchange(
    url="https://gov.example/order?id=7",
    asked_url="http://gov.example/o/7",
    fetched_at=SEEN,
    request=(("Host", "gov.example"), ("User-Agent", "Bantracker/0")),
    head=Head(
        200,
        "Fine by me",
        "1.1",
        (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Encoding", "gzip"),
            ("Transfer-Encoding", "chunked"),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
            ("X-Odd", "é\r\nX-Injected: 1"),
        ),
    ),
    body=BODY,
    redirects=(
        ("http://gov.example/o/7", Head(301, "Moved", "1.1", (("Location", "https://gov.example/order?id=7"),))),
    ),
)


def archive(*exchanges: Exchange) -> bytes:
    return write_archive(exchanges, filename="x.warc.gz", made_at=SEEN, about={"software": "Bantracker"})


def records(raw: bytes):
    for record in ArchiveIterator(BytesIO(raw), check_digests="raise"):
        yield record, record.content_stream().read()


def test_a_standard_reader_opens_it_and_every_digest_is_right():
    read = [(record.rec_type, body) for record, body in records(archive(PAGE))]
    assert [kind for kind, _ in read] == ["warcinfo", "response", "response", "request", "metadata"]
    assert read[2][1] == BODY


def test_the_answer_stands_with_its_status_line_and_fields_in_order():
    answer = [record for record, _ in records(archive(PAGE))][2]
    assert answer.http_headers.protocol == "HTTP/1.1"
    assert answer.http_headers.statusline == "200 Fine by me"
    assert [name for name, _ in answer.http_headers.headers] == [
        "Content-Type",
        "X-Archive-Orig-Content-Encoding",
        "X-Archive-Orig-Transfer-Encoding",
        "Set-Cookie",
        "Set-Cookie",
        "X-Odd",
        "Content-Length",
    ]
    assert answer.rec_headers.get_header("WARC-Target-URI") == "https://gov.example/order?id=7"
    assert answer.rec_headers.get_header("WARC-Date") == "2026-03-04T05:06:07.000890Z"


def test_the_bytes_are_as_the_standard_says():
    raw = gzip.decompress(archive(PAGE))
    assert raw.startswith(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n")
    start = raw.index(b"WARC/1.1\r\nWARC-Type: response", raw.index(b"gov.example/o/7"))
    head, _, rest = raw[start:].partition(b"\r\n\r\n")
    fields = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
    block = rest[: int(fields[b"Content-Length"])]
    assert rest[len(block) :].startswith(b"\r\n\r\nWARC/1.1\r\n")
    assert block.endswith(b"\r\n\r\n" + BODY)
    assert fields[b"WARC-Payload-Digest"] == b"sha1:" + base64.b32encode(hashlib.sha1(BODY).digest())
    assert fields[b"WARC-Block-Digest"] == b"sha1:" + base64.b32encode(hashlib.sha1(block).digest())
    assert fields[b"Content-Type"] == b"application/http;msgtype=response"


def test_each_record_is_a_gzip_member_of_its_own():
    members, rest = 0, archive(PAGE)
    while rest:
        stream = BytesIO(rest)
        import zlib

        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        unpacker.decompress(stream.read())
        rest = unpacker.unused_data
        members += 1
    assert members == 5


def test_what_was_asked_and_what_led_there_stand_beside_the_answer():
    kept = [(record, body) for record, body in records(archive(PAGE))]
    redirect, answer, request, notes = kept[1][0], kept[2][0], kept[3][0], kept[4][1]
    assert redirect.http_headers.get_statuscode() == "301"
    assert redirect.rec_headers.get_header("WARC-Truncated") == "unspecified"
    assert request.http_headers.statusline == "/order?id=7 HTTP/1.1"
    assert request.rec_headers.get_header("WARC-Concurrent-To") == answer.rec_headers.get_header("WARC-Record-ID")
    assert f"sha256: {hashlib.sha256(BODY).hexdigest()}".encode() in notes
    assert b"via: http://gov.example/o/7\r\nhopsFromSeed: R\r\n" in notes


def test_the_same_answers_make_the_same_file():
    assert archive(PAGE, PAGE) == archive(PAGE, PAGE)


@pytest.mark.parametrize("body", [b"", b"\r\n\r\n", b"WARC/1.1\r\n" * 3, bytes(range(256)) * 300])
def test_any_body_comes_out_as_it_went_in(body):
    plain = Exchange(url="https://a.example/", fetched_at=SEEN, head=Head(200), body=body)
    assert [b for record, b in records(archive(plain)) if record.rec_type == "response"] == [body]
