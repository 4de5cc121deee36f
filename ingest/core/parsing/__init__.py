"""Bytes into a document: found out what they are first, then read by the reader for that format."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ingest.core.parsing import jsonapi, jsonfeed, listing, xmlfeed
from ingest.core.parsing.sniffing import JSON, UNKNOWN, WEB_PAGE, Sniffed, sniff
from ingest.core.types import Document

__all__ = ["FORMATS", "parse_document"]

FEEDS = ("rss", "atom", "rdf", "cdf")
FORMATS = ("auto", *FEEDS, "jsonfeed", "html_listing", "json_api")


def parse_document(
    body: bytes,
    *,
    now: datetime,
    content_type: str = "",
    url: str = "",
    format: str = "auto",  # noqa: A002 - the word of the command line and of Source.format
    config: Mapping[str, Any] | None = None,
) -> Document:
    """Read a body as a document. Never raises: what cannot be read has `error`, a sentence for people.

    `content_type` is the response header, `url` the address that answered: both decide how
    charsets and relative links are read. `format` other than "auto" is what the source is known
    to be; any feed format may answer for any other, since publishers move from one to the next.
    Dates after `now` become `now`.
    """
    try:
        found = sniff(body, content_type=content_type)
        return _read(found, now=now, content_type=content_type, url=url, format_wanted=format, config=config or {})
    except Exception as error:  # noqa: BLE001 - feedparser and lxml raise anything on malformed input
        return Document(
            format="", error=f"This document could not be read: the parser gave up with {type(error).__name__}."
        )


def _read(
    found: Sniffed, *, now: datetime, content_type: str, url: str, format_wanted: str, config: Mapping[str, Any]
) -> Document:
    if found.error:
        return Document(format=found.format, error=found.error)
    if format_wanted == "html_listing":
        return listing.read(found.body, content_type=content_type, url=url, config=config, now=now)
    if format_wanted == "json_api":
        return jsonapi.read(found.body, url=url, config=config, now=now)
    if found.format == JSON:
        return jsonfeed.read(found.body, url=url, now=now)
    if found.format == WEB_PAGE:
        return Document(format=WEB_PAGE, error=_describe_page(found, url))
    if found.format == UNKNOWN:
        return Document(format=UNKNOWN, error=found.describe_unknown())
    return xmlfeed.read(found, content_type=content_type, url=url, now=now)


def _describe_page(found: Sniffed, url: str) -> str:
    """Why a web page is no feed, and which feed it names, if any."""
    title, feed = listing.page_title_and_feed(found.body, url=url)
    named = f" with the title “{title}”" if title else ""
    hint = f" It names a feed at {feed}; poll that address instead." if feed else ""
    return f"A web page{named} came instead of a feed.{hint}"
