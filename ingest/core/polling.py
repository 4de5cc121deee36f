"""When a source is polled next. Pure: the caller brings the clock and the dice."""

from __future__ import annotations

from datetime import datetime, timedelta

LONGEST_WAIT = timedelta(days=1)
"""A source is asked at least once a day, however long it has failed: it may come back."""

LONGEST_RETRY_AFTER = timedelta(days=7)
LONGEST_JITTER = timedelta(minutes=30)
_JITTER_SHARE = 0.1
_MOST_DOUBLINGS = 10


def next_poll_at(
    *,
    now: datetime,
    poll_minutes: int,
    failures_in_a_row: int = 0,
    dice: float = 0.0,
    retry_after: timedelta | None = None,
    not_before: datetime | None = None,
) -> datetime:
    """The next time to poll. `dice` is evenly spread over 0 to 1.

    Each failure in a row doubles the interval, up to a day; a failing source is never given up.
    `retry_after` is what the server asked for and `not_before` what its cache headers promise:
    both only ever lengthen the wait, the first up to a week, the second up to a day. Up to a
    tenth is added by chance, so that the sources of one host do not fall due together again.
    """
    interval = timedelta(minutes=max(1, poll_minutes))
    longest = max(LONGEST_WAIT, interval)
    wait: timedelta = min(interval * (1 << min(failures_in_a_row, _MOST_DOUBLINGS)), longest)
    if not_before is not None:
        wait = max(wait, min(not_before - now, LONGEST_WAIT))
    if retry_after is not None:
        wait = max(wait, min(retry_after, LONGEST_RETRY_AFTER))
    return now + wait + min(wait * _JITTER_SHARE, LONGEST_JITTER) * dice
