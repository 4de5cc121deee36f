"""Text folded for comparison, character for character, so that positions stay those of the original."""

from __future__ import annotations

import re
import unicodedata

_AS_SPACE = frozenset("-‐‑‒–'’‘`´ʼ·\u00a0\u202f_")


_ASCII = bytes(range(128))
_SINGLE = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ı": "i",
    "İ": "i",
    "ё": "е",
    "أ": "ا",  # Arabic writers use the forms of alef and ya as they like
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
}


_LOOK_ALIKES = dict(zip("аеорсухіјѕԁмткнвαορνικτ", "aeopcyxijsdmtkhbaopvikt", strict=True))
"""Cyrillic and Greek letters, folded, that look like Latin ones."""

_MIXED = re.compile(r"\b[^\W\d_]*[a-z][^\W\d_]*")
_FROM_OTHERS = re.compile("[" + "".join(_LOOK_ALIKES) + "]")


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
    plain = unicodedata.normalize("NFKC", char).casefold().lower()  # lower once more for Cherokee
    plain = plain if len(plain) == 1 else char.lower() if len(char.lower()) == 1 else char
    base = unicodedata.normalize("NFD", plain)[0]
    if "a" <= base <= "z":
        return base
    return _SINGLE.get(plain, plain)


_FOLDING = _Folding()
_FOLDED_ASCII = bytes(byte if byte > 127 else ord(_FOLDING[byte]) for byte in range(256))
"""The same for the ASCII in UTF-8."""
_AS_LATIN = str.maketrans(_LOOK_ALIKES)


_FEW = 4
"""Of so many bytes in UTF-8 one at most is there for letters beyond ASCII, where a text has only some of them."""


def beyond_ascii(text: str) -> set[str] | None:
    """The characters of a text beyond ASCII; None where so many are that a table for each letter is faster."""
    if text.isascii():
        return set()
    encoded = text.encode("utf-8", "surrogatepass")
    if (len(encoded) - len(text)) * _FEW >= len(text):
        return None
    return set(encoded.translate(None, delete=_ASCII).decode("utf-8", "surrogatepass"))


def fold_in_place(text: str) -> str:
    """Lower case, Latin accents off, hyphens and apostrophes as spaces; as long as the original."""
    chars = beyond_ascii(text)
    if chars is None:
        return text.translate(_FOLDING)
    for char in chars:
        text = text.replace(char, _FOLDING[ord(char)])
    text = text.encode("utf-8", "surrogatepass").translate(_FOLDED_ASCII).decode("utf-8", "surrogatepass")
    return _MIXED.sub(_as_latin, text) if _FROM_OTHERS.search("".join(chars).lower()) else text


def _as_latin(word: re.Match[str]) -> str:
    """A word in Latin letters of which some are borrowed from other scripts: a slip of a keyboard, or a disguise."""
    return word[0] if word[0].isascii() else word[0].translate(_AS_LATIN)
