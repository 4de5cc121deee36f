"""Web pages and JSON that mean harm, and answers whose header does. See `documents` for what a row is."""

from __future__ import annotations

import gzip
import zlib

import brotli

from tests.ingest.hostile.documents import API, HTML, JSON, LISTING, ROW, Hostile, api, item, page, rss

TOO_MUCH = "which is too much to be taken apart"

PAGES: list[Hostile] = [
    Hostile(
        "a million levels of elements", lambda: page(ROW + "<div>" * 1_000_000), TOO_MUCH, fields=HTML, source=LISTING
    ),
    Hostile(
        "a million links without end", lambda: page(ROW + "<a href=x " * 900_000), TOO_MUCH, fields=HTML, source=LISTING
    ),
    Hostile("9 MB of brackets", lambda: page(ROW + "<" * 9_000_000), TOO_MUCH, fields=HTML, source=LISTING),
    Hostile("9 MB of closing tags", lambda: page(ROW + "</p>" * 2_000_000), TOO_MUCH, fields=HTML, source=LISTING),
    Hostile("9 MB of ampersands", lambda: page(ROW + "&" * 9_000_000), fields=HTML, source=LISTING),
    Hostile("an attribute of 9 MB", lambda: page(ROW + f"<p a='{'x' * 9_000_000}'>"), fields=HTML, source=LISTING),
    Hostile("a comment without end", lambda: page(ROW + "<!--" + "x" * 9_000_000), fields=HTML, source=LISTING),
    Hostile("a script without end", lambda: page(ROW + "<script>" + "x" * 9_000_000), fields=HTML, source=LISTING),
    Hostile("nested tables", lambda: page(ROW + "<table><tr><td>" * 40_000), "deep", fields=HTML, source=LISTING),
    Hostile("nested lists", lambda: page(ROW + "<ul><li>" * 60_000), "deep", fields=HTML, source=LISTING),
    Hostile(
        "100,000 attributes",
        lambda: page(ROW + "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">"),
        fields=HTML,
        source=LISTING,
    ),
    Hostile("a marked section", page(ROW + "<![if x]><![CDATA[<![<!--"), fields=HTML, source=LISTING),
    Hostile("a base that is a script", page("<base href='javascript:alert(1)//'>" + ROW), fields=HTML, source=LISTING),
    Hostile(
        "a page that claims to be a feed",
        page("Hello"),
        "A web page with the title",
        fields={"content_type": "application/rss+xml"},
    ),
    Hostile("a PNG that claims to be a feed", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "neither XML"),
    Hostile("a program", b"\x7fELF" + bytes(10_000), "neither XML"),
    Hostile("a ZIP file", b"PK\x03\x04" + bytes(10_000), "neither XML"),
    Hostile("gzip inside", gzip.compress(rss()), fields={"content_type": "application/gzip"}),
    Hostile("NUL only", bytes(1_000_000), "empty"),
    Hostile("a listing of 20,000 rows", lambda: page(ROW * 20_000), fields=HTML, source=LISTING),
]

JSONS: list[Hostile] = [
    Hostile("100,000 levels of lists", lambda: b"[" * 100_000, "JSON", fields=JSON),
    Hostile("9 million levels of lists", lambda: b"[" * 9_000_000, "JSON", fields=JSON, source=API),
    Hostile("100,000 levels of objects", lambda: b'{"a":' * 100_000, "JSON", fields=JSON, source=API),
    Hostile(
        "a number of a million digits",
        lambda: api(', "n": ' + "9" * 1_000_000),
        "cannot be decoded",
        fields=JSON,
        source=API,
    ),
    Hostile("an exponent beyond all", api(', "n": 1e999999999'), fields=JSON, source=API),
    Hostile("NaN and Infinity", api(', "n": NaN, "m": -Infinity'), fields=JSON, source=API),
    Hostile("a key twice", api(', "t": "Order number 8 is made"'), fields=JSON, source=API),
    Hostile("lone surrogates", api(r', "t": "A \ud800 B \udfff"'), fields=JSON, source=API),
    Hostile("lone surrogates in an address", api(r', "u": "http://a.example/\ud800"'), fields=JSON, source=API),
    Hostile("NUL in texts", api(r', "t": "A \u0000 B"'), fields=JSON, source=API),
    Hostile("a number where a text should be", api(', "t": 5, "u": {"a": 1}'), fields=JSON, source=API),
    Hostile("a title of 9 MB", lambda: api(', "t": "' + "x" * 9_000_000 + '"'), fields=JSON, source=API),
    Hostile(
        "a million keys", lambda: api(", " + ", ".join(f'"k{n}": 1' for n in range(600_000))), fields=JSON, source=API
    ),
    Hostile(
        "rows that are no objects",
        b'{"rows": [1, "a", null, [], true]}',
        "none of them could be read",
        fields=JSON,
        source=API,
    ),
    Hostile("rows that are an object", b'{"rows": {"t": "A", "u": "http://a.example/"}}', fields=JSON, source=API),
    Hostile("no rows", b'{"rows": "none"}', "leads to no list", fields=JSON, source=API),
    Hostile(
        "JSON Feed without a list",
        b'{"version": "https://jsonfeed.org/version/1.1", "items": 5}',
        "no list of items",
        fields=JSON,
    ),
    Hostile(
        "JSON Feed of anything",
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [5, {"id": {}, "tags": {"a": 1}, "url": []}]}',
        fields=JSON,
    ),
    Hostile("half an answer", b'{"rows": [{"t": "A"', "breaks in line 1", fields=JSON, source=API),
    Hostile("text behind the end", b'{"rows": []} trailing', "breaks in line 1", fields=JSON, source=API),
]


def empty_members() -> bytes:
    return gzip.compress(b"") * 300_000 + gzip.compress(rss())


def endless_name() -> bytes:
    return b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03" + b"n" * 30_000_000


def empty_blocks() -> bytes:
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + b"\x00\x00\x00\xff\xff" * 6_000_000


def bomb_in_bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return gzip.compress(b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush())


HEADERS: list[Hostile] = [
    Hostile("gzip with a name without end", endless_name, "larger than 10 MB", fields={"content_encoding": "gzip"}),
    Hostile("gzip of empty blocks without end", empty_blocks, "larger than 10 MB", fields={"content_encoding": "gzip"}),
    Hostile("gzip of many empty members", empty_members, fields={"content_encoding": "gzip"}),
    Hostile(
        "gzip in gzip, named once",
        bomb_in_bomb,
        "packed with gzip, and too large or broken inside",
        fields={"content_encoding": "gzip"},
    ),
    Hostile(
        "gzip with rubbish behind it", gzip.compress(rss()) + b"rubbish" * 1_000, fields={"content_encoding": "gzip"}
    ),
    Hostile(
        "brotli with rubbish behind it",
        brotli.compress(rss()) + b"rubbish" * 1_000,
        "packing is damaged",
        fields={"content_encoding": "br"},
    ),
    Hostile("zstd", b"\x28\xb5\x2f\xfd" + bytes(100), "packed as “zstd”", fields={"content_encoding": "zstd"}),
    Hostile("gzip in brotli", rss(), "packed as “gzip, br”", fields={"content_encoding": "gzip, br"}),
    Hostile("a packing of control characters", rss(), "packed as", fields={"content_encoding": "\x01\x02"}),
    Hostile("an ETag of 14 kB", rss(), fields={"etag": '"' + "e" * 14_000 + '"'}),
    Hostile("a Last-Modified of nonsense", rss(), fields={"last_modified": "yesterday, or " + "l" * 5_000}),
    Hostile(
        "a Date far ahead",
        rss(),
        fields={"date": "Fri, 31 Dec 9999 23:59:59 GMT", "expires": "Fri, 31 Dec 9999 23:59:59 GMT"},
    ),
    Hostile("fresh for ever", rss(), fields={"cache_control": "max-age=" + "9" * 4_000}),
    Hostile("fresh for less than nothing", rss(), fields={"cache_control": "max-age=-9", "age": "-99999999999"}),
    Hostile("a cache control of nonsense", rss(), fields={"cache_control": '=,"\\",;;max-age="NaN",,,=='}),
    Hostile("a content type of nonsense", rss(), fields={"content_type": ";;=\"';charset=;charset=\x7f"}),
    Hostile("cookies", rss(), fields={f"set_cookie_{n}": "a=" + "b" * 300 for n in range(80)}),
    Hostile(
        "links without end", rss(item(title="T")), fields={"link": ", ".join(f'</{n}>; rel="next"' for n in range(700))}
    ),
]
