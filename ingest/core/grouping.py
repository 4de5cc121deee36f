"""Which items tell of one event. The reason is told with the answer, so that an editor can undo it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from actions.names import fold

WINDOW = timedelta(days=21)
"""How far apart in time items on one event may come out."""

LEAST_SCORE = 0.5
_LEAST_WORD = 4
_WEIGHTS = {"vendors": 0.35, "jurisdictions": 0.3, "kinds": 0.15, "days": 0.1, "words": 0.1}


@dataclass(frozen=True, slots=True)
class Features:
    """What an item or a story is matched by. `days` are its first and last day, None where unknown."""

    vendors: frozenset[str] = frozenset()
    jurisdictions: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    days: tuple[date | None, date | None] = (None, None)
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    story_id: int
    score: float
    reasons: dict[str, Any] = field(default_factory=dict)


def title_words(title: str) -> frozenset[str]:
    """The words of a title that carry its subject: folded, four letters or more, or any with a digit."""
    return frozenset(
        word for word in fold(title).split() if len(word) >= _LEAST_WORD or not word.isascii() or word.isdigit()
    )


def choose_story(item: Features, stories: Mapping[int, Features]) -> Match | None:
    """The story that an item belongs to, or None where it begins its own.

    The same event needs the same place and the same vendor inside the window of days; where
    neither names a vendor ("foreign-made drones"), titles must share words. Among stories that
    fit, the best score wins, then the lowest id.
    """
    best: Match | None = None
    for story_id in sorted(stories):
        match = _compare(item, stories[story_id], story_id)
        if match and match.score >= LEAST_SCORE and (best is None or match.score > best.score):
            best = match
    return best


def _compare(item: Features, story: Features, story_id: int) -> Match | None:
    apart = days_apart(item.days, story.days)
    places = item.jurisdictions & story.jurisdictions
    vendors = item.vendors & story.vendors
    words = item.words & story.words
    if not places or (apart is not None and apart > WINDOW.days):
        return None
    if not vendors and (item.vendors or story.vendors or len(words) < 2):
        return None
    kinds = item.kinds & story.kinds
    if not kinds and (apart is None or apart > WINDOW.days / 3):
        return None
    shares = {
        "vendors": len(vendors) / min(len(item.vendors), len(story.vendors)) if vendors else 0.5,
        "jurisdictions": len(places) / min(len(item.jurisdictions), len(story.jurisdictions)),
        "kinds": 1.0 if kinds else 0.0,
        "days": 0.3 if apart is None else 1 - apart / (WINDOW.days + 1),
        "words": len(words) / (min(len(item.words), len(story.words)) or 1),
    }
    reasons = {
        "vendors": sorted(vendors),
        "jurisdictions": sorted(places),
        "kinds": sorted(kinds),
        "words": sorted(words),
        "days_apart": apart,
    }
    score = round(sum(weight * shares[name] for name, weight in _WEIGHTS.items()), 3)
    return Match(story_id=story_id, score=score, reasons=reasons)


def days_apart(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> int | None:
    """Days between two spans: 0 where they touch, None where one is unknown."""
    first, last = one
    other_first, other_last = other
    if first is None or last is None or other_first is None or other_last is None:
        return None
    return max(0, (other_first - last).days, (first - other_last).days)
