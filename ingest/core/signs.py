"""Words of a text that promise a date or the name of a law, by the sentence in which they stand; most promise nothing.

They are looked for once, and only in an item that is relevant. Dates and laws are then read where a sign stands.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import compress

from ingest.core.calendar_words import may_be_day, may_be_month
from ingest.core.instruments import MARKS_OF_LAWS, may_be_of_law
from ingest.core.sentences import Sentence
from ingest.core.words import Memory, cut_words

A_MONTH, A_DAY, A_YEAR, A_LAW, HAN = "month", "day", "year", "law", "han"

Signs = Mapping[str, list[int]]
"""The signs of a sentence, and where each stands; of A_LAW and HAN it is enough that they do."""

_GLUED = re.compile(r"[0-9][^\W\d_]")
"""A word that is written right behind a number: "5may"."""

_YEAR_DIGITS = re.compile(r"(?:19|20)\d\d")
_HAN_LETTER = re.compile(r"[\u3040-\u9fff\uac00-\ud7a3]")


def find_signs(folded: str, sentences: Sequence[Sentence]) -> dict[int, dict[str, list[int]]]:
    """The signs by sentence; a sentence without any is left out."""
    by_sentence: dict[int, dict[str, list[int]]] = {}
    sentence_ends = [sentence.end for sentence in sentences]
    words, ends = cut_words(folded)
    told = list(map(_KNOWN.__getitem__, words))
    for signs, word, end in compress(zip(told, words, ends, strict=True), told):
        within = bisect(sentence_ends, end - len(word))
        if within < len(sentences):
            of_sentence = by_sentence.setdefault(within, {})
            for sign, offset in signs:
                of_sentence.setdefault(sign, []).append(end - len(word) + offset)
    if not folded.isascii():
        _add_signs_beyond_words(folded, sentences, by_sentence)
    return by_sentence


def _add_signs_beyond_words(
    folded: str, sentences: Sequence[Sentence], by_sentence: dict[int, dict[str, list[int]]]
) -> None:
    for sign, letters in ((HAN, _HAN_LETTER), (A_LAW, MARKS_OF_LAWS)):
        if letters.search(folded):
            for number, start, end, _ in sentences:
                if letters.search(folded, start, end):
                    by_sentence.setdefault(number, {}).setdefault(sign, []).append(start)


def _signs_of(word: str) -> tuple[tuple[str, int], ...]:
    """What in a word may belong to a date or a law, and how many letters stand before it."""
    signs = [(A_MONTH, 0)] if may_be_month(word) else []
    signs += [(A_MONTH, match.end() - 1) for match in _GLUED.finditer(word)]
    signs += [(A_DAY, 0)] if may_be_day(word) else []
    signs += [(A_YEAR, match.start()) for match in _YEAR_DIGITS.finditer(word)]
    signs += [(A_LAW, 0)] if may_be_of_law(word) else []
    return tuple(signs)


_KNOWN = Memory(_signs_of)
