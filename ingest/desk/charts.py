"""Columns of small charts, drawn by a template as SVG: no script, no inline style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 40
_STEP = 10
_WIDE = 8


@dataclass(frozen=True, slots=True)
class Column:
    x: int
    y: float
    height: float
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """One small chart. `first` and `last` stand below its ends; `most` is the tallest column's value."""

    title: str
    sentence: str
    columns: tuple[Column, ...]
    first: str
    last: str
    most: int

    @property
    def width(self) -> int:
        return max(1, len(self.columns)) * _STEP

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def column_width(self) -> int:
        return _WIDE


def chart(title: str, values: Sequence[int], labels: Sequence[str], *, sentence: str) -> Chart:
    """A chart of columns; an empty one is a hairline, so that a gap can be told from the end."""
    most = max(values, default=0)
    columns = []
    for place, (value, label) in enumerate(zip(values, labels, strict=True)):
        height = max(1.5, HEIGHT * value / most) if value else 0.5
        columns.append(Column(place * _STEP + 1, round(HEIGHT - height, 2), round(height, 2), label, value))
    return Chart(title, sentence, tuple(columns), labels[0] if labels else "", labels[-1] if labels else "", most)
