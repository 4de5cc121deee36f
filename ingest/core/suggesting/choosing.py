"""Which of the ways to a text is the title of an item, which its link, its day, its number, its summary."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.core.parsing.addresses import web_address
from ingest.core.suggesting.members import Said, Way
from ingest.core.suggesting.page import href_of, is_document
from ingest.core.suggesting.words import (
    CASE,
    FILE_NOTE,
    NOT_TITLE,
    NUMBER,
    NUMBERED,
    TITLE,
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
NUMBERS_IN_TEXT = (
    r"(?:docket|case|claim|file|appeal|cause|opinion|order|decision)\s?(?:no|nos|number|#)?s?\b\.?[\s:#]{1,3}([\w./-]{0,12}\d[\w./-]{1,24})",
    r"\b(?:no|nos|nr|number)\b\.?[\s:]{0,3}([\w./-]{0,12}\d[\w./-]{1,24})",
    r"(?<![\w/.-])((?:[A-Z]{1,5}-?)?(?:\d{2}|\d{4})-\d{2,6}(?:-[A-Z]{1,5})?)(?![\w/-])",
    r"(?<![\w/.-])((?:[A-Z]{1,5}-?)?\d{2,4}(?:-[A-Z\d]{1,3})?-\d{4,7}(?:-[A-Z\d]{1,5}){0,3})(?![\w/-])",
    r"(?<![\w/.-])([A-Z]{2,8} \d{6,9})(?![\w/-])",
    r"\b((?:19|20)\d\d [A-Z][A-Za-z.]{1,8}(?: [A-Z][a-z]{1,6})? \d{1,5})\b",
)
_CITATION = re.compile(r"citation|reporter", re.IGNORECASE)
_SCRIPTED = re.compile(r"""(?:open|goto|location)\w*\s*(?:=|\()\s*['"]([^'"]{4,400})['"]""", re.IGNORECASE)
_SCRIPTED_PATTERN = r"""['"]([^'"]{4,400})['"]"""
_DISTINCT = 0.8
"""From here on a title's own link leads to the item, not to what several items share, such as their committee."""

_SEVERAL = 3
_NOWHERE = "https://page.invalid/"


@dataclass(frozen=True, slots=True)
class Choice:
    """A field as a config says it, and what it gives in each item."""

    said: Said
    texts: tuple[str, ...]
    way: Way | None = None
    is_above: bool = False
    """Whether it stands over several items, which tells less of each."""
    shown: tuple[str, ...] = ()
    """What is seen of it in each item, where attributes say the same."""
    parts: Mapping[str, Said] = field(default_factory=dict)
    """The pieces of which it is joined."""

    @property
    def share(self) -> float:
        return sum(map(bool, self.texts)) / len(self.texts)


def choose_title(ways: Sequence[Way]) -> Way | None:
    """The text by which a person would name each item."""
    ranked = [(title_fit(way), -number, way) for number, way in enumerate(ways)]
    best = max(ranked, default=None, key=lambda one: one[:2])
    return best[2] if best and best[0] > 0 else None


def title_fit(way: Way) -> float:
    if way.share < 0.55 or (len(way.filled) > _SEVERAL and len(set(way.filled)) == 1):
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
    fit -= 2.0 * way.share_of(NUMBERED.match)
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
        fit = distinct + 0.3 * way.share_of(is_generic) * (distinct == 1) + 0.5 * filled + 0.5 * documents
        fit += 0.1 * sum(".pdf" in one.casefold() for one in addresses) / len(addresses)
        fit -= 0.2 * way.cost
        is_in_title = way is title and (
            isinstance(way.said, str) or "column" in way.said or _are_within(anchors, title)
        )
        of_title = 0.6 * is_in_title + 0.4 * sum(map(bool, told)) / len(told) * (is_in_title or way is not title)
        fit += of_title * min(1.0, distinct / _DISTINCT) - 0.6 * (way.said == "." and way.tag != "a")
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


def _are_within(anchors: Sequence[_Element | None], title: Way) -> bool:
    """Whether the links stand in the title's own line, not in another one of the same element."""
    shown = [" ".join("".join(one.itertext()).split()) if one is not None else "" for one in anchors]
    return sum(text in wanted for text, wanted in zip(shown, title.texts, strict=True)) * 2 > len(shown)


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
        shaped = way.share_of(lambda text: re.search(r"\d[-/:.]\d|[A-Z] ?\d|\d ?[A-Z]|^\d{5,}$", text)) / way.share
        if codes < 0.7 * way.share or not (named or (shaped > 0.8 and way.uniqueness > 0.7)):
            continue
        fit = codes + 0.5 * named - 0.2 * bool(_CITATION.search(way.words)) + 0.4 * shaped + way.uniqueness - way.cost
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
