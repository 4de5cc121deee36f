"""A folded text cut into its words, once for all who look at it word by word."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate, count
from operator import add

LONGEST_GAP = 3
"""Code points between two words that may still belong together."""


class _Blanks(dict[int, int]):
    """Puts a space for each character that no word has; filled as characters are met."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        self[code] = blank = code if char.isalnum() or char == "_" else ord(" ")
        return blank


_BLANKS = _Blanks()
_MARKS = "“”„«»—…•→€£©®™°"
"""All that is beyond ASCII in most folded texts of Latin letters; without it they are translated ten times as fast."""

Cut = tuple[list[str], list[int]]
"""Words and where each ends. In a gap of several code points an empty word stands between each two of them."""


@lru_cache(maxsize=4)
def cut_words(folded: str) -> Cut:
    """The words of a text, of letters and digits. Empty ones follow the last, so that nobody looks beyond it."""
    blanked = folded
    if not folded.isascii():
        for mark in _MARKS:
            blanked = blanked.replace(mark, " ")
    words = blanked.translate(_BLANKS).split(" ")
    ends = list(map(add, accumulate(map(len, words)), count()))
    words += [""] * LONGEST_GAP
    ends += [len(folded)] * LONGEST_GAP
    return words, ends
