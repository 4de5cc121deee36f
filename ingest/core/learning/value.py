"""The order of the queue: what an editor gains by reading a story next.

Expected value = how likely it reports an action × how much that would matter × how fresh it is. It halves with
every HALF_LIFE; since all stories fade alike, the order of two never changes with time, and one number, the
rank, says it for good: log2(value) + age of the calendar in half-lives. Ties go to the older story number.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log2

from actions.lifecycle import STRENGTH, Kind

HALF_LIFE = timedelta(days=7)
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)

_STRENGTHS = {kind: 1.0 - 0.1 * place for place, kind in enumerate(STRENGTH)}
_NO_KIND = 0.5
_NEW_PLACE = 1.3
_NEW_VENDOR = 1.2
_OFFICIAL = 1.25
_MORE_SOURCES = 0.1
_MOST_SOURCES = 5
_LEAST = 0.01


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a waiting story. `probability` is that it reports an action."""

    probability: float
    kinds: Collection[str]
    new_places: Collection[str]
    """Places of which the directory has no action yet."""
    new_vendors: Collection[str]
    is_official: bool
    """Whether one of its items comes from an authority's own source."""
    source_count: int
    latest_at: datetime


def importance(standing: Standing) -> float:
    """How much the story would matter if it reports an action; 1.0 is a shutdown order told once by the press."""
    strengths = [_STRENGTHS[Kind(kind)] for kind in standing.kinds if kind in list(Kind)]
    value = max(strengths, default=_NO_KIND)
    value *= _NEW_PLACE if standing.new_places else 1.0
    value *= _NEW_VENDOR if standing.new_vendors else 1.0
    value *= _OFFICIAL if standing.is_official else 1.0
    return value * (1 + _MORE_SOURCES * (min(max(standing.source_count, 1), _MOST_SOURCES) - 1))


def rank_of(standing: Standing) -> float:
    """Higher comes first. Differences of one: twice the value, or half a life fresher."""
    value = max(standing.probability, _LEAST) * importance(standing)
    return round(log2(value) + (standing.latest_at - _EPOCH) / HALF_LIFE, 6)
