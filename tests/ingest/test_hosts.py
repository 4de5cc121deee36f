"""The ledger of hosts: what was asked, what came, and who is left alone for a while."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from ingest import services
from ingest.http import Answer, Hop, RobotsRead, Withheld
from ingest.models import Host, HostDay, Source
from ingest.services.hosts import note_answers
from tests.ingest.feeds import ITEMS, rss
from tests.ingest.server import reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_memory")]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOST = "ministry.example"


@pytest.fixture
def strict(allowed, monkeypatch):
    """Manners hold for the loopback server too, at a pace that a test can wait for."""
    monkeypatch.setattr("ingest.http.gate.is_allowed", lambda url, allow: False)
    monkeypatch.setattr("ingest.http.manners.PACE_S", 1)
    allowed.replies["/robots.txt"] = reply(b"User-agent: *\nDisallow: /private/\n")
    return allowed


def poll_all() -> dict[str, services.Stored]:
    Source.objects.update(next_poll_at=None)
    token = services.claim_due(timezone.now())
    return {stored.slug: stored for stored in services.poll_claimed(token)} if token else {}


def test_each_hop_is_counted_under_its_host_and_day():
    hops = (
        Hop(HOST, 200, 300, 2_000, is_robots=True),
        Hop(HOST, 301),
        Hop(HOST, 200, 23_000, 1_500),
        Hop(HOST, 304),
        Hop(HOST, 404),
        Hop(HOST, 503),
        Hop(HOST, None),
        Hop(HOST, withheld=Withheld.FORBIDDEN),
        Hop(HOST, withheld=Withheld.PUT_OFF),
    )
    note_answers([Answer("http://x/", hops=hops), Answer("http://y/", hops=(Hop("other.example", 200, 5),))], NOW)
    note_answers([Answer("http://x/", hops=hops[:1])], NOW + timedelta(hours=1))
    report = services.host_report(HOST, NOW)
    assert report is not None
    [day] = report.days
    assert (day.day, day.requests, day.robots, day.ok, day.unchanged, day.redirects) == (
        date(2026, 11, 22),
        8,
        2,
        3,
        1,
        1,
    )
    assert (day.client_errors, day.server_errors, day.no_answer, day.forbidden, day.put_off) == (1, 1, 1, 1, 1)
    assert (day.byte_count, day.waited_s) == (23_600, 5.5)
    assert report.total.requests == 8
    assert (report.first_asked_at, report.last_asked_at) == (NOW, NOW + timedelta(hours=1))
    assert services.host_report("other.example", NOW).total.byte_count == 5


def test_a_host_that_was_never_asked_has_no_report():
    assert services.host_report("never.example", NOW) is None


def test_the_report_tells_robots_txt_as_read_and_what_it_says_of_each_source(make_source):
    text = "User-agent: *\nDisallow: /private/\nCrawl-delay: 7\n"
    note_answers([Answer("http://x/", hops=(Hop(HOST, 200),), robots=(RobotsRead(HOST, text, 200),))], NOW)
    make_source(url=f"https://{HOST}/news")
    make_source(url=f"https://{HOST}/private/news")
    report = services.host_report("Ministry.Example", NOW)
    assert (report.robots.text, report.robots.read_at, report.robots.crawl_delay_s) == (text, NOW, 7)
    assert report.pace_s == 7
    assert [source.verdict for source in report.sources] == [
        "",
        "The robots.txt of ministry.example asks robots not to read this address.",
    ]


def test_a_poll_with_manners_is_on_the_books_with_its_robots_txt(make_source, strict):
    strict.replies["/feed"] = reply(rss(*ITEMS))
    make_source()
    make_source("/private/feed")
    stored = poll_all()
    assert sorted(one.outcome for one in stored.values()) == ["failed", "read"]
    report = services.host_report(strict.place, timezone.now())
    assert (report.total.requests, report.total.robots, report.total.ok, report.total.forbidden) == (2, 1, 2, 1)
    assert report.robots.text.startswith("User-agent: *")
    assert report.total.byte_count > 500
    assert [answer.outcome for answer in report.last_answers] == ["failed", "read"] or len(report.last_answers) == 2


def test_a_429_speaks_for_the_host_and_its_other_addresses_wait(make_source, strict):
    strict.replies["/a"] = reply(status="429 Too Many Requests", retry_after="3600")
    make_source("/a")
    [first] = poll_all().values()
    assert first.outcome == "failed"
    other = make_source("/b")
    asked = len(strict.asked)
    Source.objects.exclude(pk=other.pk).update(is_paused=True)
    [second] = poll_all().values()
    assert second.outcome is None
    assert "asked us to stay away" in second.error
    assert len(strict.asked) == asked
    other.refresh_from_db()
    assert other.failures_in_a_row == 0
    assert other.poll_reason == "put_off"
    assert timedelta(minutes=55) < other.next_poll_at - timezone.now() < timedelta(minutes=75)
    report = services.host_report(strict.place, timezone.now())
    assert report.put_off_until is not None
    assert "429" in report.put_off_reason
    assert services.host_report(strict.place, timezone.now() + timedelta(hours=2)).put_off_until is None


def test_a_503_speaks_for_its_address_and_only_the_third_for_the_host(make_source, strict):
    strict.answer = lambda asked: (
        reply(b"", content_type="text/plain")
        if asked.path == "/robots.txt"
        else reply(rss(*ITEMS))
        if asked.path == "/good"
        else reply(status="503 Service Unavailable", retry_after="900")
    )
    for path in ("/a", "/b"):
        make_source(path)
        poll_all()
        Source.objects.update(is_paused=True)
    good = make_source("/good")
    assert [one.outcome for one in poll_all().values()] == ["read"]
    Source.objects.filter(pk=good.pk).update(is_paused=True)
    for path in ("/c", "/d", "/e"):
        make_source(path)
        poll_all()
        Source.objects.update(is_paused=True)
    Source.objects.filter(pk=good.pk).update(is_paused=False)
    [after] = poll_all().values()
    assert "asked us to stay away" in after.error


def test_days_long_past_become_months_and_nothing_is_lost():
    host = Host.objects.create(name=HOST, first_asked_at=NOW, last_asked_at=NOW)
    for day in (date(2025, 1, 1), date(2025, 1, 2), date(2025, 1, 31), date(2025, 2, 3), date(2026, 11, 2)):
        HostDay.objects.create(host=host, day=day, request_count=2, byte_count=100, waited_ms=5)
    assert services.roll_up_days(NOW) == 3
    assert services.roll_up_days(NOW) == 0
    assert list(host.days.order_by("day").values_list("day", "request_count", "byte_count")) == [
        (date(2025, 1, 1), 6, 300),
        (date(2025, 2, 1), 2, 100),
        (date(2026, 11, 2), 2, 100),
    ]
