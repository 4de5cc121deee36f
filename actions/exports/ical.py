"""iCalendar (RFC 5545): effective days, phases and deadlines as all-day events. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from actions.exports.exported import DIRECTORY, Exported
from actions.records import Dated

MEDIA_TYPE = "text/calendar; charset=utf-8"
DATED_STEPS = {
    "effective": "takes effect",
    "phase": "enters a new phase",
    "deadline": "has a deadline",
    "expired": "expires",
}
_FOLD_AT = 73
"""Octets in a line before it is folded: 75 with the line's end (section 3.1)."""


def write(rows: Iterable[Exported], *, host: str) -> Iterator[str]:
    """A calendar of all dated steps; only days are told, since a month is no day."""
    yield _line("BEGIN:VCALENDAR") + _line("VERSION:2.0") + _line(f"PRODID:-//{DIRECTORY}//{host}//EN")
    yield _line("CALSCALE:GREGORIAN") + _line(f"NAME:{DIRECTORY}") + _line(f"X-WR-CALNAME:{DIRECTORY}")
    for row in rows:
        for name, day, text in _steps(row):
            yield _event(row, name, day, text, host=host)
    yield _line("END:VCALENDAR")


def _steps(row: Exported) -> list[tuple[str, date, str]]:
    """What has a day: name for the UID, the day, and what happens."""
    steps = [
        (f"{milestone.kind}-{day.isoformat()}", day, milestone.text or DATED_STEPS[milestone.kind])
        for milestone in row.record.milestones
        if milestone.kind in DATED_STEPS and (day := _day(milestone.on))
    ]
    effective = _day(row.record.effective)
    if effective and not any(name.startswith("effective-") for name, _day_, _text in steps):
        steps.insert(0, (f"effective-{effective.isoformat()}", effective, DATED_STEPS["effective"]))
    return steps


def _day(dated: Dated) -> date | None:
    """The day, where it is known to the day."""
    return date.fromisoformat(dated.first) if dated.first and dated.first == dated.last else None


def _event(row: Exported, name: str, day: date, text: str, *, host: str) -> str:
    stamp = row.recorded_at.strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VEVENT",
        f"UID:{row.record.slug}-{name}@{host}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"SEQUENCE:{row.revision}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(row.record.title)}",
        f"DESCRIPTION:{_escaped(f'{row.place}: {text}')}",
        f"CATEGORIES:{row.record.kind},{row.record.jurisdiction}",
        f"URL:{row.url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    return "".join(map(_line, lines))


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return " ".join(text.split())


def _line(text: str) -> str:
    """A content line, folded by octets without cutting a character."""
    pieces, piece, size = [], "", 0
    for sign in text:
        width = len(sign.encode())
        if size + width > _FOLD_AT:
            pieces.append(piece)
            piece, size = " ", 1
        piece += sign
        size += width
    return "\r\n".join([*pieces, piece]) + "\r\n"
