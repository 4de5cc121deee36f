"""Feeds to measure with: 300 documents in the formats and sizes of real ones, the same in every run, in our own words.

A tenth of the entries report steps against vendors, so that classifying and grouping have their work.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

FEEDS = 300
ENTRIES = 10
_SEED = 2026
_BEGINNING = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)

_TEXT = """
the ministry said on a new bridge over river that council members had agreed to fund after three years of
talks and local schools will open later this week while engineers inspect each pillar because heavy rain moved
gravel from its bed officials from port authority welcomed decision but asked for more time before traffic
returns to normal levels market prices for grain rose slightly as exporters waited for data about next harvest
in southern provinces where farmers expect dry spring museums report record number of visitors since
exhibition about early maps was extended until autumn researchers at university published figures showing how
commuting changed when second tram line opened
"""
_WORDS = _TEXT.split()
_VENDORS = ("Hikvision", "Dahua", "Huawei", "ZTE", "TikTok", "Kaspersky", "DJI", "DeepSeek")
_PLACES = ("Canada", "the United Kingdom", "Australia", "Sweden", "Italy", "India", "Lithuania", "Taiwan")
_STEPS = """
{place} has banned {vendor} products from all public offices. Departments may no longer buy or use them.
{place} ordered {vendor} to cease operations in the country after a review under its investment law. It harms security.
Regulators in {place} prohibited {vendor} equipment in mobile networks. Operators have to remove it within five years.
""".strip().splitlines()


def documents() -> list[tuple[str, bytes]]:
    """The feeds: content type and body of each. About 23 kB on average, from 4 to 80."""
    dice = random.Random(_SEED)
    return [_document(number, dice) for number in range(FEEDS)]


def _document(number: int, dice: random.Random) -> tuple[str, bytes]:
    entries = list(_entries(number, dice))
    write = (_rss, _rss, _rss, _atom, _atom, _rdf, _json_feed)[number % 7]
    return write(number, entries)


def _entries(number: int, dice: random.Random) -> Iterator[tuple[str, str, str, datetime]]:
    """Guid, title, HTML and date of each entry of one feed."""
    paragraphs = dice.choice((2, 4, 6, 8, 12))
    for place in range(ENTRIES):
        day = _BEGINNING + timedelta(hours=dice.randrange(24 * 300))
        body = "".join(f"<p>{_sentences(dice, dice.randrange(30, 70))}</p>" for _ in range(paragraphs))
        title = _sentences(dice, 9).rstrip(".").capitalize()
        if dice.random() < 0.1:
            step = dice.choice(_STEPS).format(place=dice.choice(_PLACES), vendor=dice.choice(_VENDORS))
            title, body = step.split(". ")[0][:110], f"<p>{step}</p>{body}"
        link = f"https://news-{number}.example/{place}?utm_source=feed"
        body += f'<p><a href="{link}">Read on</a> <img src="/i.png" alt=""></p>'
        yield f"tag:news-{number}.example,2026:{place}", title, body, day


def _sentences(dice: random.Random, words: int) -> str:
    said = dice.choices(_WORDS, k=words)
    return " ".join(" ".join(said[start : start + 12]).capitalize() + "." for start in range(0, words, 12))


def _rss(number: int, entries: list[tuple[str, str, str, datetime]]) -> tuple[str, bytes]:
    items = "".join(
        f'<item><guid isPermaLink="false">{guid}</guid><title>{escape(title)}</title>'
        f"<link>https://news-{number}.example/{place}</link><pubDate>{format_datetime(day)}</pubDate>"
        f"<description><![CDATA[{body}]]></description><category>news</category></item>"
        for place, (guid, title, body, day) in enumerate(entries)
    )
    return "application/rss+xml", (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News {number}</title>'
        f"<link>https://news-{number}.example/</link><language>en</language>{items}</channel></rss>"
    ).encode()


def _atom(number: int, entries: list[tuple[str, str, str, datetime]]) -> tuple[str, bytes]:
    items = "".join(
        f"<entry><id>{guid}</id><title>{escape(title)}</title><updated>{day.isoformat()}</updated>"
        f'<link href="https://news-{number}.example/{place}"/><content type="html">{escape(body)}</content></entry>'
        for place, (guid, title, body, day) in enumerate(entries)
    )
    return "application/atom+xml", (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<id>tag:news-{number}.example,2026:feed</id><title>News {number}</title>"
        f"<updated>{_BEGINNING.isoformat()}</updated>{items}</feed>"
    ).encode()


def _rdf(number: int, entries: list[tuple[str, str, str, datetime]]) -> tuple[str, bytes]:
    items = "".join(
        f'<item rdf:about="https://news-{number}.example/{place}"><title>{escape(title)}</title>'
        f"<link>https://news-{number}.example/{place}</link><dc:date>{day.isoformat()}</dc:date>"
        f"<description>{escape(body)}</description></item>"
        for place, (_, title, body, day) in enumerate(entries)
    )
    return "application/rdf+xml", (
        '<?xml version="1.0" encoding="utf-8"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="https://news-{number}.example/"><title>News {number}</title></channel>{items}</rdf:RDF>'
    ).encode()


def _json_feed(number: int, entries: list[tuple[str, str, str, datetime]]) -> tuple[str, bytes]:
    items = [
        {
            "id": guid,
            "title": title,
            "content_html": body,
            "url": f"https://news-{number}.example/{place}",
            "date_published": day.isoformat(),
        }
        for place, (guid, title, body, day) in enumerate(entries)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": f"News {number}", "language": "en", "items": items}
    return "application/feed+json", json.dumps(feed).encode()
