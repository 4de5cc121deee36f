"""What editors add by hand: a pasted text, or an address that the gate reads once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import urlsplit

import structlog
from bs4 import BeautifulSoup
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from ingest.core.identity import identify
from ingest.core.parsing.pages import decode_page, why_too_large
from ingest.core.text import html_to_text
from ingest.core.types import Entry
from ingest.http import Answer, Ask, fetch_one
from ingest.models import Item, Snapshot
from ingest.services.extraction import extract_text
from ingest.services.pages import keep_page
from ingest.services.proposing import propose_items
from ingest.services.sources import desk_source
from ingest.services.storing import clean, keep_snapshot, store_entries

log = structlog.get_logger(__name__)

_NOT_TEXT = ["script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "svg"]


@dataclass(frozen=True, slots=True)
class Added:
    """The item that came of an address, or the sentence that says why none did."""

    item: Item | None = None
    error: str = ""


def add_pasted(url: str, title: str, text: str, editor: AbstractBaseUser) -> Item:
    """Add a text that an editor pasted; its address may be empty. Proposed at once.

    Safe to repeat: the same address is the same item, and other text there a new version of it.
    """
    html = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    return _add(Entry(guid=url, url=url, title=escape(title, quote=False), html=html), editor, None, timezone.now())


def add_address(url: str, editor: AbstractBaseUser) -> Added:
    """Read the page at `url` through the gate, obeying robots.txt, and add it as an item."""
    answer = fetch_one(Ask(url), memory=cache)
    if answer.error:
        return Added(error=answer.error)
    if answer.body.startswith(b"%PDF-"):
        return _add_pdf(url, answer, editor)
    if "html" not in answer.content_type and "text/plain" not in answer.content_type:
        kind = answer.content_type.partition(";")[0] or "no content type"
        return Added(
            error=f"The address holds {kind}, and only web pages and PDF files are read here. Paste the text instead."
        )
    if too_large := why_too_large(decode_page(answer.body, content_type=answer.content_type)):
        return Added(error=f"{too_large} Paste the text instead.")
    entry = _read_page(url, answer)
    if not html_to_text(entry.html):
        return Added(error="The page holds no text that could be read. Paste the text instead.")
    now = timezone.now()
    return Added(item=_add(entry, editor, answer, now))


def _add_pdf(url: str, answer: Answer, editor: AbstractBaseUser) -> Added:
    """A PDF as an item: its title from the document or the address, its text with pages as the version that counts."""
    found = extract_text(answer)
    if found.error:
        return Added(error=f"{found.error} Paste the text instead.")
    title = found.title or urlsplit(url).path.rpartition("/")[2] or url
    item = _add(Entry(guid=url, url=url, title=escape(title, quote=False)), editor, None, timezone.now())
    version = keep_page(item, answer, found, timezone.now())
    propose_items([version] if version else [])
    item.refresh_from_db()
    return Added(item=item)


def _add(entry: Entry, editor: AbstractBaseUser, answer: Answer | None, now: datetime) -> Item:
    with transaction.atomic():
        source = desk_source()
        snapshot: Snapshot | None = keep_snapshot(answer, now) if answer else None
        store_entries(source=source, entries=[entry], language="", snapshot=snapshot, now=now)
        item = Item.objects.get(source=source, key=clean(identify(entry).key))
    log.info("item_added", item=item.pk, editor=editor.pk)
    propose_items(list(item.versions.values_list("pk", flat=True)))
    item.refresh_from_db()
    return item


def _read_page(url: str, answer: Answer) -> Entry:
    """Title and main text of a page: what stands in `article` or `main`, else the whole body."""
    charset = answer.content_type.partition("charset=")[2].strip("\"' ") or None
    page = BeautifulSoup(answer.body, "lxml", from_encoding=charset)
    heading = page.find("meta", attrs={"property": "og:title"})
    title = str(heading.get("content") or "") if heading else ""
    if not title and page.title:
        title = page.title.get_text(" ", strip=True)
    for element in page(_NOT_TEXT):
        element.decompose()
    main = page.find("article") or page.find("main") or page.body or page
    language = page.html.get("lang") if page.html else None
    return Entry(
        guid=url,
        url=answer.final_url or url,
        title=escape(title, quote=False),
        html=str(main),
        language=str(language or ""),
    )
