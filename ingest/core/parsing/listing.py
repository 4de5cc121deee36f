"""Listing pages and JSON APIs, read with the selectors and paths of a source's config."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup
from soupsieve import SelectorSyntaxError

from ingest.core import dates
from ingest.core.parsing.addresses import web_address
from ingest.core.parsing.jsonfeed import decode, shape_of, text_of
from ingest.core.types import Document, Entry

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")


def page_title_and_feed(body: bytes, *, url: str = "") -> tuple[str, str]:
    """A page's title and the first feed that it names in its head; empty where there is none."""
    try:
        soup = BeautifulSoup(body[:200_000], "lxml")
    except (ParserRejectedMarkup, ValueError):
        return "", ""
    title = " ".join(soup.title.get_text(" ").split())[:120] if soup.title else ""
    for link in soup.find_all("link", rel="alternate"):
        if str(link.get("type", "")).casefold() in _FEED_TYPES:
            return title, web_address(str(link.get("href", "")), base=url)
    return title, ""


def read_page(body: bytes, *, content_type: str, url: str, config: Mapping[str, Any], now: datetime) -> Document:
    """Read a listing page. `config`: CSS selectors `item`, and inside it `title`, `link`, `date`, `summary`.

    Only `item` must be there. A selector that finds no item is an error, never an empty list:
    the page has changed, or something else came.
    """
    selector = text_of(config.get("item"))
    if not selector:
        return Document(format="html_listing", error="This listing page needs a selector named “item”.")
    soup = BeautifulSoup(body, "lxml", from_encoding=_charset(content_type))
    try:
        items = soup.select(selector)
        entries = tuple(_page_entry(item, url=url, config=config, now=now) for item in items)
    except SelectorSyntaxError:
        return Document(format="html_listing", error="One of this source's selectors is not valid CSS.")
    title = " ".join(soup.title.get_text(" ").split()) if soup.title else ""
    if not entries:
        named = f" The page is titled “{title[:120]}”." if title else ""
        return Document(format="html_listing", title=title, error=f"The selector “{selector}” found no item.{named}")
    language = soup.html.get("lang", "") if soup.html else ""
    return Document(format="html_listing", title=title, language=str(language or ""), entries=entries)


def _charset(content_type: str) -> str | None:
    _, _, named = content_type.casefold().partition("charset=")
    return named.split(";")[0].strip(" \"'") or None


def _page_entry(item: Tag, *, url: str, config: Mapping[str, Any], now: datetime) -> Entry:
    heading = _part(item, config.get("title")) or item.find(["h1", "h2", "h3", "h4", "a"])
    link = _part(item, config.get("link")) or (item if item.name == "a" else item.find("a", href=True))
    day = _part(item, config.get("date")) or item.find("time")
    summary = _part(item, config.get("summary"))
    return Entry(
        url=web_address(str(link.get("href", "")), base=url) if isinstance(link, Tag) else "",
        title=" ".join(heading.get_text(" ").split()) if isinstance(heading, Tag) else "",
        html=summary.decode_contents() if summary else "",
        published_at=_page_date(day, now) if isinstance(day, Tag) else None,
    )


def _part(item: Tag, selector: object) -> Tag | None:
    return item.select_one(selector) if isinstance(selector, str) and selector else None


def _page_date(tag: Tag, now: datetime) -> datetime | None:
    return dates.read_instant(str(tag.get("datetime", "")), now=now) or dates.read_instant(tag.get_text(" "), now=now)


def read_json(body: bytes, *, url: str, config: Mapping[str, Any], now: datetime) -> Document:
    """Read a JSON API. `config`: dotted paths `items`, and inside one `id`, `title`, `link`, `date`, `summary`."""
    decoded, error = decode(body)
    if error:
        return Document(format="json_api", error=error)
    path = text_of(config.get("items"))
    items = at_path(decoded, path)
    if not isinstance(items, list):
        return Document(
            format="json_api", error=f"The path “{path}” leads to no list; what came is {shape_of(decoded)}."
        )
    entries = tuple(_json_entry(item, url=url, config=config, now=now) for item in items if isinstance(item, Mapping))
    return Document(format="json_api", entries=entries, skipped=len(items) - len(entries))


def at_path(decoded: Any, path: str) -> Any:  # noqa: ANN401 - JSON
    """Follow a dotted path (`feed.entry`, `results.0.title`); None where it ends early."""
    for step in filter(None, path.split(".")):
        if isinstance(decoded, Mapping):
            decoded = decoded.get(step)
        elif isinstance(decoded, list) and step.isdigit() and int(step) < len(decoded):
            decoded = decoded[int(step)]
        else:
            return None
    return decoded


def _json_entry(item: Mapping[str, Any], *, url: str, config: Mapping[str, Any], now: datetime) -> Entry:
    def field(name: str) -> str:
        return text_of(at_path(item, text_of(config.get(name)) or name))

    return Entry(
        guid=field("id"),
        url=web_address(field("link"), base=url),
        title=field("title"),
        html=field("summary") if "<" in field("summary") else html.escape(field("summary"), quote=False),
        published_at=dates.read_instant(field("date"), now=now),
        language=field("language"),
    )
