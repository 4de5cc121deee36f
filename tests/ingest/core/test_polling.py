from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.core.polling import FIRST_RETRY, LONGEST_WAIT, Bounds, Reason, first_pace, fresh_until, next_pace, plan_poll
from tests.ingest.core.conftest import NOW


@pytest.mark.parametrize(
    ("facts", "minutes"),
    [
        ({"poll_minutes": 60}, 60),
        ({"poll_minutes": 0}, 1),
        ({"poll_minutes": 60, "dice": 1.0}, 66),
        ({"poll_minutes": 15, "failures_in_a_row": 1}, 30),
        ({"poll_minutes": 15, "failures_in_a_row": 3}, 120),
        ({"poll_minutes": 15, "failures_in_a_row": 99}, 1440),
        ({"poll_minutes": 60, "failures_in_a_row": 1}, 60),
        ({"poll_minutes": 60, "failures_in_a_row": 2}, 240),
        ({"poll_minutes": 60, "failures_in_a_row": 3}, 480),
        ({"poll_minutes": 720, "failures_in_a_row": 1}, 60),
        ({"poll_minutes": 1440, "failures_in_a_row": 2}, 240),
        ({"poll_minutes": 1440, "failures_in_a_row": 3}, 960),
        ({"poll_minutes": 1440, "failures_in_a_row": 4}, 1440),
        ({"poll_minutes": 1440, "failures_in_a_row": 1, "retry_after": timedelta(hours=9)}, 540),
        ({"poll_minutes": 2880}, 2880),
        ({"poll_minutes": 2880, "failures_in_a_row": 5}, 2880),
        ({"poll_minutes": 15, "retry_after": timedelta(hours=3)}, 180),
        ({"poll_minutes": 60, "retry_after": timedelta(seconds=5)}, 60),
        ({"poll_minutes": 60, "retry_after": timedelta(days=400)}, 7 * 1440),
        ({"poll_minutes": 15, "not_before": NOW + timedelta(hours=2)}, 120),
        ({"poll_minutes": 15, "not_before": NOW + timedelta(days=31)}, 1440),
        ({"poll_minutes": 15, "not_before": NOW - timedelta(hours=2)}, 15),
    ],
)
def test_the_wait_follows_interval_failures_and_what_the_server_asks(facts, minutes):
    assert plan_poll(now=NOW, **facts).at == NOW + timedelta(minutes=minutes)


@given(st.integers(1, 1440), st.integers(0, 10_000), st.floats(0, 1))
def test_a_source_is_never_given_up_and_never_hammered(minutes, failures, dice):
    wait = plan_poll(now=NOW, poll_minutes=minutes, failures_in_a_row=failures, dice=dice).at - NOW
    assert min(timedelta(minutes=minutes), FIRST_RETRY) <= wait <= LONGEST_WAIT * 1.1


@pytest.mark.parametrize(
    ("facts", "minutes", "reason"),
    [
        ({"poll_minutes": 60}, 60, Reason.INTERVAL),
        ({"poll_minutes": 60, "entries_per_day": 12}, 60, Reason.RHYTHM),
        ({"poll_minutes": 60, "entries_per_day": 24}, 30, Reason.RHYTHM),
        ({"poll_minutes": 60, "entries_per_day": 500}, 15, Reason.RHYTHM),
        ({"poll_minutes": 20, "entries_per_day": 500}, 10, Reason.RHYTHM),
        ({"poll_minutes": 5, "entries_per_day": 500}, 5, Reason.RHYTHM),
        ({"poll_minutes": 60, "entries_per_day": 0.5}, 240, Reason.RHYTHM),
        ({"poll_minutes": 60, "entries_per_day": 0}, 240, Reason.RHYTHM),
        ({"poll_minutes": 360, "entries_per_day": 0.01}, 720, Reason.RHYTHM),
        ({"poll_minutes": 2880, "entries_per_day": 0.01}, 2880, Reason.RHYTHM),
        ({"poll_minutes": 60, "entries_per_day": 24, "failures_in_a_row": 2}, 240, Reason.FAILING),
        ({"poll_minutes": 60, "entries_per_day": 24, "bounds": Bounds(shortest=timedelta(minutes=45))}, 45, "rhythm"),
        ({"poll_minutes": 60, "ttl": timedelta(hours=2)}, 120, Reason.TTL),
        ({"poll_minutes": 60, "ttl": timedelta(days=30)}, 1440, Reason.TTL),
        ({"poll_minutes": 60, "ttl": timedelta(minutes=5)}, 60, Reason.INTERVAL),
        ({"poll_minutes": 60, "not_before": NOW + timedelta(hours=3)}, 180, Reason.CACHE),
        ({"poll_minutes": 60, "retry_after": timedelta(hours=3), "failures_in_a_row": 1}, 180, Reason.RETRY_AFTER),
    ],
)
def test_each_plan_names_what_decided_it(facts, minutes, reason):
    plan = plan_poll(now=NOW, **facts)
    assert (plan.at, plan.reason) == (NOW + timedelta(minutes=minutes), reason)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ([], None),
        ([("Cache-Control", "max-age=3600")], 3600),
        ([("CACHE-CONTROL", 'public, Max-Age="3600"')], 3600),
        ([("Cache-Control", "max-age=3600"), ("Age", "600")], 3000),
        ([("Cache-Control", "max-age=3600"), ("Age", "9999")], None),
        ([("Cache-Control", "public"), ("Cache-Control", "max-age=60")], 60),
        ([("Cache-Control", "max-age=0, must-revalidate")], None),
        ([("Cache-Control", "no-store, max-age=3600")], None),
        ([("Cache-Control", "no-cache"), ("Expires", "Sun, 22 Nov 2099 12:00:00 GMT")], None),
        ([("Cache-Control", "max-age=soon"), ("Expires", "Sun, 22 Nov 2099 12:00:00 GMT")], None),
        ([("Cache-Control", "max-age=-1")], None),
        ([("Cache-Control", "s-maxage=60")], None),
        ([("Expires", "Sun, 22 Nov 2026 12:10:00 GMT"), ("Date", "Sun, 22 Nov 2026 12:00:00 GMT")], 600),
        ([("Expires", "0")], None),
        ([("Expires", "Thu, 01 Jan 1970 00:00:00 GMT")], None),
        ([("Expires", "99999999999")], None),
        ([("Cache-Control", "=,,;=\x00")], None),
    ],
)
def test_an_answer_is_fresh_for_as_long_as_it_says(headers, seconds):
    expected = None if seconds is None else NOW + timedelta(seconds=seconds)
    assert fresh_until(headers, NOW) == expected


def test_a_first_document_tells_the_pace_by_its_dates():
    dates: list[datetime | None] = [NOW - timedelta(days=day) for day in range(10)]
    assert first_pace([*dates, None, NOW + timedelta(days=400)], NOW) == pytest.approx(10 / 9)
    assert first_pace([None, NOW], NOW) is None
    assert first_pace([], NOW) is None


def test_a_source_that_falls_quiet_is_asked_less_and_less_and_one_that_wakes_more():
    pace: float | None = 10.0
    for _ in range(60 * 24):
        pace = next_pace(pace, new_count=0, since=NOW, now=NOW + timedelta(hours=1))
    assert pace is not None
    assert pace < 0.2
    for _ in range(60):
        pace = next_pace(pace, new_count=8, since=NOW, now=NOW + timedelta(days=1))
    assert pace == pytest.approx(8, rel=0.1)


def test_nothing_is_learnt_of_a_source_that_never_gave_anything():
    assert next_pace(None, new_count=0, since=NOW, now=NOW + timedelta(days=9)) is None
    assert next_pace(None, new_count=7, since=NOW, now=NOW + timedelta(hours=1)) == pytest.approx(0.5)
