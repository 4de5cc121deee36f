"""One spelling of a name: how it is read from a list, and where it ends in a text."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ingest.core.folding import fold_in_place
from ingest.core.inflection import ENDINGS, WORDS, end_of_words
from ingest.core.words import FIRST_UNSPACED, IS_UNSPACED, WORD

Sort = Literal["vendor", "place", "authority"]

_IS_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]")
_MOST_ENDING = 3
"""Letters that a language may add to a vendor's name: Huaweiem, TikToku, Huaweis."""

LEAST_STEM = 5
_MOST_WHOLE = 3
"""Letters up to which a name of ASCII is a word like others unless it is written as in the list: "LG"."""

_STAR_INSIDE = re.compile(r"\*\S")
_ADJECTIVE = re.compile(r"isch|[sc]k|ск|ськ|лай|lai|ean")
"""What many languages write small although it is made of a place's name."""

_ENDS_OF_ADJECTIVES = ("isch", "ск", "ськ")
"""The same where a list writes the stem of an adjective itself: "hessisch*"."""

_MOST_ACCENTED = {True: 7, False: 5}
"""Letters up to which a place is met with its accents only, by whether it is open: "švéd*" is not in "svedsel"."""


class Name(NamedTuple):
    """One spelling; there are ten thousand, made at each start.

    `is_open` lets any ending follow, `ending` those of a sort (`inflection.ENDINGS`); `is_exact` asks
    for these very letters, `is_capital` for a capital at the beginning; `needs` is a context
    (`Gazetteer.contexts`) in which alone the name is meant; `role` is the kind of a vendor's name.
    """

    text: str
    folded: str
    sort: Sort
    value: str
    is_open: bool = False
    is_exact: bool = False
    is_capital: bool = False
    ending: str = ""
    needs: str = ""
    role: str = ""
    is_accented: bool = False


def make_name(
    text: str,
    *,
    sort: Sort,
    value: str,
    is_exact: bool = False,
    is_capital: bool = False,
    needs: str = "",
    role: str = "",
) -> Name:
    """A name as it is written in a list: a star leaves the ending of a word open."""
    bare = text.strip().rstrip("*")
    if _STAR_INSIDE.search(bare):
        raise ValueError(f"“{text}” has a star inside a word; a word may be open at its end only.")
    if "*" in bare:
        stems = fold_in_place(bare.replace("*", ""))
        return Name(stems, stems, sort, value, ending=WORDS, needs=needs, role=role)
    is_open = text.strip().endswith("*")
    return Name(
        text=bare,
        folded=fold_in_place(bare),
        sort=sort,
        value=value,
        is_open=is_open,
        is_exact=is_exact or (bare.isascii() and len(bare) <= _MOST_WHOLE and not is_open),
        is_capital=is_capital,
        needs=needs,
        role=role,
        is_accented=sort != "vendor" and len(bare) <= _MOST_ACCENTED[is_open] and _has_accents(bare),
    )


def _has_accents(spelling: str) -> bool:
    return any(letter.isalpha() and not letter.isascii() and fold_in_place(letter).isascii() for letter in spelling)


def end_of(name: Name, text: str, folded: str, start: int) -> int:
    """Where a name ends whose stem stands at `start`, its ending included; -1 where it is not that name."""
    written, stem, sort, _, is_open, is_exact, is_capital, bends, _, _, is_accented = name
    end = start + len(stem)
    if is_capital and text[start].islower() and not _is_adjective(name, folded, end):
        return -1
    if bends == WORDS:
        return end_of_words(stem, folded, start)
    if is_exact and text[start:end] != written:
        return -1
    if is_accented and text[start:end].lower() != written.lower():
        return -1
    if bends:
        ending = ENDINGS[bends].match(folded, end)
        return ending.end() if ending else -1
    if stem[0] >= FIRST_UNSPACED and IS_UNSPACED.match(stem):
        return end if _stands_alone(folded, start, end) else -1
    behind = folded[end : end + 1]
    if not behind.isalnum() or (behind >= FIRST_UNSPACED and IS_UNSPACED.match(behind)):
        return end
    ending = WORD.match(folded, end)
    rest = ending[0] if ending else ""
    if is_open:
        return end + len(rest)
    is_bent = len(rest) <= _MOST_ENDING and rest.isalpha() and sort == "vendor" and len(stem) >= LEAST_STEM
    return end + len(rest) if is_bent and not is_exact else -1


def _is_adjective(name: Name, folded: str, end: int) -> bool:
    if name.is_open:
        return name.folded.endswith(_ENDS_OF_ADJECTIVES)
    word_end = WORD.match(folded, end) if name.ending and name.ending != WORDS else None
    return word_end is not None and _ADJECTIVE.search(word_end[0]) is not None


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Katakana names are not part of a longer katakana word: インド is not in ウインドウ."""
    if not (_IS_KATAKANA.match(folded[start]) and _IS_KATAKANA.match(folded[end - 1])):
        return True
    return not (_IS_KATAKANA.match(folded[start - 1 : start]) or _IS_KATAKANA.match(folded[end : end + 1]))
