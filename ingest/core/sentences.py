"""Sentences of an item as slices of its full text. Headings and list points are sentences too."""

from __future__ import annotations

import re
from typing import NamedTuple

_END = re.compile(
    r"[.!?…。！？\n;](?:(?<=[.!?…])[\"”’»)\]]*\s+|(?<=[。！？])[。！？]*[」』”]?|(?<=\n)\n*|(?<=;)\s+(?=[A-ZÀ-Þ]))"
)
"""It begins with the one letter that may end a sentence, since that is found fast; then what each must have behind."""
_SHORT_FORMS = (
    "inc ltd corp co llc gov govs sen sens rep reps dr mr mrs ms st no nr art abs bzw ca etc vs jan feb mar apr jun"
    " jul aug sep sept oct nov dec u.s u.k e.u s.a b.v a.s p.m a.m approx gen col lt prof hr hon min m mme r"
)
_ABBREVIATIONS = frozenset(_SHORT_FORMS.split())
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_DASHES = tuple("–—")
_LAST_WORD = re.compile(r"[\w.]+$")


class Sentence(NamedTuple):
    """`full_text[start:end]`, without the white space around it. The title is number 0."""

    number: int
    start: int
    end: int
    is_title: bool = False


def split_sentences(full_text: str, *, title_length: int) -> tuple[Sentence, ...]:
    """The title as one sentence, then those of the text. Empty ones are left out."""
    spans = [(0, title_length), *_spans(full_text, title_length)]
    sentences: list[Sentence] = []
    for start, end in spans:
        piece = full_text[start:end].rstrip()
        if piece:
            left = start + len(piece) - len(piece.lstrip())
            sentences.append(Sentence(len(sentences), left, start + len(piece), end <= title_length))
    return tuple(sentences)


def _spans(text: str, position: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = position
    for match in _END.finditer(text, position):
        if match[0].startswith(".") and _is_within(text, start, match):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return spans


def _is_within(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a full stop belongs to an abbreviation, an initial or an ordinal."""
    following = text[stop.end() : stop.end() + 1]
    if following.islower() or following in _DASHES:
        return True  # "PIERRE, S.D. – The governor …"
    before = text[start : stop.start()].rstrip()
    word = _LAST_WORD.search(before, before.rfind(" ") + 1)
    if not word:
        return False
    last = word[0]
    if _INITIALS.fullmatch(last) and following.isdigit():
        return True  # "H.R. 1121"
    is_initial = len(last) == 1 and last.isalpha() and last.isupper()
    is_ordinal = last.isdigit() and len(last) <= 2 and following.isalpha()
    return is_initial or is_ordinal or last.casefold() in _ABBREVIATIONS
