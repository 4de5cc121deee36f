"""Cells of a table that span several rows or columns, put in each of them; for elements of any parser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

WIDEST = 100
"""Columns of a table that are looked at."""


class HasAttributes(Protocol):
    def get(self, key: str, /) -> object: ...


Cell = TypeVar("Cell", bound=HasAttributes)


def cells_by_column(own: Sequence[Cell], hanging: dict[int, tuple[int, Cell]]) -> dict[int, Cell]:
    """The cells of a row by column.

    `own` are those that stand in it. `hanging` keeps, by column, how many rows further a cell from
    above reaches; it is changed for the next row.
    """
    cells: dict[int, Cell] = {}
    column, at = 0, 0
    while column <= WIDEST and (at < len(own) or any(further >= column for further in hanging)):
        if column in hanging:
            left, cell = hanging.pop(column)
            cells[column] = cell
            if left > 1:
                hanging[column] = (left - 1, cell)
            column += 1
        elif at < len(own):
            cell = own[at]
            at += 1
            down = _span(cell, "rowspan")
            for _ in range(min(_span(cell, "colspan"), WIDEST + 1 - column)):
                cells[column] = cell
                if down > 1:
                    hanging[column] = (down - 1, cell)
                column += 1
        else:
            column += 1
    return cells


def _span(cell: HasAttributes, name: str) -> int:
    text = str(cell.get(name) or "1")
    return min(int(text), WIDEST) if text.isascii() and text.isdigit() and 0 < len(text) < 5 and int(text) else 1
