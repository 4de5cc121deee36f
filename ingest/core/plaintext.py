"""A title and a text that hold no markup, as a person reads them: charset damage undone, language found."""

from __future__ import annotations

from ingest.core import charset, languages
from ingest.core.types import ReadText


def read_plain(title: str, text: str, *, language: str = "") -> ReadText:
    """Read a title and a text that hold no markup: only charset damage is undone, so offsets stay."""
    title, title_damage = charset.repair(title)
    text, text_damage = charset.repair(text)
    return ReadText(
        title=title,
        text=text,
        repair=title_damage or text_damage,
        language=languages.find_language(f"{title}\n{text}", declared=language),
    )
