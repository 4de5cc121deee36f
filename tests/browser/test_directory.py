"""The pages of the directory in a browser: usable by everyone, never wider than the screen, complete without script."""

from datetime import date
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from actions.models import ActionAuthority
from actions.spans import Span
from tests.factories import (
    ActionFactory,
    AnnouncementFactory,
    AuthorityFactory,
    CitationFactory,
    MilestoneFactory,
    ReactionFactory,
    RevisionFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = [
    "/",
    "/actions/",
    "/actions/?q=hikvision&kind=advisory",
    "/actions/?q=football",
    "/actions/?kind=advisory&jurisdiction=CA-QC",
    "/actions/?knd=1",
    "/actions/warning/",
    "/actions/warning/revisions/1/",
    "/announcements/known-together/",
    "/jurisdictions/",
    "/jurisdictions/CA/",
    "/vendors/",
    "/vendors/hikvision/",
    "/authorities/ministry/",
    "/matrix/",
    "/map/?vendor=hikvision",
    "/timeline/",
    "/timeline/?year=2025",
    "/changes/?month=2025-06",
    "/compare/",
    "/compare/?vendor=hikvision&vendor=kaspersky",
    "/check/?names=Hik+Vision%0AAcme",
    "/search/?q=hikvision",
    "/search/?q=football",
    "/map/",
    "/about/",
    "/feeds/",
]


@pytest.fixture(autouse=True)
def small_directory():
    """One announcement with two actions, and something of everything that a page can show."""
    together = AnnouncementFactory(slug="known-together", note="Sources disagree on the day.")
    authority = AuthorityFactory(slug="ministry")
    for kind, slug in (("advisory", "warning"), ("shutdown_order", "order")):
        action = ActionFactory(slug=slug, kind=kind, announcement=together, is_starter=True, binds=["public"])
        ActionAuthority.objects.create(action=action, authority=authority)
        CitationFactory(of=[action])
        MilestoneFactory(action=action)
        RevisionFactory(action=action)
    ReactionFactory(announcement=together)
    ActionFactory(place="CA-QC", stage="lifted", ended=Span.day(date(2025, 12, 1)))
    ActionFactory(
        place="EU", stage="adopted", announced=Span.month(2025, 6), vendors=["A vendor of a very long name"] * 1
    )
    ActionFactory(stage="proposed", adopted=None, announced=None)


@pytest.mark.parametrize(("address", "look"), list(product(ADDRESSES, [("light", 1280), ("dark", 390)])))
def test_a_page_can_be_used_by_everyone(visit, address, look):
    theme, width = look
    answer = Axe().run(visit(address, theme=theme, width=width)).response
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in answer["violations"]] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_never_scrolls_sideways(visit, address):
    page = visit(address, width=1920)
    for width in (1920, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_list_stands_where_it_will_stay_before_its_filters_have_arrived(visit):
    page = visit("/actions/", width=1280)
    place = "document.querySelector('.page__main').getBoundingClientRect().x"
    whole = page.evaluate(place)
    assert page.evaluate(f"document.querySelector('.page__side').remove(), {place}") == whole > 250


def test_a_long_list_of_choices_that_stands_open_does_not_scroll_the_page(visit):
    for code in ("AU", "BE", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "IT", "JP", "LT", "LV", "NL", "NO", "PL", "SE"):
        ActionFactory(place=code)
    page = visit("/actions/?jurisdiction=CA", width=1280)
    assert page.locator("details[open] legend").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize(
    "address", ["/", "/actions/", "/actions/warning/", "/jurisdictions/CA/", "/vendors/hikvision/"]
)
def test_a_page_breaks_no_rule_of_its_own_security_policy(visit, live_server, address):
    page = visit("/about/")
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(live_server.url + address)
    assert refused == []


def test_the_directory_is_narrowed_and_let_go_again_without_script(visit):
    page = visit("/actions/", java_script_enabled=False)
    page.get_by_role("searchbox", name="Words, names of vendors or places").fill("hik vision")
    page.get_by_role("checkbox", name="Advisory").check()
    page.get_by_role("button", name="Narrow").click()
    assert page.locator(".lead").inner_text() == "1 action"
    assert "kind=advisory" in page.url
    page.get_by_role("link", name="Kind: Advisory").click()
    assert page.locator(".lead").inner_text() == "4 actions"


def test_a_chart_is_saved_as_a_picture_under_its_own_name(visit):
    page = visit("/")
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG, Most restricted vendors").click()
    picture = Image.open(saved.value.path())
    assert saved.value.suggested_filename == "bantracker-vendors.png"
    assert (picture.format, picture.width) == ("PNG", 1968)
    assert len(picture.convert("RGB").getcolors(200_000)) > 10  # paper, ink and kinds, with their soft edges


def test_a_saved_chart_that_is_opened_is_set_in_our_faces(visit):
    page = visit("/timeline/timeline.svg")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate(
        "[...document.fonts].filter(one => one.status === 'loaded').map(one => one.family).sort()"
    ) == [
        "Source Sans 3",
        "Source Serif 4",
    ]
