"""How often a feed says that it changes."""

from __future__ import annotations

from datetime import timedelta

_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
LONGEST_TTL = timedelta(days=30)


def whole_number(text: str) -> int | None:
    text = text.strip().replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def ttl_of(minutes: str, period: str, frequency: str) -> timedelta | None:
    """RSS `ttl` in minutes, else `sy:updatePeriod` over `sy:updateFrequency`; at most a month, None where untold."""
    number = whole_number(minutes)
    if number:
        return min(timedelta(minutes=min(number, 1_000_000)), LONGEST_TTL)
    span = _PERIODS.get(period.strip().casefold())
    if span is None:
        return None
    return min(span / max(1, min(whole_number(frequency) or 1, 10_000)), LONGEST_TTL)
