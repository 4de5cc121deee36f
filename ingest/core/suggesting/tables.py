"""A table as rows and columns, with cells that span several of them in each, and the names over its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.core.parsing.rows import are_column_names

_Element = Any
"""An element of lxml, which has no types."""

_WIDEST = 100
_LARGEST = 5_000
_MOST_HEADER_ROWS = 3


@dataclass(slots=True)
class Grid:
    """The cells of a table, or of several tables of one shape, by row and column."""

    headers: list[str] = field(default_factory=list)
    header_rows: set[_Element] = field(default_factory=set)
    rows: dict[_Element, dict[int, _Element]] = field(default_factory=dict)
    width: int = 0

    def cell(self, row: _Element, column: int) -> _Element | None:
        return self.rows.get(row, {}).get(column)

    def header(self, column: int) -> str:
        return self.headers[column] if column < len(self.headers) else ""

    def said(self, column: int) -> str:
        """A column as a config names it: by its header, which outlives a change of order, else by its number."""
        header = self.header(column)
        is_telling = bool(header) and self.headers.count(header) == 1 and not header.isdigit()
        first = next((at for at, one in enumerate(self.headers) if header.casefold() in one.casefold()), -1)
        return header if is_telling and first == column else str(column + 1)


def grid_of(rows: list[_Element]) -> Grid:
    """The grid that the rows stand in; headers only where all their tables have the same."""
    grid = Grid()
    tables = list(dict.fromkeys(table for row in rows if (table := next(row.iterancestors("table"), None)) is not None))
    named = []
    for table in tables:
        headers, header_row, cells = _table(table)
        named.append(headers)
        grid.rows |= cells
        if header_row is not None:
            grid.header_rows.add(header_row)
    grid.width = min(_WIDEST, max((max(cells, default=-1) + 1 for cells in grid.rows.values()), default=0))
    if named and all(one == named[0] for one in named):
        grid.headers = named[0]
    return grid


def _table(table: _Element) -> tuple[list[str], _Element | None, dict[_Element, dict[int, _Element]]]:
    headers: list[str] = []
    header_row = None
    grid: dict[_Element, dict[int, _Element]] = {}
    hanging: dict[int, tuple[int, _Element]] = {}
    for number, row in enumerate(_rows(table)):
        own = [cell for cell in row if cell.tag in {"td", "th"}]
        grid[row] = _placed(own, hanging)
        if not headers and own and _names_columns(row, own, number):
            cells = grid[row]
            headers = [_text(cells[at]) if at in cells else "" for at in range(max(cells) + 1)]
            header_row = row
            hanging.clear()
    return headers, header_row, grid


def _rows(table: _Element) -> Iterator[_Element]:
    count = 0
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table:
            count += 1
            if count > _LARGEST:
                return
            yield row


def _placed(own: list[_Element], hanging: dict[int, tuple[int, _Element]]) -> dict[int, _Element]:
    """The cells of one row by column; `hanging` keeps those that reach down from rows above."""
    cells: dict[int, _Element] = {}
    column = 0
    waiting = list(own)
    while column <= _WIDEST and (waiting or any(at >= column for at in hanging)):
        if column in hanging:
            left, cell = hanging.pop(column)
            cells[column] = cell
            if left > 1:
                hanging[column] = (left - 1, cell)
            column += 1
        elif waiting:
            cell = waiting.pop(0)
            for _ in range(_span(cell, "colspan")):
                cells[column] = cell
                if _span(cell, "rowspan") > 1:
                    hanging[column] = (_span(cell, "rowspan") - 1, cell)
                column += 1
        else:
            column += 1
    return cells


def _span(cell: _Element, name: str) -> int:
    text = str(cell.get(name) or "1")
    return min(int(text), _WIDEST) if text.isascii() and text.isdigit() and 0 < len(text) < 5 and int(text) else 1


def _names_columns(row: _Element, cells: list[_Element], number: int) -> bool:
    headings = sum(cell.tag == "th" for cell in cells)
    if (headings > 1 and headings * 2 > len(cells)) or row.getparent().tag == "thead":
        return True
    return number < _MOST_HEADER_ROWS and are_column_names([_text(cell) for cell in cells])


def _text(cell: _Element) -> str:
    return " ".join(" ".join(cell.itertext()).split())
