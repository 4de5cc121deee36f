"""A source's rhythm, and when its silence can no longer be chance.

A source is looked at in slots: days, or hours where it is busy. For each kind of slot (a
Tuesday, a working hour) history tells how often something came. Silence is improbable once
the chance that all slots since the last entry stayed empty is below one in a thousand, and
once it has lasted clearly longer than any silence before. Both must hold: slots are not
independent (a summer, a strike), so the first alone would accuse too early.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

LOOKED_BACK = timedelta(days=366)
LEAST_HISTORY = timedelta(days=28)
LEAST_ACTIVE_DAYS = 8
"""With less history nobody is accused."""

IMPROBABLE = 0.001
LONGER_THAN_EVER = 1.25
"""Silence counts from this many times the longest one known."""

BUSY_PER_DAY = 6.0
"""Entries a day from which hours are looked at instead of days."""

_LONGEST_LOOK = timedelta(days=400)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_YEAR_END = {(12, day) for day in range(23, 32)} | {(1, 1), (1, 2)}
"""Days on which offices rest nearly everywhere: an empty one proves nothing."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a source's past entries tell. Instants are aware, in UTC.

    `silent_after` is the instant from which silence is improbable; None where history is too
    short to say. `weekdays` (Monday first) and `hours` count entries.
    """

    entry_count: int
    since: datetime | None
    last_at: datetime | None
    per_week: float
    weekdays: tuple[int, ...]
    hours: tuple[int, ...]
    longest_gap: timedelta
    silent_after: datetime | None


def learn_rhythm(came_at: Iterable[datetime], *, now: datetime) -> Rhythm:
    """Learn a rhythm from the instants at which entries came; those after `now` or long past are left out."""
    moments = sorted(at.astimezone(UTC) for at in came_at if now - LOOKED_BACK <= at <= now)
    if not moments:
        return Rhythm(0, None, None, 0.0, (0,) * 7, (0,) * 24, timedelta(0), None)
    first, last = moments[0], moments[-1]
    span = max(now - first, _DAY)
    weekdays, hours = Counter(at.weekday() for at in moments), Counter(at.hour for at in moments)
    longest = max((after - before for before, after in pairwise(moments)), default=timedelta(0))
    return Rhythm(
        entry_count=len(moments),
        since=first,
        last_at=last,
        per_week=round(len(moments) / (span / timedelta(days=7)), 2),
        weekdays=tuple(weekdays[day] for day in range(7)),
        hours=tuple(hours[hour] for hour in range(24)),
        longest_gap=longest,
        silent_after=_silent_after(moments, longest),
    )


def _silent_after(moments: Sequence[datetime], longest: timedelta) -> datetime | None:
    """When the silence after the last entry becomes improbable. Only time before that entry is history."""
    first, last = moments[0], moments[-1]
    days = {at.date() for at in moments}
    if last - first < LEAST_HISTORY or len(days) < LEAST_ACTIVE_DAYS:
        return None
    is_busy = len(moments) / ((last - first) / _DAY) >= BUSY_PER_DAY
    slot = _HOUR if is_busy else _DAY
    chances = _chances(moments, slot)
    earliest = last + longest * LONGER_THAN_EVER
    chance, at = 1.0, _start_of(last, slot) + slot
    while at < last + _LONGEST_LOOK:
        if (at.month, at.day) not in _YEAR_END:
            chance *= 1 - chances.get(_class_of(at, slot), 0.0)
        at += slot
        if chance < IMPROBABLE and at >= earliest:
            return at
    return None


def _chances(moments: Sequence[datetime], slot: timedelta) -> dict[tuple[int, int], float]:
    """How often a slot of each class held an entry. One empty slot is added to each: nothing is certain."""
    filled = Counter(_class_of(start, slot) for start in {_start_of(at, slot) for at in moments})
    seen: Counter[tuple[int, int]] = Counter()
    at, end = _start_of(moments[0], slot), _start_of(moments[-1], slot)
    while at <= end:
        seen[_class_of(at, slot)] += 1
        at += slot
    return {kind: count / (seen[kind] + 1) for kind, count in filled.items()}


def _start_of(at: datetime, slot: timedelta) -> datetime:
    hour = at.replace(minute=0, second=0, microsecond=0)
    return hour if slot == _HOUR else hour.replace(hour=0)


def _class_of(at: datetime, slot: timedelta) -> tuple[int, int]:
    """Days differ by weekday; hours by hour and by whether it is a weekend."""
    return (at.weekday(), -1) if slot == _DAY else (at.weekday() // 5, at.hour)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of `values` lies, by linear interpolation; 0 where there are none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
