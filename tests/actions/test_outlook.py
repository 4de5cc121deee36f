"""What pages about a place or a vendor tell beside their lists: kinds, years, dates ahead, who looked, the group."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import translation

from actions.spans import Span
from tests.factories import ActionFactory, CoverageFactory, JurisdictionFactory, MilestoneFactory, VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_day():
    with time_machine.travel("2026-03-01 12:00:00+00:00", tick=False):
        yield
    translation.deactivate()  # a request leaves its language to the thread that answered it


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_place_tells_its_kinds_its_years_and_the_dates_that_lie_ahead(client):
    ActionFactory(kind="shutdown_order", announced=Span.day(date(2021, 5, 4)))
    ActionFactory(title="Cameras leave offices", stage="adopted", kind="removal_order", effective=Span.month(2027, 7))
    ended = ActionFactory(stage="lifted", ended=Span.day(date(2026, 1, 1)))
    MilestoneFactory(action=ended, kind="deadline", text="Nobody waits for this", on=Span.month(2028, 6))
    shown = BeautifulSoup(client.get("/jurisdictions/CA/").content, "lxml")
    kinds = [(link.get_text(" ", strip=True), link["href"]) for link in shown.select(".kinds a")]
    ahead = [row.get_text(" ", strip=True) for row in shown.select("#ahead + ol li")]
    years = [(link["aria-label"], link["href"]) for link in shown.select(".years svg a")]
    assert kinds == [("Shutdown order 1", "/actions/?jurisdiction=CA&kind=shutdown_order&section=stands")]
    assert ahead == ["July 2027 Cameras leave offices Takes effect"]
    assert years == [
        ("2021: 1", "/actions/?jurisdiction=CA&since=2021&until=2021"),
        ("2025: 2", "/actions/?jurisdiction=CA&since=2025&until=2025"),
    ]
    assert [client.get(link).status_code for _, link in (*kinds, *years)] == [200, 200, 200]


def test_dates_ahead_of_an_earlier_day_are_those_that_were_known_then(client):
    ActionFactory(title="Known by then", announced=Span.day(date(2023, 1, 1)), effective=Span.day(date(2024, 1, 1)))
    ActionFactory(title="Told later", announced=Span.day(date(2023, 6, 1)), effective=Span.day(date(2024, 2, 1)))
    shown = BeautifulSoup(client.get("/vendors/hikvision/?on=2023-03-01").content, "lxml")
    assert [link.get_text() for link in shown.select("#ahead + ol a")] == ["Known by then"]


@pytest.mark.parametrize(
    ("coverage", "told"),
    [
        ({"source_count": 0}, "no source is on our books"),
        ({"source_count": 3}, "3 sources are on our books and none is polled yet"),
        ({"source_count": 3, "active_count": 2, "watched_since": date(2026, 1, 5)}, "2 sources since 5 January 2026"),
    ],
)
def test_an_empty_place_says_who_looked(client, coverage, told):
    CoverageFactory(jurisdiction=JurisdictionFactory(code="CA"), **coverage)
    assert told in text(client.get("/jurisdictions/CA/"))


def test_a_group_tells_what_stands_against_each_of_its_members(client):
    parent = VendorFactory(name="ByteDance")
    ActionFactory(vendors=[VendorFactory(name="TikTok", parent=parent)])
    VendorFactory(name="CapCut", parent=parent)
    shown = BeautifulSoup(client.get("/vendors/bytedance/").content, "lxml")
    group = shown.find("h2", string="Group").parent
    assert [row.get_text(" ", strip=True) for row in group.select("li")] == ["TikTok 1", "CapCut 0"]


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("/actions/order/", "h1"),
        ("/actions/order/", "h1 ~ p[lang]"),
        ("/actions/order/", ".timeline p > span"),
        ("/actions/", "tbody th a"),
        ("/", ".rows__what a"),
        ("/vendors/hikvision/", "#ahead + ol a"),
    ],
)
def test_what_we_wrote_in_english_is_marked_as_english_on_a_french_page(client, address, where):
    action = ActionFactory(slug="order", summary="It leaves offices.", effective=Span.day(date(2027, 1, 1)))
    MilestoneFactory(action=action)
    shown = BeautifulSoup(client.get(address, headers={"accept-language": "fr"}).content, "lxml")
    assert shown.html["lang"] == "fr"
    assert shown.select_one(where)["lang"] == "en"


def test_an_action_that_was_challenged_tells_what_became_of_it(client):
    action = ActionFactory(slug="order")
    for kind, day in (("suspended", 1), ("challenged", 7), ("upheld", 9), ("amended", 10)):
        MilestoneFactory(action=action, kind=kind, on=Span.day(date(2025, 7, day)))
    ActionFactory(slug="calm")
    shown = BeautifulSoup(client.get("/actions/order/").content, "lxml")
    told = shown.find("dt", string="Challenge").find_next("dd").get_text(" ", strip=True)
    assert told == "Challenged 7 July 2025 Upheld 9 July 2025"
    assert "Challenge<" not in text(client.get("/actions/calm/"))


def test_the_lists_of_places_and_vendors_lead_to_what_stands_by_kind_and_by_sector(client):
    maker = VendorFactory(name="Skyward", sector="drones")
    ActionFactory(kind="advisory", vendors=[maker])
    ActionFactory(stage="lifted", kind="removal_order", ended=Span.day(date(2026, 1, 1)), vendors=[maker])
    told = []
    for address in ("/jurisdictions/", "/vendors/"):
        shown = BeautifulSoup(client.get(address).content, "lxml")
        told += [(row.get_text(" ", strip=True), row.a["href"]) for row in shown.select(".page__side .tally li")]
    assert told == [
        ("Advisory 1", "/actions/?kind=advisory&section=stands"),
        ("Drones and counter-drone 1", "/actions/?sector=drones&section=stands"),
    ]
    assert "1 action" in text(client.get(told[1][1]))
