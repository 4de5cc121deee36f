"""The pages of the directory: what they answer, in how many queries, and what they never hide."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.cache import cache

from actions.models import Action, ActionAuthority, Announcement, Series
from actions.spans import Span
from tests.factories import (
    ActionFactory,
    AliasFactory,
    AnnouncementFactory,
    AuthorityFactory,
    CitationFactory,
    CoverageFactory,
    JurisdictionFactory,
    MilestoneFactory,
    ReactionFactory,
    RevisionFactory,
    TargetFactory,
    UserFactory,
    VendorFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_day():
    cache.clear()
    with time_machine.travel("2026-03-01 12:00:00+00:00", tick=False):
        yield


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def fill(count: int) -> None:
    """Actions with everything that a row of a list may read."""
    for number in range(count):
        action = ActionFactory(
            slug=f"filled-{number}",
            kind="advisory" if number % 2 else "removal_order",
            binds=["public"],
            forbids=["use"],
        )
        ActionAuthority.objects.create(action=action, authority=AuthorityFactory(jurisdiction=action.jurisdiction))
        MilestoneFactory(action=action)
        CitationFactory(of=[action])
        RevisionFactory(action=action)


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 6),
        ("/actions/", 5),
        ("/actions/?kind=advisory&sort=changed", 5),
        ("/actions/?q=canada", 8),
        ("/jurisdictions/", 3),
        ("/jurisdictions/CA/", 7),
        ("/vendors/", 4),
        ("/vendors/hikvision/", 8),
        ("/authorities/ministry/", 7),
        ("/feeds/", 3),
        ("/feeds.opml", 2),
        ("/feed.atom", 5),
        ("/vendors/hikvision/feed.json", 6),
    ],
)
@pytest.mark.parametrize("count", [3, 9])
def test_a_list_takes_the_same_number_of_queries_for_few_and_many(
    client, django_assert_num_queries, address, queries, count
):
    AuthorityFactory(slug="ministry")
    fill(count)
    shown = Action.objects.get(slug="filled-0")
    ActionAuthority.objects.create(action=shown, authority=shown.jurisdiction.authorities.get(slug="ministry"))
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/", "/actions/", "/actions/?q=nothing", "/jurisdictions/", "/vendors/", "/vendors/?q=nobody", "/feeds/",
        "/about/",
        "/feeds.opml", "/feed.atom", "/actions/feed.rss", "/actions/feed.json", "/sitemap.xml", "/robots.txt",
    ],
)  # fmt: skip
def test_an_empty_directory_answers_everywhere(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/", "/actions/", "/jurisdictions/", "/jurisdictions/CA/", "/vendors/", "/vendors/hikvision/"]
)
def test_a_misspelt_filter_is_refused_by_name_on_every_list(client, address):
    ActionFactory()
    answer = client.get(address, {"knd": "advisory"})
    assert answer.status_code == 400
    assert "“knd” is not something this list can be narrowed by." in text(answer)


def test_the_first_page_tells_three_numbers_and_the_day(client):
    ActionFactory(place="CA", vendors=["Hikvision", "Dahua"])
    ActionFactory(place="DE", vendors=["Hikvision"])
    ActionFactory(place="US", stage="proposed", adopted=None)
    assert "On 1 March 2026, 2 actions against 2 vendors stand in 2 places." in text(client.get("/"))


def test_the_first_page_tells_what_is_still_to_come(client):
    coming = ActionFactory(title="Poland shuts out suppliers", stage="adopted", effective=Span.day(date(2027, 7, 1)))
    MilestoneFactory(action=coming, kind="deadline", text="Old parts must be out", on=Span.month(2028, 6))
    body = text(client.get("/"))
    assert "1 July 2027" in body
    assert "Old parts must be out" in body
    assert "June 2028" in body


def test_the_directory_shows_choices_with_counts_and_what_is_chosen(client):
    ActionFactory(kind="advisory")
    ActionFactory(kind="removal_order")
    body = text(client.get("/actions/?kind=advisory"))
    assert "1 action<" in body
    assert 'value="advisory" checked' in body
    assert "Kind: Advisory" in body
    assert 'href="/actions/feed.atom?kind=advisory"' in body


def test_a_page_beyond_the_last_does_not_exist(client):
    ActionFactory()
    assert client.get("/actions/?page=2").status_code == 404


def test_names_and_words_are_shown_as_text_never_as_markup(client):
    ActionFactory(title="<script>alert(1)</script>", summary="<b>bold</b>", vendors=["<i>Vendor</i>"])
    for address in ("/", "/actions/", "/actions/?q=<script>x", "/vendors/"):
        body = client.get(address).content.decode()
        assert "<script>alert" not in body
        assert "<script>x" not in body
        assert "<i>Vendor" not in body


def test_an_action_tells_its_scope_evidence_and_history(client):
    shown = ActionFactory(
        slug="order",
        kind="shutdown_order",
        title="Canada orders a unit to close",
        effective=Span.day(date(2025, 6, 27)),
        binds=["operators"],
        forbids=["operate"],
        not_covered="Affiliates abroad",
        vendors=[],
    )
    vendor = VendorFactory(name="Hikvision")
    TargetFactory(action=shown, kind="legal_person", name="Hikvision Canada Inc.", vendor=vendor)
    CitationFactory(of=[shown], title="Order in Council", publisher="Canada Gazette")
    ReactionFactory(announcement=shown.announcement, text="The company calls it unfounded")
    RevisionFactory(action=shown)
    body = text(client.get("/actions/order/"))
    for words in (
        "This shutdown order by Canada against Hikvision Canada Inc. has been in force since 27 June 2025.",
        "Operators",
        "Operate",
        "Affiliates abroad",
        "Order in Council",
        "Official act",
        "The company calls it unfounded",
        "/actions/order/revisions/1/",
    ):
        assert words in body, words
    assert "not yet verified" not in body


def test_an_action_without_any_optional_field_still_has_a_page(client):
    ActionFactory(slug="bare", stage="proposed", announced=None, adopted=None, vendors=[], summary="")
    body = text(client.get("/actions/bare/"))
    assert "was proposed on a day that is not known; nothing binds yet." in body
    assert "No source is recorded for this action." in body


def test_a_starter_record_says_so_until_an_editor_has_verified_it(client):
    shown = ActionFactory(slug="starter", is_starter=True)
    notice = "From the starter directory, not yet verified by an editor."
    assert notice in text(client.get("/actions/starter/"))
    Action.objects.filter(pk=shown.pk).update(verified_on=date(2026, 2, 1))
    assert notice not in text(client.get("/actions/starter/"))


def test_a_month_is_never_typeset_as_a_day(client):
    ActionFactory(slug="imprecise", announced=Span.month(2025, 6))
    body = text(client.get("/actions/imprecise/"))
    assert '<time datetime="2025-06">June 2025</time>' in body
    assert "1 June 2025" not in body


def test_a_merged_action_leads_to_the_one_that_is_left(client):
    kept = ActionFactory(slug="kept")
    ActionFactory(slug="gone", is_published=False, merged_into=kept)
    assert client.get("/actions/gone/").headers["Location"] == "/actions/kept/"


def test_a_withdrawn_action_says_that_it_is_gone_and_why(client):
    gone = ActionFactory(slug="gone", is_published=False)
    RevisionFactory(action=gone, kind="retract", reason="It was never ordered.")
    answer = client.get("/actions/gone/")
    assert answer.status_code == 410
    assert "It was never ordered." in text(answer)


def test_a_revision_keeps_its_own_address(client):
    shown = ActionFactory(slug="order")
    RevisionFactory(action=shown, record={"title": "As it was", "targets": [{"kind": "vendor", "name": "Hikvision"}]})
    RevisionFactory(action=shown, record={"title": "As it is"}, editor=UserFactory())
    body = text(client.get("/actions/order/revisions/1/"))
    assert "As it was" in body
    assert "vendor · Hikvision" in body
    assert "A later revision has replaced this one." in body
    assert client.get("/actions/order/revisions/3/").status_code == 404


def test_the_announcement_of_a_lone_action_leads_to_the_action(client):
    lone = ActionFactory(slug="lone")
    assert client.get(lone.announcement.get_absolute_url()).headers["Location"] == "/actions/lone/"


def test_an_announcement_tells_its_actions_reactions_and_series(client):
    series = Series.objects.create(slug="inquiry")
    announcement = AnnouncementFactory(series=series)
    for kind in ("advisory", "shutdown_order"):
        ActionFactory(announcement=announcement, kind=kind, title=f"Canada makes {kind}")
    other = AnnouncementFactory(series=series)
    ActionFactory(announcement=other, title="Canada goes on")
    ReactionFactory(announcement=announcement)
    body = text(client.get(announcement.get_absolute_url()))
    assert "Canada made 2 actions known on 27 June 2025. The strictest is a shutdown order against Hikvision." in body
    assert "The company calls the decision unfounded" in body
    assert "Canada goes on" in body
    assert Announcement.objects.count() == 2


def test_a_place_sorts_its_actions_by_what_stands(client):
    ActionFactory(title="Stands", kind="advisory")
    ActionFactory(title="Stands stricter", kind="shutdown_order")
    ActionFactory(title="Comes", stage="adopted", effective=Span.day(date(2027, 1, 1)))
    ActionFactory(title="Is unclear", stage="adopted")
    ActionFactory(title="Is proposed", stage="proposed", adopted=None)
    ActionFactory(title="Is over", stage="lifted", ended=Span.day(date(2025, 12, 1)))
    body = text(client.get("/jurisdictions/CA/"))
    lists = body[body.index('id="stands"') :]
    places = [
        lists.index(f">{title}<")
        for title in ("Stands stricter", "Stands", "Comes", "Is unclear", "Is proposed", "Is over")
    ]
    assert places == sorted(places)
    assert "Canada has 2 actions in force, against 1 named vendor; the strictest is a shutdown order" in body


def test_a_member_of_the_union_shows_what_the_union_does_apart(client):
    JurisdictionFactory(code="DE", name="Germany")
    ActionFactory(place="EU", title="The Union warns")
    ActionFactory(place="EU", title="The Union clears its own phones", binds=["agencies"])
    body = text(client.get("/jurisdictions/DE/"))
    assert "Also from the European Union" in body
    assert "The Union warns" in body
    assert "The Union clears its own phones" not in body
    assert "No action of Germany is known to be in force. None known is not the same as none." in body


def test_a_country_shows_its_subdivisions_apart(client):
    ActionFactory(place="CA-QC", title="Quebec acts")
    body = text(client.get("/jurisdictions/CA/"))
    assert "Quebec acts" not in body
    assert 'href="/jurisdictions/CA-QC/"' in body
    assert "Quebec acts" in text(client.get("/jurisdictions/CA/?with=subdivisions"))


def test_a_blank_place_says_what_is_watched_there(client):
    JurisdictionFactory(code="BR", name="Brazil")
    assert "not watched yet" in text(client.get("/jurisdictions/BR/"))
    CoverageFactory(
        jurisdiction=JurisdictionFactory(code="BR"), watched_since=date(2026, 1, 5), source_count=4, active_count=3
    )
    body = text(client.get("/jurisdictions/BR/"))
    assert "5 January 2026" in body
    assert "3 of 4 on the books" in body


def test_codes_in_addresses_are_upper_case(client):
    JurisdictionFactory(code="CA-QC")
    assert client.get("/jurisdictions/ca-qc/").headers["Location"] == "/jurisdictions/CA-QC/"
    assert client.get("/jurisdictions/ZZ/").status_code == 404


def test_a_vendor_shows_its_names_and_its_group(client):
    parent = VendorFactory(name="Hikvision")
    AliasFactory(vendor=parent, text="海康威视", kind="native")
    unit = VendorFactory(name="EZVIZ", parent=parent)
    ActionFactory(place="CA", kind="advisory", vendors=[unit], title="Canada warns of EZVIZ")
    body = text(client.get("/vendors/hikvision/"))
    assert "海康威视" in body
    assert "Canada warns of EZVIZ" in body
    assert "1 action against Hikvision is in force, in 1 place; it is an advisory by Canada" in body
    assert '<a class="vendor" href="/vendors/hikvision/">Hikvision</a>' in text(client.get("/vendors/ezviz/"))


@pytest.mark.parametrize("words", ["hik", "hik vision", "海康", "HIKVISION"])
def test_the_list_of_vendors_is_searched_by_any_name(client, words):
    VendorFactory(name="Hikvision", aliases=["海康威视"])
    VendorFactory(name="TikTok")
    body = text(client.get("/vendors/", {"q": words}))
    assert "/vendors/hikvision/" in body
    assert "/vendors/tiktok/" not in body


def test_an_authority_shows_what_it_has_done(client):
    authority = AuthorityFactory(name="Treasury Board", slug="treasury-board")
    shown = ActionFactory(title="Canada clears phones")
    ActionAuthority.objects.create(action=shown, authority=authority, capacity="by directive")
    ActionFactory(title="Another body acts")
    body = text(client.get("/authorities/treasury-board/"))
    assert "Treasury Board of Canada has taken 1 action in this directory; 1 in force." in body
    assert "Another body acts" not in body


def test_the_sitemap_holds_canonical_addresses_only(client):
    ActionFactory(slug="shown")
    ActionFactory(slug="hidden", is_published=False)
    body = client.get("/sitemap.xml").content.decode()
    assert "/actions/shown/</loc>" in body
    assert "/jurisdictions/CA/</loc>" in body
    assert "hidden" not in body
    assert "/announcements/" not in body


def test_crawlers_are_kept_from_the_desk_and_told_of_the_sitemap(client, settings):
    settings.BASE_URL = "https://example.org"
    body = client.get("/robots.txt").content.decode()
    assert "Disallow: /desk/" in body
    assert "Sitemap: https://example.org/sitemap.xml" in body
