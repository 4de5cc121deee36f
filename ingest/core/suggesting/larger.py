"""Which of two readings of a page is put first where one gives more: the whole list rather than every second row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from ingest.core.suggesting.words import CASE, has_words, is_bare_day, is_code
from ingest.core.types import Entry

_NEARLY = 0.8
_MOSTLY = 0.5
_SOME_OTHER_DAYS = 0.3
_FILE_NAME = re.compile(r"^\S+\.\w{2,4}$")


class Reading(Protocol):
    @property
    def config(self) -> Mapping[str, Any]: ...

    @property
    def entries(self) -> tuple[Entry, ...]: ...

    @property
    def score(self) -> float: ...


_Reading = TypeVar("_Reading", bound=Reading)


def larger_first(ranked: list[_Reading]) -> tuple[_Reading, ...]:
    """The best first, but rather the whole list than every second row of it."""
    for other in ranked[1:]:
        best = ranked[0]
        known = _told_by(best)
        more = [entry for entry in other.entries if (entry.title, entry.url) not in known]
        is_finer = len(other.entries) >= 2 * len(best.entries) and _addresses(best) < _addresses(other)
        if (
            (
                is_finer
                or (
                    known < _told_by(other)
                    and (_dated_above(other) <= _dated_above(best) or _stand_between(more, best, other))
                )
            )
            and other.score >= best.score * _NEARLY
            and _are_as_whole(more, best)
            and not _differ_in_days(best.entries, other.entries)
            and _cases(other) >= _cases(best) * _NEARLY
        ):
            ranked.remove(other)
            ranked.insert(0, other)
    return tuple(ranked)


def _are_as_whole(more: Sequence[Entry], best: Reading) -> bool:
    """Whether further entries are such as the others: headers and second links lack a day or a name of their own."""
    entries = best.entries
    dated = 0.0 if _dated_by_address(best) else sum(one.published_at is not None for one in entries) / len(entries)
    named = [one for one in more if (has_words(one.title) and not is_bare_day(one.title)) or one.url]
    whole = [one for one in named if (one.published_at if dated >= _MOSTLY else one.url)]
    return len(whole) >= len(more) * _NEARLY and _named(more) >= _named(entries) * _NEARLY


def _named(entries: Sequence[Entry]) -> float:
    """The share of titles that name one thing each: no day, number or file, and none that comes again and again."""
    titles = {
        one.title
        for one in entries
        if has_words(one.title) and not (is_bare_day(one.title) or is_code(one.title) or _FILE_NAME.match(one.title))
    }
    return len(titles) / max(1, len(entries))


def _differ_in_days(best: Sequence[Entry], other: Sequence[Entry]) -> bool:
    """Whether what both give has other days in the other one, which then takes them from a neighbour."""
    days = {one.url: one.published_at for one in best if one.url and one.published_at}
    shared = [one for one in other if one.url in days]
    differing = sum(one.published_at not in {None, days[one.url]} for one in shared)
    return differing > _SOME_OTHER_DAYS * len(shared)


def _dated_above(reading: Reading) -> bool:
    """Whether the days stand over the items, which gives one to whatever follows."""
    date = reading.config.get("date")
    return isinstance(date, Mapping) and "before" in date


def _stand_between(more: Sequence[Entry], best: Reading, other: Reading) -> bool:
    """Whether most further entries stand between those of the best reading, not before or behind all of them."""
    known = _told_by(best)
    shared = [number for number, one in enumerate(other.entries) if (one.title, one.url) in known]
    inner = other.entries[shared[0] : shared[-1]] if shared else ()
    return (len(inner) - len(shared) + 1) * 2 > len(more)


def _dated_by_address(reading: Reading) -> bool:
    """Whether only addresses tell the days, which files are not always named by."""
    date = reading.config.get("date")
    return isinstance(date, Mapping) and "attribute" in date


def _cases(reading: Reading) -> float:
    """The share of titles that name the sides of a case."""
    return sum(bool(CASE.search(entry.title)) for entry in reading.entries) / len(reading.entries)


def _addresses(reading: Reading) -> set[str]:
    return {entry.url for entry in reading.entries if entry.url}


def _told_by(reading: Reading) -> set[tuple[str, str]]:
    return {(entry.title, entry.url) for entry in reading.entries}
