"""A channel as Atom (RFC 4287) and RSS 2.0 by Django's feed generator, and as JSON Feed 1.1."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.utils.encoding import iri_to_uri
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator, UnserializableContentError

from actions.feeds.entries import LICENCE_URL, Channel, Entry

AUTHOR = "Bantracker"
LICENCE = f"CC BY 4.0: {LICENCE_URL}"
JSON_FEED_VERSION = "https://jsonfeed.org/version/1.1"
LANGUAGE = "en"


class _Written:
    """A feed of Django's whose entries are written by hand: an element at a time, a hundred take half of a page's time.

    Whatever is not an instant or a fixed word of ours is escaped as Django's generator escapes it.
    """

    entries: Sequence[Entry] = ()
    feed: dict[str, Any]

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated

    def write_items(self, handler: SimplerXMLGenerator) -> None:
        for entry in self.entries:
            written = self.written(entry)
            if _CONTROLS.search(written):
                raise UnserializableContentError("Control characters are not supported in XML 1.0")
            handler.ignorableWhitespace(written)  # which writes as it is

    def written(self, entry: Entry) -> str:
        raise NotImplementedError


_CONTROLS = re.compile(r"[\x00-\x08\x0B-\x0C\x0E-\x1F]")


class AtomFeed(_Written, Atom1Feed):
    """Atom with schemes on its categories, the licence, and links to what an entry rests on."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("link", "", {"rel": "license", "href": LICENCE_URL})

    def written(self, entry: Entry) -> str:
        categories = "".join(
            f"<category label={quoteattr(one.label)} scheme={quoteattr(one.scheme)} term={quoteattr(one.term)}/>"
            for one in entry.categories
        )
        return (
            f"<entry><title>{escape(entry.title)}</title>"
            f'<link href={quoteattr(iri_to_uri(entry.url))} rel="alternate"/>'
            f"<published>{entry.published_at.isoformat()}</published><updated>{entry.updated_at.isoformat()}</updated>"
            f'<id>{escape(entry.id)}</id><summary type="html">{escape(entry.summary)}</summary>{categories}'
            f'<content type="html">{escape(entry.content)}</content>'
            + (f'<link href={quoteattr(entry.via)} rel="via"/>' if entry.via else "")
            + "</entry>"
        )


class RssFeed(_Written, Rss201rev2Feed):
    """RSS 2.0 with the domain of its categories, and the source that an entry rests on."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("atom:link", None, {"rel": "license", "href": LICENCE_URL})

    def written(self, entry: Entry) -> str:
        categories = "".join(
            f"<category domain={quoteattr(one.scheme)}>{escape(one.label)}</category>" for one in entry.categories
        )
        return (
            f"<item><title>{escape(entry.title)}</title><link>{escape(iri_to_uri(entry.url))}</link>"
            f"<description>{escape(entry.content)}</description><pubDate>{format_datetime(entry.updated_at)}</pubDate>"
            f'<guid isPermaLink="false">{escape(entry.id)}</guid>{categories}</item>'
        )


def as_atom(channel: Channel) -> bytes:
    return _written(AtomFeed, channel)


def as_rss(channel: Channel) -> bytes:
    return _written(RssFeed, channel)


def _written(generator: type[AtomFeed | RssFeed], channel: Channel) -> bytes:
    feed = generator(
        title=channel.title,
        link=channel.page_url,
        description=channel.subtitle,
        language=LANGUAGE,
        author_name=AUTHOR,
        subtitle=channel.subtitle,
        feed_url=channel.feed_url,
        feed_copyright=LICENCE,
        feed_guid=channel.id,
        updated=channel.updated_at,
    )
    feed.entries = channel.entries
    return feed.writeString("utf-8").encode()


def as_json(channel: Channel) -> bytes:
    """Readable lines, an entry each: spaces inside of them would cost as much as all the rest."""
    feed = {
        "version": JSON_FEED_VERSION,
        "title": channel.title,
        "description": channel.subtitle,
        "home_page_url": channel.page_url,
        "feed_url": channel.feed_url,
        "language": LANGUAGE,
        "authors": [{"name": AUTHOR}],
        "_bantracker": {"licence": LICENCE_URL, "id": channel.id},
        "items": [],
    }
    head = json.dumps(feed, ensure_ascii=False, indent=1).removesuffix("[]\n}")
    items = ",\n  ".join(json.dumps(_json_item(entry), ensure_ascii=False) for entry in channel.entries)
    return f"{head}[\n  {items}\n ]\n}}".encode() if items else f"{head}[]\n}}".encode()


def _json_item(entry: Entry) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content,
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.updated_at.isoformat(),
        "tags": [category.label for category in entry.categories],
        "_bantracker": entry.extension,
    }
    return item | ({"external_url": entry.via} if entry.via else {})
