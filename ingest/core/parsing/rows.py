"""An item of a web page: what selectors, columns and headings give for it."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice

from bs4 import BeautifulSoup, Tag

from ingest.core.parsing.config import Piece

_MOST_STRINGS = 2_000
_LONGEST_TEXT = 20_000
_MOST_FOUND = 200
_WIDEST = 100
_LARGEST_TABLE = 5_000
_DATE_ATTRIBUTES = ("datetime", "content", "data-date")


def text_of_tag(tag: Tag) -> str:
    """The text of a tag on one line, as far as one would read a title or a date."""
    pieces = islice(tag.strings, _MOST_STRINGS)
    return " ".join(" ".join(pieces).split())[:_LONGEST_TEXT]


class Tables:
    """The tables of one page: which header and which cell stand over and in each column."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.soup = soup
        self._grids: dict[int, tuple[list[str], dict[int, dict[int, Tag]], int]] = {}
        self._order: dict[int, int] | None = None
        self._found: dict[str, list[tuple[int, Tag]]] = {}

    def cell(self, row: Tag, column: str) -> Tag | None:
        """The cell of a row under a header, which is told by its text or counted from 1."""
        table = row.find_parent("table")
        if not isinstance(table, Tag):
            return None
        headers, grid, _ = self._grid(table)
        number = int(column) - 1 if column.isdigit() else _column(headers, column)
        return grid.get(id(row), {}).get(number)

    def is_header(self, row: Tag) -> bool:
        """Whether a row is the one that names the columns."""
        if row.name != "tr":
            return False
        table = row.find_parent("table")
        return isinstance(table, Tag) and self._grid(table)[2] == id(row)

    def _grid(self, table: Tag) -> tuple[list[str], dict[int, dict[int, Tag]], int]:
        if id(table) not in self._grids:
            self._grids[id(table)] = _grid_of(table)
        return self._grids[id(table)]

    def before(self, place: Tag, selector: str) -> Tag | None:
        """The last tag before `place` that a selector finds: the heading that an item stands under."""
        if self._order is None:
            self._order = {id(tag): number for number, tag in enumerate(self.soup.select("*"))}
        if selector not in self._found:
            self._found[selector] = [(self._order.get(id(tag), 0), tag) for tag in self.soup.select(selector)]
        found = self._found[selector]
        at = bisect_left(found, self._order.get(id(place), 0), key=lambda pair: pair[0])
        return found[at - 1][1] if at else None


def _grid_of(table: Tag) -> tuple[list[str], dict[int, dict[int, Tag]], int]:
    """A table as cells by row and column, with cells that span several rows or columns in each of them."""
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table][:_LARGEST_TABLE]
    hanging: dict[int, tuple[int, Tag]] = {}
    grid: dict[int, dict[int, Tag]] = {}
    headers: list[str] = []
    header_row = 0
    for row in rows:
        cells: dict[int, Tag] = {}
        column = 0
        own = list(row.find_all(["td", "th"], recursive=False))
        while own or any(at >= column for at in hanging):
            if column in hanging:
                left, cell = hanging.pop(column)
                cells[column] = cell
                if left > 1:
                    hanging[column] = (left - 1, cell)
                column += 1
            elif own:
                cell = own.pop(0)
                for _ in range(_span(cell, "colspan")):
                    cells[column] = cell
                    if _span(cell, "rowspan") > 1:
                        hanging[column] = (_span(cell, "rowspan") - 1, cell)
                    column += 1
            else:
                column += 1
            if column > _WIDEST:
                break
        hanging = {at: left for at, left in hanging.items() if at <= _WIDEST}
        grid[id(row)] = cells
        if not headers and cells and _names_columns(row):
            headers = [text_of_tag(cells[at]).casefold() if at in cells else "" for at in range(max(cells) + 1)]
            header_row = id(row)
            hanging = {}
    return headers, grid, header_row


def _names_columns(row: Tag) -> bool:
    cells = row.find_all(["td", "th"], recursive=False)
    headings = sum(cell.name == "th" for cell in cells)
    return (headings > 1 and headings * 2 > len(cells)) or (row.find_parent("thead") is not None and bool(cells))


def _span(cell: Tag, name: str) -> int:
    text = str(cell.get(name) or "1")
    return min(int(text), _WIDEST) if text.isascii() and text.isdigit() and 0 < len(text) < 5 and int(text) else 1


def _column(headers: list[str], wanted: str) -> int:
    """The column whose header is the wanted text, begins with it, or holds it; -1 where none does."""
    wanted = " ".join(wanted.casefold().split())
    for fits in (str.__eq__, str.startswith, str.__contains__):
        for number, header in enumerate(headers):
            if header and fits(header, wanted):
                return number
    return -1


class PageItem:
    """One item of a listing page. `at` is its place in the page, where its tag may be a copy."""

    def __init__(self, tag: Tag, tables: Tables, *, at: Tag) -> None:
        self.tag = tag
        self._tables = tables
        self._at = at

    def named(self, name: str) -> str:  # noqa: ARG002 - tags have no names of their own
        return ""

    def texts(self, piece: Piece, name: str) -> list[str]:
        found = (self._text(tag, piece, name) for tag in self._tags(piece))
        return [text for text in found if text]

    def _tags(self, piece: Piece) -> list[Tag]:
        start: Tag | None = self.tag
        if piece.before:
            start = self._tables.before(self._at, piece.before)
        elif piece.column:
            start = self._tables.cell(self.tag, piece.column)
        if start is None:
            return []
        if not piece.at:
            return [start]
        return list(islice(start.css.iselect(piece.at), _MOST_FOUND))

    def _text(self, tag: Tag, piece: Piece, name: str) -> str:
        if piece.attribute:
            value = tag.get(piece.attribute) or ""
            return " ".join(value) if isinstance(value, list) else str(value).strip()
        if name in {"link", "next"}:
            link = tag if tag.get("href") else tag.find("a", href=True)
            return str(link.get("href") or "").strip() if isinstance(link, Tag) else ""
        if name in {"date", "updated"} and piece.pattern is None:
            for attribute in _DATE_ATTRIBUTES:
                if tag.get(attribute):
                    return str(tag[attribute]).strip()
            if not piece.at and (inner := tag.find("time", datetime=True)) and isinstance(inner, Tag):
                return str(inner["datetime"])
        if name == "summary" and piece.pattern is None:
            return tag.decode_contents().strip() if tag.get_text(strip=True) else ""
        if piece.own:
            return " ".join("".join(tag.find_all(string=True, recursive=False)).split())
        return text_of_tag(tag)
