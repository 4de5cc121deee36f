"""A title without the number before it, the day behind it and the label in front, said so that a config can say it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.core.parsing.days import without_day
from ingest.core.suggesting.members import Said
from ingest.core.suggesting.words import has_words, is_code

_LABEL = r"^(?:case )?(?:title|name|caption|style|styling|subject|re|case)\s?:\s*(.+)$"
_CODE_FIRST = (
    r"^\W{0,3}((?:(?:case|docket|no|nos|number|cause)\b\.?\s?){0,3}[^\W_]{0,8}[-./ ]?\d[\w./-]{0,24}"
    r"(?:(?:,|;|&|\band\b|\s){1,3}[A-Z]{0,6}[-.]?\d[\w./-]{1,24}){0,6})[\s.:,;|–—-]{1,6}(\D.{3,300})$"
)
_CODE_LAST = (
    r"^(.{4,300}?)[\s,;:|(–—-]{1,4}\(?((?:nos?\.?|case no\.?|docket no\.?|#)\s?[\w./-]*\d[\w./, &-]{1,60})\)?\W{0,2}$"
)
_FILE = r"^(.{4,300}?)[\s|(\[–—-]{1,4}\b(?:pdf|docx?|rtf)\b(?:[\s,:]{0,3}[\d.,]{1,6}\s?[km]b)?[\s)\]]{0,3}$"
_ENOUGH = 0.7


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A title as said, its texts, and how the number is said that stood in it."""

    said: Any
    texts: list[str]
    number: Any = None
    numbers: tuple[str, ...] = ()


def clean_title(said: Said, texts: list[str], *, has_date: bool) -> Cleaned:
    """The title without what does not belong to it, where most titles have it in the same place."""
    base = {"select": said} if isinstance(said, str) else dict(said)
    if has_date and _share(bare := [without_day(text) for text in texts], texts):
        base["drop"], texts = "day", bare
    number: Any = None
    numbers: tuple[str, ...] = ()
    alternatives: list[Any] = []
    for pattern, at, code in ((_LABEL, 1, 0), (_CODE_FIRST, 2, 1), (_CODE_LAST, 1, 2), (_FILE, 1, 0)):
        matches = [re.search(pattern, text, re.IGNORECASE) for text in texts]
        fitting = [match for match in matches if match and has_words(match[at]) and (not code or is_code(match[code]))]
        if len(fitting) < _ENOUGH * sum(map(bool, texts)):
            continue
        texts = [match[at].strip() if match else text for match, text in zip(matches, texts, strict=True)]
        taken = {"pattern": pattern} if at == 1 else {"pattern": pattern, "replace": rf"\{at}"}
        alternatives = [{**base, **taken}]
        if code:
            numbers = tuple(match[code].strip() if match else "" for match in matches)
            number = {**base, "pattern": pattern, "replace": rf"\{code}"}
        break
    plain = base if len(base) > 1 or "select" not in base else base["select"]
    return Cleaned([*alternatives, plain] if alternatives else plain, texts, number, numbers)


def _share(changed: list[str], texts: list[str]) -> bool:
    """Whether most texts changed and still say something."""
    differing = sum(one != text and has_words(one) for one, text in zip(changed, texts, strict=True))
    return differing >= _ENOUGH * max(1, sum(map(bool, texts)))
