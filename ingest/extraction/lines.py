"""Lines of a printed page made paragraphs again: where a line of a PDF ends tells nothing of its sentence. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_ENDS = (".", "!", "?", ":", ";", "。", "！", "？", "：", "；")
_OPENS = re.compile(r"(?:\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\s|[•·*§–—-]\s|\d{1,2}(?:\.\d{1,2})+\.?\s)")
"""What a point of a list begins with."""

_IS_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uff60]")
_FULL_LINE = 0.75
"""A line this long, beside the longest of its page, was broken because it was full."""

_EDGE = 2
"""Lines at the head and at the foot of a page that may be those of every page."""

_MOST_PAGES = 0.6
_LEAST_HEAD = 12
"""Letters of a line that says whose paper it is; shorter ones are headings."""

_NUMBER = re.compile(r"\d+|\b[ivx]{1,5}\b")
_HAS_WORD = re.compile(r"\b(?!(?:page|seite|página|pagina|strona|стр|von|sur)\b)[^\W\d_]{3,}")

_LEAST_FULL = 20
"""Pages of lines shorter than this are tables or titles."""


def without_furniture(pages: Sequence[str]) -> list[str]:
    """Pages without the lines that most of them carry at their head or foot, so that a sentence runs over.

    Such a line stays where it is met first: it often says whose paper it is. A number of a page never does.
    """
    split = [page.split("\n") for page in pages]
    carried = Counter(key for lines in split for key in {_key(lines[at]) for at in _edges(lines)})
    most = max(2, _MOST_PAGES * len(pages))
    repeated = {key for key, count in carried.items() if count >= most and _may_be_furniture(key)}
    told: set[str] = set()
    for lines in split:
        for at in _edges(lines):
            key = _key(lines[at])
            if key in repeated and (key in told or not _HAS_WORD.search(key)):
                lines[at] = ""
            told.add(key)
    return ["\n".join(lines) for lines in split]


def _may_be_furniture(key: str) -> bool:
    """Whether it may be: "Article 4" may stand at the head of many pages, and belongs to each."""
    return bool(key) and (not _HAS_WORD.search(key) or sum(map(str.isalpha, key)) >= _LEAST_HEAD)


def _edges(lines: Sequence[str]) -> list[int]:
    """The numbers of the first and the last lines of a page that hold anything."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]})


def _key(line: str) -> str:
    """A line as its like on another page reads: numbers differ."""
    return _NUMBER.sub("#", " ".join(line.split()).casefold())


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
