"""What stands over several items and holds for each of them: a day, or the year or month that their days lack."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.core.suggesting.page import Page, classes_of
from ingest.core.suggesting.words import OTHER_DATE, day_within

_Element = Any
"""An element of lxml, which has no types."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONE = _HEADINGS | {"p", "strong", "b", "caption", "font", "dt", "th", "td", "legend", "center", "summary"}
"""Tags of which one alone may stand over a whole listing; of others there must be several, with several texts."""

_LONGEST = 160
_FEW = 2
_MOST_ITEMS = 0.7


@dataclass(frozen=True, slots=True)
class Above:
    """A selector, and what the last element before each item that it finds tells."""

    selector: str
    texts: tuple[str, ...]


def day_above(places: Sequence[_Element], page: Page) -> Above | None:
    """A day that stands over several items."""
    headings = (
        element
        for element in page.elements
        if page.days[element] == 1
        and page.chars[element] <= _LONGEST
        and not OTHER_DATE.search(" ".join(" ".join(element.itertext()).split()))
    )
    return _best(headings, places, page, told_by=day_within)


def text_above(
    places: Sequence[_Element], page: Page, pattern: re.Pattern[str], *, holds: Callable[[str], bool] = bool
) -> Above | None:
    """What a pattern finds in a short text that stands over several items, where it `holds`."""

    def found(text: str) -> str:
        match = pattern.search(text)
        return match[1] if match and holds(match[1]) else ""

    headings = (
        element
        for element in page.elements
        if 0 < page.chars[element] <= _LONGEST // 2 and not page.days[element] and found(_plain(element))
    )
    return _best(headings, places, page, told_by=found)


def _best(
    headings: Iterable[_Element], places: Sequence[_Element], page: Page, *, told_by: Callable[[str], str]
) -> Above | None:
    order = {element: number for number, element in enumerate(page.elements)}
    near = {one for place in places for one in (*place.iter(), *place.iterancestors())}
    told = [(order[one], one, told_by(_plain(one))) for one in headings if one not in near]
    by_selector: dict[str, list[str]] = {}
    for selector in {name for _, one, _ in told for name in _names_of(one)}:
        like = [(at, text) for at, one, text in told if selector in _names_of(one)]
        by_selector[selector] = [_last_before(like, order.get(place, -1)) for place in places]
    for selector, texts in sorted(by_selector.items(), key=_rank):
        if not texts[0]:
            continue  # what stands over items stands over the first; this is the end of each
        is_named = selector.split(".")[0] in _LONE
        if sum(map(bool, texts)) >= _MOST_ITEMS * len(texts) and (is_named or len(set(texts)) > _FEW):
            return Above(selector, tuple(texts))
    return None


def _rank(pair: tuple[str, list[str]]) -> tuple[int, int, int, int, str]:
    """First what tells something of most items, then what tells several things, then what is made for headings."""
    selector, texts = pair
    tag = selector.split(".")[0]
    kind = 0 if tag in _HEADINGS else 1 if tag in _LONE else 2
    return -sum(map(bool, texts)), -len(set(texts)), kind, len(selector), selector


def _names_of(element: _Element) -> list[str]:
    return [element.tag, *(f"{element.tag}.{name}" for name in classes_of(element)[:3])]


def _plain(element: _Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _last_before(told: list[tuple[int, str]], place: int) -> str:
    found = ""
    for number, text in told:
        if number >= place:
            break
        found = text or found
    return found
