"""Lines of a printed page made paragraphs again: where a line of a PDF ends tells nothing of its sentence. Pure."""

from __future__ import annotations

import re

_ENDS = (".", "!", "?", ":", ";", "。", "！", "？", "：", "；")
_OPENS = re.compile(r"(?:\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\s|[•·*§–—-]\s|\d{1,2}(?:\.\d{1,2})+\.?\s)")
"""What a point of a list begins with."""

_IS_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uff60]")
_FULL_LINE = 0.75
"""A line this long, beside the longest of its page, was broken because it was full."""

_LEAST_FULL = 20
"""Pages of lines shorter than this are tables or titles."""


def unwrapped(page: str) -> str:
    """The text of a page with broken lines joined; blank lines, titles and points of lists stay apart."""
    lines = [" ".join(line.replace("\u00ad\n", "").split()) for line in page.split("\n")]
    longest = max(map(len, lines), default=0)
    paragraphs: list[str] = []
    before = ""
    for line in lines:
        if before and line and _goes_on(before, line, longest):
            paragraphs[-1] = _joined(paragraphs[-1], line)
        elif line:
            paragraphs.append(line)
        before = line
    return "\n".join(paragraphs)


def joint(before: str, after: str) -> str:
    """What stands between two pages: a blank where a sentence runs over, else the end of a line."""
    last, first = before.rpartition("\n")[2], after.partition("\n")[0]
    runs_over = bool(last and first) and first[0].islower() and _goes_on(last, first, 0)
    return " " if runs_over else "\n"


def _goes_on(before: str, line: str, longest: int) -> bool:
    if before.endswith(_ENDS) or _OPENS.match(line):
        return False
    if line[0].islower() or before.endswith((",", "(", "-", "\u00ad", "、", "，")):
        return True
    return longest >= _LEAST_FULL and len(before) >= _FULL_LINE * longest


def _joined(before: str, line: str) -> str:
    is_split_word = before.endswith(("-", "\u00ad")) and before[-2:-1].isalpha() and line[0].islower()
    if is_split_word:
        return before[:-1] + line
    is_unspaced = _IS_UNSPACED.match(before[-1]) and _IS_UNSPACED.match(line[0])
    return before + ("" if is_unspaced else " ") + line
