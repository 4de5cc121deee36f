"""Which of the ways to a text is the title of an item, which its link, its day, its number, its summary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ingest.core.parsing.addresses import web_address
from ingest.core.suggesting.members import Said, Way
from ingest.core.suggesting.page import Page, classes_of, href_of, is_document
from ingest.core.suggesting.words import (
    CASE,
    DATE,
    FILE_NOTE,
    NOT_TITLE,
    NUMBER,
    OTHER_DATE,
    TITLE,
    URL_DAY,
    day_in,
    day_within,
    is_bare_day,
    is_code,
    is_generic,
    is_sentence,
    names_something,
)

_Element = Any
"""An element of lxml, which has no types."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_HEADING = 160
NUMBERS_IN_TEXT = (
    r"(?:docket|case|claim|file|appeal|cause|opinion|order|decision)\s?(?:no|nos|number|#)?s?\b\.?[\s:#]{1,3}([\w./-]{0,12}\d[\w./-]{1,24})",
    r"\b(?:no|nos|nr|number)\b\.?[\s:]{0,3}([\w./-]{0,12}\d[\w./-]{1,24})",
    r"(?<![\w/.-])((?:[A-Z]{1,5}-?)?(?:\d{2}|\d{4})-\d{2,6}(?:-[A-Z]{1,5})?)(?![\w/-])",
    r"\b((?:19|20)\d\d [A-Z][A-Za-z.]{1,8}(?: [A-Z][a-z]{1,6})? \d{1,5})\b",
)
_SCRIPTED = re.compile(r"""(?:open|goto|location)\w*\s*(?:=|\()\s*['"]([^'"]{4,400})['"]""", re.IGNORECASE)
_SCRIPTED_PATTERN = r"""['"]([^'"]{4,400})['"]"""
_HEADINGS_ABOVE = _HEADINGS | {"p", "strong", "b", "caption", "font", "dt", "th", "td", "legend", "center"}
"""Tags of which one alone may stand over a whole listing; of others there must be several, with several days."""

_FEW_DAYS = 2
_NOWHERE = "https://page.invalid/"


@dataclass(frozen=True, slots=True)
class Choice:
    """A field as a config says it, and what it gives in each item."""

    said: Said
    texts: tuple[str, ...]
    way: Way | None = None
    is_above: bool = False
    """Whether it stands over several items, which tells less of each."""

    @property
    def share(self) -> float:
        return sum(map(bool, self.texts)) / len(self.texts)


def choose_date(ways: Sequence[Way], places: Sequence[_Element], page: Page, *, now: datetime) -> Choice | None:
    """The day of each item: inside of it, in a heading over several of them, or in its address."""
    best: tuple[float, Choice] | None = None
    for way in ways:
        choice = _date_by(way, now)
        if choice is None or choice.share < 0.4:
            continue
        fit = choice.share - min(way.mean_length, 200) / 400 - 0.3 * way.cost
        fit += 0.3 * bool(DATE.search(way.words)) - 0.35 * bool(OTHER_DATE.search(way.words))
        fit += 0.2 * (way.tag == "time") - 0.1 * (isinstance(choice.said, dict) and "find" in choice.said)
        if best is None or fit > best[0]:
            best = fit, choice
    if best is not None and best[1].share >= 0.6:
        return best[1]
    above = _date_above(places, page)
    if above is not None and (best is None or above.share > best[1].share):
        return above
    return best[1] if best else _date_in_address(ways)


def _date_by(way: Way, now: datetime) -> Choice | None:
    stamps = [_stamp(element) for element in way.elements]
    if all(stamps) and not isinstance(way.said, dict):
        return Choice(way.said, tuple(stamps), way)
    bare = [text if text and day_in(text, now) else "" for text in way.texts]
    within = [day_within(text) if text else "" for text in way.texts]
    if sum(map(bool, bare)) >= sum(map(bool, within)) * 0.9 and any(bare):
        return Choice(way.said, tuple(bare), way)
    if not any(within):
        return None
    said = {"select": way.said} if isinstance(way.said, str) else way.said
    return Choice({**said, "find": "day"}, tuple(within), way)


def _stamp(element: _Element | None) -> str:
    if element is None:
        return ""
    return str(next((element.get(name) for name in ("datetime", "data-date") if element.get(name)), ""))


def _date_above(places: Sequence[_Element], page: Page) -> Choice | None:
    """A day that stands over several items."""
    order = {element: number for number, element in enumerate(page.elements)}
    headings = [
        (order[element], element)
        for element in page.elements
        if page.days[element] == 1 and page.chars[element] <= _LONGEST_HEADING
    ]
    near = {one for place in places for one in (*place.iter(), *place.iterancestors())}
    headings = [pair for pair in headings if pair[1] not in near and not OTHER_DATE.search(_plain(pair[1]))]
    by_selector: dict[str, list[str]] = {}
    for selector in {name for _, heading in headings for name in _names_of(heading)}:
        like = [pair for pair in headings if selector in _names_of(pair[1])]
        by_selector[selector] = [_last_before(like, order.get(place, -1)) for place in places]
    ranked = sorted(by_selector.items(), key=_above_rank)
    for selector, texts in ranked:
        is_named = selector.split(".")[0] in _HEADINGS_ABOVE
        if sum(map(bool, texts)) >= 0.7 * len(texts) and (is_named or len(set(texts)) > _FEW_DAYS):
            return Choice({"before": selector, "find": "day"}, tuple(texts), is_above=True)
    return None


def _above_rank(pair: tuple[str, list[str]]) -> tuple[int, int, int, int, str]:
    """What finds a day for most items comes first, then what tells several days, then what is made for headings."""
    selector, texts = pair
    tag = selector.split(".")[0]
    kind = 0 if tag in _HEADINGS else 1 if tag in _HEADINGS_ABOVE else 2
    return -sum(map(bool, texts)), -len(set(texts)), kind, len(selector), selector


def _names_of(element: _Element) -> list[str]:
    return [element.tag, *(f"{element.tag}.{name}" for name in classes_of(element)[:3])]


def _plain(element: _Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _last_before(headings: list[tuple[int, _Element]], place: int) -> str:
    found = ""
    for number, heading in headings:
        if number >= place:
            break
        found = day_within(_plain(heading)) or found
    return found


def _date_in_address(ways: Sequence[Way]) -> Choice | None:
    for way in ways:
        if way.tag != "a" or not isinstance(way.said, str):
            continue
        matches = [URL_DAY.search(href_of(one)) if one is not None else None for one in way.elements]
        texts = tuple("-".join((match[1], match[3], match[4])) if match else "" for match in matches)
        if sum(map(bool, texts)) >= 0.7 * len(texts):
            pattern = r"(?<!uploads/)(20[0-3]\d)[-_/]?(0[1-9]|1[0-2])[-_/]?([0-3]\d)"
            said = {"select": way.said, "attribute": "href", "pattern": pattern, "replace": r"\1-\2-\3"}
            return Choice(said, texts, way)
    return None


def choose_title(ways: Sequence[Way]) -> Way | None:
    """The text by which a person would name each item."""
    ranked = [(title_fit(way), -number, way) for number, way in enumerate(ways)]
    best = max(ranked, default=None, key=lambda one: one[:2])
    return best[2] if best and best[0] > 0 else None


def title_fit(way: Way) -> float:
    if way.share < 0.55:
        return 0.0
    mean = way.mean_length
    words = way.share_of(names_something)
    if words < 0.5 * way.share or mean < 4 or mean > 500:
        return 0.0
    tag = way.tag
    fit = 1.2 * way.share + 1.3 * way.uniqueness + 0.8 * words
    fit += 0.8 * (tag in _HEADINGS) + 0.6 * (tag == "a") + 0.25 * (tag in {"strong", "b"}) + 0.3 * _links_share(way)
    fit += 0.5 * bool(TITLE.search(way.words)) - 0.7 * bool(NOT_TITLE.search(way.words))
    fit += 1.2 * way.share_of(CASE.search) - 1.4 * way.share_of(is_code)
    fit += 0.6 * min(mean, 30) / 30 - 0.9 * max(0.0, mean - 110) / 110
    fit -= 2.5 * way.share_of(is_bare_day) + way.share_of(FILE_NOTE.search)
    fit -= 0.45 * way.broken + 0.5 * way.share_of(day_within) + 0.3 * way.share_of(lambda text: len(text) > 300)
    is_mixed = way.said == "." and any(element is not None and len(element) for element in way.elements)
    return fit - way.cost - (1.0 if is_mixed else 0.0)


def _links_share(way: Way) -> float:
    """The share of items in which the text stands in a link or holds one."""
    linked: int = sum(
        element is not None and (element.tag == "a" or next(element.iter("a"), None) is not None)
        for element in way.elements
    )
    return linked / len(way.elements)


def choose_link(ways: Sequence[Way], title: Way, *, base: str) -> Choice | None:
    """The address to follow: a document's own, else the title's, else the most telling of the item."""
    ranked: list[tuple[float, int, Choice]] = []
    for number, way in enumerate(ways):
        if way.tag != "a" and way is not title and way.said != ".":
            continue
        anchors = [None if one is None else one if one.tag == "a" else _first_anchor(one) for one in way.elements]
        addresses = [address_of(one, base) if one is not None else "" for one in anchors]
        distinct = len(set(filter(None, addresses))) / len(addresses)
        filled = sum(map(bool, addresses)) / len(addresses)
        if filled < 0.25:
            continue
        documents = sum(map(is_document, addresses)) / len(addresses)
        told = [
            text and (text in wanted or wanted in text) for text, wanted in zip(way.texts, title.texts, strict=True)
        ]
        fit = distinct + 0.5 * filled + 0.5 * documents + 0.6 * (way is title) - 0.2 * way.cost
        fit += 0.4 * sum(map(bool, told)) / len(told) - 0.6 * (way.said == "." and way.tag != "a")
        said: Said = way.said
        if way.tag != "a":
            said = {**said, "select": "a"} if isinstance(said, dict) and "column" in said else f"{said} a"
            if isinstance(said, str) and (said.startswith(". ") or "'" in said):
                said = "a"
            elif isinstance(way.said, dict) and "column" not in way.said:
                continue
        ranked.append((fit, -number, Choice(said, tuple(addresses), way)))
    best = max(ranked, default=None, key=lambda one: one[:2])
    return best[2] if best else _scripted_link(ways, base=base)


def _first_anchor(element: _Element) -> _Element | None:
    return next((one for one in element.iter("a") if href_of(one)), None)


def address_of(element: _Element, base: str) -> str:
    """Where an anchor leads; empty for scripts, mail and places on the same page."""
    href = href_of(element)
    return web_address(href, base=base or _NOWHERE) if href else ""


def _scripted_link(ways: Sequence[Way], *, base: str) -> Choice | None:
    """Addresses inside of a script that opens a window."""
    for way in ways:
        if way.tag != "a" or not isinstance(way.said, str):
            continue
        for attribute in ("href", "onclick"):
            matches = [_SCRIPTED.search(one.get(attribute) or "") if one is not None else None for one in way.elements]
            addresses = tuple(web_address(match[1], base=base or _NOWHERE) if match else "" for match in matches)
            if sum(map(bool, addresses)) * 2 > len(addresses):
                said = {"select": way.said, "attribute": attribute, "pattern": _SCRIPTED_PATTERN}
                return Choice(said, addresses, way)
    return None


def choose_number(ways: Sequence[Way], *, taken: Sequence[Way | None]) -> Way | None:
    """The docket or document number: short, with figures, and named as one or of the shape of one."""
    best: tuple[float, Way] | None = None
    for way in ways:
        if way in taken or way.said == "." or way.share < 0.6:
            continue
        codes = way.share_of(lambda text: is_code(text) and not is_bare_day(text))
        named = bool(NUMBER.search(way.words))
        shaped = way.share_of(lambda text: re.search(r"\d[-/:.]\d|[A-Z]\d|\d ?[A-Z]|^\d{5,}$", text)) / way.share
        if codes < 0.7 * way.share or not (named or (shaped > 0.8 and way.uniqueness > 0.7)):
            continue
        fit = codes + 0.5 * named + 0.4 * shaped + way.uniqueness - way.cost
        if best is None or fit > best[0]:
            best = fit, way
    return best[1] if best else None


def choose_number_in_text(ways: Sequence[Way]) -> Choice | None:
    """A number that stands in a longer text behind a word that announces it, or a citation of the usual form."""
    whole = next(way for way in ways if way.said == ".")
    for pattern in NUMBERS_IN_TEXT:
        matches = [re.search(pattern, text, re.IGNORECASE) for text in whole.texts]
        texts = tuple(match[1] if match else "" for match in matches)
        if sum(map(bool, texts)) >= 0.7 * len(texts) and len(set(texts)) * 2 > len(texts):
            return Choice({"select": ".", "pattern": pattern}, texts, whole)
    return None


def choose_summary(ways: Sequence[Way], title: Way, *, taken: Sequence[Way | None]) -> Way | None:
    """What is said of each item beside its title, in sentences."""
    best: tuple[float, Way] | None = None
    for way in ways:
        if (
            way in taken
            or way.said == "."
            or way.share < 0.4
            or way.uniqueness < 0.5
            or (way.tag in {"a", "td"} and way.mean_length < 60)
        ):
            continue
        pairs = list(zip(way.texts, title.texts, strict=True))
        if sum(bool(wanted) and wanted in text for text, wanted in pairs) * 2 > len(pairs):
            continue
        if way.share_of(is_sentence) < 0.35 or way.share_of(is_generic) > 0.5:
            continue
        fit = min(way.mean_length, 600) * way.share - 60 * way.cost
        if best is None or fit > best[0] * 1.05:
            best = fit, way
    return best[1] if best else None
