"""A robots.txt that means harm: what is asked of its host after it, and what is said."""

from __future__ import annotations

import gzip
import time

import pytest

from ingest.http import Allowed, Ask, Limits, Rules, fetch_one, own_memory
from ingest.http.manners import Robots
from tests.ingest.http.exchanges import endless_gzip_name
from tests.ingest.http.hostile import FEED, dripping, endless, silent
from tests.ingest.server import reply

ALLOWED: list[tuple[str, object]] = [
    ("a page", reply(b"<html><body><p>Disallow: /</p></body></html>", content_type="text/html")),
    ("bytes without sense", reply(bytes(range(256)) * 400)),
    ("one line without end", reply(b"User-agent: *" + b"x" * 400_000)),
    ("30,000 rules", reply(b"User-agent: *\n" + b"".join(b"Disallow: /x%d\n" % n for n in range(30_000)))),
    ("20,000 robots", reply(b"".join(b"User-agent: r%d\nDisallow: /\n" % n for n in range(20_000)))),
    ("stars that go back and forth", reply(b"User-agent: *\nDisallow: /" + b"*f*e" * 40 + b"*z\n")),
    ("half of an escape", reply(b"User-agent: *\nDisallow: /%ff%fe%\nAllow: /%e2%82\nDisallow: /((([[[+++\\\n")),
    ("a pace below nothing", reply(b"User-agent: *\nCrawl-delay: -5\nRequest-rate: 0/0\n")),
    ("a pace that is no number", reply(b"User-agent: *\nCrawl-delay: nan\nRequest-rate: x/y 9999-1\n")),
    ("a bomb", reply(gzip.compress(bytes(20_000_000)), content_encoding="gzip")),
    ("a body without end", endless),
    ("a gzip name without end", endless_gzip_name),
    ("a redirect to one that allows", reply(status="301 Moved Permanently", location="/allow.txt")),
]
"""What forbids nothing, so that the feed is asked."""

FORBIDDEN: list[tuple[str, object, str]] = [
    ("a failure", reply(status="500 Internal Server Error"), "500 (Internal Server Error)"),
    ("too many requests", reply(status="429 Too Many Requests", retry_after="999999999"), "429"),
    ("a circle", reply(status="302 Found", location="/robots.txt"), "redirects in a circle"),
    ("a way inside", reply(status="302 Found", location="http://169.254.169.254/"), "not a public address"),
    ("a file", reply(status="302 Found", location="file:///etc/passwd"), "begins with “file:”"),
    ("a byte at a time", dripping, "did not answer in full"),
    ("nothing at all", silent, "did not answer in full"),
    ("no HTTP", b"SSH-2.0-OpenSSH_9.6\r\n", "not proper HTTP"),
]
"""What could not be read, so that nothing is asked."""


@pytest.fixture
def asked(server, monkeypatch):
    """Ask the feed of a host with this robots.txt; gives the answer and how long it took."""
    monkeypatch.setattr("ingest.http.gate.is_allowed", lambda url, allow: False)
    monkeypatch.setattr("ingest.http.manners.PACE_S", 0.01)
    monkeypatch.setattr(Robots, "delay_s", lambda self: 0.01)
    monkeypatch.setattr("ingest.http.gate._ROBOTS_LIMITS", Limits(max_bytes=512_000, timeout_s=0.8))
    rules = Rules("Bantracker/0", (Allowed.parse(server.place),))
    server.replies |= {"/feed": reply(FEED), "/allow.txt": reply(b"User-agent: *\nAllow: /")}

    def ask(robots: object):
        server.replies["/robots.txt"] = robots
        started = time.monotonic()
        answer = fetch_one(Ask(server.url("/feed")), memory=own_memory(), rules=rules)
        return answer, time.monotonic() - started

    return ask


@pytest.mark.parametrize("robots", [row[1] for row in ALLOWED], ids=[row[0] for row in ALLOWED])
def test_rubbish_for_a_robots_txt_forbids_nothing(asked, robots):
    answer, took_s = asked(robots)
    assert answer.body == FEED
    assert took_s < 5


@pytest.mark.parametrize(("robots", "why"), [row[1:] for row in FORBIDDEN], ids=[row[0] for row in FORBIDDEN])
def test_where_the_robots_txt_cannot_be_read_nothing_is_asked(asked, server, robots, why):
    answer, took_s = asked(robots)
    assert answer.error.startswith("The robots.txt of 127.0.0.1 could not be read, so nothing else was asked there. ")
    assert why in answer.error
    assert "/feed" not in [one.path for one in server.asked]
    assert took_s < 5
