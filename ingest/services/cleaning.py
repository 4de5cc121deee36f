"""Text from outside as the database can hold it."""

from __future__ import annotations

_LONGEST_URL = 2_000


def clean(text: str, limit: int | None = None) -> str:
    """Text as PostgreSQL holds it: no NUL, no lone surrogates, at most `limit` characters."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text if limit is None else text[:limit]


def clean_url(url: str) -> str:
    """The address, or nothing where it is too long to keep: a cut address would lead elsewhere."""
    url = clean(url)
    return url if len(url) <= _LONGEST_URL else ""
