"""What the gate refuses, what it takes, and what it says: one table against a server that misbehaves."""

from __future__ import annotations

import gzip
import resource
import time
import zlib
from collections.abc import Callable
from typing import BinaryIO

import brotli
import pytest

from ingest.http import Allowed, Answer, Ask, Limits, Rules, fetch_all, fetch_one, own_memory
from tests.ingest.http.exchanges import EXCHANGES, PLACES
from tests.ingest.http.hostile import ADDRESSES, FEED, LOCATIONS, MISBEHAVIOUR, silent
from tests.ingest.server import Asked, LoopbackServer, reply


def ask(url: str, server: LoopbackServer | None = None, *, etag: str = "", last_modified: str = "", **limits) -> Answer:
    allow = (Allowed.parse(server.place),) if server else ()
    rules = Rules("Bantracker/0 (+http://test/about/)", allow, Limits(**limits))
    return fetch_one(Ask(url, etag, last_modified), memory=own_memory(), rules=rules)


@pytest.mark.parametrize(("url", "why"), ADDRESSES)
def test_an_address_that_is_not_public_http_is_refused_before_anything_is_sent(url, why):
    answer = ask(url)
    assert why in answer.error
    assert answer.status is None


@pytest.mark.parametrize(("location", "why"), LOCATIONS)
def test_every_hop_is_checked_like_the_first_address(server, location, why):
    server.replies["/start"] = reply(status="302 Found", location=location)
    assert why in ask(server.url("/start"), server).error
    assert [asked.path for asked in server.asked] == ["/start"]


@pytest.mark.parametrize(("said", "why"), [row[1:] for row in MISBEHAVIOUR], ids=[row[0] for row in MISBEHAVIOUR])
def test_a_server_that_misbehaves_gives_a_sentence_in_time(server, said, why):
    server.replies["/"] = said
    patience = {"timeout_s": 0.6} if "0.6" in why else {}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    answer = ask(server.url("/"), server, **patience)
    assert why in answer.error
    assert answer.body == b""
    assert time.monotonic() - started < 10
    if "bomb" not in why:
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64_000


@pytest.mark.parametrize(("said", "why"), [row[1:] for row in EXCHANGES], ids=[row[0] for row in EXCHANGES])
def test_an_odd_exchange_ends_in_a_document_or_a_sentence(server, said, why):
    server.replies["/"] = said
    patience = {"timeout_s": 0.6} if "0.6" in why else {}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    answer = ask(server.url("/"), server, **patience)
    assert why in answer.error if why else not answer.error
    assert bool(answer.body) is not bool(answer.error)
    assert time.monotonic() - started < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64_000


@pytest.mark.parametrize(("location", "why"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_an_odd_place_is_a_path_of_the_same_server_or_a_sentence(server, location, why):
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: "
    server.replies |= {"/start": head + location + b"\r\n\r\n", "/end": reply(FEED)}
    answer = ask(server.url("/start"), server)
    assert why in answer.error if why else not answer.error
    assert all("\r" not in asked.path and "\n" not in asked.path for asked in server.asked)
    assert not any(name.casefold() == "x-evil" for asked in server.asked for name, _ in asked.fields)


def test_a_failure_behind_a_redirect_names_the_host_that_failed(server):
    server.replies["/start"] = reply(status="302 Found", location="http://broken.invalid/feed")
    rules = Rules("Bantracker/0", (Allowed.parse(server.place), Allowed("broken.invalid", 80)))
    answer = fetch_one(Ask(server.url("/start")), memory=own_memory(), rules=rules)
    assert answer.error == "The name broken.invalid could not be found."


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("identity", FEED),
        ("gzip", gzip.compress(FEED, mtime=0)),
        ("x-gzip", gzip.compress(FEED, mtime=0)),
        ("GZIP", gzip.compress(FEED, mtime=0)),
        ("gzip", gzip.compress(FEED[:100], mtime=0) + gzip.compress(FEED[100:], mtime=0)),
        ("gzip", gzip.compress(FEED, mtime=0) + b"\x00\x00\x00"),
        ("gzip", gzip.compress(b"", mtime=0) * 3_000 + gzip.compress(FEED, mtime=0)),
        ("deflate", zlib.compress(FEED)),
        ("deflate", zlib.compress(FEED, wbits=-15)),
        ("br", brotli.compress(FEED)),
    ],
    ids=[
        "plain",
        "gzip",
        "x-gzip",
        "upper case",
        "two members",
        "trailing zeros",
        "empty members",
        "zlib",
        "raw deflate",
        "brotli",
    ],
)
def test_every_packing_that_we_ask_for_is_opened(server, coding, packed):
    server.replies["/"] = reply(packed, content_encoding=coding)
    answer = ask(server.url("/"), server)
    assert answer.error == ""
    assert answer.body == FEED


def test_large_packed_documents_are_opened_whole(server):
    body = b"".join(b"<item><title>Order %d of the ministry</title></item>\n" % n for n in range(90_000))
    for coding, packed in (("gzip", gzip.compress(body)), ("br", brotli.compress(body, quality=4))):
        server.replies["/"] = reply(packed, content_encoding=coding)
        assert ask(server.url("/"), server).body == body


def test_a_document_without_a_length_is_read_to_its_end(server):
    server.replies["/"] = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + FEED
    assert ask(server.url("/"), server).body == FEED


def test_five_redirects_are_followed_and_six_are_not(server):
    for number in range(6):
        server.replies[f"/{number}"] = reply(status="301 Moved Permanently", location=f"{number + 1}")
    server.replies["/6"] = reply(FEED)
    assert ask(server.url("/1"), server).final_url == server.url("/6")
    assert "more than 5 times" in ask(server.url("/0"), server).error


def test_the_time_limit_holds_for_all_hops_together(server):
    def slow(target: str) -> Callable[[BinaryIO], None]:
        def say(wfile: BinaryIO) -> None:
            time.sleep(0.3)
            wfile.write(reply(status="302 Found", location=target))

        return say

    for number in range(5):
        server.replies[f"/{number}"] = slow(f"/{number + 1}")
    assert "within 0.7 seconds" in ask(server.url("/0"), server, timeout_s=0.7).error


@pytest.mark.parametrize("etag", ['"abc"', 'W/"a b"', "unquoted", '"café"', '""', '"a\\"b"'])
def test_validators_go_back_byte_for_byte(server, etag):
    def answer(asked: Asked) -> bytes:
        if (
            asked.get("If-None-Match") == etag.encode().decode("latin-1")
            and asked.get("If-Modified-Since") == "Sometime"
        ):
            return reply(status="304 Not Modified")
        head = (
            b"HTTP/1.1 200 OK\r\nETag: " + etag.encode() + b"\r\nLast-Modified: Sometime\r\nConnection: close\r\n\r\n"
        )
        return head + FEED

    server.answer = answer
    first = ask(server.url("/"), server)
    assert first.etag == etag
    second = ask(server.url("/"), server, etag=first.etag, last_modified=first.last_modified)
    assert second.is_not_modified
    assert second.body == b""


def test_a_validator_that_is_no_text_is_not_kept(server):
    server.replies["/"] = b'HTTP/1.1 200 OK\r\nETag: "\xff\xfe"\r\nConnection: close\r\n\r\n' + FEED
    assert ask(server.url("/"), server).etag == ""


@pytest.mark.parametrize(
    ("status", "said", "seconds"),
    [
        ("429 Too Many Requests", "120", 120),
        ("503 Service Unavailable", "5", 5),
        ("503 Service Unavailable", "Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("503 Service Unavailable", "soon", None),
        ("429 Too Many Requests", "-4", None),
        ("429 Too Many Requests", "999999999999", 604_800),
        ("429 Too Many Requests", "", None),
    ],
)
def test_retry_after_is_told_in_seconds(server, status, said, seconds):
    server.replies["/"] = reply(status=status, retry_after=said)
    assert ask(server.url("/"), server).retry_after_s == seconds


def test_we_say_who_we_are_and_nothing_else(server):
    server.answer = lambda asked: reply(
        FEED, status="302 Found" if asked.path == "/" else "200 OK", location="/next", set_cookie="a=b"
    )
    ask(server.url("/"), server)
    for asked in server.asked:
        assert sorted(name for name, _ in asked.fields) == ["Accept", "Accept-Encoding", "Host", "User-Agent"]
        assert asked.get("User-Agent") == "Bantracker/0 (+http://test/about/)"
        assert asked.get("Accept-Encoding") == "gzip, deflate, br"


def test_an_allowed_prefix_lifts_the_checks_for_itself_alone(server):
    allow = (Allowed.parse(server.url("/samples/")),)
    server.answer = lambda asked: reply(FEED)
    rules = Rules("Bantracker/0", allow)
    asks = {
        path: Ask(server.url(path))
        for path in [
            "/samples/a.xml",
            "/admin/",
            "/samples/../admin/",
            "/samples/%2e%2e/admin/",
            "/samples/..%2fadmin/",
        ]
    }
    answers = dict(fetch_all(asks, memory=own_memory(), rules=rules))
    assert [path for path, answer in answers.items() if not answer.error] == ["/samples/a.xml"]
    assert [asked.path for asked in server.asked] == ["/samples/a.xml"]


@pytest.mark.parametrize(
    "entry", ["example.org:80", "8.8.8.8:80", "127.0.0.1", "https://127.0.0.1:8000/", "", "10.0.0.1:80"]
)
def test_only_loopback_places_with_a_port_can_be_allowed(entry):
    with pytest.raises(ValueError, match="Write a loopback host with its port"):
        Allowed.parse(entry)


def test_many_addresses_are_asked_at_once_and_one_bad_one_stops_nobody(server):
    def late(wfile: BinaryIO) -> None:
        time.sleep(0.4)
        wfile.write(reply(FEED))

    for number in range(8):
        server.replies[f"/{number}"] = late
    asks = {n: Ask(server.url(f"/{n}")) for n in range(8)} | {99: Ask("http://127.0.0.1:1/")}
    rules = Rules("Bantracker/0", (Allowed.parse(server.place),))
    started = time.monotonic()
    answers = dict(fetch_all(asks, memory=own_memory(), rules=rules))
    assert time.monotonic() - started < 2
    assert sum(1 for answer in answers.values() if not answer.error) == 8
    assert answers[99].error


def test_leaving_early_cancels_what_is_still_asked(server):
    server.replies["/slow"] = silent
    server.replies["/fast"] = reply(FEED)
    asks = {"fast": Ask(server.url("/fast")), "slow": Ask(server.url("/slow"))}
    started = time.monotonic()
    answers = fetch_all(asks, memory=own_memory(), rules=Rules("B/0", (Allowed.parse(server.place),)))
    assert next(answers)[0] == "fast"
    answers.close()
    assert time.monotonic() - started < 1.5
