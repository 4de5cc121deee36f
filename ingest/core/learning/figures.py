"""Shares with their intervals. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959964
"""Two-sided, 95 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`, with the 95 % interval of Wilson. Without a total nothing is known: `share` is None."""

    hits: int
    total: int

    @property
    def share(self) -> float | None:
        return self.hits / self.total if self.total else None

    @property
    def low(self) -> float:
        return wilson(self.hits, self.total)[0]

    @property
    def high(self) -> float:
        return wilson(self.hits, self.total)[1]


def wilson(hits: float, total: float, z: float = Z_95) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927); (0, 1) where nothing was counted.

    Unlike the textbook's, it stays inside 0 and 1 and is honest at 0 of 3.
    """
    if total <= 0:
        return 0.0, 1.0
    share, spread = hits / total, z * z / total
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of what was not proposed: its items, how many were looked at, how many of those were missed actions."""

    size: int
    looked_at: int
    missed: int


@dataclass(frozen=True, slots=True)
class Recall:
    """The share of all actions that was proposed, as far as a sample tells; None where no sample was answered."""

    found: int
    estimate: float | None
    low: float
    high: float
    looked_at: int
    missed: int


def estimate_recall(found: int, strata: Iterable[Stratum]) -> Recall:
    """Recall from a sample of what was not proposed.

    Each stratum's missed actions are its size times the share missed, with Wilson's interval on the share.
    The limits of the strata are added up, which makes the whole interval wider than 95 %, never narrower.
    """
    parts = [part for part in strata if part.size]
    looked_at, missed = sum(part.looked_at for part in parts), sum(part.missed for part in parts)
    if not looked_at or any(part.looked_at == 0 for part in parts):
        return Recall(found, None, 0.0, 1.0, looked_at, missed)
    expected = sum(part.size * part.missed / part.looked_at for part in parts)
    limits = [wilson(part.missed, part.looked_at) for part in parts]
    fewest = max(float(missed), sum(part.size * low for part, (low, _) in zip(parts, limits, strict=True)))
    most = sum(part.size * high for part, (_, high) in zip(parts, limits, strict=True))
    return Recall(
        found=found,
        estimate=_share(found, expected),
        low=_share(found, most) or 0.0,
        high=1.0 if not found and not fewest else found / (found + fewest),
        looked_at=looked_at,
        missed=missed,
    )


def _share(found: int, missed: float) -> float | None:
    return found / (found + missed) if found + missed else None
