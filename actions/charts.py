"""Rows for the small charts: names with one measure, split by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actions.lifecycle import STRENGTH, Kind
from actions.periods import Block

ROW, THICK = 26, 15
"""In a drawing: the height of a row, and of the bar in it."""
_LETTER, _LONGEST_LABEL, _GAP, _COUNT = 6.9, 34, 14, 60
"""A letter of a label, how many are shown, the way to the bar, and what is left for the number behind it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar; `start` and `width` in percent of the longest bar."""

    kind: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    url: str
    count: int
    percent: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """How many actions of one kind a name has."""

    label: str
    url: str
    kind: str
    count: int


def bars(measures: Iterable[Measure], *, limit: int) -> list[Bar]:
    """The longest bars first, each split by kind, the strictest kind at its foot."""
    by_name: dict[tuple[str, str], dict[str, int]] = {}
    for measure in measures:
        by_name.setdefault((measure.label, measure.url), {})[measure.kind] = measure.count
    longest = sorted(by_name.items(), key=lambda row: (-sum(row[1].values()), row[0]))[:limit]
    full = max((sum(counts.values()) for _, counts in longest), default=1)
    return [_bar(label, url, counts, full) for (label, url), counts in longest]


def _bar(label: str, url: str, counts: dict[str, int], full: int) -> Bar:
    parts, start = [], 0.0
    for kind in sorted(counts, key=lambda kind: STRENGTH.index(Kind(kind))):
        width = 100 * counts[kind] / full
        parts.append(Part(kind, round(start, 2), round(width, 2)))
        start += width
    return Bar(label, url, sum(counts.values()), round(start, 2), tuple(parts))


@dataclass(frozen=True, slots=True)
class Row:
    """A bar as it is drawn: its blocks, and where it ends, in the units of the drawing."""

    label: str
    count: int
    y: float
    end: float
    blocks: tuple[Block, ...]


def drawn(shown: Sequence[Bar], width: int) -> list[Row]:
    """Bars laid out in a drawing of this width, one below the other; a label that is too long is cut."""
    labels = [_cut(bar.label) for bar in shown]
    left = round(_LETTER * max(map(len, labels), default=0)) + _GAP
    per_cent = (width - left - _COUNT) / 100
    return [
        Row(label, bar.count, i * ROW, left + bar.percent * per_cent, _blocks(bar, left, per_cent, i * ROW + 2))
        for i, (bar, label) in enumerate(zip(shown, labels, strict=True))
    ]


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"


def _blocks(bar: Bar, left: float, per_cent: float, y: float) -> tuple[Block, ...]:
    return tuple(
        Block(Kind(part.kind), left + part.start * per_cent, y, part.width * per_cent, THICK, 0) for part in bar.parts
    )
