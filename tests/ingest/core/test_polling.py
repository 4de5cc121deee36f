from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.core.polling import LONGEST_WAIT, next_poll_at
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
    assert next_poll_at(now=NOW, **facts) == NOW + timedelta(minutes=minutes)


@given(st.integers(1, 1440), st.integers(0, 10_000), st.floats(0, 1))
def test_a_source_is_never_given_up_and_never_hammered(minutes, failures, dice):
    wait = next_poll_at(now=NOW, poll_minutes=minutes, failures_in_a_row=failures, dice=dice) - NOW
    assert timedelta(minutes=minutes) <= wait <= LONGEST_WAIT * 1.1
