"""When a source is polled next, and why. Pure: the caller brings the clock and the dice."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

LONGEST_WAIT = timedelta(days=1)
"""A source is asked at least once a day, however long it has failed: it may come back."""

FIRST_RETRY = timedelta(hours=1)
"""After its first failure even a source of one poll a day is asked again this soon; then the wait grows fourfold."""

LONGEST_RETRY_AFTER = timedelta(days=7)
LONGEST_JITTER = timedelta(minutes=30)
_JITTER_SHARE = 0.1
_MOST_DOUBLINGS = 10

MEMORY = timedelta(days=14)
"""How far back the learning of a source's rhythm weighs: what came before counts a third."""
_ASKED_PER_ENTRY = 2
"""A source is asked twice as often as it publishes, so that an entry waits half a gap on average at most."""
_FASTER, _SLOWER = 4, 4
"""The learnt interval stays within a quarter and four times of the one that was set."""


class Reason(StrEnum):
    """Why the next poll is when it is."""

    INTERVAL = "interval"
    RHYTHM = "rhythm"
    CACHE = "cache"
    TTL = "ttl"
    RETRY_AFTER = "retry_after"
    FAILING = "failing"
    PUT_OFF = "put_off"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which intervals a learnt rhythm may move, whatever was set for the source."""

    shortest: timedelta = timedelta(minutes=10)
    longest: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Plan:
    """The next poll and what decided it."""

    at: datetime
    reason: Reason


def plan_poll(
    *,
    now: datetime,
    poll_minutes: int,
    failures_in_a_row: int = 0,
    dice: float = 0.0,
    entries_per_day: float | None = None,
    bounds: Bounds | None = None,
    ttl: timedelta | None = None,
    not_before: datetime | None = None,
    retry_after: timedelta | None = None,
) -> Plan:
    """Plan the next poll. `dice` is evenly spread over 0 to 1.

    `entries_per_day` lets the interval follow the source's rhythm within `bounds`; None keeps to
    `poll_minutes`. Each failure in a row doubles the interval, up to a day, but the first ones are
    followed up within hours (`FIRST_RETRY`); a failing source is never given up. What the document
    (`ttl`), its cache headers (`not_before`) and the server
    (`retry_after`) ask for only ever lengthens the wait: the first two up to a day, the last up to
    a week. Up to a tenth is added by chance, so that the sources of one host do not fall due
    together again.
    """
    interval = timedelta(minutes=max(1, poll_minutes))
    wait, reason = interval, Reason.INTERVAL
    if failures_in_a_row:
        wait, reason = _after_failures(interval, failures_in_a_row), Reason.FAILING
    elif entries_per_day is not None:
        wait, reason = _by_rhythm(interval, entries_per_day, bounds or Bounds()), Reason.RHYTHM
    asked = (
        (min(ttl, LONGEST_WAIT) if ttl else None, Reason.TTL),
        (min(not_before - now, LONGEST_WAIT) if not_before else None, Reason.CACHE),
        (min(retry_after, LONGEST_RETRY_AFTER) if retry_after else None, Reason.RETRY_AFTER),
    )
    for longer, why in asked:
        if longer is not None and longer > wait:
            wait, reason = longer, why
    return Plan(now + wait + min(wait * _JITTER_SHARE, LONGEST_JITTER) * dice, reason)


def _after_failures(interval: timedelta, failures: int) -> timedelta:
    doubled = interval * (1 << min(failures, _MOST_DOUBLINGS))
    soon = FIRST_RETRY * (1 << 2 * min(failures - 1, _MOST_DOUBLINGS))
    return min(doubled, soon, max(LONGEST_WAIT, interval))


def _by_rhythm(interval: timedelta, entries_per_day: float, bounds: Bounds) -> timedelta:
    shortest = min(interval, max(interval / _FASTER, bounds.shortest))
    longest = max(interval, min(interval * _SLOWER, bounds.longest))
    if entries_per_day <= 0:
        return longest
    wanted = timedelta(days=min(1 / (_ASKED_PER_ENTRY * entries_per_day), 365))
    return min(max(wanted, shortest), longest)


def first_pace(published_at: Iterable[datetime | None], now: datetime) -> float | None:
    """Entries a day, as the dates in a source's first document tell; None where they tell nothing."""
    dates = sorted(at for at in published_at if at is not None and at <= now)
    if len(dates) < 2:
        return None
    span = max(now - dates[0], timedelta(hours=1))
    return len(dates) / (span / timedelta(days=1))


def next_pace(pace: float | None, *, new_count: int, since: datetime, now: datetime) -> float | None:
    """Entries a day, learnt on: `new_count` came between the last good poll and now. Old days fade within MEMORY.

    None stays None until something new comes.
    """
    days = max((now - since) / timedelta(days=1), 0.0)
    if pace is None and not new_count:
        return None
    memory = MEMORY / timedelta(days=1)
    kept = math.exp(-days / memory)
    if pace is None:
        return new_count / max(days, memory)
    return pace * kept + new_count / memory


def fresh_until(headers: Iterable[tuple[str, str]], now: datetime) -> datetime | None:
    """Until when an answer is fresh by its own word: max-age less Age, else Expires (RFC 9111, 4.2.1).

    None where it says nothing, and where it says `no-store` or `no-cache`: such an answer may be asked
    for at our own interval, with its validators.
    """
    fields: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        fields[key] = f"{fields[key]}, {value}" if key in fields else value
    directives = _directives(fields.get("cache-control", ""))
    if {"no-store", "no-cache"} & directives.keys():
        return None
    if "max-age" in directives:
        age_s = _seconds(directives["max-age"])
        if age_s is None:
            return None
        left_s = age_s - (_seconds(fields.get("age", "")) or 0)
        return now + timedelta(seconds=left_s) if left_s > 0 else None
    return _expires(fields.get("expires", ""), fields.get("date", ""), now)


def _directives(cache_control: str) -> dict[str, str]:
    parts = (part.strip().partition("=") for part in cache_control.lower().split(","))
    return {name.strip(): value.strip().strip('"') for name, _, value in parts if name.strip()}


def _seconds(text: str) -> int | None:
    text = text.strip()
    return int(text[:10]) if text.isascii() and text.isdigit() else None


def _expires(expires: str, date: str, now: datetime) -> datetime | None:
    """Expires is read against the server's own clock where it tells the time."""
    ends, begins = _http_date(expires), _http_date(date) or now
    if ends is None or ends <= begins:
        return None
    try:
        return now + (ends - begins)
    except OverflowError:
        return now + LONGEST_WAIT


def _http_date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


GONE_DAYS = 3
"""A source is paused after 410 (Gone) on so many different days in a row."""
MOVED_AFTER = timedelta(days=7)
"""A permanent redirect is believed once it has led to the same address for so long."""
WHOLE_EVERY = timedelta(days=7)
"""A server that answers 304 all this time is asked for the whole document once: its validators may be broken."""
