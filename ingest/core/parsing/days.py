"""Days that stand inside a longer text: the words that tell one, and the text without them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.core.months import MONTHS, fold

_WORD = r"[^\W\d_]{3,12}"
_AND_MORE = r"(?:\s?(?:&|[-–—]|\b(?:and|to|et|und|y|e|al|bis|au)\b)\s?\d{1,2}(?:st|nd|rd|th|\.)?){0,3}"
_DAY = re.compile(
    rf"(?<![\d/.-])(?:\d{{4}}[-/.年]\s?\d{{1,2}}[-/.月]\s?\d{{1,2}}日?"
    rf"|(?P<slashed>\d{{1,2}}[-/.]\s?\d{{1,2}}[-/.]\s?(?:(?:19|20)?\d\d))"
    rf"|(?P<month>{_WORD})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?{_AND_MORE}\s?,?\s+(?:19|20)\d\d"
    rf"|\d{{1,2}}(?:\.|st|nd|rd|th|er|º)?{_AND_MORE}(?:\s+day)?(?:\s+de|\s+of)?[\s-]+(?P<inner>{_WORD})\.?,?(?:\s+del?|\s+of)?[\s-]+"
    rf"(?:(?:19|20)\d\d|'?\d\d(?![\d:.]))"
    rf"|\d{{1,2}}(?P<run>[^\W\d_]{{3,9}})(?:19|20)?\d\d)"
    r"(?![\d/])",
    re.IGNORECASE,
)
_LOOKED_AT = 3_000
_WEEKDAY = re.compile(
    r"(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b)[.,]?\s*$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"[\s,;:|(\[–—-]+$|\b(?:filed|decided|issued|dated?|posted|published|released|entered|updated|delivered|publié|le|vom|am"
    r"|passed|adopted|approved|enacted|signed"
    r"|on|as of|from|of|of the|opinion)\b[\s:,.]*$",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(
    r"^[\s,]*(?:at\s+|@\s?)?\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?\s*$"
    r"|^(?:\s*(?:at\s+)?\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?\b)?[\s,;:.|)\]–—-]+",
    re.IGNORECASE,
)


def days_in(text: str) -> Iterator[re.Match[str]]:
    """What looks like a day with its year, written in figures or with a month's name in any known language."""
    for match in _DAY.finditer(text[:_LOOKED_AT]):
        name = fold(match["month"] or match["inner"] or match["run"] or "")
        if not name or name in MONTHS:
            yield match


def find_day(text: str) -> str:
    """The words of the first day in a text; empty where there is none."""
    if not any(char.isdigit() for char in text):
        return ""
    return next((match[0] for match in days_in(text)), "")


def without_day(text: str) -> str:
    """A text without the day that it opens or ends with, and without what leads to it ("filed on …")."""
    for match in list(days_in(text))[:4]:
        before, after = text[: match.start()], text[match.end() :]
        bare_before, bare_after = _bared(before), _FOLLOWING.sub("", after).strip()
        if not re.search(r"\w", bare_after) and re.search(r"\w", bare_before):
            return bare_before
        if not re.search(r"\w", bare_before) and re.search(r"\w", bare_after):
            return bare_after
    return text


def _bared(before: str) -> str:
    """What stands before a day, without the words that announce it."""
    for _ in range(4):
        shorter = _LEADING.sub("", _WEEKDAY.sub("", before))
        if shorter == before:
            break
        before = shorter
    return before.strip()
