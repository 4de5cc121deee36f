"""Undo charset damage: UTF-8 that was read as GB 18030, Windows-1252 or Latin-1.

Each run of non-ASCII characters is put back into bytes and read as UTF-8. A run is changed
only where that works without loss, and only in a paragraph that holds a run which cannot be
meant as it stands. What is right stays: real Chinese hardly ever spells UTF-8 in GB 18030.
"""

from __future__ import annotations

import re
import unicodedata

from ingest.core.folding import beyond_ascii

GB18030 = "UTF-8 read as GB 18030"
WINDOWS_1252 = "UTF-8 read as Windows-1252"

_RUN = re.compile(r"[^\x00-\x7f]+")
_LEADS = re.compile(r"[\xc2-\xf4]")
"""First bytes of UTF-8 as Latin-1 and Windows-1252 read them."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_SUSPICIOUS = re.compile(rf"{_LEADS.pattern}|{_HAN.pattern}")
"""Without one of these nothing is damaged."""

_PUNCTUATION_LEAD = b"\xe2\x80"
"""First two bytes of typographic punctuation in UTF-8: dashes, quotes, the ellipsis."""

_LEAST_LONG_RUN = 6
_MOST_HAN_SHARE = 0.2
_MOST_ROUNDS = 3
_TELLTALE_GB = "鈥"
_TELLTALES_1252 = ("Ã", "Â", "â€", "â„", "ï»¿", "\xe2\x80")


def repair(text: str) -> tuple[str, str]:
    """The text with its charset damage undone, and what the damage was; "" where there was none.

    Where the damage lost a byte of a quote or dash, the likeliest one by its place is put back.
    Read twice wrongly, a text is repaired twice.
    """
    chars = beyond_ascii(text)
    if not _SUSPICIOUS.search(text if chars is None else "".join(chars)):
        return text, ""
    damage = ""
    paragraphs = text.split("\n")
    for number in range(len(paragraphs)):
        for _ in range(_MOST_ROUNDS):
            paragraphs[number], found = _repair_paragraph(paragraphs[number])
            damage = damage or found
            if not found:
                break
    return ("\n".join(paragraphs), damage) if damage else (text, "")


def _repair_paragraph(paragraph: str) -> tuple[str, str]:
    if paragraph.isascii():
        return paragraph, ""
    if _has_1252_damage(paragraph):
        repaired = _RUN.sub(lambda run: _decoded(_as_1252(run[0]), run) or run[0], paragraph)
        if repaired != paragraph:
            return repaired, WINDOWS_1252
    if _has_gb_damage(paragraph):
        repaired = _RUN.sub(lambda run: _decoded(_as_gb(run[0]), run) or run[0], paragraph)
        if repaired != paragraph:
            return repaired, GB18030
    return paragraph, ""


def _has_1252_damage(paragraph: str) -> bool:
    if not _LEADS.search(paragraph):
        return False
    for run in _RUN.finditer(paragraph):
        if run[0].startswith(_TELLTALES_1252) or len(run[0]) >= _LEAST_LONG_RUN:
            decoded = _decoded(_as_1252(run[0]), run)
            if decoded and len(decoded) < len(run[0]):
                return True
    return False


def _has_gb_damage(paragraph: str) -> bool:
    han = len(_HAN.findall(paragraph))
    if not han:
        return False
    letters = sum(map(str.isalpha, paragraph))
    for run in _RUN.finditer(paragraph):
        if not _HAN.search(run[0]):
            continue
        decoded = _decoded(_as_gb(run[0]), run)
        if not decoded:
            continue
        if len(run[0]) >= _LEAST_LONG_RUN and len(decoded) < len(run[0]) * 1.5 and _is_one_script(decoded):
            return True
        is_rare_here = han <= letters * _MOST_HAN_SHARE and not any(map(_is_han, decoded))
        is_glued = run.start() > 0 and paragraph[run.start() - 1].isascii() and paragraph[run.start() - 1].isalpha()
        if is_rare_here and (run[0].startswith(_TELLTALE_GB) or (is_glued and decoded.isalpha())):
            return True
    return False


def _decoded(body: bytes | None, run: re.Match[str]) -> str:
    """The bytes of a run as UTF-8; empty where they are none, or where they stay what they were."""
    if body is None:
        return ""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut_punctuation = body[error.start :] == _PUNCTUATION_LEAD
        if not is_cut_punctuation:
            return ""
        text = body[: error.start].decode("utf-8") + _likeliest_punctuation(run)
    is_sound = all(char.isprintable() or char in "\xa0\u200b\u200e\u200f\ufeff" for char in text)
    return text if is_sound and not unicodedata.combining(text[0]) else ""


def _likeliest_punctuation(run: re.Match[str]) -> str:
    """A dash where it stands free, a closing quote behind a word or a stop."""
    before = run.string[: run.start()]
    after = run.string[run.end() : run.end() + 1]
    return "—" if after == " " and (not before or before.endswith(" ")) else "”"


def _as_gb(run: str) -> bytes | None:
    """The bytes behind a run; a replacement character stands for one that was lost, and gives none."""
    try:
        return run.replace("\ufffd", "").encode("gb18030")
    except UnicodeEncodeError:
        return None


def _as_1252(run: str) -> bytes | None:
    """Windows-1252 with the five bytes that it leaves undefined, as browsers read it."""
    pieces = bytearray()
    for char in run:
        try:
            pieces += char.encode("cp1252")
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return None
            pieces.append(ord(char))
    return bytes(pieces)


def _is_han(char: str) -> bool:
    return "㐀" <= char <= "鿿"


def _is_one_script(text: str) -> bool:
    """Whether the letters belong to one script, kana and Han counting as one."""
    scripts = set()
    for char in text:
        if char.isalpha():
            name = unicodedata.name(char, "?").split(" ")[0]
            scripts.add("CJK" if name in {"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"} else name)
    return len(scripts) == 1
