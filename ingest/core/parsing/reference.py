"""RSS, Atom, RDF and CDF, read by feedparser: the reference, for what the quick reader leaves."""

from __future__ import annotations

import html
import re
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from typing import Any

import feedparser

from ingest.core import dates
from ingest.core.parsing.addresses import web_address
from ingest.core.parsing.charsets import is_charset
from ingest.core.parsing.limits import MOST_ENTRIES, bounded
from ingest.core.parsing.rhythm import ttl_of, whole_number
from ingest.core.parsing.sniffing import Sniffed
from ingest.core.types import Document, Entry

_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_NO_CHARACTER = re.compile(
    rb"&#(?:x(?:[dD][89a-fA-F][0-9a-fA-F]{2}|0*1?1[0-9a-fA-F]{5,}|[0-9a-fA-F]{7,})|\d{7,}|5[5-7]\d{3});?"
)
"""References to what is no character: surrogates, and what lies beyond the last."""

_DECLARED = re.compile(rb"<\?xml[^>]{0,300}\?>")
_ENTRY_TAG = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_FOREIGN_NAMESPACE = re.compile(
    rb"""(<(?:rss|channel|item)\b[^<>]{0,2000}?)\sxmlns\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE
)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^<>\[]{0,1000}(?:\[.{0,20000}?\]\s{0,100})?>", re.IGNORECASE | re.DOTALL)


def read(found: Sniffed, *, content_type: str, url: str, now: datetime) -> Document:
    """Read a feed. Ill-formed XML is read as far as it goes; a feed without entries is no error."""
    parsed = _parsed(found.body, content_type=content_type, url=url)
    if parsed is None:
        sentence = f"The answer opens like a feed (<{found.root}>), but is too broken to be read."
        return Document(format=found.format, error=sentence)
    if not parsed.entries and _ENTRY_TAG.search(found.body):
        parsed = _parsed(_made_plain(found.body), content_type=content_type, url=url) or parsed
    if not parsed.entries and not parsed.version and found.format != "cdf":
        return Document(format=found.format, error=_why_not(parsed, found))
    entries, skipped = [], 0
    for raw in parsed.entries[:MOST_ENTRIES]:
        try:
            entries.append(bounded(_entry(raw, url=url, now=now)))
        except (ValueError, TypeError, AttributeError, KeyError, LookupError):
            skipped += 1
    channel = parsed.feed
    return Document(
        format=_format_of(parsed.version) or found.format,
        title=_text(channel.get("title")),
        language=_text(channel.get("language") or (channel.get("title_detail") or {}).get("language")),
        entries=tuple(entries),
        skipped=skipped + max(0, len(parsed.entries) - MOST_ENTRIES),
        next_url=_next_of(channel, url),
        ttl=ttl_of(*(_text(channel.get(name)) for name in ("ttl", "sy_updateperiod", "sy_updatefrequency"))),
        total=whole_number(_text(channel.get("opensearch_totalresults"))),
    )


def _next_of(channel: Any, url: str) -> str:  # noqa: ANN401 - feedparser has no types
    for link in channel.get("links") or ():
        if link.get("rel") in {"next", "prev-archive"}:
            return web_address(_text(link.get("href")), base=url)
    return ""


def _parsed(body: bytes, *, content_type: str, url: str) -> Any:  # noqa: ANN401 - feedparser has no types
    """What feedparser makes of a body, in a second try of the body without what it is known to fall over."""
    for one in (body, _NO_CHARACTER.sub(b"", _DECLARED.sub(b"", body, count=1))):
        with suppress(Exception):  # it raises anything on malformed input
            return _parse(one, content_type=content_type, url=url)
    return None


def _parse(body: bytes, *, content_type: str, url: str) -> Any:  # noqa: ANN401 - feedparser has no types
    """Feedparser on a stream. Bytes it would take for a file name: a body could then name a local file."""
    charset = _CHARSET.search(content_type)
    headers = {"content-type": content_type} if content_type and (not charset or is_charset(charset[1])) else {}
    if url:
        headers["content-location"] = url
    # Sanitising belongs to the way out, and what came is kept as it came.
    return feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _made_plain(body: bytes) -> bytes:
    """Without a default namespace on RSS elements and without a doctype: both hide entries from feedparser."""
    return _FOREIGN_NAMESPACE.sub(rb"\1", _DOCTYPE.sub(b"", body, count=1))


def _why_not(parsed: Any, found: Sniffed) -> str:  # noqa: ANN401 - feedparser has no types
    problem = parsed.get("bozo_exception")
    line = getattr(problem, "getLineNumber", None)
    where = f" The XML breaks in line {line()}." if callable(line) and line() else ""
    return f"The answer opens like a feed (<{found.root}>), but no entry could be read.{where}"


def _format_of(version: str) -> str:
    if version in {"rss10", "rss090", "rss1"}:
        return "rdf"
    return next((name for name in ("rss", "atom", "cdf") if version.startswith(name)), "")


def _entry(raw: Any, *, url: str, now: datetime) -> Entry:  # noqa: ANN401 - feedparser has no types
    published = _instant(raw, "published", now) or _instant(raw, "created", now)
    updated = _instant(raw, "updated", now)
    return Entry(
        guid=_text(raw.get("id")),
        url=web_address(_text(raw.get("link")), base=url) or _first_link(raw, base=url),
        title=_text(raw.get("title")),
        html=_body(raw),
        published_at=published or updated,
        updated_at=updated,
        language=_language(raw),
        author=_text(raw.get("author")),
        categories=tuple(_text(tag.get("term")) for tag in raw.get("tags") or () if _text(tag.get("term"))),
    )


def _instant(raw: Any, name: str, now: datetime) -> datetime | None:  # noqa: ANN401 - feedparser has no types
    # `in` asks for the key itself: feedparser's get() lends "published" to "updated".
    found = dates.from_struct(dict.get(raw, f"{name}_parsed"), now=now)
    return found or dates.read_instant(_text(dict.get(raw, name)), now=now)


def _body(raw: Any) -> str:  # noqa: ANN401 - feedparser has no types
    """The longest of what the entry gives as its body, as HTML."""
    bodies = [*(raw.get("content") or ())]
    if raw.get("summary"):
        bodies.append(raw.get("summary_detail") or {"value": raw["summary"], "type": "text/html"})
    values = [
        html.escape(_text(body.get("value")), quote=False)
        if body.get("type") == "text/plain"
        else _text(body.get("value"))
        for body in bodies
    ]
    return max(values, key=len, default="")


def _language(raw: Any) -> str:  # noqa: ANN401 - feedparser has no types
    details = [*(raw.get("content") or ()), raw.get("summary_detail") or {}, raw.get("title_detail") or {}]
    return next((_text(detail.get("language")) for detail in details if detail.get("language")), "") or _text(
        raw.get("language")
    )


def _first_link(raw: Any, *, base: str) -> str:  # noqa: ANN401 - feedparser has no types
    for link in raw.get("links") or ():
        address = web_address(_text(link.get("href")), base=base)
        if address and link.get("rel", "alternate") == "alternate":
            return address
    return ""


def _text(value: object) -> str:
    return value.replace("\x00", "") if isinstance(value, str) else ""
