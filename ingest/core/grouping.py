"""Which items tell of one event. The reason is told with the answer, so that an editor can undo it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from actions.names import fold
from ingest.core.references import kinds_of

WINDOW = timedelta(days=21)
"""How far apart in time reports of one event may come out."""

FOLLOW_UP = timedelta(days=180)
"""How long after it an event may be followed up: by its number or its day, and by a challenge or its end."""

_FIRST_REPORTS = timedelta(days=45)
"""A story that goes on does not carry its window along: this long after its first report only follow-ups join."""

_SAME_DAY = 1
"""Days by which reports of one event may differ, for time zones and for "on Friday"."""

_OTHER_DAY = 3
_OTHER_KIND = 2
_ALIKE = 0.5
_VERY_ALIKE = 0.6
_DIGEST = 4
"""An item of so many places is a digest of many events."""

_LEAST_WORD = 4
_LONGEST_WORD = 40
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_WEIGHTS = {
    "instruments": 0.2,
    "vendors": 0.25,
    "jurisdictions": 0.2,
    "kinds": 0.12,
    "event": 0.1,
    "days": 0.08,
    "words": 0.05,
}

Days = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Features:
    """What an item or a story is matched by. `days` are the first and last on which it came out, None if unknown."""

    vendors: frozenset[str] = frozenset()
    jurisdictions: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    days: Days = (None, None)
    words: frozenset[str] = frozenset()
    event_days: frozenset[date] = frozenset()
    """When, as it says, the event was made known."""
    instruments: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    is_follow_up: bool = False
    """It tells of what came of an event: a challenge, an end, a reaction."""


@dataclass(frozen=True, slots=True)
class Match:
    story_id: int
    score: float
    reasons: dict[str, Any] = field(default_factory=dict)


def title_words(title: str) -> frozenset[str]:
    """What a title speaks of: folded words of four letters or more, numbers, and pairs of letters without spaces."""
    words: set[str] = set()
    for word in fold(title).split():
        for run in _UNSPACED.findall(word):
            words |= {run[at : at + 2] for at in range(max(1, len(run) - 1))}
        rest = _UNSPACED.sub("", word)
        if len(rest) >= _LEAST_WORD or (rest and (not rest.isascii() or rest.isdigit())):
            words.add(rest[:_LONGEST_WORD])
    return frozenset(words)


class Stories:
    """Stories by what they have in common with an item, so that each item is compared with few of them."""

    def __init__(self, stories: Mapping[int, Features]) -> None:
        self._stories: dict[int, Features] = {}
        self._by: dict[str, set[int]] = defaultdict(set)
        for story_id, features in stories.items():
            self.put(story_id, features)

    def put(self, story_id: int, features: Features) -> None:
        """Add a story, or say what one has become."""
        self._stories[story_id] = features
        for handle in _handles(features):
            self._by[handle].add(story_id)

    def of(self, story_id: int) -> Features:
        return self._stories[story_id]

    def choose(self, item: Features) -> Match | None:
        """The story that an item belongs to, or None where it begins its own."""
        near = set().union(*(self._by[handle] for handle in _handles(item) if handle in self._by))
        return choose_story(item, {story_id: self._stories[story_id] for story_id in near})


def choose_story(item: Features, stories: Mapping[int, Features]) -> Match | None:
    """The story that an item belongs to, or None where it begins its own. The best of those that fit."""
    best: Match | None = None
    for story_id in sorted(stories):
        match = _compare(item, stories[story_id], story_id)
        if match and (best is None or match.score > best.score):
            best = match
    return best


def joined(story: Features, item: Features) -> Features:
    """What a story is after an item joined it."""
    days = [day for day in (*story.days, *item.days) if day]
    return Features(
        vendors=story.vendors | item.vendors,
        jurisdictions=story.jurisdictions | item.jurisdictions,
        kinds=story.kinds | item.kinds,
        days=(min(days, default=None), max(days, default=None)),
        words=story.words | item.words,
        event_days=story.event_days | item.event_days,
        instruments=story.instruments | item.instruments,
        languages=story.languages | item.languages,
    )


def days_apart(one: Days, other: Days) -> int | None:
    """Days between two spans: 0 where they touch, None where one is unknown."""
    first, last = one
    other_first, other_last = other
    if first is None or last is None or other_first is None or other_last is None:
        return None
    return max(0, (other_first - last).days, (first - other_last).days)


@dataclass(frozen=True, slots=True)
class _Common:
    """What an item and a story have in common."""

    vendors: frozenset[str]
    places: frozenset[str]
    kinds: frozenset[str]
    words: frozenset[str]
    instruments: frozenset[str]
    alike: float
    """Share of the shorter title's words, vendors left out, where at least two are shared."""
    apart: int | None
    event_gap: int | None
    """Days between the days on which the event was, as both say."""

    @property
    def is_one_day(self) -> bool:
        return self.event_gap is not None and self.event_gap <= _SAME_DAY


def _handles(features: Features) -> Iterable[str]:
    """By what an item can find a story: its places and theirs, numbers, and vendors where no place is known."""
    for code in features.jurisdictions:
        yield code
        yield code.partition("-")[0]
    yield from features.instruments
    if not features.jurisdictions:
        yield from (f"vendor {vendor}" for vendor in features.vendors)


def _common(item: Features, story: Features) -> _Common:
    named = {word for vendor in item.vendors | story.vendors for word in fold(vendor).split()}
    words = item.words & story.words
    least = min(len(item.words - named), len(story.words - named)) or 1
    gaps = [abs((one - other).days) for one in item.event_days for other in story.event_days]
    return _Common(
        vendors=item.vendors & story.vendors,
        places=item.jurisdictions & story.jurisdictions,
        kinds=item.kinds & story.kinds,
        words=words,
        instruments=item.instruments & story.instruments,
        alike=len(words - named) / least if len(words - named) > 1 else 0.0,
        apart=days_apart(item.days, story.days),
        event_gap=min(gaps, default=None),
    )


def _compare(item: Features, story: Features, story_id: int) -> Match | None:
    common = _common(item, story)
    fits = (
        _fits_in_place(item, story, common)
        and _fits_in_vendor(item, story, common)
        and _fits_in_time(item, story, common)
        and _fits_in_kind(item, story, common)
        and not _names_another(item, story, common)
    )
    return Match(story_id, _score(item, story, common), _reasons(item, common)) if fits else None


def _fits_in_place(item: Features, story: Features, common: _Common) -> bool:
    """The same place. A state is not its country, unless a number or the title says that it is one event."""
    most = max(len(item.jurisdictions), len(story.jurisdictions))
    if common.places:
        is_digest = most >= _DIGEST and len(common.places) * 2 < most
        return not is_digest or bool(common.instruments) or common.alike >= _ALIKE
    if common.instruments and (common.vendors or _are_related(item, story)):
        return _are_related(item, story)
    is_unplaced = not item.jurisdictions or not story.jurisdictions
    is_near = common.apart is not None and common.apart <= _OTHER_DAY
    return (
        bool(common.vendors)
        and common.alike >= _VERY_ALIKE
        and (_are_related(item, story) or (is_unplaced and is_near))
    )


def _are_related(item: Features, story: Features) -> bool:
    """One acts for a part of the other, or a place is unknown."""
    if not item.jurisdictions or not story.jurisdictions:
        return True
    pairs = ((one, other) for one in item.jurisdictions for other in story.jurisdictions)
    return any(one.startswith(f"{other}-") or other.startswith(f"{one}-") for one, other in pairs)


def _fits_in_vendor(item: Features, story: Features, common: _Common) -> bool:
    """The same vendor. Where one names none ("foreign drones"), titles must agree, or across languages the day."""
    if common.vendors or common.instruments:
        return True
    if item.vendors and story.vendors:
        return False
    if common.alike >= _ALIKE or (len(common.words) > 1 and not item.vendors and not story.vendors):
        return True
    has_other_language = bool(item.languages and story.languages) and item.languages.isdisjoint(story.languages)
    is_same_act = item.jurisdictions == story.jurisdictions and bool(common.kinds)
    is_then = common.is_one_day or (common.event_gap is None and common.apart is not None and common.apart <= _SAME_DAY)
    return has_other_language and is_same_act and is_then and not item.vendors and not story.vendors


def _fits_in_time(item: Features, story: Features, common: _Common) -> bool:
    if common.apart is not None and common.apart > FOLLOW_UP.days:
        return False
    if common.instruments or common.is_one_day:
        return True
    if item.is_follow_up and common.vendors and common.kinds and _comes_after(item, story):
        return True
    if common.event_gap is not None and common.event_gap >= _OTHER_DAY:
        return False
    if _is_later_event(item, story) or _is_later_event(story, item):
        return False
    is_old = None not in {item.days[0], story.days[0]} and item.days[0] - story.days[0] > _FIRST_REPORTS  # type: ignore[operator]
    return common.apart is None or (common.apart <= WINDOW.days and not is_old)


def _comes_after(item: Features, story: Features) -> bool:
    return None in {item.days[0], story.days[0]} or item.days[0] >= story.days[0]  # type: ignore[operator]


def _is_later_event(one: Features, other: Features) -> bool:
    """Whether the event of one came days after all that we have of the other came out, and not ahead of time."""
    last = other.days[1]
    if last is None or not one.event_days or other.event_days:
        return False
    first = min(one.event_days)
    is_ahead = one.days[1] is not None and first > one.days[1]
    return not is_ahead and (first - last).days >= _OTHER_DAY


def _fits_in_kind(item: Features, story: Features, common: _Common) -> bool:
    """The same kind; two kinds on one day are what one announcement often holds."""
    if common.kinds or not item.kinds or not story.kinds:
        return True
    if common.instruments or common.is_one_day or common.alike >= _ALIKE:
        return True
    return common.event_gap is None and common.apart is not None and common.apart <= _OTHER_KIND


def _names_another(item: Features, story: Features, common: _Common) -> bool:
    """Both name a bill, a docket or a notice, and not the same one."""
    if common.instruments or common.is_one_day or common.alike >= _VERY_ALIKE:
        return False
    return bool(kinds_of(item.instruments) & kinds_of(story.instruments))


def _score(item: Features, story: Features, common: _Common) -> float:
    """How sure it is, from 0 to 1; what fits is at least at one half."""
    shares = {
        "instruments": 1.0 if common.instruments else 0.0,
        "vendors": _share(common.vendors, item.vendors, story.vendors),
        "jurisdictions": len(common.places) / (max(len(item.jurisdictions), len(story.jurisdictions)) or 1),
        "kinds": 1.0 if common.kinds else 0.0,
        "event": 1.0 if common.is_one_day else 0.0,
        "days": 0.3 if common.apart is None else max(0.0, 1 - common.apart / (WINDOW.days + 1)),
        "words": common.alike,
    }
    return round(0.5 + sum(weight * shares[name] for name, weight in _WEIGHTS.items()) / 2, 3)


def _share(common: frozenset[str], one: frozenset[str], other: frozenset[str]) -> float:
    return len(common) / min(len(one), len(other)) if common else 0.5 * (not one and not other)


def _reasons(item: Features, common: _Common) -> dict[str, Any]:
    return {
        "vendors": sorted(common.vendors),
        "jurisdictions": sorted(common.places),
        "kinds": sorted(common.kinds),
        "words": sorted(common.words)[:8],
        "instruments": sorted(common.instruments),
        "event_day": common.is_one_day,
        "follow_up": item.is_follow_up,
        "days_apart": common.apart,
    }
