"""Regular expressions that an operator may write: bounded, so that no page can hold a worker with one."""

from __future__ import annotations

import re
from re import _constants as constants  # type: ignore[attr-defined] # the only way to see a pattern's structure
from re import _parser as structure  # type: ignore[attr-defined]
from typing import Any

LONGEST_PATTERN = 300
LONGEST_TEXT = 4000
"""Characters of a field's text that a pattern is tried on."""

_REPEATS = {constants.MAX_REPEAT, constants.MIN_REPEAT}
_MANY = 8


def pattern_fault(pattern: str) -> str:
    """Why a pattern cannot be used, in a sentence; empty where it can."""
    if len(pattern) > LONGEST_PATTERN:
        return f"it is longer than {LONGEST_PATTERN} characters."
    try:
        parsed = structure.parse(pattern)
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return f"it is no regular expression ({error})."
    if _nests(parsed, inside=False) or _repeats(parsed) > _MANY:
        return "it repeats inside of a repeat, or too often, which can take for ever on some pages."
    return ""


def _nests(parsed: Any, *, inside: bool) -> bool:  # noqa: ANN401 - private structure of the standard library
    for op, value in parsed:
        if op in _REPEATS:
            _, most, repeated = value
            is_open = most > _MANY
            if (inside and is_open) or _nests(repeated, inside=inside or is_open):
                return True
        elif any(_nests(part, inside=inside) for part in _parts(value)):
            return True
    return False


def _repeats(parsed: Any) -> int:  # noqa: ANN401 - private structure of the standard library
    count = 0
    for op, value in parsed:
        if op in _REPEATS:
            count += (value[1] > _MANY) + _repeats(value[2])
        else:
            count += sum(_repeats(part) for part in _parts(value))
    return count


def _parts(value: Any) -> list[Any]:  # noqa: ANN401 - private structure of the standard library
    """The patterns inside a group, a branch or a look-around."""
    if isinstance(value, structure.SubPattern):
        return [value]
    if isinstance(value, list | tuple):
        return [part for one in value for part in _parts(one)]
    return []
