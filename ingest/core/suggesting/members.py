"""What stands inside the members of a group, by the selector that finds it in each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from ingest.core import dates
from ingest.core.parsing.addresses import web_address
from ingest.core.suggesting.groups import classes_of

_Element = Any
"""An element of lxml, which has no types."""

_MOST_INSIDE = 120
_UNREAD = frozenset({"script", "style", "noscript", "template", "svg", "head", "select"})
_MONTH = (
    r"(?:" + "|".join(sorted({re.escape(name) for name in dates.MONTHS if len(name) > 2}, key=len, reverse=True)) + ")"
)
DAY_PATTERN = (
    r"\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?(?:20)?\d\d"
    r"|[^\W\d]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
    r"|\d{1,2}(?:\.|st|nd|rd|th|er|º)?(?: de| of)? [^\W\d]{3,12}\.?,?(?: de)? (?:19|20)\d\d"
)
"""A day inside a longer text, as a config may say it."""

_DAY = re.compile(DAY_PATTERN, re.IGNORECASE)
_DETECTING = dates.Hint(is_day_first=False)
GENERIC = re.compile(
    r"^\W*(?:read (?:more|article)|more(?: info(?:rmation)?)?|learn more|view(?: \w+)?|details?|pdf|html"
    r"|download(?: \w+)?"
    r"|agenda|minutes|link|here|click here|continue(?: reading)?|see more|video|audio|docx?|lire (?:la suite|plus)|plus"
    r"|mehr|weiterlesen|leer más|continua|lees meer|más|share|print|opinion|order|add to calendar|map|packet|register"
    r"|notice|watch|english|español|n/?a|tba|tbd|cancelled|canceled|regular|special)\W*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def day_in(text: str, now: datetime) -> datetime | None:
    """The day that a short text tells; None for a longer one, in which it may be anything."""
    if len(text) > 120 or not any(char.isdigit() for char in text):
        return None
    return dates.read_instant(text, now=now, hint=_DETECTING)


@lru_cache(maxsize=4096)
def day_within(text: str, now: datetime) -> tuple[str, datetime] | None:
    """The first day that stands in a text of any length, with the words that tell it."""
    for match in _DAY.finditer(text[:3000]):
        day = dates.read_instant(match[0], now=now, hint=_DETECTING)
        if day is not None:
            return match[0], day
    return None


def text_of(element: _Element) -> str:
    pieces: list[str] = []
    _gather(element, pieces)
    return " ".join(" ".join(pieces).split())


def _gather(element: _Element, pieces: list[str]) -> None:
    waiting: list[Any] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            pieces.append(one)
            continue
        if one is not element and one.tail:
            waiting.append(one.tail)
        if isinstance(one.tag, str) and one.tag not in _UNREAD:
            waiting.extend(reversed(one))
            if one.text:
                waiting.append(one.text)


@dataclass(slots=True)
class Member:
    """One item: its parts are wrappers, where it is a heading with what follows."""

    parts: list[_Element]
    text: str = ""
    found: dict[str, _Element] = field(default_factory=dict)
    """The first element inside the item for each selector."""
    cells: list[_Element] = field(default_factory=list)


@dataclass(slots=True)
class Inside:
    """What a selector finds in the members."""

    selector: str
    elements: list[_Element | None]
    texts: list[str]

    @property
    def share(self) -> float:
        return sum(bool(text) for text in self.texts) / len(self.texts)

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

    def first(self) -> _Element:
        return next(element for element in self.elements if element is not None)

    def share_of(self, is_so: Any) -> float:  # noqa: ANN401 - a predicate over texts
        filled = self.filled
        return sum(bool(is_so(text)) for text in filled) / len(self.texts) if filled else 0.0


def members_of(elements: Sequence[_Element], *, has_siblings: bool) -> list[Member]:
    starts = set(elements)
    members = []
    for element in elements:
        parts = [element]
        if has_siblings:
            for sibling in element.itersiblings():
                if sibling in starts or sibling.tag == element.tag:
                    break
                parts.append(sibling)
        member = Member(parts)
        member.text = " ".join(filter(None, (text_of(part) for part in parts)))
        member.cells = [cell for cell in element if cell.tag in {"td", "th"}] if element.tag == "tr" else []
        _look_inside(member, is_wrapped=has_siblings)
        members.append(member)
    return members


def _look_inside(member: Member, *, is_wrapped: bool) -> None:
    count = 0
    for part in member.parts:
        for element in part.iter():
            if not isinstance(element.tag, str) or element.tag in _UNREAD:
                continue
            if element is part and not is_wrapped:
                continue
            count += 1
            if count > _MOST_INSIDE:
                return
            member.found.setdefault(element.tag, element)
            for name in classes_of(element)[:4]:
                member.found.setdefault(f"{element.tag}.{name}", element)
    for number, cell in enumerate(member.cells, start=1):
        member.found[f"td:nth-child({number})" if cell.tag == "td" else f"th:nth-child({number})"] = cell


def inside_of(members: list[Member]) -> dict[str, Inside]:
    """Every selector that finds something in a third of the members."""
    counts: dict[str, int] = defaultdict(int)
    for member in members:
        for selector in member.found:
            counts[selector] += 1
    found = {}
    for selector, count in counts.items():
        if count * 3 >= len(members):
            elements = [member.found.get(selector) for member in members]
            texts = ["" if element is None else text_of(element) for element in elements]
            found[selector] = Inside(selector, elements, texts)
    return found


def address_of(element: _Element, base: str) -> str:
    """Where an anchor leads; empty for scripts, mail and places on the same page."""
    href = (element.get("href") or "").strip()
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return ""
    return web_address(href, base=base or "https://page.invalid/")
