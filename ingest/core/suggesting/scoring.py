"""How much a group of items looks like the listing that a person would see on a page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.core.suggesting.groups import Group
from ingest.core.suggesting.page import is_document
from ingest.core.suggesting.words import CASE, day_within, is_code, names_something

_FEW = {1: 0.45, 2: 0.66, 3: 0.88, 4: 0.94}
_HEADED_FEW = {1: 0.85, 2: 0.92, 3: 0.95}
_CROWDED = 8
_NESTED = 0.8
_LONG = 1_500
_MOST = 0.6
_SOME_WORDS = 25
_SHAPES = ((45, 1.0), (30, 0.85), (20, 0.7))
"""What the mean length of titles says of items without a day: headlines are long, menus are short."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What the fields give in each item."""

    titles: Sequence[str]
    addresses: Sequence[str]
    days: Sequence[str]
    texts: Sequence[str]
    anchors: Sequence[int]
    has_headers: bool
    has_more: bool
    """Whether a number or a summary was found too."""

    @property
    def distinct_links(self) -> int:
        return len(set(filter(None, self.addresses)))


def score_of(looks: Looks, group: Group) -> float:
    """From 0 to 1: titles, links and days in most items, many of them, one of each, and outside of menus."""
    count = len(looks.titles)
    good = sum(len(title) >= 6 and names_something(title) for title in looks.titles) / count
    coded = sum(map(is_code, looks.titles)) / count
    distinct = len(set(filter(None, looks.titles))) / count
    linked = min(1.0, looks.distinct_links / count)
    dated = sum(map(bool, looks.days)) / count
    raw = 0.4 * good * (0.35 + 0.65 * distinct) * (1 - 0.3 * coded) + 0.3 * linked + 0.3 * dated
    raw *= _HEADED_FEW.get(count, 1.0) if looks.has_headers and dated else _FEW.get(count, 1.0)
    raw *= 0.88 + 0.12 * min(1.0, math.log(count + 1) / math.log(20))
    raw *= (1 - 0.75 * group.aside_share) * (0.62 + 0.38 * group.coverage) * (0.75 + 0.25 * group.precision)
    raw *= _granularity(looks) * _unlike_a_menu(looks, dated, group.coverage)
    raw *= (1.03 if looks.has_more else 1.0) * (_NESTED if group.nests else 1.0)
    return min(1.0, raw * (0.985 if group.how else 1.0))


def _granularity(looks: Looks) -> float:
    """Less where an item holds several, which shows in days, links and lengths."""
    count = len(looks.texts)
    crowded = sum(anchors > _CROWDED for anchors in looks.anchors) / count
    days = [len({day_within(part) for part in _parts(text)} - {""}) for text in looks.texts]
    many = sum(number > 2 for number in days) / count
    long = sum(len(text) > _LONG for text in looks.texts) / count
    return (1 - 0.5 * crowded) * (1 - 0.6 * many) * (1 - 0.4 * long)


def _parts(text: str) -> list[str]:
    return [text[at : at + 60] for at in range(0, min(len(text), 1_200), 60)]


def _unlike_a_menu(looks: Looks, dated: float, coverage: float) -> float:
    """Less for short links without a day, which are a menu more often than a listing."""
    count = len(looks.titles)
    if dated > 0.3:
        return 1.0
    documents = sum(map(is_document, looks.addresses)) / count
    cases = sum(bool(CASE.search(title)) for title in looks.titles) / count
    length = sum(map(len, looks.titles)) / count
    shape = next((worth for least, worth in _SHAPES if length >= least), 0.6)
    shape = max(shape, 0.8) if length > _SOME_WORDS and coverage > _MOST else shape
    return min(1.0, shape + 0.35 * max(documents, cases))
