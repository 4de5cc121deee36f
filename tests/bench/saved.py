"""Documents saved from real sites, where they lie beside the project: read there, never copied."""

from __future__ import annotations

import json
from pathlib import Path

from bantracker.stack.places import BASE

_TYPES = {"json": "application/feed+json", "atom": "application/atom+xml", "rdf": "application/rdf+xml"}


def folder() -> Path | None:
    """Where the saved feeds lie; None where they are not at hand."""
    place = BASE.parent / "shared" / "feeds"
    return place if (place / "index.jsonl").is_file() else None


def documents() -> list[tuple[str, bytes]]:
    """Content type and body of each saved feed that holds entries.

    Holding entries means: feedparser, which `reader` parses with, finds some, or it is a JSON Feed with
    items, which feedparser does not read and `reader` does. Empty where no feeds are at hand.
    """
    place = folder()
    if place is None:
        return []
    found = []
    for line in (place / "index.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        body = (place / row["file"]).read_bytes()
        if row["entries"] or (row["format"] == "json" and _is_json_feed(body)):
            found.append((_TYPES.get(row["format"], "application/rss+xml"), body))
    return found


def _is_json_feed(body: bytes) -> bool:
    try:
        feed = json.loads(body)
    except ValueError:
        return False
    return isinstance(feed, dict) and "jsonfeed.org/" in str(feed.get("version")) and bool(feed.get("items"))
