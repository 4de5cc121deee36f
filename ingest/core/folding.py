"""Text folded for comparison, character for character, so that positions stay those of the original."""

from __future__ import annotations

import re
import unicodedata

_AS_SPACE = frozenset("-‐‑‒–'’‘`´ʼ·\u00a0\u202f_")


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_SINGLE = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ı": "i",
    "ё": "е",
    "أ": "ا",  # Arabic writers use the forms of alef and ya as they like
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
}


class _Folding(dict[int, str]):
    """Folds one character to one character; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _fold_char(char)
        self[code] = folded
        return folded


def _fold_char(char: str) -> str:
    if char in _AS_SPACE:
        return " "
    plain = unicodedata.normalize("NFKC", char).casefold()
    plain = plain if len(plain) == 1 else char.lower() if len(char.lower()) == 1 else char
    base = unicodedata.normalize("NFD", plain)[0]
    if "a" <= base <= "z":
        return base
    return _SINGLE.get(plain, plain)


_FOLDING = _Folding()


_FEW = 8
"""Of so many bytes in UTF-8 one at most is there for letters beyond ASCII, where a text has only some accents."""

_STAND_INS = "\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19"
"""Characters that no text holds, and that fold to themselves."""


def fold_in_place(text: str) -> str:
    """Lower case, Latin accents off, hyphens and apostrophes as spaces; as long as the original."""
    if not text.isascii() and (len(text.encode("utf-8", "surrogatepass")) - len(text)) * _FEW < len(text):
        folded = _folded_flat(text, sorted(set(_BEYOND_ASCII.findall(text))))
        if folded is not None:
            return folded
    return text.translate(_FOLDING)


def _folded_flat(text: str, chars: list[str]) -> str | None:
    """The text folded with stand-ins for what stays beyond ASCII, so that it is translated ten times as fast.

    `chars` are those beyond ASCII; None where they are too many, or where the text holds a stand-in itself.
    """
    stay = [char for char in chars if not _FOLDING[ord(char)].isascii()]
    if len(stay) > len(_STAND_INS) or any(stand_in in text for stand_in in _STAND_INS[: len(stay)]):
        return None
    pairs = list(zip(stay, _STAND_INS, strict=False))
    meant = dict(pairs)
    for char in chars:
        text = text.replace(char, meant.get(char) or _FOLDING[ord(char)])
    text = text.translate(_FOLDING)
    for char, stand_in in pairs:
        text = text.replace(stand_in, _FOLDING[ord(char)])
    return text
