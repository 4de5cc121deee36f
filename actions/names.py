"""Names folded for comparison: case, accents, width and punctuation put aside. Pure."""

from __future__ import annotations

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Fold a name so that "Hik Vision", "HIKVISION" and "ＨＩＫvision" can be compared.

    Accents of Latin letters go; letters of other scripts keep their marks, which are part
    of them (й is not и). Runs of anything but letters and digits become one space.
    """
    compatible = unicodedata.normalize("NFKC", text).casefold()
    pieces = []
    for char in compatible:
        base = unicodedata.normalize("NFD", char)
        pieces.append(base[0] if "a" <= base[0] <= "z" else char)
    return _NOT_A_WORD.sub(" ", "".join(pieces)).strip()


_IDLE_SIGNS = re.compile(r"-(?!\w)")
"""Hyphens that exclude no word: PostgreSQL puts each on a stack, and gives up at some 150."""


def web_words(text: str) -> str:
    """What somebody typed, as PostgreSQL's web search can take it."""
    return _IDLE_SIGNS.sub(" ", text)
