"""Which way leads to the day of an item: inside of it, behind a word that announces it, over it, in an address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from ingest.core.parsing.days import days_in
from ingest.core.suggesting.above import day_above
from ingest.core.suggesting.choosing import Choice
from ingest.core.suggesting.members import Way
from ingest.core.suggesting.page import Page
from ingest.core.suggesting.urldays import day_in_address
from ingest.core.suggesting.words import CHANGED_DATE, DATE, OTHER_DATE, day_in, day_within
from ingest.core.suggesting.yearless import complete_day

_Element = Any
"""An element of lxml, which has no types."""

_LEAST = 0.4
_ENOUGH = 0.6
_NEARLY_ALL = 0.9
_MOST_DAYS = 6
_LABEL = re.compile(
    r"([^\W\d_][\w']*(?:\s(?:on|by|at|date|le|am|el|em|du|den))?)\.?\s?(?:[:：]\s{0,3}|\s)$", re.IGNORECASE
)
_COLONS = (":", "：")
_NEAR = 24
"""Characters before a day that tell what kind of day it is."""

_SHAPE = (
    r"(\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d{2,4}|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|\d{1,2}(?:\.|st|nd|rd|th)?[ -](?:de )?[^\W\d_]{3,12}\.?,?[ -](?:de )?\d{2,4})"
)


def choose_date(ways: Sequence[Way], places: Sequence[_Element], page: Page, *, now: datetime) -> Choice | None:
    """The day of each item: inside of it, in a heading over several of them, or in its address."""
    whole = next(way for way in ways if way.said == ".")
    best: tuple[float, Choice] | None = None
    for way in ways:
        choice = _date_by(way, now)
        if choice is None or choice.share < _LEAST:
            continue
        fit = _fit(way, choice, whole)
        if best is None or fit > best[0]:
            best = fit, choice
    for fit, choice in _behind_labels(whole):
        if best is None or (fit > best[0] and not _are_alike(choice, best[1], now)):
            best = fit, choice
    if best is not None and best[1].share >= _ENOUGH:
        return best[1]
    others = [_above(places, page), complete_day(ways, places, page, now=now)]
    found = max((one for one in others if one is not None), key=lambda one: one.share, default=None)
    if found is not None and (best is None or found.share > best[1].share):
        return found
    return best[1] if best else day_in_address(ways, now=now)


def _fit(way: Way, choice: Choice, whole: Way) -> float:
    near = [_before(text, day) for text, day in zip(whole.texts, choice.shown, strict=True) if day]
    labels = {label for one in near if _announces(label := _label_of(one)) or one.rstrip().endswith(_COLONS)}
    other = sum(bool(_is_other(one)) for one in near) / max(1, len(near))
    fit = choice.share - min(way.mean_length, 200) / 400 - 0.3 * way.cost
    fit += 0.3 * bool(DATE.search(way.words)) - 0.35 * bool(OTHER_DATE.search(way.words))
    fit += 0.2 * (way.tag == "time") - 0.1 * (isinstance(choice.said, dict) and "find" in choice.said)
    return fit - 0.4 * other - 0.6 * (len(labels) > 1)


def _date_by(way: Way, now: datetime) -> Choice | None:
    stamps = [_stamp(element) for element in way.elements]
    if all(stamps) and not isinstance(way.said, dict):
        return Choice(way.said, tuple(stamps), way, shown=tuple(way.texts))
    bare = [text if text and day_in(text, now) else "" for text in way.texts]
    within = [day_within(text) if text else "" for text in way.texts]
    if sum(map(bool, bare)) >= sum(map(bool, within)) * 0.9 and any(bare):
        return Choice(way.said, tuple(bare), way, shown=tuple(bare))
    if not any(within):
        return None
    said = {"select": way.said} if isinstance(way.said, str) else way.said
    return Choice({**said, "find": "day"}, tuple(within), way, shown=tuple(within))


def _stamp(element: _Element | None) -> str:
    if element is None:
        return ""
    return str(next((element.get(name) for name in ("datetime", "data-date") if element.get(name)), ""))


def _before(text: str, shown: str) -> str:
    """The words right before a day, that may tell what it is the day of."""
    at = text.find(shown)
    at += shown.find(day_within(shown)) if at >= 0 else 0
    return text[max(0, at - _NEAR) : at] if at > 0 else ""


def _label_of(before: str) -> str:
    """The word that announces a day: "Published:", "filed on"."""
    match = _LABEL.search(before)
    return match[1].casefold() if match else ""


def _behind_labels(whole: Way) -> Iterator[tuple[float, Choice]]:
    """Days behind a word that most items have, such as "Published:", where several days stand in an item."""
    days: dict[str, list[str]] = {}
    others: dict[str, set[bool]] = {}
    plain: dict[str, int] = {}
    for number, text in enumerate(whole.texts):
        for match in list(days_in(text))[:_MOST_DAYS]:
            near = text[max(0, match.start() - _NEAR) : match.start()]
            label = _label_of(near)
            if _announces(label):
                found = days.setdefault(label, [""] * len(whole.texts))
                found[number] = found[number] or match[0]
                others.setdefault(label, set()).add(_is_other(near))
                plain[label] = plain.get(label, 0) + (not near.rstrip().endswith(_COLONS))
    for label, texts in days.items():
        share = sum(map(bool, texts)) / len(texts)
        if share < _NEARLY_ALL:
            continue
        pattern = rf"\b{_spaced(label)}\s?:?\s{{0,3}}{_SHAPE}"
        if any(
            day and not re.search(pattern, text, re.IGNORECASE) for day, text in zip(texts, whole.texts, strict=True)
        ):
            continue
        fit = share - 0.1 + (0.0 if CHANGED_DATE.search(label) else 0.4 - 0.7 * (True in others[label]))
        fit -= 1.1 * (plain[label] > 0)  # words of a sentence rather than a label
        yield fit, Choice({"select": ".", "pattern": pattern}, tuple(texts), whole, shown=tuple(texts))


def _announces(label: str) -> bool:
    return bool(DATE.search(label) or OTHER_DATE.search(label))


def _is_other(near: str) -> bool:
    """Whether the words before a day call it one on which something ends, changed or is yet to be."""
    match = None
    for match in OTHER_DATE.finditer(near):  # noqa: B007 - the last one counts
        pass
    return match is not None and not any(DATE.match(word) for word in near[match.end() :].split())


def _spaced(label: str) -> str:
    return r"\s".join(map(re.escape, label.split()))


def _are_alike(one: Choice, other: Choice, now: datetime) -> bool:
    """Whether two choices tell the same days, so that the plainer is to be kept."""
    pairs = list(zip(one.texts, other.texts, strict=True))
    same = sum(first == second or day_in(first, now) == day_in(second, now) for first, second in pairs)
    return same >= _NEARLY_ALL * len(pairs)


def _above(places: Sequence[_Element], page: Page) -> Choice | None:
    found = day_above(places, page)
    return Choice({"before": found.selector, "find": "day"}, found.texts, is_above=True) if found else None
