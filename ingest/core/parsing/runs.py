"""Items that no tag holds: headings with what follows them, and lines or paragraphs parted by `br` or `hr`."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from ingest.core.parsing.config import Plan
from ingest.core.parsing.limits import MOST_ENTRIES

Placed = tuple[Tag, Tag]
"""An item's tag, which may be a wrapper of copies, and its place in the page."""

_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_MOST_COPIED = 50_000
"""Tags that are copied into wrappers on one page."""


def parted(soup: BeautifulSoup, found: list[Tag], plan: Plan) -> list[Placed]:
    """The items that a plan makes of what its selector found."""
    if plan.split:
        return [placed for tag in found[:MOST_ENTRIES] for placed in _split(soup, tag, plan.split)][:MOST_ENTRIES]
    if plan.siblings:
        return _with_siblings(soup, found[:MOST_ENTRIES])
    return [(tag, tag) for tag in found[:MOST_ENTRIES]]


def _with_siblings(soup: BeautifulSoup, found: list[Tag]) -> list[Placed]:
    """Each item as a wrapper of itself and of what follows it, up to the next item or a heading of its rank."""
    starts = {id(tag) for tag in found}
    placed = []
    copied = 0
    for tag in found:
        parts: list[PageElement] = [tag]
        for sibling in tag.next_siblings:
            if id(sibling) in starts or (isinstance(sibling, Tag) and _ends(sibling, tag)):
                break
            parts.append(sibling)
            copied += 1
            if copied > _MOST_COPIED:
                break
        placed.append((_wrapped(soup, parts), tag))
    return placed


def _ends(sibling: Tag, start: Tag) -> bool:
    if start.name in _HEADINGS:
        return _HEADINGS.get(sibling.name, 9) <= _HEADINGS[start.name]
    return start.name == "dt" == sibling.name


def _split(soup: BeautifulSoup, tag: Tag, how: str) -> Iterator[Placed]:
    """The runs between the separators that stand directly in a tag; those without letters are none."""
    parts: list[PageElement] = []
    for child in [*_pieces(tag, how), None]:
        if child is None or _parts_at(child, how):
            if any(any(char.isalnum() for char in _text(part)) for part in parts):
                wrapper = _wrapped(soup, parts)
                yield wrapper, next((part for part in parts if isinstance(part, Tag)), tag)
            parts = []
        else:
            parts.append(child)


def _pieces(tag: Tag, how: str) -> Iterator[PageElement | None]:
    """What stands directly in a tag; None at the end of a line of text that is set as it is typed."""
    for child in tag.children:
        if tag.name == "pre" and how == "line" and isinstance(child, NavigableString):
            first, *others = child.split("\n")
            yield NavigableString(first)
            for line in others:
                yield None
                yield NavigableString(line)
        else:
            yield child


def _parts_at(child: PageElement, how: str) -> bool:
    if not isinstance(child, Tag):
        return False
    if how == "rule":
        return child.name == "hr"
    if child.name != "br":
        return False
    return how == "line" or _is_break(_neighbour(child, "previous")) or _is_break(_neighbour(child, "next"))


def _neighbour(child: Tag, side: str) -> PageElement | None:
    """The tag or text beside a tag, past white space."""
    beside: PageElement | None = getattr(child, f"{side}_sibling")
    while isinstance(beside, NavigableString) and not beside.strip():
        beside = getattr(beside, f"{side}_sibling")
    return beside


def _is_break(part: PageElement | None) -> bool:
    return isinstance(part, Tag) and part.name == "br"


def _text(part: PageElement) -> str:
    return part.get_text() if isinstance(part, Tag | NavigableString) else ""


def _wrapped(soup: BeautifulSoup, parts: list[PageElement]) -> Tag:
    wrapper = soup.new_tag("div")
    for part in parts:
        wrapper.append(copy.copy(part))
    return wrapper
