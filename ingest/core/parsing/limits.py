"""How much of a document is read: enough for any that is meant to be read, and no more."""

from __future__ import annotations

from ingest.core.types import Entry

MOST_ENTRIES = 5_000
LONGEST_HTML = 1_000_000
LONGEST_TEXT = 10_000
LONGEST_ADDRESS = 8_000
MOST_CATEGORIES = 100


def bounded(entry: Entry) -> Entry:
    """The entry with over-long texts cut. An address that is too long is none: half of it leads elsewhere."""
    if (
        len(entry.html) <= LONGEST_HTML
        and len(entry.title) <= LONGEST_TEXT
        and len(entry.guid) <= LONGEST_TEXT
        and len(entry.url) <= LONGEST_ADDRESS
        and len(entry.author) <= LONGEST_TEXT
        and len(entry.categories) <= MOST_CATEGORIES
    ):
        return entry
    return Entry(
        guid=entry.guid[:LONGEST_TEXT],
        url=entry.url if len(entry.url) <= LONGEST_ADDRESS else "",
        title=entry.title[:LONGEST_TEXT],
        html=entry.html[:LONGEST_HTML],
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        language=entry.language[:35],
        author=entry.author[:LONGEST_TEXT],
        categories=tuple(category[:LONGEST_TEXT] for category in entry.categories[:MOST_CATEGORIES]),
    )
