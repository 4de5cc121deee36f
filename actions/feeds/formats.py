"""A channel as Atom (RFC 4287) and RSS 2.0 by Django's feed generator, and as JSON Feed 1.1."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from actions.feeds.entries import LICENCE_URL, Channel, Entry

AUTHOR = "Bantracker"
LICENCE = f"CC BY 4.0: {LICENCE_URL}"
JSON_FEED_VERSION = "https://jsonfeed.org/version/1.1"
LANGUAGE = "en"


class AtomFeed(Atom1Feed):
    """Atom with schemes on its categories, the licence, and links to what an entry rests on."""

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("link", "", {"rel": "license", "href": LICENCE_URL})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for category in item["terms"]:
            attributes = {"term": category.term, "scheme": category.scheme, "label": category.label}
            handler.addQuickElement("category", "", attributes)
        handler.addQuickElement("content", item["content"], {"type": "html"})
        if item["via"]:
            handler.addQuickElement("link", "", {"rel": "via", "href": item["via"]})


class RssFeed(Rss201rev2Feed):
    """RSS 2.0 with the domain of its categories, and the source that an entry rests on."""

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("atom:link", None, {"rel": "license", "href": LICENCE_URL})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for category in item["terms"]:
            handler.addQuickElement("category", category.label, {"domain": category.scheme})


def as_atom(channel: Channel) -> bytes:
    return _written(AtomFeed, channel)


def as_rss(channel: Channel) -> bytes:
    return _written(RssFeed, channel)


def _written(generator: type[Atom1Feed | Rss201rev2Feed], channel: Channel) -> bytes:
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
    for entry in channel.entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.summary if generator is AtomFeed else entry.content,
            unique_id=entry.id,
            unique_id_is_permalink=False,
            pubdate=entry.published_at if generator is AtomFeed else entry.updated_at,
            updateddate=entry.updated_at,
            terms=entry.categories,
            content=entry.content,
            via=entry.via,
        )
    return feed.writeString("utf-8").encode()


def as_json(channel: Channel) -> bytes:
    feed = {
        "version": JSON_FEED_VERSION,
        "title": channel.title,
        "description": channel.subtitle,
        "home_page_url": channel.page_url,
        "feed_url": channel.feed_url,
        "language": LANGUAGE,
        "authors": [{"name": AUTHOR}],
        "_bantracker": {"licence": LICENCE_URL, "id": channel.id},
        "items": [_json_item(entry) for entry in channel.entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


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
