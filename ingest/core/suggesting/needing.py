"""Fields without which a match is no item: headers in the text, separators, a row of page numbers."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.core.suggesting.words import has_words
from ingest.core.types import Entry

_FEW = 0.3


def needed(entries: Sequence[Entry], *, size: int) -> tuple[str, ...]:
    """The fields that all items have, and a few matches lack that name nothing or lead nowhere on no day.

    A link is asked for before a day: items whose day is still to be written are told by their link.
    `size` is how many items were looked for: where a selector finds more, and they alone lack a day, it is asked for.
    """
    unlinked = [one for one in entries if not one.url]
    dated = sum(one.published_at is not None for one in entries)
    if _are_few(unlinked, entries) and all(not one.published_at or not has_words(one.title) for one in unlinked):
        return ("link",) if dated * 2 > len(entries) else ()
    undated = [one for one in entries if one.published_at is None]
    if _are_few(undated, entries) and (
        len(undated) == len(entries) - size or all(not has_words(one.title) for one in undated)
    ):
        return ("date",)
    return ()


def without(entries: Sequence[Entry], needs: Sequence[str]) -> tuple[Entry, ...]:
    """The entries that have what is needed."""
    return tuple(
        one for one in entries if ("link" not in needs or one.url) and ("date" not in needs or one.published_at)
    )


def _are_few(lacking: Sequence[Entry], entries: Sequence[Entry]) -> bool:
    return 0 < len(lacking) <= _FEW * len(entries)
