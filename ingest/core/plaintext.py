"""A title and a text that hold no markup, as a person reads them: charset damage undone, language found."""

from __future__ import annotations

import re

from ingest.core import charset, languages
from ingest.core.types import ReadText

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]")
"""Nobody sees them; those that turn the direction of writing make a page show what its text does not say."""


def read_plain(title: str, text: str, *, language: str = "") -> ReadText:
    """Read a title and a text that hold no markup: charset damage is undone, and what nobody sees is left out."""
    title, title_damage = charset.repair(seen(title))
    text, text_damage = charset.repair(seen(text))
    return ReadText(
        title=title,
        text=text,
        repair=title_damage or text_damage,
        language=languages.find_language(f"{title}\n{text}", declared=language),
    )


def seen(text: str) -> str:
    """The text without characters that nobody sees. Most texts hold none, which is cheaper to find out."""
    if text.replace("\n", " ").replace("\xa0", " ").isprintable():
        return text
    return _UNSEEN.sub("", text)
