"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read leniently entry by entry."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ingest.core import dates
from ingest.core.parsing.addresses import web_address
from ingest.core.parsing.limits import MOST_ENTRIES, bounded
from ingest.core.types import Document, Entry

_GUARD = re.compile(rb"\A(?:\)\]\}'?,?|while\s?\(1\);|for\s?\(;;\);)\s*")
"""What stands before JSON so that no script can load it."""

_CALL = re.compile(rb"\A(?:/\*\*/)?\s*[A-Za-z_$][\w$.]{0,80}\(\s*(?=[\[{])")
_LEAST_LINES = 2


def read(body: bytes, *, url: str, now: datetime) -> Document:
    """Read a JSON Feed; JSON of any other shape is an error that says what came."""
    decoded, error = decode(body)
    if error:
        return Document(format="jsonfeed", error=error)
    if not isinstance(decoded, Mapping) or "jsonfeed.org" not in str(decoded.get("version", "")):
        return Document(
            format="json",
            error=_other_json(decoded),
        )
    items = decoded.get("items")
    if not isinstance(items, list):
        return Document(format="jsonfeed", error="This JSON Feed has no list of items.")
    read_items = [bounded(_entry(item, url=url, now=now)) for item in items[:MOST_ENTRIES] if isinstance(item, Mapping)]
    return Document(
        format="jsonfeed",
        title=text_of(decoded.get("title")),
        language=text_of(decoded.get("language")),
        entries=tuple(read_items),
        skipped=len(items) - len(read_items),
        next_url=web_address(text_of(decoded.get("next_url")), base=url),
    )


def _other_json(decoded: object) -> str:
    what = shape_of(decoded)
    return f"JSON came that is no JSON Feed: {what}. It needs paths; --format json_api suggests some."


def decode(body: bytes) -> tuple[Any, str | None]:
    """JSON as Python values, and an error sentence where it is none. One value a line is a list of them."""
    bare = _GUARD.sub(b"", body.lstrip(b"\xef\xbb\xbf \t\r\n\x00"))
    called = _CALL.match(bare)
    try:
        return json.loads(bare[called.end() :].rstrip(b" \t\r\n;)") if called else bare), None
    except json.JSONDecodeError as error:
        if (values := _line_by_line(bare)) is not None:
            return values, None
        return None, f"The answer opens like JSON but breaks in line {error.lineno}, column {error.colno}."
    except (UnicodeDecodeError, RecursionError, ValueError):
        return None, "The answer opens like JSON but cannot be decoded."


def _line_by_line(body: bytes) -> list[Any] | None:
    """The objects of a body that has one a line; None for any other."""
    lines = [line for line in body.splitlines() if line.strip()]
    if len(lines) < _LEAST_LINES or not all(line.lstrip()[:1] == b"{" and line.rstrip()[-1:] == b"}" for line in lines):
        return None
    try:
        return [json.loads(line) for line in lines]
    except (ValueError, RecursionError):
        return None


def shape_of(decoded: object) -> str:
    """What came, in words: the first keys of an object, the length of a list."""
    if isinstance(decoded, Mapping):
        keys = ", ".join(str(key)[:40] for key in list(decoded)[:6])
        return f"an object with {keys}" if keys else "an empty object"
    if isinstance(decoded, list):
        return f"a list of {len(decoded)}"
    return "a single value"


def text_of(value: object) -> str:
    """A text or a number as text; anything else is nothing. Half a character (a lone surrogate) becomes a mark."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value).replace("\x00", "")
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _entry(item: Mapping[str, Any], *, url: str, now: datetime) -> Entry:
    published = dates.read_instant(text_of(item.get("date_published")), now=now)
    updated = dates.read_instant(text_of(item.get("date_modified")), now=now)
    plain = text_of(item.get("content_text")) or text_of(item.get("summary"))
    tags = item.get("tags")
    return Entry(
        guid=text_of(item.get("id")),
        url=web_address(text_of(item.get("url")) or text_of(item.get("external_url")), base=url),
        title=text_of(item.get("title")),
        html=text_of(item.get("content_html")) or html.escape(plain, quote=False),
        published_at=published or updated,
        updated_at=updated,
        language=text_of(item.get("language")),
        author=_author(item),
        categories=tuple(filter(None, map(text_of, tags))) if isinstance(tags, list) else (),
    )


def _author(item: Mapping[str, Any]) -> str:
    authors = item.get("authors")
    people = authors if isinstance(authors, list) else [item.get("author")]
    names = [text_of(person.get("name")) for person in people if isinstance(person, Mapping)]
    return ", ".join(filter(None, names))
