"""robots.txt is obeyed and a host is asked at our pace."""

from __future__ import annotations

import asyncio
import itertools
import time

import pytest
from yarl import URL

from ingest.http import Allowed, Answer, Ask, Limits, Rules, fetch_all, fetch_one, own_memory
from ingest.http.answers import Refusal, Trail
from ingest.http.manners import Manners, Robots, robots_from
from tests.ingest.server import reply

PAGE = URL("https://ministry.example/news/feed.xml")
RULES = "User-agent: *\nDisallow: /private/\n\nUser-agent: Bantracker\nDisallow: /news/drafts/\nCrawl-delay: 7\n"


@pytest.mark.parametrize(
    ("text", "path", "is_refused"),
    [
        ("", "/news/feed.xml", False),
        (RULES, "/news/feed.xml", False),
        (RULES, "/private/feed.xml", False),
        (RULES, "/news/drafts/1", True),
        ("User-agent: *\nDisallow: /", "/news/feed.xml", True),
        ("User-agent: Googlebot\nDisallow: /", "/news/feed.xml", False),
        ("<html>not robots</html>", "/news/feed.xml", False),
        ("User-agent: *\nDisallow: /*.xml$", "/news/feed.xml", True),
        ("User-agent: *\nDisallow: /*.xml$", "/news/feed.xml?page=2", False),
        ("User-agent: *\nDisallow: /news/\nAllow: /news/feed", "/news/feed.xml", False),
        ("User-agent: bantracker\nDisallow: /", "/news/feed.xml", True),
        ("User-agent: *\nDisallow: /%6eews/", "/news/feed.xml", True),
        ("User-agent: *\nDisallow:", "/news/feed.xml", False),
        ("\x00\xff: : :\nDisallow\n", "/news/feed.xml", False),
    ],
)
def test_robots_txt_decides_for_our_name_first(text, path, is_refused):
    assert bool(Robots(text=text).refusal(URL(f"https://ministry.example{path}"))) is is_refused


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 2),
        (RULES, 7),
        ("User-agent: *\nCrawl-delay: 1", 2),
        ("User-agent: *\nCrawl-delay: 2.5", 3),
        ("User-agent: *\nCrawl-delay: 9999", 30),
        ("User-agent: *\nCrawl-delay: nan", 2),
        ("User-agent: *\nCrawl-delay: inf", 2),
        ("User-agent: *\nCrawl-delay: -5", 2),
        ("User-agent: *\nCrawl-delay: soon", 2),
        ("User-agent: *\nRequest-rate: 1/10s", 10),
    ],
)
def test_a_crawl_delay_is_kept_within_reason(text, seconds):
    assert Robots(text=text).delay_s() == seconds


@pytest.mark.parametrize(
    ("answer", "may_ask"),
    [
        (Answer("", status=200, body=b"User-agent: *\nAllow: /"), True),
        (Answer("", status=200, body=b"\xef\xbb\xbfUser-agent: *\nDisallow: /"), False),
        (Answer("", status=404, error="The server answered 404 (Not Found)."), True),
        (Answer("", status=403, error="The server answered 403 (Forbidden)."), True),
        (Answer("", status=429, error="The server answered 429 (Too Many Requests)."), False),
        (Answer("", status=503, error="The server answered 503 (Service Unavailable)."), False),
        (Answer("", error="ministry.example did not take the connection."), False),
    ],
)
def test_a_missing_robots_txt_allows_and_an_unreadable_one_forbids(answer, may_ask):
    assert (robots_from(answer, "ministry.example").refusal(PAGE) == "") is may_ask


def test_robots_txt_is_read_once_for_all_requests_to_a_host():
    read: list[URL] = []

    async def read_robots(url: URL, trail: Trail) -> Answer:
        read.append(url)
        return Answer(str(url), status=200, body=b"User-agent: *\nDisallow: /news/")

    async def ask_three() -> list[object]:
        manners = Manners(own_memory(), read_robots, max_wait_s=1)
        return await asyncio.gather(*(manners.before(PAGE, Trail()) for _ in range(3)), return_exceptions=True)

    refusals = asyncio.run(ask_three())
    assert [str(refusal) for refusal in refusals] == [
        "The robots.txt of ministry.example asks robots not to read this address."
    ] * 3
    assert read == [URL("https://ministry.example/robots.txt")]


def test_a_request_whose_turn_is_too_far_off_is_put_off_without_blame():
    async def wait_twice() -> None:
        manners = Manners(own_memory(), None, max_wait_s=0.2)
        await manners.wait_for_turn("ministry.example", 60)
        await manners.wait_for_turn("other.example", 60)
        await manners.wait_for_turn("ministry.example", 60)

    with pytest.raises(Refusal, match="this one is asked later") as refused:
        asyncio.run(wait_twice())
    assert refused.value.put_off_s is not None


@pytest.fixture
def strict(server, monkeypatch):
    """Manners hold for the loopback server too, at a pace that a test can wait for."""
    monkeypatch.setattr("ingest.http.gate.is_allowed", lambda url, allow: False)
    monkeypatch.setattr(Robots, "delay_s", lambda self: 0.3)
    return Rules("Bantracker/0", (Allowed.parse(server.place),), Limits(max_wait_s=0.4))


def test_a_redirect_into_a_forbidden_path_is_not_followed(server, strict):
    server.replies["/robots.txt"] = reply(b"User-agent: *\nDisallow: /private/")
    server.replies["/feed"] = reply(status="302 Found", location="/private/feed")
    answer = fetch_one(Ask(server.url("/feed")), memory=own_memory(), rules=Rules(strict.user_agent, strict.allow))
    assert answer.error == "The robots.txt of 127.0.0.1 asks robots not to read this address."
    assert [asked.path for asked in server.asked] == ["/robots.txt", "/feed"]


def test_one_host_is_asked_at_our_pace_and_who_waits_too_long_is_put_off(server, strict):
    memory = own_memory()
    memory.set(f"gate:robots:{URL(server.url('/')).origin()}", ["", ""])
    asked_at: list[float] = []

    def answer(asked):
        asked_at.append(time.monotonic())
        return reply(b"<rss/>")

    server.answer = answer
    answers = dict(fetch_all({n: Ask(server.url(f"/{n}")) for n in range(4)}, memory=memory, rules=strict))
    assert all(later - earlier > 0.28 for earlier, later in itertools.pairwise(asked_at))
    assert sorted({answer.is_put_off for answer in answers.values()}) == [False, True]


def test_a_huge_robots_txt_is_read_at_its_start(server, strict):
    server.replies["/robots.txt"] = reply(b"User-agent: *\nDisallow: /\n" + b"# filler\n" * 200_000)
    answer = fetch_one(Ask(server.url("/feed")), memory=own_memory(), rules=Rules(strict.user_agent, strict.allow))
    assert "asks robots not to read" in answer.error


def test_an_unreadable_robots_txt_counts_as_none_after_thirty_days():
    memory, now = own_memory(), time.time()

    async def read_robots(url: URL, trail: Trail) -> Answer:
        return Answer(str(url), status=500, error="The server answered 500 (Internal Server Error).")

    async def is_allowed() -> bool:
        manners = Manners(memory, read_robots, max_wait_s=1)
        memory.delete(f"gate:robots:{PAGE.origin()}")
        memory.delete("gate:pace:ministry.example")
        return (await manners._robots(PAGE, Trail())).refusal(PAGE) == ""

    assert not asyncio.run(is_allowed())
    memory.set(f"gate:robots-unread:{PAGE.origin()}", now - 31 * 24 * 3600)
    assert asyncio.run(is_allowed())


def test_one_address_is_asked_a_few_times_a_second_whatever_names_lead_there():
    async def ask_nine() -> float:
        manners = Manners(own_memory(), None, max_wait_s=10)
        started = time.monotonic()
        await asyncio.gather(*(manners.wait_for_address("192.0.2.1") for _ in range(9)))
        return time.monotonic() - started

    assert 1.0 <= asyncio.run(ask_nine()) < 4


def test_who_cannot_be_asked_in_time_is_put_off_at_once_and_one_after_the_other():
    async def line_up() -> list[float]:
        manners = Manners(own_memory(), None, max_wait_s=0.5)
        refusals = await asyncio.gather(
            *(manners.wait_for_turn("ministry.example", 0.3) for _ in range(6)), return_exceptions=True
        )
        return [refusal.put_off_s for refusal in refusals if isinstance(refusal, Refusal)]

    waits = asyncio.run(line_up())
    assert len(waits) == 4
    assert waits == sorted(waits)
    assert len(set(waits)) == 4


def test_a_permanent_redirect_is_told_up_to_the_first_temporary_one(server):
    rules = Rules("Bantracker/0", (Allowed.parse(server.place),))
    for path, status, target in (
        ("/a", "301 Moved Permanently", "/b"),
        ("/b", "308 Permanent Redirect", "/c"),
        ("/c", "302 Found", "/d"),
        ("/d", "301 Moved Permanently", "/e"),
    ):
        server.replies[path] = reply(status=status, location=target)
    server.replies["/e"] = reply(b"<rss/>")
    told = {
        path: fetch_one(Ask(server.url(path)), memory=own_memory(), rules=rules).permanent_url
        for path in ("/a", "/c", "/e")
    }
    assert told == {"/a": server.url("/c"), "/c": "", "/e": ""}
