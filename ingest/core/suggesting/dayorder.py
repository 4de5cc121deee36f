"""Which of two figures is the day, told by all the dates of a listing and by where its publisher seems to sit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from ingest.core.dates import Hint, order_told_by

_FIGURES = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2((?:19|20)?\d\d)(?!\d)")
_MUCH_TIGHTER = 3
_AHEAD = timedelta(days=400)
_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana"
    "|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska"
    "|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania"
    "|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|West Virginia|Wisconsin|Wyoming"
)
_AMERICAN = re.compile(
    rf"\b(?:{_STATES})\b|\bUnited States\b|\bU\.S\.|\b[A-Z]{{2}},? \d{{5}}\b"
    r"|\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b"
    r"|\b(?:Supreme|Superior|Circuit|District) Court\b|\bCourt of (?:Criminal )?Appeals\b|\bCounty\b"
)
_ELSEWHERE = re.compile(r"\b(?:UK|GOV\.UK|Ireland|Australia|New Zealand|India|Canada|Singapore|South Africa|London)\b")
_LOOKED_AT = 200_000


def is_day_first(texts: Sequence[str], *, language: str, host: str, page: str, now: datetime) -> bool | None:
    """Whether the day comes first in dates such as 03/04/2026; None where the reader tells it, or nothing does."""
    figures = [match for text in texts if (match := _FIGURES.search(text))]
    if not any(int(one[1]) <= 12 and int(one[3]) <= 12 and one[1] != one[3] for one in figures):
        return None
    if Hint(language=language).order is not None or order_told_by(texts, host=host) is not None:
        return None
    spans = {first: _span(figures, first, now) for first in (True, False)}
    if spans[True] is None or spans[False] is None:
        return None if spans[True] == spans[False] else spans[True] is not None
    for first in (True, False):
        if (spans[first] + 1) * _MUCH_TIGHTER <= spans[not first]:  # type: ignore[operator] # neither is None here
            return first
    is_english = language.casefold().split("-")[0] in {"", "en"}
    head = page[:_LOOKED_AT]
    return False if is_english and _AMERICAN.search(head) and not _ELSEWHERE.search(head) else None


def _span(figures: Sequence[re.Match[str]], first: bool, now: datetime) -> int | None:  # noqa: FBT001 - a private case
    """Days between the first and the last date so read; None where one would be none, or far in the future."""
    days = []
    for one in figures:
        day, month = (int(one[1]), int(one[3])) if first else (int(one[3]), int(one[1]))
        year = int(one[4]) + 2000 if len(one[4]) == 2 else int(one[4])
        try:
            days.append(date(year, month, day))
        except ValueError:
            return None
    return None if max(days) > (now + _AHEAD).date() else (max(days) - min(days)).days
