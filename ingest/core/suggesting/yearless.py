"""Days without their year ("Jun 24", "24.06.", "24"), which a heading, an address or the page itself completes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ingest.core.months import MONTHS, fold
from ingest.core.suggesting.above import text_above
from ingest.core.suggesting.choosing import Choice
from ingest.core.suggesting.members import Said, Way
from ingest.core.suggesting.page import Page, href_of
from ingest.core.suggesting.words import DATE, day_in, day_within

_Element = Any
"""An element of lxml, which has no types."""

_LEAST = 0.7
_SOME_DAYS = 2
_LONGEST = 40
_WORD = r"[^\W\d_]{3,12}"
_YEAR = re.compile(r"(?<![\d/-])((?:19|20)\d\d)(?![\d/-])")
_MONTH_AND_YEAR = re.compile(rf"({_WORD}\.?,?\s(?:de\s|del\s)?(?:19|20)\d\d)(?!\d)")
_FOLDER = re.compile(r"/((?:19|20)\d\d)(?=[/-])")


@dataclass(frozen=True, slots=True)
class _Spelling:
    pattern: str
    joined: str
    """How the day and what completes it are written together."""
    by_month: bool = False
    """Whether the month is missing too."""


_SPELLINGS = (
    _Spelling(rf"^(?:{_WORD}\.?,?\s)?({_WORD}\.?\s\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])", "{day}, {year}"),
    _Spelling(rf"^(?:{_WORD}\.?,?\s)?(\d{{1,2}}\.?\s(?:de\s)?{_WORD})(?![\w:])", "{day} {year}"),
    _Spelling(r"^(?:[^\W\d_]{2,12}\.?,?\s)?(\d{1,2}\.\s?\d{1,2})\.?(?![\w:])", "{day}.{year}"),
    _Spelling(r"^(?:[^\W\d_]{2,12}\.?,?\s)?(\d{1,2}/\d{1,2})(?![\w/:])", "{day}/{year}"),
    _Spelling(r"^(?:[^\W\d_]{2,12}\.?,?\s)?(\d{1,2})\.?(?:st|nd|rd|th)?$", "{day} {year}", by_month=True),
)


def complete_day(ways: Sequence[Way], places: Sequence[_Element], page: Page, *, now: datetime) -> Choice | None:
    """The day of each item out of two places: what stands in the item, and the year or month that holds for it."""
    for spelling in _SPELLINGS:
        ranked = sorted(ways, key=lambda way: (not DATE.search(way.words), way.mean_length, way.cost))
        for way in ranked:
            days = _days_by(way, spelling)
            if sum(map(bool, days)) < _LEAST * len(days):
                continue
            for said, years in _completions(ways, places, page, spelling):
                base = {"select": way.said} if isinstance(way.said, str) else way.said
                day = {**base, "pattern": spelling.pattern}
                if choice := _joined(spelling, (day, days), (said, years), now=now):
                    return replace(choice, way=way)
            break
    return _day_above(ways, places, page, now=now)


def _day_above(ways: Sequence[Way], places: Sequence[_Element], page: Page, *, now: datetime) -> Choice | None:
    """A day that stands over several items and lacks its year, as in "Friday, 27 June" under "Judgments 2025"."""
    for spelling in _SPELLINGS:
        if spelling.by_month or "/" in spelling.joined:
            continue
        pattern = re.compile(spelling.pattern, re.IGNORECASE)
        found = text_above(places, page, pattern, holds=_tells_month)
        if found is None or len(set(found.texts)) < _SOME_DAYS:
            continue
        day: Said = {"before": found.selector, "pattern": spelling.pattern}
        for said, years in _completions(ways, places, page, spelling):
            if choice := _joined(spelling, (day, found.texts), (said, years), now=now):
                return replace(choice, is_above=True)
    return None


def _joined(
    spelling: _Spelling,
    day: tuple[Said, Sequence[str]],
    year: tuple[Said, Sequence[str]],
    *,
    now: datetime,
) -> Choice | None:
    """The two parts as one field, where they make a day in most items."""
    texts = tuple(
        spelling.joined.format(day=one, year=other) if one and other else ""
        for one, other in zip(day[1], year[1], strict=True)
    )
    if sum(bool(text and day_in(text, now)) for text in texts) < _LEAST * len(texts):
        return None
    return Choice(spelling.joined, texts, shown=texts, parts={"day": day[0], "year": year[0]})


def _days_by(way: Way, spelling: _Spelling) -> list[str]:
    """What a way tells of a day without its year; of figures alone only where a header or a class calls them a day."""
    if isinstance(way.said, dict) and "pattern" in way.said:
        return [""]
    if "/" in spelling.joined or spelling.by_month or "." in spelling.joined:
        is_short = way.mean_length <= _LONGEST / 2
        if not is_short or (spelling.by_month and not DATE.search(way.words)):
            return [""]
    found = []
    for text in way.texts:
        match = re.search(spelling.pattern, text, re.IGNORECASE) if text and not day_within(text) else None
        found.append(match[1] if match and (spelling.by_month or _tells_month(match[1])) else "")
    return found


def _tells_month(text: str) -> bool:
    words = re.findall(_WORD, fold(text))
    if not words:
        return all(0 < int(figures) <= 31 for figures in re.findall(r"\d+", text))
    return any(word in MONTHS for word in words)


def _completions(
    ways: Sequence[Way], places: Sequence[_Element], page: Page, spelling: _Spelling
) -> Iterator[tuple[Said, Sequence[str]]]:
    """Where the year of the items may stand, with what it is for each."""
    pattern = _MONTH_AND_YEAR if spelling.by_month else _YEAR
    if found := text_above(places, page, pattern):
        yield {"before": found.selector, "pattern": pattern.pattern}, found.texts
    if spelling.by_month:
        return
    for way in ways:
        if way.tag == "a" and isinstance(way.said, str):
            matches = [_FOLDER.search(href_of(one)) if one is not None else None for one in way.elements]
            if sum(map(bool, matches)) >= _LEAST * len(matches):
                said = {"select": way.said, "attribute": "href", "pattern": _FOLDER.pattern}
                yield said, [match[1] if match else "" for match in matches]
                return
