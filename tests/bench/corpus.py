"""Feeds to measure with: 300 documents that look as saved ones do, the same in every run, in our own words.

One entry in 50 reports a step against a vendor: of what newsrooms publish, hardly more does. One document in ten is
ill-formed, as among saved ones. `saved` has the documents of real sites, where they are at hand.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from tests.bench import prose

FEEDS = 300
ENTRIES = 10
_SEED = 2026
_STEPS_IN = 50
_BEGINNING = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)

_RSS = (
    '<?xml version="1.0" encoding="{charset}"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/'
    'content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">\n<channel>'
    '<title>News {number}</title><atom:link href="{home}feed" rel="self" type="application/rss+xml"/>'
    "<link>{home}</link><description>What happened &amp; why</description><lastBuildDate>{day}</lastBuildDate>"
    "<language>en-GB</language><image><url>{home}logo.png</url><title>News</title><link>{home}</link></image>"
)
_ATOM = (
    '<?xml version="1.0" encoding="{charset}"?>\n<?xml-stylesheet type="text/xsl" href="/feed.xsl"?>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" '
    'xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en"><id>{home}feed</id><title type="text">News {number}'
    '</title><updated>{day}</updated><link rel="self" href="{home}feed"/><link rel="alternate" href="{home}"/>'
    '<generator uri="https://maker.example/" version="5.2">Maker</generator>'
)
_RDF = (
    '<?xml version="1.0" encoding="{charset}"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="{home}"><title>News {number}</title>'
    "<link>{home}</link><dc:date>{day}</dc:date></channel>"
)


@dataclass(frozen=True, slots=True)
class _Entry:
    place: int
    guid: str
    url: str
    title: str
    html: str
    teaser: str
    day: datetime
    author: str
    topics: tuple[str, ...]


def documents() -> list[tuple[str, bytes]]:
    """The feeds: content type and body of each. About 30 kB on average."""
    dice = random.Random(_SEED)
    return [_document(number, dice) for number in range(FEEDS)]


def _document(number: int, dice: random.Random) -> tuple[str, bytes]:
    home = f"https://news-{number}.example/"
    entries = [_entry(number, home, place, dice) for place in range(ENTRIES)]
    write, kind = (
        (_rss, "rss+xml"), (_rss, "rss+xml"), (_rss, "xml"), (_atom, "atom+xml"), (_atom, "xml"), (_rdf, "rdf+xml"),
        (_json_feed, "feed+json"),
    )[number % 7]  # fmt: skip
    charset = "windows-1252" if write is not _json_feed and number % 20 == 3 else "utf-8"
    text = write(number, home, entries, charset)
    if write is not _json_feed and number % 10 == 4:
        text = dice.choice(_DAMAGES)(text)
    return f"application/{kind}", text.encode(charset, "xmlcharrefreplace")


def _entry(number: int, home: str, place: int, dice: random.Random) -> _Entry:
    day = _BEGINNING + timedelta(minutes=dice.randrange(60 * 24 * 300))
    step = prose.step(dice) if dice.randrange(_STEPS_IN) == 0 else ""
    return _Entry(
        place=place,
        guid=f"tag:news-{number}.example,2026:{place}",
        url=f"{home}{day.year}/{day.month:02}/{place}?utm_source=feed&utm_medium=rss",
        title=step.split(". ")[0][:110] if step else prose.title(dice),
        html=prose.body(dice, number, step),
        teaser=step or prose.sentence(dice),
        day=day,
        author=dice.choice(prose.NAMES),
        topics=tuple(dice.sample(prose.TOPICS, dice.randrange(4))),
    )


def _rss(number: int, home: str, entries: list[_Entry], charset: str) -> str:
    """Every second feed gives a teaser beside the text; every fourth of the others escapes it instead of quoting it."""
    head = _RSS.format(number=number, home=home, charset=charset, day=format_datetime(_BEGINNING))
    return f"{head}{''.join(_rss_item(number, entry) for entry in entries)}</channel></rss>\n"


def _rss_item(number: int, one: _Entry) -> str:
    guid = f"<guid isPermaLink='false'>{one.guid}</guid>" if number % 5 else ""
    topics = "".join(f'<category domain="https://tags.example/{t}"><![CDATA[{t}]]></category>' for t in one.topics)
    text = f"<![CDATA[{one.html}]]>" if number % 4 else escape(one.html)
    said = (
        f"<description><![CDATA[{one.teaser} [&#8230;]]]></description><content:encoded>{text}</content:encoded>"
        if number % 2
        else f"<description>{text}</description>"
    )
    return (
        f"\n<item>\n<title>{escape(one.title)}</title><link>{escape(one.url)}</link>"
        f"<comments>{escape(one.url)}#comments</comments><dc:creator><![CDATA[{one.author}]]></dc:creator>"
        f"<pubDate>{format_datetime(one.day)}</pubDate>{topics}{guid}{said}<slash:comments>{one.place}</slash:comments>"
        f'<media:content url="https://img.example/{one.place}.jpg?w=460&amp;q=55" width="460" medium="image">'
        f"<media:credit>{one.author}</media:credit></media:content></item>"
    )


def _atom(number: int, home: str, entries: list[_Entry], charset: str) -> str:
    items = "".join(
        f'\n<entry><id>{one.guid}</id><title type="html">{escape(escape(one.title))}</title>'
        f"<published>{one.day.isoformat()}</published><updated>{one.day.isoformat()}</updated>"
        + "".join(f'<category scheme="https://tags.example/" term="{topic}"/>' for topic in one.topics)
        + f'<link rel="alternate" type="text/html" href="{escape(one.url)}"/>'
        f'<link rel="edit" href="{home}e/{one.place}"/>'
        f"<author><name>{one.author}</name><uri>{home}</uri></author>"
        f'<summary type="text">{escape(one.teaser)}</summary>'
        f'<content type="html" xml:base="{home}">{escape(one.html)}</content><thr:total>{one.place}</thr:total></entry>'
        for one in entries
    )
    head = _ATOM.format(number=number, home=home, charset=charset, day=_BEGINNING.isoformat())
    return f"{head}{items}</feed>\n"


def _rdf(number: int, home: str, entries: list[_Entry], charset: str) -> str:
    items = "".join(
        f'\n<item rdf:about="{escape(one.url)}"><title>{escape(one.title)}</title><link>{escape(one.url)}</link>'
        f"<dc:date>{one.day.isoformat()}</dc:date><dc:creator>{one.author}</dc:creator>"
        + "".join(f"<dc:subject>{topic}</dc:subject>" for topic in one.topics)
        + f"<description>{escape(one.teaser)}</description>"
        f"<content:encoded><![CDATA[{one.html}]]></content:encoded></item>"
        for one in entries
    )
    head = _RDF.format(number=number, home=home, charset=charset, day=_BEGINNING.isoformat())
    return f"{head}{items}</rdf:RDF>\n"


def _json_feed(number: int, home: str, entries: list[_Entry], _charset: str) -> str:
    items = [
        {
            "id": one.guid,
            "title": one.title,
            "content_html": one.html,
            "summary": one.teaser,
            "url": one.url,
            "date_published": one.day.isoformat(),
            "authors": [{"name": one.author, "url": home}],
            "tags": list(one.topics),
            "attachments": [{"url": f"{home}{one.place}.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 1_000}],
        }
        for one in entries
    ]
    version = "https://jsonfeed.org/version/1.1"
    feed = {"version": version, "title": f"News {number}", "home_page_url": home, "language": "en", "items": items}
    return json.dumps(feed, ensure_ascii=False)


_DAMAGES: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("&amp;utm_medium", "&utm_medium"),  # an ampersand as it stands in an address
    lambda text: text.replace("<title>News", "<title>News &nbsp;&eacute;", 1),  # entities that only HTML knows
    lambda text: "\n\n" + text,  # something before the declaration
    lambda text: text[: text.rindex("</")],  # cut off before the end
)
"""What is wrong with feeds that no XML parser takes."""
