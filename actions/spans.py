"""Imprecise dates: the first and the last possible day, and how precise the source was."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """All days that a date may mean: "June 2025" is 1 to 30 June 2025, precision month."""

    first: date
    last: date
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"A span cannot end on {self.last} before it begins on {self.first}.")
        if self.precision is Precision.DAY and self.first != self.last:
            raise ValueError("A date of day precision is one day.")

    @classmethod
    def day(cls, on: date) -> Span:
        return cls(on, on)

    @classmethod
    def month(cls, year: int, month: int) -> Span:
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), Precision.MONTH)

    @classmethod
    def year(cls, year: int) -> Span:
        return cls(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)

    def iso(self) -> str:
        """The date at its own precision: `2025-06-27`, `2025-06` or `2025` (ISO 8601)."""
        return self.first.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[self.precision]]


_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def parse_span(text: str | date | None) -> Span | None:
    """Read `2025-06-27`, `2025-06` or `2025`; None or an empty text is an unknown date.

    Raises ValueError with a sentence for anything else.
    """
    if text is None or text == "":
        return None
    if isinstance(text, date):
        return Span.day(text)
    match = _SHAPE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"“{text}” is not a date such as 2025-06-27, 2025-06 or 2025.")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is None or month is None:
            return Span.year(year or 0)
        return Span.month(year, month) if day is None else Span.day(date(year, month, day))
    except ValueError as error:
        raise ValueError(f"“{text}” is not a day of the calendar.") from error
