"""Listing pages, read with the selectors of a source's config. See docs/sources.md."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup

from ingest.core import dates
from ingest.core.parsing import jsonapi, runs
from ingest.core.parsing.addresses import web_address
from ingest.core.parsing.config import ConfigError, Piece, Plan, read_plan
from ingest.core.parsing.fields import field_text, first_text
from ingest.core.parsing.jsonfeed import decode, shape_of
from ingest.core.parsing.limits import MOST_ENTRIES, bounded
from ingest.core.parsing.pages import decode_page, why_too_large
from ingest.core.parsing.paging import next_by_number
from ingest.core.parsing.rows import PageItem, Tables, text_of_tag
from ingest.core.types import Document, Entry

_FORMAT: Final = "html_listing"
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_DEFAULTS = {
    "title": (Piece(at="h1, h2, h3, h4"), Piece(at="a")),
    "link": (Piece(at="a[href]"),),
    "date": (Piece(at="time"),),
}
_ANY = re.compile("")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_DEEPEST = 400
_WHOLE_PAGE_ITEM = re.compile(r"=\s*(?=[\[{])")


def page_title_and_feed(body: bytes, *, url: str = "") -> tuple[str, str]:
    """A page's title and the first feed that it names in its head; empty where there is none."""
    try:
        soup = BeautifulSoup(body[:200_000], "lxml")
    except (ParserRejectedMarkup, ValueError):
        return "", ""
    for link in soup.find_all("link", rel="alternate"):
        if str(link.get("type", "")).casefold() in _FEED_TYPES:
            return _title_of(soup)[:120], web_address(str(link.get("href", "")), base=url)
    return _title_of(soup)[:120], ""


def read(body: bytes, *, content_type: str, url: str, config: Mapping[str, Any], now: datetime) -> Document:
    """Read a listing page. A selector that finds no item is an error, never an empty list:
    the page has changed, or something else came.
    """
    try:
        plan = read_plan(_FORMAT, config)
    except ConfigError as fault:
        return Document(format=_FORMAT, error=" ".join(fault.sentences))
    markup, error = markup_of(body, plan, content_type=content_type)
    if error:
        return Document(format=_FORMAT, error=error)
    return read_soup(soup_of(markup), plan, url=url, now=now)


def markup_of(body: bytes, plan: Plan, *, content_type: str = "") -> tuple[str, str]:
    """The page that a body is, or that stands as a text inside of a JSON answer; and a sentence where there is none."""
    if not plan.within:
        markup = decode_page(body, content_type=content_type)
        return markup, why_too_large(markup)
    decoded, error = decode(body)
    if error:
        return "", error
    markup = jsonapi.at_path(decoded, plan.within)
    if not isinstance(markup, str):
        return "", f"The path “{plan.within}” leads to no text; what came is {shape_of(decoded)}."
    return markup, why_too_large(markup)


def soup_of(markup: str) -> BeautifulSoup:
    """A page's tree for selectors. XML is read the same way: what is a listing is for its config to say."""
    return BeautifulSoup(_XML_DECLARATION.sub("", markup, count=1), "lxml")


def is_too_deep(soup: BeautifulSoup) -> bool:
    """Whether elements nest as no page for people does; each look into such a page walks all its depth."""
    depths: dict[int, int] = {id(soup): 0}
    for tag in soup.find_all(_ANY):
        depth = depths.get(id(tag.parent), 0) + 1
        if depth > _DEEPEST:
            return True
        depths[id(tag)] = depth
    return False


def read_soup(soup: BeautifulSoup, plan: Plan, *, url: str, now: datetime) -> Document:
    """Read a page that is parsed already by a checked config."""
    if is_too_deep(soup):
        return Document(format=_FORMAT, error="This page nests its elements too deeply to be read.")
    title = _title_of(soup)
    named = f" The page is titled “{title[:120]}”." if title else ""
    if plan.script is not None:
        return _read_script(soup, plan, url=url, now=now, named=named)
    found: list[Tag] = next((tags for tags in (soup.select(selector) for selector in plan.item) if tags), [])
    if not found:
        tried = "” or “".join(plan.item)
        if plan.may_be_empty:
            return Document(format=_FORMAT, title=title)
        return Document(format=_FORMAT, title=title, error=f"The selector “{tried}” found no item.{named}")
    return _document(soup, found, plan, title=title, url=url, now=now)


def _document(soup: BeautifulSoup, found: list[Tag], plan: Plan, *, title: str, url: str, now: datetime) -> Document:
    language = str((soup.html.get("lang") if soup.html else "") or "")
    tables = Tables(soup)
    placed = runs.parted(soup, found, plan)
    items = [PageItem(tag, tables, at=place) for tag, place in placed[:MOST_ENTRIES]]
    items = [item for item in items if not tables.is_header(item.tag) and not first_text(item, plan, "skip", plan.skip)]
    plan = _with_order(plan, items, language=language, url=url)
    base = plan.base or _base_of(soup, url)
    entries = [entry for item in items if (entry := _entry(item, plan, base=base, now=now)) is not None]
    if not entries and not plan.may_be_empty:
        return Document(
            format=_FORMAT,
            title=title,
            error=f"The selector “{plan.item[0]}” found {len(found)} items, but none has {_wanted(plan)}.",
        )
    whole = PageItem(soup, tables, at=soup)
    following = web_address(first_text(whole, plan, "next", plan.next), base=base)
    if plan.page and not following:
        following = next_by_number(url, plan.page, count=len(entries))
    return Document(format=_FORMAT, title=title, language=language, entries=tuple(entries), next_url=following)


def _wanted(plan: Plan) -> str:
    return f"a {' and a '.join(plan.needs)}" if plan.needs else "a title or a link"


def _title_of(soup: BeautifulSoup) -> str:
    return " ".join(soup.title.get_text(" ").split()) if soup.title else ""


def _base_of(soup: BeautifulSoup, url: str) -> str:
    """Where relative links start: `<base href>`, the page's address, or the one that the page gives as its own."""
    named = soup.find("base", href=True)
    if isinstance(named, Tag) and (address := web_address(str(named["href"]), base=url)):
        return address
    if url:
        return url
    for selector, attribute in (("link[rel~=canonical][href]", "href"), ("meta[property='og:url']", "content")):
        tag = soup.select_one(selector)
        if tag and (address := web_address(str(tag.get(attribute) or ""))):
            return address
    return ""


def _with_order(plan: Plan, items: list[PageItem], *, language: str, url: str) -> Plan:
    """The plan with what the page itself tells of how it writes its days."""
    hint = plan.dates if plan.dates.language else replace(plan.dates, language=language)
    if hint.order is None and not hint.formats:
        field = plan.fields.get("date", _DEFAULTS["date"])
        texts = (first_text(item, plan, "date", field) for item in items[:200])
        hint = replace(hint, is_day_first=dates.order_told_by(texts, host=jsonapi.host_of(url)))
    return replace(plan, dates=hint)


def _entry(item: PageItem, plan: Plan, *, base: str, now: datetime) -> Entry | None:
    """An entry; None for a row that gives nothing that a person could read or follow."""

    def field(name: str) -> str:
        return field_text(item, plan, name, default=_DEFAULTS.get(name, ()))

    def instant(name: str) -> datetime | None:
        return dates.read_instant(field(name), now=now, hint=plan.dates)

    address = web_address(field("link"), base=base)
    title = field("title")
    if not title and not address:
        return None
    published, updated = instant("date"), instant("updated")
    if not all({"title": title, "link": address, "date": published}[name] for name in plan.needs):
        return None
    category = field("category")
    return bounded(
        Entry(
            guid=field("id"),
            url=address,
            title=title,
            html=field("summary"),
            published_at=published or updated,
            updated_at=updated,
            language=field("language"),
            author=field("author"),
            categories=(category,) if category else (),
        )
    )


def _read_script(soup: BeautifulSoup, plan: Plan, *, url: str, now: datetime, named: str) -> Document:
    """Read JSON that stands in one of the page's scripts."""
    wanted = plan.script or Piece()
    error = f"No script that “{wanted.at or 'script'}” finds holds JSON.{named}"
    for script in soup.select(wanted.at or "script"):
        decoded = json_within(script.string or text_of_tag(script), wanted)
        if decoded is None:
            continue
        document = jsonapi.read_decoded(decoded, url=url, plan=plan, now=now)
        if not document.error:
            return replace(document, format=_FORMAT, title=_title_of(soup))
        error = document.error
    return Document(format=_FORMAT, error=error)


def json_within(text: str, wanted: Piece) -> Any:  # noqa: ANN401 - JSON
    """The JSON of a script: all of it, or the first object or list that stands behind the pattern or a `=`."""
    text = text.strip()
    starts = [0] if text[:1] in {"{", "["} else []
    if wanted.pattern is not None:
        match = wanted.pattern.search(text)
        starts = [match.start(1) if match.re.groups else match.end()] if match else []
    else:
        starts += [match.end() for _, match in zip(range(20), _WHOLE_PAGE_ITEM.finditer(text), strict=False)]
    for start in starts:
        try:
            return json.JSONDecoder().raw_decode(text, start + len(text[start:]) - len(text[start:].lstrip()))[0]
        except (ValueError, RecursionError):
            continue
    return None
