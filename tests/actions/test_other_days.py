"""Pages about another day than today: what stood then, what stands now, and what we said then."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup

from actions.spans import Span
from tests.actions.test_lines import revise
from tests.factories import ActionFactory, VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_day():
    with time_machine.travel("2026-03-01 12:00:00+00:00", tick=False):
        yield


@pytest.fixture
def lifted():
    """In force from 1 June 2023 to the end of 2024; on record since 5 January 2026."""
    began, ended = Span.day(date(2023, 6, 1)), Span.day(date(2024, 12, 31))
    action = ActionFactory(
        slug="order",
        vendors=[VendorFactory(name="Hikvision")],
        stage="lifted",
        announced=began,
        adopted=began,
        effective=began,
        ended=ended,
    )
    revise(action, 5)
    revise(action, 9, title="Better words")
    return action


def heads(client, address: str) -> list[str]:
    shown = BeautifulSoup(client.get(address).content, "lxml")
    return [head.get_text() for head in shown.select(".table--actions th[scope=col]")]


@pytest.mark.parametrize("address", ["/actions/", "/jurisdictions/CA/", "/vendors/hikvision/"])
def test_a_list_of_another_day_says_that_the_stages_are_those_of_today(client, lifted, address):
    assert "Stage now" in heads(client, f"{address}?on=2023-12-01")
    assert "Stage" in heads(client, address)
    assert "Stage" in heads(client, f"{address}?on=2023-12-01&known_on=2026-01-07")


@pytest.mark.parametrize(
    ("day", "answer"),
    [("2023-05-31", "no"), ("2023-06-01", "yes"), ("2024-12-31", "yes"), ("2025-01-01", "no")],
)
def test_an_action_says_whether_it_stood_on_a_day(client, lifted, day, answer):
    shown = BeautifulSoup(client.get(f"/actions/order/?on={day}").content, "lxml")
    said = shown.select_one(".notice").get_text()
    assert said.startswith("In force on ")
    assert said.endswith(f", by what we know today: {answer}.")
    assert BeautifulSoup(client.get("/actions/order/").content, "lxml").select_one(".notice") is None


@pytest.mark.parametrize(
    ("day", "number"), [("2026-01-05", 1), ("2026-01-08", 1), ("2026-01-09", 2), ("2026-03-01", 2)]
)
def test_what_we_said_of_an_action_on_a_day_is_the_revision_of_that_day(client, lifted, day, number):
    answer = client.get(f"/actions/order/?known_on={day}")
    assert (answer.status_code, answer["Location"]) == (302, f"/actions/order/revisions/{number}/")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("known_on=2026-01-04", "On 4 January 2026 our record did not hold this action yet"),
        ("known_on=2026-03-02", "What we shall say on a day ahead is not known."),
        ("on=2023", "is longer than a day"),
    ],
)
def test_a_day_that_cannot_be_answered_is_refused_with_a_sentence(client, lifted, query, said):
    answer = client.get(f"/actions/order/?{query}")
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_what_an_address_picked_up_on_its_way_does_not_hide_an_action(client, lifted):
    assert client.get("/actions/order/?utm_source=mail").status_code == 200
