"""Actions counted by the year or month in which they were announced, and laid out as bars. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from actions.lifecycle import STRENGTH, Kind

WIDTH, HEIGHT = 960, 300
LEFT, BOTTOM, TOP = 34, 24, 12
_GAP = 0.28
"""The share of a period that is left white."""


@dataclass(frozen=True, slots=True)
class Announced:
    """How many actions of one kind were announced within one span: a day, a month or a year."""

    first: date
    last: date
    kind: str
    count: int

    @property
    def has_month(self) -> bool:
        return (self.first.year, self.first.month) == (self.last.year, self.last.month)


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or a month of a year (`month` is 0 for a year). `counts` by kind; a missing kind has none."""

    year: int
    month: int
    counts: Mapping[Kind, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def iso(self) -> str:
        """As `since` and `until` take it: 2025 or 2025-06."""
        return f"{self.year}-{self.month:02}" if self.month else str(self.year)

    @property
    def first(self) -> date:
        return date(self.year, self.month or 1, 1)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a bar, in the units of the drawing."""

    kind: Kind
    x: float
    y: float
    width: float
    height: float
    count: int


@dataclass(frozen=True, slots=True)
class Column:
    """A bar with its blocks, the strictest kind at the foot."""

    period: Period
    middle: float
    top: float
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A line of the scale."""

    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    columns: tuple[Column, ...]
    lines: tuple[Grid, ...]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def foot(self) -> int:
        return self.height - BOTTOM


def by_year(rows: Iterable[Announced]) -> list[Period]:
    """Every year from the first to the last, those without any action too."""
    counts: dict[int, dict[Kind, int]] = {}
    for row in rows:
        of_year = counts.setdefault(row.first.year, {})
        of_year[Kind(row.kind)] = of_year.get(Kind(row.kind), 0) + row.count
    if not counts:
        return []
    return [Period(year, 0, counts.get(year, {})) for year in range(min(counts), max(counts) + 1)]


def by_month(rows: Iterable[Announced], year: int) -> tuple[list[Period], int]:
    """The twelve months of a year, and how many actions of that year are known by the year alone."""
    counts: dict[int, dict[Kind, int]] = {}
    by_year_only = 0
    for row in rows:
        if row.first.year != year:
            continue
        if not row.has_month:
            by_year_only += row.count
            continue
        of_month = counts.setdefault(row.first.month, {})
        of_month[Kind(row.kind)] = of_month.get(Kind(row.kind), 0) + row.count
    return [Period(year, month, counts.get(month, {})) for month in range(1, 13)], by_year_only


def chart(periods: list[Period], *, width: int = WIDTH, height: int = HEIGHT) -> Chart:
    """The bars, scaled to the highest; a scale of at most five lines with round values."""
    highest = max((period.total for period in periods), default=0)
    step = _step(highest)
    ceiling = max(step, -(-highest // step) * step)
    foot = height - BOTTOM
    per_unit = (foot - TOP) / ceiling
    slot = (width - LEFT) / max(1, len(periods))
    columns = tuple(_column(period, LEFT + slot * i, slot, per_unit, foot) for i, period in enumerate(periods))
    lines = tuple(Grid(round(foot - value * per_unit, 1), value) for value in range(0, ceiling + 1, step))
    return Chart(columns, lines, width, height)


def _step(highest: int) -> int:
    """1, 2 or 5 times a power of ten, so that at most five lines reach the highest bar."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if factor * size * 5 >= highest:
                return factor * size
        size *= 10


def _column(period: Period, left: float, slot: float, per_unit: float, foot: int) -> Column:
    y = float(foot)
    blocks = []
    for kind in STRENGTH:
        count = period.counts.get(kind, 0)
        if count:
            height = count * per_unit
            y -= height
            blocks.append(
                Block(
                    kind,
                    round(left + slot * _GAP / 2, 1),
                    round(y, 1),
                    round(slot * (1 - _GAP), 1),
                    round(height, 1),
                    count,
                )
            )
    return Column(period, round(left + slot / 2, 1), round(y, 1), tuple(blocks))
