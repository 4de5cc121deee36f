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
_BRACKETED_CODE = (
    r"^(.{4,300}?)[\s,]{0,2}[(\[]\s?"
    r"((?:[\w.]{0,12}\d[\w.]{0,12}[-/:][\w./:-]{1,24}|[A-Z]{0,6}\d{5,12}))\s?[)\]]\W{0,2}$"
)
_DAY = r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|[^\W\d_]{3,12}\.? \d{1,2},? \d{4}|\d{1,2}\.? [^\W\d_]{3,12}\.? \d{4})"
_BEHIND_DAY = rf"^(.{{2,40}}?)[\s,;:|(–—-]{{1,4}}{_DAY}[\s,;:|)–—-]{{1,4}}(.{{4,300}})$"
_BEFORE_DAY = rf"^(.{{4,300}}?)[\s,;:|(–—-]{{1,4}}{_DAY}[\s,;:|)–—-]{{1,4}}(.{{2,24}})$"
_JOINED = r"^[–—:;,|·•-]{1,3}\s{0,3}(\w.{3,300})$"
_FILE = r"^(.{4,300}?)[\s|(\[–—-]{1,4}\b(?:pdf|docx?|rtf)\b(?:[\s,:]{0,3}[\d.,]{1,6}\s?[km]b)?[\s)\]]{0,3}$"
_PATTERNS = (
    (_LABEL, 1, 0),
    (_CODE_FIRST, 2, 1),
    (_CODE_LAST, 1, 2),
    (_BRACKETED_CODE, 1, 2),
    (_FILE, 1, 0),
    (_JOINED, 1, 0),
)
"""Each with the group that is the title and the one that is a number. The first that fits most titles counts."""

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
    if has_date and (parted := _parted_by_day(base, texts)) and _tell_apart(parted.texts, texts):
        return parted
    bare = [without_day(text) for text in texts] if has_date else texts
    if _share(bare, texts) and not _are_cut(bare):
        base["drop"], texts = "day", bare
    number: Any = None
    numbers: tuple[str, ...] = ()
    alternatives: list[Any] = []
    for pattern, at, code in _PATTERNS:
        matches = [re.search(pattern, text, re.IGNORECASE) for text in texts]
        fitting = [match for match in matches if match and has_words(match[at]) and (not code or is_code(match[code]))]
        shorter = [match[at].strip() if match else text for match, text in zip(matches, texts, strict=True)]
        if len(fitting) < _ENOUGH * sum(map(bool, texts)) or not _tell_apart(shorter, texts):
            continue
        texts = shorter
        taken = {"pattern": pattern} if at == 1 else {"pattern": pattern, "replace": rf"\{at}"}
        alternatives = [{**base, **taken}]
        if code:
            numbers = tuple(match[code].strip() if match else "" for match in matches)
            number = {**base, "pattern": pattern, "replace": rf"\{code}"}
        break
    plain = base if len(base) > 1 or "select" not in base else base["select"]
    return Cleaned([*alternatives, plain] if alternatives else plain, texts, number, numbers)


def _parted_by_day(base: dict[str, Any], texts: list[str]) -> Cleaned | None:
    """The title beside a day in the middle, where the other side is a number: "2025 OK 6, 1/2/2025, Poe v. Roe"."""
    for pattern, at, code in ((_BEHIND_DAY, 2, 1), (_BEFORE_DAY, 1, 2)):
        matches = [re.search(pattern, text) for text in texts]
        fitting = [match for match in matches if match and has_words(match[at]) and _is_number(match[code])]
        if len(fitting) < _ENOUGH * sum(map(bool, texts)):
            continue
        said = [{**base, "pattern": pattern, "replace": rf"\{at}"}, base]
        shown = [match[at].strip() if match else text for match, text in zip(matches, texts, strict=True)]
        if code > at:
            return Cleaned(said, shown)
        number = {**base, "pattern": pattern, "replace": rf"\{code}"}
        return Cleaned(said, shown, number, tuple(match[code].strip() if match else "" for match in matches))
    return None


def _tell_apart(shorter: list[str], texts: list[str]) -> bool:
    """Whether shorter titles still name each item: of issues of a gazette nothing would be left but its name."""
    return len(set(shorter)) >= _ENOUGH * len(set(texts))


def _are_cut(texts: list[str]) -> bool:
    """Whether most texts end inside of a bracket."""
    return sum("(" in text.rpartition(")")[2] for text in texts) * 2 > len(texts)


def _is_number(text: str) -> bool:
    return is_code(text) and ":" not in text


def _share(changed: list[str], texts: list[str]) -> bool:
    """Whether most texts changed and still say something."""
    differing = sum(one != text and has_words(one) for one, text in zip(changed, texts, strict=True))
    return differing >= _ENOUGH * max(1, sum(map(bool, texts)))
