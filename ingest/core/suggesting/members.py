"""The ways to a text inside the items of a group: a selector, a cell, a line, and what each gives."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ingest.core.suggesting.page import UNREAD, classes_of
from ingest.core.suggesting.selectors import is_pdf
from ingest.core.suggesting.tables import Grid

_Element = Any
"""An element of lxml, which has no types."""

Said = str | dict[str, Any]
"""A field as a config says it."""

JOINTS = " –—-:;,|·•"
_MOST_INSIDE = 150
_CELLS = frozenset({"td", "th", "tr", "tbody"})
_MOST_RANKS = 4
_MOST_LINES = 6
_LEAST_SHARE = 0.34
_MOST_WAYS = 220
_BLOCKS = frozenset(
    {"br", "p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "ul", "ol", "dl"}
    | {"table", "hr", "section", "article", "header", "footer", "blockquote"}
)
_NUMBERED_ID = re.compile(r"\d.*_([A-Za-z]\w{3,40})$")
_CHILD_TAGS = frozenset(
    {"p", "div", "span", "a", "strong", "b", "em", "i", "h2", "h3", "h4", "h5", "td", "font", "small", "dd"}
)
_PLACED_TAGS = frozenset({"span", "p", "div", "a", "strong", "b", "em", "small", "time", "li", "dd"})


@dataclass(slots=True, eq=False)
class Way:
    """One way to a text, with what it gives in each item."""

    said: Said
    words: str
    """What a header, a class or an id says of it."""
    tag: str
    elements: list[_Element | None]
    texts: list[str]
    broken: float = 0.0
    """The share of items in which the text runs over several lines."""
    cost: float = 0.0
    """How much it is to be put behind a plainer way that gives the same."""

    @property
    def share(self) -> float:
        return sum(map(bool, self.texts)) / len(self.texts)

    @property
    def filled(self) -> list[str]:
        return [text for text in self.texts if text]

    @property
    def uniqueness(self) -> float:
        filled = self.filled
        return len(set(filled)) / len(filled) if filled else 0.0

    @property
    def mean_length(self) -> float:
        filled = self.filled
        return sum(map(len, filled)) / len(filled) if filled else 0.0

    def share_of(self, is_so: Callable[[str], object]) -> float:
        """The share of all items whose text is so."""
        return sum(bool(is_so(text)) for text in self.filled) / len(self.texts)


@dataclass(slots=True)
class Items:
    """The items of a group as they are looked at."""

    elements: list[_Element]
    grid: Grid | None = None
    """The table that they are rows of."""
    _texts: dict[_Element, str] = field(default_factory=dict)
    _lines: dict[_Element, list[str]] = field(default_factory=dict)

    def text_of(self, element: _Element) -> str:
        if element not in self._texts:
            self._texts[element] = " ".join(" ".join(self.lines_of(element)).split())
        return self._texts[element]

    def lines_of(self, element: _Element) -> list[str]:
        if element not in self._lines:
            self._lines[element] = lines_of(element)
        return self._lines[element]

    def whole(self) -> Way:
        return _way(self, ".", "", list(self.elements), cost=0.5)


def lines_of(element: _Element) -> list[str]:
    """The text of an element as the lines that one sees, without empty ones."""
    lines: list[list[str]] = [[]]
    waiting: list[Any] = [element]
    while waiting:
        one = waiting.pop()
        if one is None:
            lines.append([])
        elif isinstance(one, str):
            lines[-1].append(one)
        else:
            if one is not element and one.tail:
                waiting.append(one.tail)
            if isinstance(one.tag, str) and one.tag not in UNREAD:
                if one.tag in _BLOCKS and one is not element:
                    lines.append([])
                    waiting.append(None)
                waiting.extend(reversed(one))
                if one.text:
                    waiting.append(one.text)
    texts = (" ".join(" ".join(line).split()) for line in lines)
    return [text for text in texts if text]


def own_text(element: _Element) -> str:
    """The text that stands in an element itself, not in the elements in it."""
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    return " ".join(" ".join(pieces).split()).strip(JOINTS)


def ways_of(items: Items, *, is_wrapped: bool) -> list[Way]:
    """Every way that gives something in a third of the items."""
    found: dict[str, list[_Element | None]] = defaultdict(lambda: [None] * len(items.elements))
    for number, item in enumerate(items.elements):
        for selector, element in _selected(item, is_wrapped=is_wrapped):
            if found[selector][number] is None:
                found[selector][number] = element
    ways = [
        _way(items, selector, selector, elements, cost=0.01 * len(selector))
        for selector, elements in list(found.items())[:_MOST_WAYS]
        if _is_enough(elements)
    ]
    whole = items.whole()
    ways += [whole, *_parts_of(items, whole.elements, ".", "", cost=0.25)]
    if items.grid is not None:
        ways += _cells(items, items.grid)
    else:
        for way in [one for one in ways if one.tag in {"p", "div", "td", "span", "dd"} and _is_selector(one.said)]:
            if any("br" in {child.tag for child in element} for element in way.elements[:5] if element is not None):
                ways += _parts_of(items, way.elements, way.said, way.words, cost=way.cost + 0.15)
    return [way for way in ways if way.share >= _LEAST_SHARE]


def _is_selector(said: Said) -> bool:
    return isinstance(said, str) and said != "."


def _way(items: Items, said: Said, words: str, elements: list[_Element | None], *, cost: float = 0.0) -> Way:
    lines = [len(items.lines_of(element)) for element in elements if element is not None]
    broken = sum(count > 1 for count in lines) / max(1, len(lines))
    return Way(said, words, _tag_of(elements), elements, _texts(items, elements), broken=broken, cost=cost)


def _is_enough(elements: list[_Element | None]) -> bool:
    return sum(element is not None for element in elements) >= _LEAST_SHARE * len(elements)


def _tag_of(elements: list[_Element | None]) -> str:
    return str(next(element.tag for element in elements if element is not None))


def _texts(items: Items, elements: list[_Element | None]) -> list[str]:
    return ["" if element is None else items.text_of(element) for element in elements]


def _selected(item: _Element, *, is_wrapped: bool) -> Iterator[tuple[str, _Element]]:
    """The selectors that find something in an item, with what each finds first."""
    inside = (one for one in item.iter() if isinstance(one.tag, str) and one.tag not in UNREAD and one is not item)
    for element in islice(inside, _MOST_INSIDE):
        tag = element.tag
        if tag not in _CELLS or item.tag != "tr":
            yield tag, element
        for name in classes_of(element)[:4]:
            yield f"{tag}.{name}", element
        yield from _by_attributes(element)
        if element.getparent() is item and tag in _CHILD_TAGS:
            rank = sum(1 for _ in element.itersiblings(tag, preceding=True)) + 1
            if 1 < rank <= _MOST_RANKS or (rank == 1 and not is_wrapped and item.tag != "tr"):
                yield f":scope > {tag}:nth-of-type({rank})", element


def _by_attributes(element: _Element) -> Iterator[tuple[str, _Element]]:
    """The selectors by which an element is known beside its tag and its own classes."""
    tag = element.tag
    parent = element.getparent()
    if tag in _PLACED_TAGS and parent is not None and (names := classes_of(parent)[:1]):
        rank = sum(1 for _ in element.itersiblings(tag, preceding=True)) + 1
        if 1 < rank <= _MOST_RANKS:
            yield f"{parent.tag}.{names[0]} > {tag}:nth-of-type({rank})", element
    if match := _NUMBERED_ID.search(element.get("id") or ""):
        yield f"[id$=_{match[1]}]", element
    if (prop := element.get("itemprop") or "").isalpha():
        yield f"[itemprop={prop}]", element
    if tag == "a" and is_pdf(element):
        yield "a[href*='.pdf' i]", element
    for name in classes_of(element)[:1]:
        if any(name in classes_of(one) for one in element.itersiblings(tag, preceding=True)):
            yield f"{tag}.{name} ~ {tag}.{name}", element


def _parts_of(items: Items, elements: list[_Element | None], select: Said, words: str, *, cost: float) -> Iterator[Way]:
    """The lines of an element, and what stands in it beside other elements."""
    tag = _tag_of(elements)
    base: dict[str, Any] = {"select": select} if isinstance(select, str) else select
    own = ["" if element is None else own_text(element) for element in elements]
    if any(own) and any(element is not None and len(element) for element in elements):
        broken = sum(element is not None and element.find("br") is not None for element in elements) / len(elements)
        yield Way({**base, "own": True}, words, tag, elements, own, broken=broken, cost=cost + 0.05)
    lines = [[] if element is None else items.lines_of(element) for element in elements]
    for number in range(1, _MOST_LINES + 1):
        texts = [line[number - 1].strip(JOINTS) if len(line) >= number else "" for line in lines]
        if sum(map(bool, texts)) < _LEAST_SHARE * len(texts):
            return
        if number > 1 or sum(len(line) > 1 for line in lines) * 3 > len(lines):
            yield Way({**base, "line": number}, words, tag, elements, texts, cost=cost + 0.05 * number)


def _cells(items: Items, grid: Grid) -> Iterator[Way]:
    for column in range(grid.width):
        cells = [grid.cell(row, column) for row in items.elements]
        if not _is_enough(cells):
            continue
        said = {"column": grid.said(column)}
        words = grid.header(column)
        yield _way(items, said, words, cells)
        yield from _parts_of(items, cells, said, words, cost=0.1)
        for tag in ("a", "p", "strong", "b", "span", "em", "i", "time"):
            inner = [None if cell is None else next(cell.iter(tag), None) for cell in cells]
            if _is_enough(inner):
                yield _way(items, {**said, "select": tag}, words, inner, cost=0.05)
