"""Two or more vendors, or places, side by side: what each meets, what they share, what only one has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actions import grid


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a comparison: `key` is the place (or vendor), with one cell for each that is compared."""

    key: int
    cells: tuple[grid.Cell | None, ...]

    @property
    def is_shared(self) -> bool:
        return None not in self.cells

    @property
    def lone(self) -> int | None:
        """The only column that has anything here, where exactly one has."""
        filled = [position for position, cell in enumerate(self.cells) if cell]
        return filled[0] if len(filled) == 1 else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`columns` are the keys compared. Rows that most of them share come first."""

    columns: tuple[int, ...]
    lines: tuple[Line, ...]

    @property
    def shared(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_shared)

    def only(self, position: int) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.lone == position)

    def totals(self) -> tuple[int, ...]:
        """In how many rows each column has anything."""
        return tuple(sum(1 for line in self.lines if line.cells[i]) for i in range(len(self.columns)))


def vendors(cells: grid.Cells, keys: Sequence[int]) -> Comparison:
    """Vendors by place."""
    return _compare(((vendor, place, cell) for (vendor, place), cell in cells.items()), keys)


def places(cells: grid.Cells, keys: Sequence[int]) -> Comparison:
    """Places by vendor."""
    return _compare(((place, vendor, cell) for (vendor, place), cell in cells.items()), keys)


def _compare(found: Iterable[tuple[int, int, grid.Cell]], keys: Sequence[int]) -> Comparison:
    positions = {key: position for position, key in enumerate(keys)}
    rows: dict[int, list[grid.Cell | None]] = {}
    for column, line, cell in found:
        if column in positions:
            rows.setdefault(line, [None] * len(keys))[positions[column]] = cell
    lines = [Line(key, tuple(cells)) for key, cells in rows.items()]
    lines.sort(key=lambda line: (-sum(1 for cell in line.cells if cell), -_weight(line), line.key))
    return Comparison(tuple(keys), tuple(lines))


def _weight(line: Line) -> int:
    return sum(cell.count for cell in line.cells if cell)
