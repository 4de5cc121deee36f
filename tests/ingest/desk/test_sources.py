"""Sources at the desk: found, looked at, tried, added, changed; each page in a bounded number of queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ingest import services
from ingest.models import Fetch, Finding, FindingKind, Source
from ingest.services import findings, rhythms
from ingest.services.subscriptions import import_opml
from tests.ingest.desk.pages import form_of, soup_of
from tests.ingest.factories import ItemFactory, SourceFactory, make_place
from tests.ingest.feeds import ITEMS, rss
from tests.ingest.server import reply
from tests.ingest.test_adding import HTML, opml, page

pytestmark = pytest.mark.django_db
ADD = "/desk/add/source/"


@pytest.fixture
def with_contact(settings):
    settings.CONTACT = "desk@bans.example"


def text_of(response) -> str:
    return " ".join(soup_of(response).find("main").get_text(" ").split())


def many_sources(count: int, **columns: object) -> list[Source]:
    place = make_place()
    rows = [
        Source(
            slug=f"s{n}",
            name=f"Source {n:04}",
            url=f"https://s{n}.example/",
            publisher_kind="press",
            jurisdiction=place,
        )
        for n in range(count)
    ]
    for row in rows:
        for name, value in columns.items():
            setattr(row, name, value)
    return Source.objects.bulk_create(rows)


@pytest.mark.parametrize("count", [3, 250])
def test_the_list_costs_the_same_whatever_the_number_of_sources(desk, count, django_assert_num_queries):
    sources = many_sources(count, is_paused=False)
    findings.find(sources[0], FindingKind.SILENT, {"per_week": 3}, since=timezone.now(), now=timezone.now())
    desk.get("/desk/sources/")
    with django_assert_num_queries(10):
        response = desk.get("/desk/sources/")
    assert len(soup_of(response).select("tbody tr")) == min(count, 100)


def test_sources_are_found_by_name_address_or_place(desk):
    SourceFactory(name="Ministry of Trade")
    SourceFactory(name="Other", jurisdiction=make_place("CA"))
    assert "Ministry of Trade" in text_of(desk.get("/desk/sources/?q=trade"))
    assert "Other" in text_of(desk.get("/desk/sources/?q=ca"))
    assert "No source matches “nowhere”." in text_of(desk.get("/desk/sources/?q=nowhere"))


def test_a_source_s_page_says_first_whether_it_works(desk, django_assert_max_num_queries):
    now = timezone.now()
    source = SourceFactory(
        slug="press", is_paused=False, watched_since=now - timedelta(days=90), last_success_at=now - timedelta(hours=3)
    )
    for day in range(60):
        at = now - timedelta(days=day)
        ItemFactory(source=source, published_at=at, first_seen_at=at, last_seen_at=at)
    for n in range(40):
        Fetch.objects.create(
            source=source, started_at=now - timedelta(hours=n), took_ms=90, outcome="read", status_code=200
        )
    rhythms.learn([source.pk], now)
    findings.find(source, FindingKind.GAP, {"minutes": 30, "minutes_before": 60}, since=now, now=now)
    with django_assert_max_num_queries(20):
        response = desk.get("/desk/sources/press/")
    said = text_of(response)
    assert "It was last read 3 hours ago and publishes about 7 items a week; one thing is wrong." in said
    assert "It is now polled every 30 minutes instead of every 60." in said
    charts = soup_of(response).select("svg[role=img]")
    assert [len(chart.find_all("rect")) for chart in charts] == [52, 7, 24]
    assert len(soup_of(response).select(".table--polls tbody tr")) == 25


def test_a_source_that_was_never_asked_explains_its_empty_page(desk):
    SourceFactory(slug="fresh", pause_reason="Added, not yet started.")
    said = text_of(desk.get("/desk/sources/fresh/"))
    for words in (
        "It is paused, and nothing is asked of it.",
        "Nothing has come from it yet.",
        "It has not been asked yet.",
    ):
        assert words in said


def test_a_finding_is_seen_by_an_editor_and_accepted_by_an_operator(desk, operator_desk, with_contact):
    source = SourceFactory(slug="press", is_paused=False, past={"counts": [3, 3, 3]})
    now = timezone.now()
    findings.find(source, FindingKind.NOT_THE_FEED, {"error": "The document holds 400 entries."}, since=now, now=now)
    finding = Finding.objects.get()
    said = text_of(operator_desk.get("/desk/sources/press/"))
    assert "The document holds 400 entries." in said
    operator_desk.post(f"/desk/findings/{finding.pk}/seen/")
    assert "Seen by" in text_of(operator_desk.get("/desk/sources/press/"))
    operator_desk.post("/desk/sources/press/", {"to": "accept"})
    source.refresh_from_db()
    assert (source.past, Finding.objects.standing().count()) == ({}, 0)


@pytest.mark.parametrize("path", [ADD, "/desk/sources/press/change/", "/desk/sources.opml", "/status/"])
def test_only_operators_add_and_change(desk, path):
    SourceFactory(slug="press")
    assert desk.get(path).status_code == 403
    desk.logout()
    assert desk.get(path).status_code == 302


def test_a_page_is_looked_at_and_its_feed_added_without_a_script(operator_desk, allowed):
    head = '<link rel="alternate" type="application/rss+xml" href="/news.rss">'
    allowed.replies |= {"/": reply(page(("/1", "One"), head=head), **HTML), "/news.rss": reply(rss(*ITEMS))}
    looked = operator_desk.post(ADD, {"url": allowed.url("/"), "step": "look"})
    assert "This page has a feed that can be read." in text_of(looked)
    tried = operator_desk.post(ADD, form_of(looked, ADD) | {"step": "look"})
    said = text_of(tried)
    assert "2 entries" in said
    assert "Canada orders Hikvision Canada Inc. to cease operations" in said
    added = operator_desk.post(ADD, form_of(tried, ADD) | {"step": "save", "name": "Press office"}, follow=True)
    source = Source.objects.get()
    assert (source.url, source.name, source.format, source.is_paused) == (
        allowed.url("/news.rss"), "Press office", "rss", True,
    )  # fmt: skip
    assert "Added, and paused until you resume it." in text_of(added)


def test_a_listing_is_read_by_suggested_selectors_and_started(operator_desk, allowed, with_contact):
    rows = [(f"/news/{n}", f"Order number {n} is made known") for n in range(8)]
    allowed.replies["/list"] = reply(page(*rows), **HTML)
    looked = operator_desk.post(ADD, {"url": allowed.url("/list"), "step": "look"})
    choice = form_of(looked, ADD)
    assert choice["format"] == ["html_listing"]
    tried = operator_desk.post(ADD, choice | {"step": "try"})
    assert "8 entries" in text_of(tried)
    operator_desk.post(ADD, form_of(tried, ADD) | {"step": "start"})
    source = Source.objects.get()
    assert (source.format, source.is_paused, source.name) == ("html_listing", False, "Press office")
    [stored] = services.poll_claimed(services.claim_due(timezone.now()))
    assert stored.new_count == 8


def test_an_empty_result_says_why_it_is_empty(operator_desk, allowed):
    allowed.replies["/list"] = reply(page(("/1", "One")), **HTML)
    sent = {"url": allowed.url("/list"), "format": "html_listing", "config": "item: ul li.entry", "step": "try"}
    said = text_of(operator_desk.post(ADD, sent))
    assert "The selector “ul li.entry” found no item." in said
    assert "“ul” matches once, but nothing in it matches “li.entry”." in said


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ("item: [", "This cannot be read."),
        ("- a", "Write names with values"),
        ("item: li[", "is not valid CSS"),
        ("a: &x [1]\nb: *x", "This cannot be read."),
    ],
)
def test_a_config_that_cannot_be_used_is_refused_beside_its_field(operator_desk, allowed, config, sentence):
    sent = {"url": allowed.url("/list"), "format": "html_listing", "config": config, "step": "try", "name": "x"}
    response = operator_desk.post(ADD, sent | {"publisher_kind": "press", "poll_minutes": "60"})
    assert response.status_code == 422
    assert sentence in soup_of(response).find(id="id_config_error").get_text()


def test_what_is_hostile_is_shown_as_text(operator_desk, allowed):
    nasty = "&lt;script&gt;alert(1)&lt;/script&gt;<img src=x onerror=alert(2)>Order"
    allowed.replies["/list"] = reply(page(("javascript:alert(3)", nasty), ("/2", "Two")), **HTML)
    sent = {"url": allowed.url("/list"), "format": "html_listing", "config": "item: li.item", "step": "try"}
    body = operator_desk.post(ADD, sent).content.decode()
    assert "alert(1)</script>" not in body
    assert "<img src=x" not in body
    assert 'href="javascript:' not in body


def test_an_address_inside_is_refused_with_its_sentence(operator_desk, settings):
    settings.FETCH_ALLOW = []
    response = operator_desk.post(ADD, {"url": "http://127.0.0.1:8000/", "step": "look"})
    assert response.status_code == 422
    assert "Only ports 80 and 443 are asked" in soup_of(response).find(class_="errorlist").get_text()


def test_a_change_is_tried_on_kept_pages_before_it_is_saved(operator_desk, make_source, allowed):
    source = make_source("/list", slug="press", format="html_listing", config={"item": "li.item"})
    allowed.replies["/list"] = reply(page(("/1", "One"), ("/2", "Two")), **HTML)
    list(services.poll_claimed(services.claim_due(timezone.now())))
    path = "/desk/sources/press/change/"
    sent = form_of(operator_desk.get(path), path)
    tried = operator_desk.post(path, sent | {"config": "item: li:first-child", "step": "try"})
    assert "1 would vanish Two" in text_of(tried)
    source.refresh_from_db()
    assert source.config == {"item": "li.item"}
    operator_desk.post(path, sent | {"config": "item: li:first-child", "step": "save"})
    source.refresh_from_db()
    assert source.config == {"item": "li:first-child"}


def test_a_broken_listing_gets_a_repair_proposed(operator_desk, make_source, allowed):
    rows = [(f"/news/{n}", f"Order number {n} is made known") for n in range(8)]
    make_source("/list", slug="press", format="html_listing", config={"item": "li.item"})
    allowed.replies["/list"] = reply(page(*rows), **HTML)
    list(services.poll_claimed(services.claim_due(timezone.now())))
    allowed.replies["/list"] = reply(page(*rows).replace(b'<li class="item">', b"<li class='entry'>"), **HTML)
    path = "/desk/sources/press/change/"
    tried = operator_desk.post(path, form_of(operator_desk.get(path), path) | {"step": "try"})
    assert "Nothing was read" in text_of(tried)
    assert "It finds 8 of the" in text_of(tried)


def test_a_list_is_added_and_each_feed_accounted_for(operator_desk):
    extra = (
        '<outline text="Inside" xmlUrl="http://10.0.0.1/"/><outline text="Twice" xmlUrl="https://feeds.example/0.xml"/>'
    )
    file = SimpleUploadedFile("list.opml", opml(500, extra), content_type="text/x-opml")
    said = text_of(operator_desk.post("/desk/add/list/", {"file": file}))
    for words in ("500 sources added", "1 was known already", "1 was refused", "is not a public address"):
        assert words in said
    assert Source.objects.filter(is_paused=True).count() == 500
    assert operator_desk.get("/desk/sources.opml").content.count(b"xmlUrl=") == 500


def test_a_file_that_is_no_list_is_refused(operator_desk):
    file = SimpleUploadedFile("list.opml", b"<rss/>", content_type="text/xml")
    response = operator_desk.post("/desk/add/list/", {"file": file})
    assert response.status_code == 422
    assert "The file is no OPML: its root is <rss>." in text_of(response)


def test_a_host_s_page_says_what_was_asked(desk, make_source, allowed, no_memory):
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    make_source()
    list(services.poll_claimed(services.claim_due(timezone.now())))
    said = text_of(desk.get(f"/desk/hosts/{allowed.place}/"))
    assert f"We asked {allowed.place} 1 time" in said
    assert "Bantracker/" in said
    assert desk.get("/desk/hosts/nowhere.example/").status_code == 404


def test_a_host_that_was_not_asked_yet_says_so(desk):
    SourceFactory(url="https://quiet.example/feed")
    assert "Nothing has been asked of quiet.example yet." in text_of(desk.get("/desk/hosts/quiet.example/"))


@pytest.mark.parametrize("count", [2, 300])
def test_the_state_of_the_machine_costs_the_same_whatever_its_size(
    operator_desk, count, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr("bantracker.status._workers", lambda: ["worker@here"])
    monkeypatch.setattr("bantracker.status.probes.ask", lambda **_: {"database": "ok", "broker": "ok", "beat": "ok"})
    now = timezone.now()
    often = {"is_paused": False, "poll_minutes": 15, "last_polled_at": now}
    sources = many_sources(count, failures_in_a_row=4, last_success_at=now - timedelta(days=2), **often)
    Fetch.objects.bulk_create(
        [Fetch(source=one, started_at=now, took_ms=5, outcome="failed", error="No.") for one in sources]
    )
    findings.sweep(now)
    with django_assert_max_num_queries(24):
        response = operator_desk.get("/status/")
    said = text_of(response)
    assert "No source at all could be read for 2 days" in said
    assert len(soup_of(response).select("#kind-failing ~ table tbody tr")) == min(count, 15)


def test_an_alarm_names_the_newest_backup(operator_desk, settings, tmp_path, monkeypatch):
    monkeypatch.setattr("bantracker.status._workers", list)
    settings.DATA_DIR = tmp_path
    assert "None lies here." in text_of(operator_desk.get("/status/"))
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "bantracker-20261122.dump").write_bytes(b"x" * 2048)
    assert "bantracker-20261122.dump" in text_of(operator_desk.get("/status/"))


def test_a_list_that_was_added_paused_is_started_at_once(settings, operator_desk):
    settings.CONTACT = "desk@bans.example"
    import_opml(opml(30), start=False, now=timezone.now())
    paused = SourceFactory(is_paused=True, pause_reason="Paused at the desk.")
    page = operator_desk.get("/desk/sources/?show=paused").content.decode()
    assert "30 sources from lists are not started yet." in page
    told = operator_desk.post("/desk/add/list/start/", follow=True).content.decode()
    assert "30 sources are polled from now on." in told
    assert Source.objects.polled().filter(next_poll_at__isnull=False).count() == 30
    paused.refresh_from_db()
    assert paused.is_paused


def test_only_an_operator_starts_a_list(desk):
    import_opml(opml(1), start=False, now=timezone.now())
    assert desk.post("/desk/add/list/start/").status_code == 403
    assert Source.objects.filter(is_paused=False).count() == 0
