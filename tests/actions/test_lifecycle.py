from datetime import date

import pytest

from actions.lifecycle import (
    ALLOWED_NEXT,
    Kind,
    ReportedStage,
    Stage,
    may_follow,
    stage_from_report,
    stands_on,
    strictest,
)
from actions.spans import parse_span
from tests.actions.lives import CASES


@pytest.mark.parametrize(
    ("case", "day", "expected"),
    [(case, date.fromisoformat(day), expected) for case, days in CASES for day, expected in days.items()],
)
def test_an_action_stands_when_its_dates_and_milestones_say_so(case, day, expected):
    assert stands_on(case, day) == expected


@pytest.mark.parametrize(
    ("reported", "more", "stage"),
    [
        ("proposed", {}, "proposed"),
        ("rejected", {}, "rejected"),
        ("adopted", {}, "adopted"),
        ("adopted", {"effective": parse_span("2025-06-30")}, "in_force"),
        ("adopted", {"effective": parse_span("2025-07-01")}, "adopted"),
        ("adopted", {"effective": parse_span("2025-06")}, "in_force"),
        ("adopted", {"effective": parse_span("2025")}, "adopted"),
        ("adopted", {"kind": Kind.ADVISORY}, "in_force"),
        ("adopted", {"kind": Kind.ADVISORY, "effective": parse_span("2025-07-01")}, "adopted"),
        ("proposed", {"kind": Kind.ADVISORY}, "proposed"),
        ("challenged", {}, "in_force"),
        ("challenged", {"is_halted": True}, "suspended"),
        ("lifted", {}, "lifted"),
        ("lifted", {"term_ran_out": True}, "expired"),
    ],
)
def test_a_reported_stage_becomes_an_action_s_stage(reported, more, stage):
    arguments = {"kind": Kind.PROCUREMENT_BAN, "effective": None, "today": date(2025, 6, 30), **more}
    assert stage_from_report(ReportedStage(reported), **arguments) == stage


def test_every_stage_says_what_may_follow_it():
    assert set(ALLOWED_NEXT) == set(Stage)


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ("proposed", "in_force", True),
        ("proposed", "suspended", False),
        ("in_force", "proposed", False),
        ("lifted", "lifted", True),
        ("rejected", "in_force", False),
    ],
)
def test_a_stage_follows_only_what_can_come_before_it(before, after, allowed):
    assert may_follow(Stage(before), Stage(after)) is allowed


def test_the_strictest_is_the_shutdown_order():
    assert strictest([Kind.ADVISORY, Kind.SHUTDOWN_ORDER, Kind.PROCUREMENT_BAN]) is Kind.SHUTDOWN_ORDER


def test_nothing_has_no_strictest():
    assert strictest([]) is None
