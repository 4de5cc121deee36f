"""What a classifier version is called, and which of two is older."""

from __future__ import annotations

import re

_VERSION = re.compile(r"rules-(\d+)(?:\+learned-(\d+))?")


def combined(rules: str, learned: int | None) -> str:
    """`rules-2`, or `rules-2+learned-7` where a learned model had its say."""
    return f"{rules}+learned-{learned}" if learned else rules


def age_of(version: str) -> tuple[int, int]:
    """Sorts versions from old to new. A name that is none of ours is older than all.

    >>> age_of("rules-1+learned-9") < age_of("rules-2") < age_of("rules-2+learned-1")
    True
    """
    match = _VERSION.fullmatch(version)
    return (int(match[1]), int(match[2] or 0)) if match else (0, 0)
