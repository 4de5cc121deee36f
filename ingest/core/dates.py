"""Instants out of the many spellings that feeds use. Never a guess: None where it cannot be told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from time import struct_time

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before the web: such a date is a default of somebody's software."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero ene gennaio gen januari janeiro leden styczeń stycznia ledna января",
            "february feb februar février febrero febbraio februari fevereiro fev únor lutego února февраля",
            "march mar märz mars marzo maart março březen marca března марта",
            "april apr avril abril abr aprile duben kwietnia dubna апреля",
            "may mai mayo maggio mag mei maio květen maja května мая",
            "june jun juni juin junio giugno giu junho červen czerwca června июня",
            "july jul juli juillet julio luglio lug julho červenec lipca července июля",
            "august aug août agosto ago augustus srpen sierpnia srpna августа",
            "september sep sept septembre septiembre settembre set setembro září września сентября",
            "october oct oktober okt octobre octubre ottobre ott outubro říjen października října октября",
            "november nov novembre noviembre novembro listopad listopada listopadu ноября",
            "december dec dezember dez décembre diciembre dic dicembre dezembro prosinec grudnia prosince декабря",
        ),
        start=1,
    )
    for name in names.split()
}
"""Full and short month names of the languages in which listing pages are watched."""

_DAY_MONTH_YEAR = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+)?([^\W\d]+)\.?,?\s+(?:de\s+)?(\d{4})"
)
_MONTH_DAY_YEAR = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_TIME = re.compile(r"(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?\s*(am|pm)?", re.IGNORECASE)
_ZONE = re.compile(r"(?:UTC|GMT|[zZ])?\s*([+-])(\d{2}):?(\d{2})\s*$")


def as_utc(moment: datetime, *, now: datetime) -> datetime | None:
    """Make an instant aware (a naive one is read as UTC), no later than `now`; None before 1990."""
    try:
        aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None
    return None if aware < _EARLIEST else min(aware, now)


def from_struct(parts: struct_time | None, *, now: datetime) -> datetime | None:
    """An instant from feedparser's own UTC parts."""
    if parts is None:
        return None
    try:
        return as_utc(datetime(*parts[:5], min(parts.tm_sec, 59), tzinfo=UTC), now=now)
    except (ValueError, TypeError, OverflowError):
        return None


def read_instant(text: str, *, now: datetime) -> datetime | None:
    """Read ISO 8601, RFC 822, epoch seconds, or a day written out in a known language.

    A slashed date with the year last ("03/04/2025") is read by no country's habit: None.
    """
    text = " ".join(text.split())[:120]
    if not text:
        return None
    for reader in (_from_iso, _from_mail, _from_epoch, _from_words):
        try:
            moment = reader(text)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        if moment is not None:
            return as_utc(moment, now=now)
    return None


def _from_iso(text: str) -> datetime | None:
    return datetime.fromisoformat(text)


def _from_mail(text: str) -> datetime | None:
    return parsedate_to_datetime(text)


def _from_epoch(text: str) -> datetime | None:
    if not re.fullmatch(r"\d{10}(\d{3})?", text):
        return None
    return datetime.fromtimestamp(int(text[:10]), tz=UTC)


def _from_words(text: str) -> datetime | None:
    day = _day_of(text)
    if day is None:
        return None
    zone = _ZONE.search(text)
    offset = (
        timedelta(hours=int(zone[2]), minutes=int(zone[3])) * (-1 if zone[1] == "-" else 1) if zone else timedelta()
    )
    clock = _TIME.search(text)
    if not clock:
        return datetime(*day, tzinfo=UTC)
    hour = int(clock[1])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].casefold() == "pm" else 0)
    return datetime(*day, hour, int(clock[2]), int(clock[3] or 0), tzinfo=timezone(offset))


def _day_of(text: str) -> tuple[int, int, int] | None:
    folded = text.casefold()
    if match := _YEAR_FIRST.search(folded):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _DAY_FIRST.search(folded):
        return int(match[3]), int(match[2]), int(match[1])
    for match in _DAY_MONTH_YEAR.finditer(folded):
        if match[2] in MONTHS:
            return int(match[3]), MONTHS[match[2]], int(match[1])
    for match in _MONTH_DAY_YEAR.finditer(folded):
        if match[1] in MONTHS:
            return int(match[3]), MONTHS[match[1]], int(match[2])
    return None
