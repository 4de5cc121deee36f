"""The page of changes: which steps and revisions a month has, and how a long month is read to its end."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
import time_machine
from bs4 import BeautifulSoup

from actions.spans import Precision, Span
from tests.factories import ActionFactory, MilestoneFactory, RevisionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_day():
    with time_machine.travel("2026-03-01 12:00:00+00:00", tick=False):
        yield


@pytest.fixture
def short(monkeypatch):
    """Lists of two rows."""
    view = import_module("actions.views.changes")  # the package holds the function under the same name
    monkeypatch.setattr(view, "MOST_STEPS", 2)
    monkeypatch.setattr(view, "MOST_REVISIONS", 2)


def section(client, address: str, name: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "lxml").find(attrs={"aria-labelledby": name})


def told(client, query: str, name: str = "world") -> list[str]:
    return [row.get_text(" ", strip=True) for row in section(client, f"/changes/?{query}", name).select("li")]


def test_a_step_of_the_month_is_one_whose_days_may_fall_into_it(client):
    action = ActionFactory(title="A ban")
    spans = {
        "the day before": Span.day(date(2025, 6, 30)),
        "the first day": Span.day(date(2025, 7, 1)),
        "the last day": Span.day(date(2025, 7, 31)),
        "the day after": Span.day(date(2025, 8, 1)),
        "that month": Span.month(2025, 7),
        "the month before": Span.month(2025, 6),
        "that year": Span.year(2025),
        "nobody knows": None,
    }
    for text, on in spans.items():
        MilestoneFactory(action=action, text=text, on=on)
    assert told(client, "month=2025-07") == [
        "31 July 2025 A ban Canada · Challenged: the last day",
        "1 July 2025 A ban Canada · Challenged: the first day",
        "July 2025 A ban Canada · Challenged: that month",
    ]


@pytest.mark.parametrize(
    ("effective", "expected"),
    [
        (Span.day(date(2025, 7, 4)), ["4 July 2025 A ban Canada · Took effect"]),
        (Span.month(2025, 7), ["July 2025 A ban Canada · Took effect"]),
        (Span.year(2025), []),
        (None, []),
    ],
)
def test_an_effective_day_is_a_step_of_its_own_unless_it_is_a_bare_year(client, effective, expected):
    ActionFactory(title="A ban", effective=effective)
    assert told(client, "month=2025-07") == expected


def test_an_effective_day_that_a_milestone_tells_is_told_once(client):
    day = Span.day(date(2025, 7, 4))
    MilestoneFactory(action=ActionFactory(title="A ban", effective=day), kind="effective", text="In force", on=day)
    assert told(client, "month=2025-07") == ["4 July 2025 A ban Canada · Took effect: In force"]


def test_a_step_of_a_withdrawn_action_is_told_on_no_day_of_our_record(client):
    action = ActionFactory(title="A ban", is_published=True)
    RevisionFactory(action=action, recorded_at="2025-01-01T00:00:00Z")
    MilestoneFactory(action=action)
    type(action).objects.filter(pk=action.pk).update(is_published=False)
    assert told(client, "month=2025-07") == []
    assert told(client, "month=2025-07&known_on=2025-08-01") == []


def test_a_day_of_our_record_leaves_out_what_came_later(client):
    for title, at in (("Known by then", "2025-01-01T00:00:00Z"), ("Told later", "2025-12-01T00:00:00Z")):
        action = ActionFactory(title=title)
        RevisionFactory(action=action, recorded_at=at)
        MilestoneFactory(action=action, text="A court is asked")
    assert told(client, "month=2025-07&known_on=2025-08-01") == [
        "7 July 2025 Known by then Canada · Challenged: A court is asked"
    ]


def test_a_long_month_is_read_to_its_end_and_nothing_moves_when_more_is_added(client, short):
    action = ActionFactory(title="A ban", effective=Span.day(date(2025, 7, 3)))
    for day in (9, 7, 5, 1):
        MilestoneFactory(action=action, text=f"step {day}", on=Span.day(date(2025, 7, day)))
    first = section(client, "/changes/?month=2025-07", "world")
    onward = first.select_one("a[rel=next]")["href"]
    assert [row.get_text(" ", strip=True)[:11] for row in first.select("li")] == ["9 July 2025", "7 July 2025"]
    assert "Rows 1 to 2 of 5" in first.get_text(" ", strip=True)
    MilestoneFactory(action=action, text="added", on=Span.day(date(2025, 7, 8)))
    second = section(client, f"/changes/{onward}", "world")
    assert [row.get_text(" ", strip=True)[:11] for row in second.select("li")] == ["5 July 2025", "3 July 2025"]
    assert "Rows 4 to 5 of 6" in second.get_text(" ", strip=True)
    third = section(client, f"/changes/{second.select_one('a[rel=next]')['href']}", "world")
    assert [row.get_text(" ", strip=True)[:11] for row in third.select("li")] == ["1 July 2025"]
    assert not third.select("a[rel=next]")


def test_revisions_of_a_long_month_go_on_by_their_own_order(client, short):
    for number in range(5):
        RevisionFactory(
            action=ActionFactory(title=f"Ban {number}"), recorded_at="2026-02-03T10:00:00Z", is_quiet=number == 3
        )
    first = section(client, "/changes/?month=2026-02", "record")
    assert [row.a.get_text() for row in first.select("li")] == ["Ban 4", "Ban 2"]
    assert first.h2.get_text(" ", strip=True) == "What we wrote 4"
    assert "1 more record was loaded quietly" in first.get_text()
    RevisionFactory(action=ActionFactory(title="Ban 5"), recorded_at="2026-02-04T10:00:00Z")
    second = section(client, f"/changes/{first.select_one('a[rel=next]')['href']}", "record")
    assert [row.a.get_text() for row in second.select("li")] == ["Ban 1", "Ban 0"]
    assert "Rows 4 to 5 of 5" in second.get_text(" ", strip=True)


def test_a_revision_leads_to_what_we_said_from_then_on(client):
    said = RevisionFactory(action=ActionFactory(slug="ca-ban"), recorded_at="2026-02-03T10:05:00Z", reason="<b>")
    row = section(client, "/changes/?month=2026-02", "record").li
    assert row.a["href"] == f"/actions/ca-ban/revisions/{said.number}/"
    assert row.time["datetime"] == "2026-02-03T10:05:00+00:00"
    assert row.time.get_text() == "3 February 2026, 10:05"
    assert row.get_text(" ", strip=True).endswith("Canada · Published: <b>")


@pytest.mark.parametrize(
    "query", ["steps_after=never", "steps_after=2025-02-31.1.1", "steps_after=2025-01-01.1", "written_before=-1"]
)
def test_a_place_in_a_list_that_is_none_is_refused(client, query):
    answer = client.get(f"/changes/?month=2025-07&{query}")
    assert answer.status_code == 400
    assert "is no place in this list" in answer.content.decode()


def test_the_last_step_is_found_behind_many_of_other_actions(client, monkeypatch):
    monkeypatch.setattr("actions.happenings._READ_BACK", (2, None))
    MilestoneFactory(action=ActionFactory(kind="advisory"), on=Span.day(date(2025, 3, 4)))
    other = ActionFactory(kind="procurement_ban")
    for day in (5, 6, 7):
        MilestoneFactory(action=other, on=Span.day(date(2025, 4, day)))
    shown = section(client, "/changes/?kind=advisory", "world")
    assert shown.select_one(".empty a")["href"] == "?month=2025-03"


@pytest.mark.parametrize("count", [1, 30])
def test_changes_take_the_same_number_of_queries_for_few_and_many(client, django_assert_num_queries, count):
    for number in range(count):
        action = ActionFactory(effective=Span.day(date(2025, 7, 4)))
        MilestoneFactory(action=action)
        MilestoneFactory(action=action, on=Span(date(2026, 5, 1), date(2026, 5, 1), Precision.DAY))
        RevisionFactory(action=action, recorded_at=f"2025-07-{number % 28 + 1:02}T10:00:00Z")
    client.get("/about/")
    with django_assert_num_queries(QUERIES):
        assert client.get("/changes/?month=2025-07").status_code == 200


QUERIES = 11
