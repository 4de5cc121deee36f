"""Instants out of the many spellings that feeds use. Never a guess: None where it cannot be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from time import struct_time

from ingest.core.months import MONTHS, MONTHS_BY_LANGUAGE, fold

__all__ = ["KNOWN_LANGUAGES", "MONTHS", "Hint", "as_utc", "from_struct", "order_told_by", "read_instant"]

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before the web: such a date is a default of somebody's software."""

_LAST_CENTURY = 70
_LONGEST = 160
_WORD = r"[^\W\d_]+"
_AND_MORE = r"(?:\s?(?:&|[-–—]|\b(?:and|to|et|und|y|e|al|bis|au)\b)\s?\d{1,2}(?:st|nd|rd|th|\.)?){0,3}"
"""Further days of the same month: "26 & 27", "3-5". The first one counts."""

_DAY_MONTH_YEAR = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|eme|\.?º|ª|\.)?{_AND_MORE}[\s.-]*(?:day\s+)?(?:de\s+|of\s+)?({_WORD}(?:\s{_WORD})?)\.?"
    rf"[\s,./-]*(?:de[l]?\s+|of\s+)?(\d{{4}}|'?\d\d(?![\d:]))"
)
_MONTH_DAY_YEAR = re.compile(rf"({_WORD})\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?{_AND_MORE}(?:\s*,\s*|\s+)(\d{{4}})(?!\d)")
_YEAR_MONTH_DAY = re.compile(rf"(?<!\d)(\d{{4}})\.?\s+(?:m\.\s+)?({_WORD})\s+(\d{{1,2}})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)")
_ERA = re.compile(r"(令和|平成|民國|民国)\s?(元|\d{1,3})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})")
_ERA_STARTS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d\d(?![\d:.]))(?!\d)")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d\d(?![\d:]))(?!\d)")
_TIME = re.compile(
    r"(?<![\d.])([01]?\d|2[0-3])[:h.]([0-5]\d)(?::([0-5]\d))?(?![.\d])\s*([ap]\.?m\b)?|"
    r"(?<![\d.])(1[0-2]|0?[1-9])\s*([ap]\.?m\b)",
    re.IGNORECASE,
)
_ODD_ZONE = re.compile(r"(?<=:\d\d)\s*(?:GMT|UTC|UT)?\s?([+-])(\d{1,2})(?::(\d\d))?$")
"""Offsets that mail does not write so: +01:00, GMT+2."""

_WRAPPED_EPOCH = re.compile(r"\\?/Date\((\d{10,13})(?:[+-]\d{4})?\)\\?/")
"""How older servers of one maker write an instant into JSON."""

_ZONE = re.compile(r"(?:UTC|GMT|[zZ])?\s*([+-])(\d{2}):?(\d{2})\s*$")
_EASTERN_DIGITS = {ord(digit): str(number) for row in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for number, digit in enumerate(row)}
_EASTERN_DIGITS |= {ord("０") + number: str(number) for number in range(10)}

KNOWN_LANGUAGES = frozenset(MONTHS_BY_LANGUAGE) | {"ja", "ko", "zh"}
_MONTH_FIRST_TAGS = frozenset({"en-us", "en-ph"})
_DAY_FIRST_LANGUAGES = KNOWN_LANGUAGES - {"en", "ja", "ko", "zh", "lt", "sv"}
_MONTH_FIRST_HOSTS = (".gov", ".mil", ".us")
_DAY_FIRST_HOSTS = (".uk", ".eu", ".au", ".nz", ".in", ".ie", ".fr", ".de", ".es", ".it", ".pt", ".be", ".int")


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of how a source writes its days. `formats` are those of `strptime`, tried first.

    `is_day_first` decides "03/04/2025"; None leaves it to the language tag, and where that does
    not tell, such a date stays unknown unless one of its numbers can only be a day.
    """

    language: str = ""
    formats: tuple[str, ...] = ()
    is_day_first: bool | None = None

    @property
    def order(self) -> bool | None:
        """Whether the day stands first; None where nothing tells."""
        if self.is_day_first is not None:
            return self.is_day_first
        tag = self.language.casefold().replace("_", "-")
        if tag in _MONTH_FIRST_TAGS:
            return False
        return True if tag.split("-")[0] in _DAY_FIRST_LANGUAGES or tag in {"en-gb", "en-ie", "en-au"} else None


NO_HINT = Hint()


def order_told_by(texts: Iterable[str], *, host: str = "") -> bool | None:
    """Whether a page's slashed dates have the day first: by those that allow one reading only, then by its host."""
    days_first = months_first = 0
    for text in texts:
        for first, second in _figures_in(text[:_LONGEST]):
            days_first += first > 12 >= second
            months_first += second > 12 >= first
    if days_first != months_first:
        return days_first > months_first
    host = host.casefold().rstrip(".")
    if host.endswith(_MONTH_FIRST_HOSTS):
        return False
    return True if host.endswith(_DAY_FIRST_HOSTS) else None


def _figures_in(text: str) -> Iterator[tuple[int, int]]:
    """The first two figures of each date with its year last."""
    yield from ((int(match[1]), int(match[3])) for match in _SLASHED.finditer(text))
    yield from ((int(match[1]), int(match[2])) for match in _DOTTED.finditer(text))


def as_utc(moment: datetime, *, now: datetime) -> datetime | None:
    """Make an instant aware (a naive one is read as UTC), in whole seconds, no later than `now`; None before 1990."""
    try:
        aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None
    return None if aware < _EARLIEST else min(aware.replace(microsecond=0), now)


def from_struct(parts: struct_time | None, *, now: datetime) -> datetime | None:
    """An instant from feedparser's own UTC parts."""
    if parts is None:
        return None
    try:
        return as_utc(datetime(*parts[:5], min(parts.tm_sec, 59), tzinfo=UTC), now=now)
    except (ValueError, TypeError, OverflowError):
        return None


def read_instant(text: str, *, now: datetime, hint: Hint = NO_HINT) -> datetime | None:
    """Read ISO 8601, RFC 822, epoch seconds, or a day written out in a known language.

    A slashed date with the year last ("03/04/2025") is read as the hint has it; without one
    only where one of its numbers can be no month ("27/06/2025").
    """
    text = " ".join(text[: _LONGEST * 4].split())[:_LONGEST]
    if not text:
        return None
    if not text.isascii():
        text = text.translate(_EASTERN_DIGITS)
    for wanted in hint.formats:
        try:
            return as_utc(datetime.strptime(text, wanted), now=now)  # noqa: DTZ007 - as_utc makes it aware
        except ValueError:
            continue
    for reader in (_from_iso, _from_mail, _from_epoch):
        try:
            moment = reader(text)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        if moment is not None:
            return as_utc(moment, now=now)
    try:
        moment = _from_words(text, hint)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return as_utc(moment, now=now) if moment is not None else None


def _from_iso(text: str) -> datetime | None:
    return datetime.fromisoformat(text)


def _from_mail(text: str) -> datetime | None:
    odd = _ODD_ZONE.search(text)
    if odd:
        text = f"{text[: odd.start()]} {odd[1]}{int(odd[2]):02d}{odd[3] or '00'}"
    return parsedate_to_datetime(text)


def _from_epoch(text: str) -> datetime | None:
    if wrapped := _WRAPPED_EPOCH.fullmatch(text):
        text = wrapped[1]
    if not re.fullmatch(r"\d{10}(\d{3})?", text):
        return None
    return datetime.fromtimestamp(int(text[:10]), tz=UTC)


def _from_words(text: str, hint: Hint) -> datetime | None:
    found = _day_of(fold(text), hint)
    if found is None:
        return None
    day, rest = found
    zone = _ZONE.search(text)
    offset = (
        timedelta(hours=int(zone[2]), minutes=int(zone[3])) * (-1 if zone[1] == "-" else 1) if zone else timedelta()
    )
    clock = _TIME.search(rest)
    if not clock:
        return datetime(*day, tzinfo=UTC)
    hour, half = int(clock[1] or clock[5]), clock[4] or clock[6]
    if half:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    return datetime(*day, hour, int(clock[2] or 0), int(clock[3] or 0), tzinfo=timezone(offset))


Day = tuple[int, int, int]


def _day_of(folded: str, hint: Hint) -> tuple[Day, str] | None:
    """The day, and what stands around it, where a time of day may be."""
    for pattern, reader in _SPELLINGS:
        for match in pattern.finditer(folded):
            day = reader(match, hint)
            if day is not None:
                return day, f"{folded[: match.start()]} {folded[match.end() :]}"
    return None


def _era(match: re.Match[str], _hint: Hint) -> Day:
    year = 1 if match[2] == "元" else int(match[2])
    return _ERA_STARTS[match[1]] + year, int(match[3]), int(match[4])


def _year_first(match: re.Match[str], _hint: Hint) -> Day | None:
    return _real(int(match[1]), int(match[2]), int(match[3]))


def _dotted(match: re.Match[str], hint: Hint) -> Day | None:
    return _ordered(int(match[1]), int(match[2]), _year(match[3]), is_day_first=hint.is_day_first is not False)


def _slashed(match: re.Match[str], hint: Hint) -> Day | None:
    return _ordered(int(match[1]), int(match[3]), _year(match[4]), is_day_first=hint.order)


def _ordered(first: int, second: int, year: int, *, is_day_first: bool | None) -> Day | None:
    if is_day_first is None and first != second:
        is_day_first = True if first > 12 else False if second > 12 else None
        if is_day_first is None:
            return None
    day, month = (first, second) if is_day_first else (second, first)
    return _real(year, month, day) or _real(year, day, month)


def _day_month_year(match: re.Match[str], hint: Hint) -> Day | None:
    month = _month(match[2], hint)
    return _real(_year(match[3]), month, int(match[1])) if month else None


def _month_day_year(match: re.Match[str], hint: Hint) -> Day | None:
    month = _month(match[1], hint)
    return _real(int(match[3]), month, int(match[2])) if month else None


def _year_month_day(match: re.Match[str], hint: Hint) -> Day | None:
    month = _month(match[2], hint)
    return _real(int(match[1]), month, int(match[3])) if month else None


def _month(name: str, hint: Hint) -> int:
    own = MONTHS_BY_LANGUAGE.get(hint.language.split("-")[0].casefold(), {})
    first = name.split(" ", maxsplit=1)[0]
    return own.get(name) or own.get(first) or MONTHS.get(name) or MONTHS.get(first) or 0


def _year(digits: str) -> int:
    """Two digits are a year of this century, from 70 on one of the last."""
    number = int(digits.lstrip("'"))
    if number >= 100:
        return number
    return number + (2000 if number < _LAST_CENTURY else 1900)


def _real(year: int, month: int, day: int) -> Day | None:
    try:
        datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
    return year, month, day


_SPELLINGS = (
    (_ERA, _era),
    (_YEAR_FIRST, _year_first),
    (_DOTTED, _dotted),
    (_MONTH_DAY_YEAR, _month_day_year),
    (_DAY_MONTH_YEAR, _day_month_year),
    (_YEAR_MONTH_DAY, _year_month_day),
    (_SLASHED, _slashed),
)
