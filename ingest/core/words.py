"""A folded text cut into its words, once for all who look at it word by word."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate, count
from operator import add
from typing import TypeVar

from ingest.core.folding import beyond_ascii

LONGEST_GAP = 3
"""Code points between two words that may still belong together."""


HANGUL = "\uac00-\ud7a3"
_NO_SPACES = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
_INDIC = "\u0900-\u0dff"
"""Scripts whose vowel signs are no letters to `re`."""

WORD = re.compile(rf"[^\W{_NO_SPACES}{HANGUL}{_INDIC}]+|[{_NO_SPACES}]+|[{HANGUL}]+|[{_INDIC}]+")
"""A word of one script, as names are looked for."""

IS_UNSPACED = re.compile(rf"[{_NO_SPACES}{HANGUL}]")
FIRST_UNSPACED = _NO_SPACES[0]
"""No letter before it belongs to a script without spaces."""

_HAS_OTHER_WORDS = re.compile(rf"[{_NO_SPACES}{HANGUL}{_INDIC}]")


class _Blanks(dict[int, int]):
    """Puts a space for each character that no word has; filled as characters are met."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        self[code] = blank = code if char.isalnum() or char == "_" else ord(" ")
        return blank


_BLANKS = _Blanks()
_BLANK_BYTES = bytes(byte if byte > 127 else _BLANKS[byte] for byte in range(256))
"""The same for the ASCII in UTF-8."""

_REMEMBERED = 10_000
"""Words that a memory holds, and as many that were not met for a while."""

_MARKS = "“”„«»—…•→€£©®™°"
"""All that is beyond ASCII in most folded texts of Latin letters; without it they are translated ten times as fast."""

Told = TypeVar("Told")


class Memory(dict[str, Told]):
    """What there is to know of a word, found out when it is met first. So a text costs one look-up a word.

    Once it holds too much, it begins anew, and forgets what is not met again until it is full once more.
    """

    def __init__(self, find: Callable[[str], Told]) -> None:
        super().__init__()
        self._find = find
        self._before: dict[str, Told] = {}

    def __missing__(self, word: str) -> Told:
        if len(self) >= _REMEMBERED:
            self._before = dict(self)
            self.clear()
        self[word] = told = self._before[word] if word in self._before else self._find(word)
        return told


Cut = tuple[list[str], list[int]]
"""Words and where each ends. In a gap of several code points an empty word stands between each two of them."""


@lru_cache(maxsize=4)
def cut_words(folded: str) -> Cut:
    """The words of a text, of letters and digits. Empty ones follow the last, so that nobody looks beyond it."""
    words = _blanked(folded).split(" ")
    ends = list(map(add, accumulate(map(len, words)), count()))
    words += [""] * LONGEST_GAP
    ends += [len(folded)] * LONGEST_GAP
    return words, ends


def _blanked(folded: str) -> str:
    chars = beyond_ascii(folded)
    if chars is None:
        return folded.translate(_BLANKS)
    for char in chars:
        if not char.isalnum():
            folded = folded.replace(char, " ")
    return folded.encode("utf-8", "surrogatepass").translate(_BLANK_BYTES).decode("utf-8", "surrogatepass")


@lru_cache(maxsize=4)
def cut_as_names_are(folded: str) -> Cut:
    """Words of one script each. Only where a text has scripts without spaces, or with vowel signs, are they others."""
    chars = beyond_ascii(folded)
    if not _HAS_OTHER_WORDS.search(folded if chars is None else "".join(chars)):
        return cut_words(folded)
    matches = list(WORD.finditer(folded))
    return [match[0] for match in matches], [match.end() for match in matches]
