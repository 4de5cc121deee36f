"""Rows for the small charts: names with one measure, split by kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from actions.lifecycle import STRENGTH, Kind


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
