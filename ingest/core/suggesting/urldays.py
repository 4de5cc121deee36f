"""Days that only the address of an item tells, or the script behind its link: in folders and in names of files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from ingest.core.suggesting.choosing import Choice
from ingest.core.suggesting.members import Way
from ingest.core.suggesting.words import day_in

_Element = Any
"""An element of lxml, which has no types."""

_LEAST = 0.7
_SURE = 0.9
_MOST = 0.6
_AHEAD = timedelta(days=60)
_OLDEST = 40
_M, _D, _Y = r"(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])", r"(20[0-3]\d)"
_SPELLINGS = (
    (rf"(?<!\d)(?<!uploads/){_Y}[-_/.]?{_M}[-_/.]?{_D}(?!\d)", r"\1-\2-\3", _LEAST),
    (rf"(?<!\d){_M}[-_.]?{_D}[-_.]?{_Y}(?!\d)", r"\3-\1-\2", _MOST),
    (rf"(?<!\d){_D}[-_.]?{_M}[-_.]?{_Y}(?!\d)", r"\3-\2-\1", _MOST),
    (rf"(?<!\d){_M}[-_.]?{_D}[-_.]?([0-3]\d)(?!\d)", r"20\3-\1-\2", _SURE),
    (rf"(?<!\d){_D}[-_.]?{_M}[-_.]?([0-3]\d)(?!\d)", r"20\3-\2-\1", _SURE),
    (
        (
            r"(?<![^\W_])([^\W\d_]{3,9})(?:[-_. +]|%20){1,2}(\d{1,2})(?:st|nd|rd|th)?"
            rf"(?:[-_., +]|%2C|%20){{1,4}}{_Y}(?!\d)"
        ),
        r"\1 \2, \3",
        _SURE,
    ),
    (rf"(?<!\d)(\d{{1,2}})(?:[-_. +]|%20)?([^\W\d_]{{3,9}})(?:[-_. +]|%20)?{_Y}(?!\d)", r"\1 \2 \3", _SURE),
)
"""Pattern, rewriting, and the share of items in which it must tell a day: figures may be a number, too."""

_ATTRIBUTES = ("href", "onclick")


def day_in_address(ways: Sequence[Way], *, now: datetime) -> Choice | None:
    """The day that stands in most addresses, or in what a link's script is told."""
    for way, attribute, values in _values(ways):
        for pattern, replace, least in _SPELLINGS:
            compiled = re.compile(pattern, re.IGNORECASE)
            matches = [compiled.search(value) for value in values]
            texts = tuple(
                match.expand(replace) if match and _is_day(match.expand(replace), now) else "" for match in matches
            )
            if sum(map(bool, texts)) >= least * len(texts):
                said = {"select": way.said, "attribute": attribute, "pattern": pattern, "replace": replace}
                return Choice(said, texts, way, shown=texts)
    return None


def _values(ways: Sequence[Way]) -> Iterator[tuple[Way, str, list[str]]]:
    for way in ways:
        if way.tag == "a" and isinstance(way.said, str):
            for attribute in _ATTRIBUTES:
                values = ["" if one is None else one.get(attribute) or "" for one in way.elements]
                if any(values):
                    yield way, attribute, values


def _is_day(text: str, now: datetime) -> bool:
    moment = day_in(text, now + _AHEAD)
    return moment is not None and moment < now + _AHEAD and moment.year >= now.year - _OLDEST
