"""Silence is told when chance no longer explains it, and nobody with little history is accused."""

from datetime import UTC, datetime, timedelta

import pytest

from ingest.core.rhythm import learn_rhythm, percentile

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


def every(step: timedelta, *, weeks: int, days: set[int] | None = None, start: datetime = MONDAY) -> list[datetime]:
    moments, at = [], start
    while at < start + timedelta(weeks=weeks):
        if days is None or at.weekday() in days:
            moments.append(at)
        at += step
    return moments


def silent_for(moments: list[datetime]) -> timedelta | None:
    rhythm = learn_rhythm(moments, now=moments[-1] + timedelta(minutes=1))
    return None if rhythm.silent_after is None else rhythm.silent_after - rhythm.last_at


def test_four_items_a_week_and_none_for_twelve_days_is_silence():
    moments = every(timedelta(days=1), weeks=38, days={0, 1, 2, 3})
    silence = silent_for(moments)
    assert silence is not None
    assert timedelta(days=4) < silence <= timedelta(days=12)


def test_a_weekend_is_no_silence_of_a_source_that_rests_then():
    moments = every(timedelta(days=1), weeks=30, days={0, 1, 2, 3, 4})
    assert silent_for(moments) > timedelta(days=3, hours=12)


def test_the_year_s_end_proves_nothing():
    start = datetime(2026, 6, 1, 10, tzinfo=UTC)
    to_christmas = [
        at for at in every(timedelta(days=1), weeks=30, days={0, 1, 2, 3}, start=start) if at.month < 12 or at.day < 23
    ]
    assert to_christmas[-1] == datetime(2026, 12, 22, 10, tzinfo=UTC)
    rhythm = learn_rhythm(to_christmas, now=to_christmas[-1])
    assert rhythm.silent_after > datetime(2027, 1, 5, tzinfo=UTC)


def test_a_silence_that_happened_before_is_none():
    moments = every(timedelta(days=1), weeks=10, days={0, 1, 2, 3})
    after_summer = every(timedelta(days=1), weeks=10, days={0, 1, 2, 3}, start=MONDAY + timedelta(weeks=16))
    assert silent_for(moments + after_summer) > timedelta(weeks=6)


def test_a_busy_source_is_silent_within_hours():
    moments = every(timedelta(minutes=20), weeks=6)
    assert timedelta(hours=1) < silent_for(moments) < timedelta(hours=6)


def test_a_busy_source_that_sleeps_at_night_is_not_accused_in_the_morning():
    moments = [at for at in every(timedelta(minutes=20), weeks=6) if 8 <= at.hour < 18]
    assert silent_for(moments) > timedelta(hours=14)


@pytest.mark.parametrize(
    "moments",
    [
        [],
        [MONDAY],
        every(timedelta(days=1), weeks=3),  # a short history
        every(timedelta(weeks=6), weeks=40),  # seven days with entries
        [MONDAY] * 50 + [MONDAY + timedelta(days=200)],  # two days with entries
    ],
)
def test_little_history_accuses_nobody(moments):
    now = (moments or [MONDAY])[-1] + timedelta(days=300)
    assert learn_rhythm(moments, now=now).silent_after is None


def test_a_rhythm_counts_weekdays_hours_and_the_rate():
    moments = every(timedelta(days=1), weeks=10, days={0, 3})
    rhythm = learn_rhythm(moments, now=MONDAY + timedelta(weeks=10))
    assert rhythm.weekdays == (10, 0, 0, 10, 0, 0, 0)
    assert rhythm.hours[10] == 20
    assert rhythm.per_week == 2.0
    assert rhythm.longest_gap == timedelta(days=4)
    assert rhythm.entry_count == 20


def test_what_lies_in_the_future_or_years_back_is_left_out():
    now = MONDAY + timedelta(days=1)
    rhythm = learn_rhythm([MONDAY - timedelta(days=800), MONDAY, MONDAY + timedelta(days=9)], now=now)
    assert (rhythm.entry_count, rhythm.since, rhythm.last_at) == (1, MONDAY, MONDAY)


@pytest.mark.parametrize(
    ("values", "share", "expected"), [([], 0.5, 0), ([7], 0.9, 7), ([1, 2, 3, 4], 0.5, 2.5), ([4, 1], 1, 4)]
)
def test_percentiles_are_interpolated(values, share, expected):
    assert percentile(values, share) == expected
