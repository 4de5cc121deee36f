"""An item of a web page: what selectors, columns and headings give for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from ingest.core.parsing.config import Piece
from ingest.core.parsing.days import find_day
from ingest.core.parsing.patterns import LONGEST_TEXT
from ingest.core.parsing.spanning import cells_by_column

_MOST_STRINGS = 2_000
_LONGEST_TEXT = 20_000
_MOST_FOUND = 200
_LARGEST_TABLE = 5_000
_MOST_HEADER_ROWS = 3
_LONGEST_NAME = 40
_DATE_ATTRIBUTES = ("datetime", "content", "data-date")
_COLUMN_WORDS = frozenset(
    """
    case cases docket date dates filed decided issued released published publication posted opinion opinions order
    orders document documents title name number no nr nos caption style type description subject citation judge
    author county court status disposition file link pdf download appeal party parties agency time location meeting
    agenda minutes category summary topic reference size year id of the by on and view effective company vendor
    product notice numéro titre objet sujet datum titel betreff nummer fecha título asunto número data titolo numero
    """.split()  # noqa: SIM905 - a list of words is read as a text
)
"""What headers are made of, to tell a row of them where a page does not mark it."""

_JOINTS = " –—-:;,|·•"
"""What joins a part of a text to the rest of it."""

_BREAKS = frozenset(
    {"br", "p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "ul", "ol", "dl"}
    | {"table", "hr", "section", "article", "header", "footer", "blockquote"}
)


def text_of_tag(tag: Tag) -> str:
    """The text of a tag on one line, as far as one would read a title or a date."""
    pieces = islice(tag.strings, _MOST_STRINGS)
    return " ".join(" ".join(pieces).split())[:_LONGEST_TEXT]


def lines_of_tag(tag: Tag) -> list[str]:
    """The text of a tag as the lines that one sees, without empty ones."""
    lines: list[list[str]] = [[]]
    for part in islice(tag.descendants, _MOST_STRINGS):
        if isinstance(part, Tag):
            if part.name in _BREAKS:
                lines.append([])
        elif type(part) is NavigableString:
            lines[-1].append(str(part))
            if part.parent is not tag and part.next_sibling is None and _ends_block(part, tag):
                lines.append([])
    texts = (" ".join(" ".join(line).split())[:_LONGEST_TEXT] for line in lines)
    return [text for text in texts if text]


def _ends_block(part: NavigableString, within: Tag) -> bool:
    """Whether a block closes behind a text that is the last of its tag."""
    parent = part.parent
    while isinstance(parent, Tag) and parent is not within:
        if parent.name in _BREAKS:
            return True
        if parent.next_sibling is not None:
            return False
        parent = parent.parent
    return False


def _is_heading(piece: Piece, tag: Tag) -> bool:
    """Whether a tag before the item tells what the piece asks for; any does, where it asks for no form."""
    if not piece.find and piece.pattern is None:
        return True
    text = text_of_tag(tag)
    if piece.find and not find_day(text):
        return False
    return piece.pattern is None or bool(piece.pattern.search(text[:LONGEST_TEXT]))


class Tables:
    """The tables of one page: which header and which cell stand over and in each column."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.soup = soup
        self._grids: dict[int, tuple[list[str], dict[int, dict[int, Tag]], int]] = {}
        self._order: dict[int, int] | None = None
        self._found: dict[tuple[str, str, re.Pattern[str] | None], list[tuple[int, Tag]]] = {}

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

    def before(self, place: Tag, piece: Piece) -> Tag | None:
        """The last tag before `place` that a piece's selector finds, and that tells what the piece asks for."""
        if self._order is None:
            self._order = {id(tag): number for number, tag in enumerate(self.soup.select("*"))}
        key = (piece.before, piece.find, piece.pattern)
        if key not in self._found:
            fitting = (tag for tag in self.soup.select(piece.before) if _is_heading(piece, tag))
            self._found[key] = [(self._order.get(id(tag), 0), tag) for tag in fitting]
        found = self._found[key]
        at = bisect_left(found, self._order.get(id(place), 0), key=lambda pair: pair[0])
        return found[at - 1][1] if at else None


def _grid_of(table: Tag) -> tuple[list[str], dict[int, dict[int, Tag]], int]:
    """A table as cells by row and column, with cells that span several rows or columns in each of them."""
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table][:_LARGEST_TABLE]
    hanging: dict[int, tuple[int, Tag]] = {}
    grid: dict[int, dict[int, Tag]] = {}
    headers: list[str] = []
    header_row = 0
    for number, row in enumerate(rows):
        cells = cells_by_column(row.find_all(["td", "th"], recursive=False), hanging)
        grid[id(row)] = cells
        if not headers and cells and _names_columns(row, number):
            headers = [text_of_tag(cells[at]).casefold() if at in cells else "" for at in range(max(cells) + 1)]
            header_row = id(row)
            hanging = {}
    return headers, grid, header_row


def _names_columns(row: Tag, number: int) -> bool:
    cells = row.find_all(["td", "th"], recursive=False)
    headings = sum(cell.name == "th" for cell in cells)
    if (headings > 1 and headings * 2 > len(cells)) or (row.find_parent("thead") is not None and bool(cells)):
        return True
    return number < _MOST_HEADER_ROWS and are_column_names([text_of_tag(cell) for cell in cells])


def are_column_names(texts: Sequence[str]) -> bool:
    """Whether the cells of a row say what stands below them, as rows without `th` do."""
    filled = [text for text in texts if text]
    named = [text for text in filled if len(text) <= _LONGEST_NAME and not any(char.isdigit() for char in text)]
    words = [re.findall(r"[^\W\d_]+", text.casefold()) for text in named]
    known = [one for one in words if one and sum(word in _COLUMN_WORDS for word in one) * 2 >= len(one)]
    return len(known) > 1 and len(named) == len(filled) and len(known) * 3 >= len(filled) * 2


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
            start = self._tables.before(self._at, piece)
        elif piece.column:
            start = self._tables.cell(self.tag if self.tag.name == "tr" else self._at, piece.column)
        if start is None:
            return []
        if not piece.at:
            return [start]
        return list(islice(start.css.iselect(piece.at), _MOST_FOUND))

    def _text(self, tag: Tag, piece: Piece, name: str) -> str:
        if piece.attribute:
            value = tag.get(piece.attribute) or ""
            return " ".join(value) if isinstance(value, list) else str(value).strip()
        if name in {"link", "next"} and piece.pattern is None:
            link = tag if tag.get("href") else tag.find("a", href=True)
            return str(link.get("href") or "").strip() if isinstance(link, Tag) else ""
        if piece.line:
            return dict(enumerate(lines_of_tag(tag), start=1)).get(piece.line, "").strip(_JOINTS)
        if name in {"date", "updated"} and piece.pattern is None:
            for attribute in _DATE_ATTRIBUTES:
                if tag.get(attribute):
                    return str(tag[attribute]).strip()
            if not piece.at and (inner := tag.find("time", datetime=True)) and isinstance(inner, Tag):
                return str(inner["datetime"])
        if name == "summary" and piece.pattern is None and not piece.own:
            return tag.decode_contents().strip() if tag.get_text(strip=True) else ""
        if piece.own:
            return " ".join(" ".join(tag.find_all(string=True, recursive=False)).split()).strip(_JOINTS)
        return text_of_tag(tag)
