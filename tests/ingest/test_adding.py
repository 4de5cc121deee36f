"""Any address is looked at through the gate, previewed, and added once; a list of 500 takes seconds."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ingest import services
from ingest.core.types import Document
from ingest.models import Item, Source
from ingest.services import adding, canary, looking, previewing, subscriptions
from ingest.services.adding import NewSource
from ingest.services.sources import NO_CONTACT, SourceRefused
from tests.ingest.factories import ItemFactory, SourceFactory, make_vendor
from tests.ingest.feeds import ITEMS, ORDER, rss
from tests.ingest.server import reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_memory")]


def page(*rows: tuple[str, str], head: str = "") -> bytes:
    items = "".join(f'<li class="item"><a href="{url}">{title}</a></li>' for url, title in rows)
    top = f"<head><title>Press office</title>{head}</head>"
    return f"<!doctype html><html lang='en'>{top}<body><ul>{items}</ul></body></html>".encode()


HTML = {"content_type": "text/html; charset=utf-8"}


def test_a_feed_is_known_as_one_and_asked_once(allowed):
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    url = allowed.url("/feed")
    looked = looking.look(url, now=timezone.now())
    assert (looked.sort, len(looked.document.entries)) == ("feed", 2)
    looking.look(url, now=timezone.now())
    assert [asked.path for asked in allowed.asked] == ["/feed"]
    looking.look(url, now=timezone.now(), again=True)
    assert len(allowed.asked) == 2


def test_the_feeds_of_a_page_are_really_asked(allowed):
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/news.rss" title="News">'
        '<link rel="alternate" type="application/rss+xml" href="/gone.rss" title="Gone">'
    )
    allowed.replies |= {"/": reply(page(("/1", "One"), head=head), **HTML), "/news.rss": reply(rss(*ITEMS))}
    looked = looking.look(allowed.url("/"), now=timezone.now())
    assert looked.sort == "page"
    [feed] = looked.readable_feeds
    assert (feed.candidate.url, len(feed.document.entries)) == (allowed.url("/news.rss"), 2)
    gone = next(feed for feed in looked.feeds if feed.candidate.url.endswith("/gone.rss"))
    assert gone.document.error == "The server answered 404 (Not Found)."
    assert len(looked.feeds) <= looking.MOST_CANDIDATES


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (reply(status="500 Internal Server Error"), "The server answered 500"),
        (reply(b"%PDF-1.7 x", content_type="application/pdf"), "A PDF file came instead of a feed."),
        (reply(b"<note>x</note>", content_type="text/xml"), "An XML document with the root <note> came"),
    ],
)
def test_what_cannot_be_read_is_told(allowed, said, error):
    allowed.replies["/x"] = said
    assert looking.look(allowed.url("/x"), now=timezone.now()).error.startswith(error)


def test_an_address_that_may_not_be_asked_is_not(settings):
    settings.FETCH_ALLOW = []
    looked = looking.look("http://169.254.169.254/latest/", now=timezone.now())
    assert looked.error == "“169.254.169.254” is not a public address, and only public addresses are asked."


def test_a_preview_holds_what_would_reach_the_queue(allowed):
    make_vendor("Hikvision", "Hikvision Canada Inc.")
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    looked = looking.look(allowed.url("/feed"), now=timezone.now())
    order, weather = previewing.lines_of(looked.document)
    assert (order.text.title, order.proposed.is_relevant) == (ORDER[1], True)
    assert order.proposed.drafts
    assert weather.proposed.is_relevant is False
    assert not Item.objects.exists()


def test_sources_that_it_would_repeat_are_named(allowed):
    same = SourceFactory(url="https://gov.example/feed")
    near = SourceFactory(url="http://www.gov.example/feed/")
    twin = SourceFactory(url="https://mirror.example/")
    for url in ("http://news.example/order", "http://news.example/weather"):
        ItemFactory(source=twin, url=url)
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    document = looking.look(allowed.url("/feed"), now=timezone.now()).document
    found = {double.source: double for double in previewing.doubles_of(["https://gov.example/feed"], document)}
    assert set(found) == {same, near, twin}
    assert found[same].is_same
    assert not found[near].is_same
    assert found[twin].reason == f"“{twin.name}” brought 2 of these 2 entries."


def test_name_place_language_and_interval_are_suggested(allowed):
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    document = looking.look(allowed.url("/feed"), now=timezone.now()).document
    told = previewing.suggest("https://www.ised.gc.ca/feed", replace(document, title="ISED news"), now=timezone.now())
    assert (told.name, told.slug, told.language, told.jurisdiction) == ("ISED news", "ised-news", "en", "CA")
    assert (told.publisher_kind, told.homepage, told.poll_minutes) == ("government", "https://www.ised.gc.ca/", 720)


def test_a_short_name_that_is_taken_gets_a_number():
    SourceFactory(slug="news")
    SourceFactory(slug="news-2")
    assert previewing.free_slug("News") == "news-3"
    assert previewing.free_slug("！！") == "source"
    assert previewing.free_slug("news.gov.example") == "news-gov-example"
    assert previewing.free_slug("U.S. Treasury") == "us-treasury"


def test_a_source_that_nobody_looked_at_is_asked_each_hour():
    told = previewing.suggest("https://gov.example/feed", Document(format="auto"), now=timezone.now())
    assert told.poll_minutes == 60


def new(**columns: object) -> NewSource:
    return NewSource(**{"url": "https://gov.example/feed", "name": "Ministry"} | columns)


def test_a_source_is_added_paused_and_once():
    source = adding.add_source(new(jurisdiction="CA", poll_minutes=30))
    assert (source.is_paused, source.slug, source.jurisdiction.code) == (True, "ministry", "CA")
    assert source.jurisdiction.coverage.source_count == 1
    with pytest.raises(SourceRefused, match="“Ministry” \\(ministry\\) has this address already"):
        adding.add_source(new())


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"url": "http://10.0.0.1/"}, "is not a public address"),
        ({"url": "javascript:alert(1)"}, "Only http and https addresses are asked"),
        ({"jurisdiction": "QQ"}, "ISO 3166 knows no place “QQ”"),
        ({"format": "html_listing", "config": {"item": "li["}}, "is not valid CSS"),
        ({"format": "html_listing", "config": {}}, "needs a selector named “item”"),
        ({"poll_minutes": 0}, "A source is polled at most once a minute"),
    ],
)
def test_what_cannot_be_a_source_is_refused_with_a_sentence(columns, sentence):
    with pytest.raises(SourceRefused, match=sentence):
        adding.add_source(new(**columns))
    assert not Source.objects.exists()


def test_no_source_is_started_without_a_contact(settings):
    settings.CONTACT = ""
    with pytest.raises(SourceRefused) as refused:
        adding.add_source(new(), start=True)
    assert str(refused.value) == NO_CONTACT


def test_a_new_reading_forgets_validators_and_a_new_name_does_not():
    source = SourceFactory(etag='"x"', body_sha256="y", past={"counts": [3]}, format="rss")
    same = new(url=source.url, format="rss", name="Renamed")
    adding.change_source(source, same)
    source.refresh_from_db()
    assert (source.name, source.etag, source.past) == ("Renamed", '"x"', {"counts": [3]})
    adding.change_source(source, replace(same, format="html_listing", config={"item": "li"}))
    source.refresh_from_db()
    assert (source.etag, source.body_sha256, source.past) == ("", "", {})


def test_a_changed_reading_is_tried_on_every_kept_page(make_source, allowed):
    source = make_source("/list", format="html_listing", config={"item": "li.item"})
    for rows in ([("/1", "One"), ("/2", "Two")], [("/2", "Two"), ("/3", "Three")]):
        body = page(*rows).replace(b"</ul>", b'</ul><p class="item"><a href="/9">Imprint</a></p>')
        allowed.replies["/list"] = reply(body, **HTML)
        Source.objects.filter(pk=source.pk).update(next_poll_at=None)
        list(services.poll_claimed(services.claim_due(timezone.now())))
    source.refresh_from_db()
    wider = canary.try_reading(source, format="html_listing", config={"item": ".item"}, now=timezone.now())
    assert [(diff.before, diff.after, diff.appear) for diff in wider.pages] == [(2, 3, ("Imprint",))] * 2
    narrower = canary.try_reading(source, format="html_listing", config={"item": "li:first-child"}, now=timezone.now())
    assert [diff.vanish for diff in narrower.pages] == [("Three",), ("Two",)]
    same = canary.try_reading(source, format="html_listing", config={"item": "ul > li"}, now=timezone.now())
    assert (same.same_count, same.differing) == (2, ())
    broken = canary.try_reading(source, format="html_listing", config={"item": ".none"}, now=timezone.now())
    assert broken.differing[0].error.startswith("The selector “.none” found no item.")


def opml(count: int, extra: str = "") -> bytes:
    rows = "".join(
        f'<outline type="rss" text="Feed {n}" xmlUrl="https://feeds.example/{n}.xml"/>' for n in range(count)
    )
    return f'<opml version="2.0"><body>{rows}{extra}</body></opml>'.encode()


def test_five_hundred_feeds_are_added_in_seconds(django_assert_max_num_queries):
    started = time.monotonic()
    with django_assert_max_num_queries(12):
        done = subscriptions.import_opml(opml(500), start=False, now=timezone.now())
    assert time.monotonic() - started < 5
    assert (len(done.added), done.known, done.refused) == (500, (), ())
    assert Source.objects.filter(is_paused=True).count() == 500
    again = subscriptions.import_opml(opml(501), start=False, now=timezone.now())
    assert (len(again.added), len(again.known)) == (1, 500)


def test_bad_addresses_and_doubles_are_told_and_spoil_nothing():
    extra = (
        '<outline text="Inside" xmlUrl="http://192.168.0.1/feed"/><outline text="Script" xmlUrl="javascript:alert(1)"/>'
        '<outline text="Nonsense" xmlUrl="https://"/><outline text="Double" xmlUrl="https://feeds.example/0.xml"/>'
        f'<outline text="Long" xmlUrl="https://feeds.example/{"x" * 2000}"/><outline text="File" xmlUrl="file:///etc/passwd"/>'
    )
    done = subscriptions.import_opml(opml(2, extra), start=False, now=timezone.now())
    assert (len(done.added), done.known) == (2, ("https://feeds.example/0.xml",))
    assert [one.named for one in done.refused] == ["Inside", "Script", "Nonsense", "Long", "File"]
    assert all(one.sentence.endswith(".") for one in done.refused)


def test_one_address_in_two_spellings_is_one_source():
    other = '<outline text="Again" xmlUrl="HTTPS://Feeds.example:443/0.xml#x"/>'
    done = subscriptions.import_opml(opml(1, other), start=False, now=timezone.now())
    assert (len(done.added), done.known) == (1, ("https://feeds.example/0.xml",))
    done = subscriptions.import_opml(opml(1, other), start=False, now=timezone.now())
    assert (len(done.added), len(done.known)) == (0, 2)


def test_a_started_list_is_spread_over_ten_minutes(settings):
    settings.CONTACT = "desk@bans.example"
    now = timezone.now()
    subscriptions.import_opml(opml(50), start=True, now=now)
    dues = Source.objects.polled().values_list("next_poll_at", flat=True)
    assert len(set(dues)) == 50
    assert max(dues) - now <= timedelta(minutes=10)
    settings.CONTACT = ""
    with pytest.raises(SourceRefused):
        subscriptions.import_opml(opml(1), start=True, now=timezone.now())


SETTINGS = (
    "slug", "name", "url", "homepage", "format", "publisher_kind", "jurisdiction__code", "language", "topics", "notes",
    "is_verified_in_code", "config", "poll_minutes", "is_interval_fixed", "is_paused", "pause_reason",
)  # fmt: skip


def test_a_round_trip_through_opml_loses_nothing():
    call_command("load_starter", stdout=StringIO())
    Source.objects.filter(slug="ca-news-all").update(notes='Lines\n"quoted" & <angled>\ttabbed', name="Çà & là")
    before = list(Source.objects.order_by("slug").values_list(*SETTINGS))
    body = subscriptions.export_opml(timezone.now())
    Source.objects.all().delete()
    done = subscriptions.import_opml(body, start=False, now=timezone.now())
    assert done.refused == ()
    assert list(Source.objects.order_by("slug").values_list(*SETTINGS)) == before


def run(*words: str) -> tuple[str, str]:
    out, errors = StringIO(), StringIO()
    call_command("sources", *words, stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def test_the_command_adds_the_one_feed_that_a_page_names(allowed):
    head = '<link rel="alternate" type="application/rss+xml" href="/news.rss">'
    allowed.replies |= {"/": reply(page(head=head), **HTML), "/news.rss": reply(rss(*ITEMS))}
    said, _ = run("add", allowed.url("/"), "--slug", "press")
    assert said == "Added press (RSS), paused; start it: sources resume press.\n"
    assert Source.objects.get().url == allowed.url("/news.rss")


def test_the_command_names_the_choice_where_there_is_one(allowed):
    head = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}.rss">' for n in (1, 2))
    allowed.replies |= {"/": reply(page(head=head), **HTML), "/1.rss": reply(rss(*ITEMS)), "/2.rss": reply(rss(ORDER))}
    errors = StringIO()
    with pytest.raises(CommandError, match="1 of 1 addresses were not added"):
        call_command("sources", "add", allowed.url("/"), stdout=StringIO(), stderr=errors)
    assert "This page names 2 feeds. Add one of them: " in errors.getvalue()


def refusal_of(address: str) -> str:
    errors = StringIO()
    with pytest.raises(CommandError, match="1 of 1 addresses were not added"):
        call_command("sources", "add", address, stdout=StringIO(), stderr=errors)
    return errors.getvalue()


def test_the_command_refuses_an_address_that_leads_to_one_we_have(allowed):
    SourceFactory(name="Press", slug="press", url=allowed.url("/feed"))
    allowed.replies |= {
        "/old": reply(status="301 Moved Permanently", location=allowed.url("/feed")),
        "/feed": reply(rss(*ITEMS)),
    }
    assert f"It leads to {allowed.url('/feed')}, which “Press” (press) has already." in refusal_of(allowed.url("/old"))


LISTING = (
    "<html><title>Opinions</title><table><tr><th>Case</th><th>Filed</th></tr>"
    + "".join(f"<tr><td><a href='/{n}.pdf'>Poe v. Roe {n}</a></td><td>{n} May 2026</td></tr>" for n in range(1, 4))
    + "</table></html>"
).encode()


@pytest.mark.parametrize(
    ("body", "kind", "sentence"),
    [
        (
            b'{"rows": [{"k": 1}]}',
            "application/json",
            "This JSON holds no list of records with a title and a link or a day",
        ),
        (
            LISTING,
            "text/html",
            "The best reading of it gives 3 entries: “Poe v. Roe 1”, “Poe v. Roe 2”, “Poe v. Roe 3”.",
        ),
        (b"<ul>" + b"<li><a href='/%d'>Our work</a>" * 4 % (1, 2, 3, 4), "text/html", "no reading of it is clear"),
        (b"<html><title>Just a moment...</title></html>", "text/html", "A test for browsers came instead"),
        (b"<html><title>News</title></html>", "text/html", "Nothing on this page repeats like a list"),
    ],
)
def test_the_command_says_what_stands_at_an_address_without_a_feed(allowed, body, kind, sentence):
    allowed.replies["/"] = reply(body, content_type=kind)
    assert sentence in refusal_of(allowed.url("/"))


def test_the_command_adds_a_page_by_the_best_reading_of_it_when_asked_to(allowed, settings):
    settings.CONTACT = "ops@example.org"
    allowed.replies["/"] = reply(LISTING, content_type="text/html")
    call_command("sources", "add", allowed.url("/"), "--suggested", "--start", stdout=StringIO(), stderr=StringIO())
    source = Source.objects.get(name="Opinions")
    assert (source.format, source.config["date"]) == ("html_listing", {"column": "Filed"})
    source.next_poll_at = None
    source.save()
    assert [str(one.outcome) for one in services.poll_claimed(services.claim_due(timezone.now(), limit=5))] == ["read"]
    titles = source.items.order_by("title").values_list("title", flat=True)
    assert list(titles) == ["Poe v. Roe 1", "Poe v. Roe 2", "Poe v. Roe 3"]


def test_the_command_imports_exports_and_shows(tmp_path):
    path = tmp_path / "list.opml"
    path.write_bytes(opml(3, '<outline text="Inside" xmlUrl="http://10.0.0.1/"/>'))
    said, errors = run("import", str(path))
    assert said == "Added 3 sources; 0 were known already; 1 were refused.\n"
    assert errors.startswith("Inside: “10.0.0.1” is not a public address")
    assert run("export", str(tmp_path / "out.opml"))[0].startswith("Wrote 3 sources to ")
    assert "https://feeds.example/0.xml" in (tmp_path / "out.opml").read_text()
    assert "paused: Added from a list, not yet started." in run("show", "feed-0")[0]
    with pytest.raises(CommandError, match=r"The file .* cannot be read"):
        run("import", str(tmp_path / "none.opml"))
