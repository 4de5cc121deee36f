"""A table as rows and columns, with cells that span several of them in each, and the names over its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.core.parsing.rows import are_column_names
from ingest.core.parsing.spanning import WIDEST, cells_by_column

_Element = Any
"""An element of lxml, which has no types."""

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
    grid.width = min(WIDEST, max((max(cells, default=-1) + 1 for cells in grid.rows.values()), default=0))
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
        grid[row] = cells_by_column(own, hanging)
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


def _names_columns(row: _Element, cells: list[_Element], number: int) -> bool:
    headings = sum(cell.tag == "th" for cell in cells)
    if (headings > 1 and headings * 2 > len(cells)) or row.getparent().tag == "thead":
        return True
    return number < _MOST_HEADER_ROWS and are_column_names([_text(cell) for cell in cells])


def _text(cell: _Element) -> str:
    return " ".join(" ".join(cell.itertext()).split())
