"""Feeds, read back by a reader: one entry an action, the same name for ever, silent where nothing was announced."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import product
from xml.etree import ElementTree as ET

import feedparser
import pytest

from actions.models import Action
from actions.spans import Span
from tests.factories import ActionFactory, CitationFactory, MilestoneFactory, RevisionFactory, VendorFactory

pytestmark = pytest.mark.django_db
FORMATS = ("atom", "rss", "json")
LISTS = ("/", "/actions/", "/jurisdictions/", "/jurisdictions/CA/", "/vendors/", "/vendors/hikvision/")


@pytest.fixture(autouse=True)
def base_url(settings):
    settings.BASE_URL = "https://bans.example.org"


def parsed(client, address: str) -> feedparser.FeedParserDict:
    answer = client.get(address)
    assert answer.status_code == 200
    feed = feedparser.parse(BytesIO(answer.content), response_headers={"content-type": answer.headers["Content-Type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def titles(client, address: str) -> list[str]:
    return [entry.title for entry in parsed(client, address).entries]


@pytest.mark.parametrize(("address", "name"), list(product(LISTS, FORMATS)))
def test_every_list_can_be_followed_in_every_format(client, address, name):
    ActionFactory(title="Canada bans cameras")
    answer = client.get(f"{address}feed.{name}")
    assert answer.status_code == 200
    assert "Canada bans cameras" in answer.content.decode()


def test_atom_has_all_that_a_reader_needs(client):
    shown = ActionFactory(
        slug="ban", kind="procurement_ban", title="Canada bans <cameras> & more", summary="Why & how."
    )
    CitationFactory(of=[shown], url="https://gazette.example.org/1")
    RevisionFactory(action=shown, recorded_at=datetime(2026, 1, 10, 12, tzinfo=UTC))
    feed = parsed(client, "/jurisdictions/CA/feed.atom?kind=procurement_ban")
    assert feed.version == "atom10"
    assert feed.feed.id == "tag:bans.example.org,2026:jurisdictions/CA/feed.atom?kind=procurement_ban"
    assert feed.feed.updated == "2026-01-10T12:00:00+00:00"
    assert "CC BY 4.0" in feed.feed.rights
    links = {(link.rel, link.href) for link in feed.feed.links}
    assert ("self", "https://bans.example.org/jurisdictions/CA/feed.atom?kind=procurement_ban") in links
    assert ("alternate", "https://bans.example.org/jurisdictions/CA/?kind=procurement_ban") in links
    assert ("license", "https://creativecommons.org/licenses/by/4.0/") in links
    entry = feed.entries[0]
    assert entry.id == "tag:bans.example.org,2026:action/ban"
    assert entry.title == "Canada bans <cameras> & more"
    assert entry.updated == "2026-01-10T12:00:00+00:00"
    assert entry.published == "2025-06-27T00:00:00+00:00"
    assert ("via", "https://gazette.example.org/1") in {(link.rel, link.href) for link in entry.links}
    assert {(tag.scheme.rpartition("#")[2], tag.term) for tag in entry.tags} == {
        ("kind", "procurement_ban"),
        ("stage", "in_force"),
        ("place", "CA"),
        ("vendor", "hikvision"),
    }


def test_rss_has_stable_names_categories_and_the_licence(client):
    ActionFactory(slug="ban", title="Canada bans cameras")
    feed = parsed(client, "/actions/feed.rss")
    assert feed.version == "rss20"
    assert feed.entries[0].id == "tag:bans.example.org,2026:action/ban"
    assert feed.entries[0].link == "https://bans.example.org/actions/ban/"
    assert not feed.entries[0].guidislink
    assert {tag.term for tag in feed.entries[0].tags} == {"Procurement ban", "In force", "Canada", "Hikvision"}
    root = ET.fromstring(client.get("/actions/feed.rss").content)
    assert "CC BY 4.0" in root.findtext("channel/copyright")


def test_json_feed_has_what_version_1_1_demands(client):
    ActionFactory(slug="ban", announced=Span.month(2025, 6), effective=None)
    answer = client.get("/vendors/hikvision/feed.json")
    assert answer.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = json.loads(answer.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://bans.example.org/vendors/hikvision/feed.json"
    assert feed["home_page_url"] == "https://bans.example.org/vendors/hikvision/"
    assert feed["_bantracker"]["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    item = feed["items"][0]
    assert item["id"] == "tag:bans.example.org,2026:action/ban"
    assert item["tags"] == ["Procurement ban", "In force", "Canada", "Hikvision"]
    assert item["_bantracker"]["announced"] == "2025-06"
    assert item["_bantracker"]["effective"] is None


NARROWINGS = (
    "kind=procurement_ban", "stage=in_force", "jurisdiction=CA", "vendor=hikvision", "bound=public", "forbids=use",
    "grade=press", "since=2020", "until=2030", "on=2026-01-01", "challenged=yes", "challenged=no", "with=subdivisions",
    "sort=effective", "q=canada", "q=hik vision", "page=2",
)  # fmt: skip


@pytest.mark.parametrize(("narrowing", "name"), list(product(NARROWINGS, FORMATS)))
def test_empty_dates_and_fields_never_break_a_feed_however_it_is_narrowed(client, narrowing, name):
    full = ActionFactory(binds=["public"], forbids=["use"], effective=Span.day(date(2025, 7, 1)))
    CitationFactory(of=[full], grade="press")
    MilestoneFactory(action=full)
    ActionFactory(announced=None, adopted=None, stage="proposed", vendors=[])
    bare = ActionFactory(announced=None, adopted=None, binds=["public"], forbids=["use"])
    MilestoneFactory(action=bare, on=None)
    CitationFactory(of=[bare], title="", publisher="", grade="press")
    assert client.get(f"/actions/feed.{name}?{narrowing}").status_code == 200


@pytest.mark.parametrize("name", FORMATS)
def test_a_misspelt_filter_is_refused_in_a_sentence_without_markup(client, name):
    answer = client.get(f"/actions/feed.{name}?knd=advisory")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().startswith("“knd” is not something this list can be narrowed by.")


def test_a_feed_holds_what_its_page_holds(client):
    ActionFactory(title="A ban", kind="procurement_ban")
    ActionFactory(title="A warning", kind="advisory")
    assert titles(client, "/actions/feed.atom?kind=advisory") == ["A warning"]


def test_what_was_recorded_last_comes_first_and_quiet_records_keep_their_day(client):
    ActionFactory(title="Old and quiet", announced=Span.day(date(2020, 1, 1)))
    quiet = ActionFactory(title="Newer and quiet", announced=Span.day(date(2025, 1, 1)))
    undated = ActionFactory(title="Quiet without a day", announced=None, adopted=None)
    for row in (quiet, undated):
        RevisionFactory(action=row, is_quiet=True, recorded_at=datetime(2026, 5, 1, tzinfo=UTC))
    amended = ActionFactory(title="Old and amended", announced=Span.day(date(2019, 1, 1)))
    RevisionFactory(action=amended, recorded_at=datetime(2026, 2, 1, tzinfo=UTC))
    expected = ["Old and amended", "Newer and quiet", "Old and quiet", "Quiet without a day"]
    assert titles(client, "/feed.atom") == expected


def test_loading_again_quietly_moves_nothing(client):
    row = ActionFactory()
    RevisionFactory(action=row, is_quiet=True)
    before = client.get("/feed.atom").content
    RevisionFactory(action=row, is_quiet=True, recorded_at=datetime(2026, 9, 1, tzinfo=UTC))
    assert client.get("/feed.atom").content == before


def test_an_amendment_changes_the_entry_but_not_its_name(client):
    row = ActionFactory(slug="ban", title="First words")
    RevisionFactory(action=row)
    before = parsed(client, "/feed.atom").entries[0]
    Action.objects.filter(pk=row.pk).update(title="Better words")
    RevisionFactory(action=row, kind="amend", recorded_at=datetime(2026, 2, 2, tzinfo=UTC))
    after = parsed(client, "/feed.atom").entries[0]
    assert (before.id, before.title) == (after.id, "First words")
    assert after.title == "Better words"
    assert after.updated > before.updated


def test_a_reader_that_has_the_feed_is_told_so(client):
    row = ActionFactory()
    RevisionFactory(action=row)
    first = client.get("/feed.atom")
    assert client.get("/feed.atom", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get("/feed.atom", headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304
    RevisionFactory(action=row, kind="amend", recorded_at=datetime(2026, 2, 2, tzinfo=UTC))
    assert client.get("/feed.atom", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert client.get("/feed.atom", headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 200


def test_a_withdrawn_action_leaves_the_feed_and_the_reader_hears_of_it(client):
    row = ActionFactory()
    RevisionFactory(action=row)
    first = client.get("/feed.atom")
    Action.objects.filter(pk=row.pk).update(is_published=False)
    RevisionFactory(action=row, kind="retract", recorded_at=datetime(2026, 2, 2, tzinfo=UTC))
    again = client.get("/feed.atom", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert again.status_code == 200
    assert "<entry>" not in again.content.decode()


def test_a_feed_has_at_most_a_hundred_entries(client):
    vendor = VendorFactory()
    for _ in range(101):
        ActionFactory(vendors=[vendor])
    assert len(parsed(client, "/feed.atom").entries) == 100


def test_a_feed_speaks_one_language_whoever_asks(client):
    ActionFactory()
    plain = client.get("/feed.rss").content
    assert client.get("/feed.rss", headers={"Accept-Language": "fr"}).content == plain


def test_opml_lists_a_feed_for_each_place_and_vendor(client):
    ActionFactory(vendors=["Hikvision"])
    root = ET.fromstring(client.get("/feeds.opml").content)
    feeds = [outline.get("xmlUrl") for outline in root.iter("outline") if outline.get("xmlUrl")]
    assert feeds == [
        "https://bans.example.org/actions/feed.atom",
        "https://bans.example.org/jurisdictions/CA/feed.atom",
        "https://bans.example.org/vendors/hikvision/feed.atom",
    ]


@pytest.mark.parametrize("count", [1, 12])
def test_a_feed_takes_the_same_number_of_queries_for_few_and_many(client, django_assert_num_queries, count):
    for number in range(count):
        CitationFactory(of=[ActionFactory(vendors=["Hikvision", f"Vendor {number}"])])
    client.get("/about/")
    with django_assert_num_queries(5):
        assert client.get("/feed.atom").status_code == 200


def test_citations_come_in_the_order_in_which_they_were_taken_down(client):
    shown = ActionFactory()
    for number in (2, 1, 3):
        CitationFactory(of=[shown], url=f"https://gazette.example.org/{number}", title=f"Page <{number}> & more")
    entry = parsed(client, "/feed.atom").entries[0]
    assert [entry.content[0].value.index(f"&lt;{number}&gt; &amp; more") for number in (2, 1, 3)] == sorted(
        entry.content[0].value.index(f"&lt;{number}&gt; &amp; more") for number in (1, 2, 3)
    )
    assert entry.links[-1].href == "https://gazette.example.org/2"
