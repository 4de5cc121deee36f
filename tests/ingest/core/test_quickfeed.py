"""The quick reader: alone on small documents, beside feedparser over the corpus, and against hostile ones."""

import time
from datetime import UTC, datetime, timedelta

import fastfeedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.core.parsing import parse_document, reference, sniffing
from ingest.core.parsing.limits import LONGEST_TEXT, MOST_ENTRIES
from ingest.core.text import read_entry
from tests.ingest.core.conftest import NOW

HEAD = "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:media='http://search.yahoo.com/mrss/'"
RSS = HEAD + " xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>T</title>%s</channel></rss>"
ATOM = "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='fr'>%s</feed>"


def parse(body, **facts):
    return parse_document(body.encode() if isinstance(body, str) else body, now=NOW, **facts)


def only(body, **facts):
    (entry,) = parse(body, **facts).entries
    return entry


@pytest.mark.parametrize(
    ("inside", "field", "expected"),
    [
        ("<title>A &lt;b&gt;bold&lt;/b&gt; step</title>", "title", "A <b>bold</b> step"),
        ("<title><![CDATA[A & B]]></title>", "title", "A & B"),
        ("<title>Caf&eacute; &nope; R&D</title>", "title", "Café &nope; R&D"),
        ("<dc:title>From Dublin</dc:title>", "title", "From Dublin"),
        ("<media:group><media:title>Clip</media:title></media:group>", "title", "Clip"),
        (
            "<link>https://m.example/a</link><atom:link rel='self' href='https://m.example/b'/>",
            "url",
            "https://m.example/a",
        ),
        ("<guid>https://m.example/g</guid>", "url", "https://m.example/g"),
        ("<guid isPermaLink='false'>https://m.example/g</guid>", "url", ""),
        ("<guid>g-1</guid>", "guid", "g-1"),
        ("<link>javascript:alert(1)</link>", "url", ""),
        ("<pubDate>Fri, 27 Jun 2025 14:00:00 EDT</pubDate>", "published_at", datetime(2025, 6, 27, 18, tzinfo=UTC)),
        ("<dc:date>2025-06-27T14:00:00.750Z</dc:date>", "published_at", datetime(2025, 6, 27, 14, tzinfo=UTC)),
        ("<pubDate>12</pubDate>", "published_at", None),
        ("<dc:creator>Press desk</dc:creator>", "author", "Press desk"),
        ("<author>desk@m.example (Press desk)</author>", "author", "desk@m.example (Press desk)"),
        ("<category>a</category><category>a</category><dc:subject>b</dc:subject>", "categories", ("a", "b")),
        ("<description>&lt;p&gt;x&lt;/p&gt;</description>", "html", "<p>x</p>"),
        ("<description>don&#146;t</description>", "html", "don\x92t"),
        ("<dc:language>de</dc:language>", "language", "de"),
    ],
)
def test_a_part_of_an_rss_item_is_read(inside, field, expected):
    assert getattr(only(RSS % f"<item>{inside}</item>"), field) == expected


@pytest.mark.parametrize(
    ("inside", "field", "expected"),
    [
        (
            "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>A <b>step</b></div></title>",
            "title",
            "A <b>step</b>",
        ),
        ("<content type='text'>1 &lt; 2</content>", "html", "1 &lt; 2"),
        ("<content type='html'>&lt;p&gt;x&lt;/p&gt;</content>", "html", "<p>x</p>"),
        ("<summary>short</summary><content type='html'>much longer</content>", "html", "much longer"),
        ("<link href='/a'/><link rel='alternate' type='text/html' href='/b'/>", "url", "https://m.example/b"),
        ("<link rel='enclosure' href='/c'/>", "url", ""),
        ("<id>https://m.example/i</id>", "url", "https://m.example/i"),
        ("<id>urn:x:1</id>", "url", ""),
        ("<updated>2025-06-27</updated>", "published_at", datetime(2025, 6, 27, tzinfo=UTC)),
        ("<author><name>Desk</name><email>d@m.example</email></author>", "author", "Desk (d@m.example)"),
        ("<category term='ban'/>", "categories", ("ban",)),
        ("<title>x</title>", "language", "fr"),
    ],
)
def test_a_part_of_an_atom_entry_is_read(inside, field, expected):
    assert getattr(only(ATOM % f"<entry>{inside}</entry>", url="https://m.example/feed"), field) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<feed><entry><title>x</title></entry></feed>",
        "<feed xmlns='https://unknown.example/'><entry><title>x</title></entry></feed>",
        "<rss><item><title>x</title></item></rss>",
        "<RSS><Channel><Item><Title>x</Title></Item></Channel></RSS>",
        "<rdf xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel/><item><title>x</title></item></rdf>",
        "<CHANNEL HREF='http://m.example/'><ITEM HREF='http://m.example/1'><TITLE>x</TITLE></ITEM></CHANNEL>",
        "<!-- first --><?xml version='1.0'?><rss><channel><item><title>x</title></item></channel></rss>",
        "<rss><channel><item><title>x</title></item>",
        "<rss><channel><item><title>x</wrong></item></channel></rss>",
        "<!DOCTYPE rss [<!ENTITY co 'x'>]><rss><channel><item><title>&co;</title></item></channel></rss>",
    ],
)
def test_an_odd_or_broken_feed_still_gives_its_entry(body):
    assert only(body).title.startswith("x")


@pytest.mark.parametrize(
    ("head", "content", "expected"),
    [
        ("<?xml version='1.0' encoding='iso-8859-1'?>", "Décret “x”".encode(), "Décret “x”"),
        ("<?xml version='1.0' encoding='utf-8'?>", "Décret".encode("cp1252"), "Décret"),
        ("<?xml version='1.0' encoding='windows-1251'?>", "Запрет".encode("cp1251"), "Запрет"),
        ("<?xml version='1.0' encoding='gb2312'?>", "禁止使用".encode("gb18030"), "禁止使用"),
        ("<?xml version='1.0' encoding='no-such'?>", "Décret".encode(), "Décret"),
        ("<?xml version='1.0' encoding='iso-2022-jp'?>", "禁止".encode("iso-2022-jp"), "禁止"),
    ],
)
def test_wrong_and_right_charsets_are_read(head, content, expected):
    body = head.encode() + b"<rss><channel><item><title>" + content + b"</title></item></channel></rss>"
    assert only(body).title == expected


def test_one_bad_byte_does_not_make_utf_8_another_charset():
    body = (RSS % "<item><title>Décret é è ê ö ü</title></item>").encode().replace(b"<title>D", b"<title>\x93D")
    assert only(body).title == "“Décret é è ê ö ü"


@pytest.mark.parametrize(
    ("inside", "ttl"),
    [
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<ttl>0</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>99999999</ttl>", timedelta(days=30)),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", timedelta(hours=6)),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", timedelta(hours=1)),
        ("", None),
    ],
)
def test_a_feed_tells_how_long_it_stays(inside, ttl):
    body = f"<rss xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>{inside}<item/></channel></rss>"
    assert parse(body).ttl == ttl


def test_a_feed_tells_its_next_page_and_its_total():
    body = ATOM % (
        "<link rel='next' href='?page=2'/><o:totalResults xmlns:o='http://a9.com/-/spec/opensearch/1.1/'>71"
        "</o:totalResults><entry><title>x</title></entry>"
    )
    document = parse(body, url="https://m.example/feed")
    assert (document.next_url, document.total) == ("https://m.example/feed?page=2", 71)


def test_the_quick_reader_agrees_with_feedparser_over_the_corpus(shared, feed_index):
    """Titles, links, dates, authors and ids in 97 of 100; what differs was looked at and is read better here."""
    agreed = {"title": 0, "url": 0, "published_at": 0, "guid": 0}
    count = 0
    for row in feed_index:
        found = sniffing.sniff((shared / "feeds" / row["file"]).read_bytes())
        if found.format not in {"rss", "atom", "rdf"}:
            continue
        ours = parse(found.body).entries
        theirs = reference.read(found, content_type="", url="", now=NOW).entries
        if len(ours) == len(theirs):
            count += len(ours)
            for field in agreed:
                agreed[field] += sum(getattr(a, field) == getattr(b, field) for a, b in zip(ours, theirs, strict=True))
    assert count > 1500
    assert {field: same for field, same in agreed.items() if same < count * 0.97} == {}


def test_every_document_in_which_any_parser_finds_entries_gives_entries(shared, feed_index):
    empty = []
    for row in feed_index:
        found = sniffing.sniff((shared / "feeds" / row["file"]).read_bytes())
        if found.format in {"json", "html", "unknown"}:
            continue
        try:
            theirs = len(fastfeedparser.parse(found.body).entries)
        except Exception:  # noqa: BLE001 - it raises whatever it likes
            theirs = 0
        if theirs and not parse(found.body).entries:
            empty.append(row["file"])
    assert empty == []


START = b"<rss version='2.0'><channel>"
HOSTILE = {
    "unclosed items": START + b"<item>" * 200_000,
    "many items": START + b"<item><title>a</title></item>" * 40_000 + b"</channel></rss>",
    "entities in entities": b"<!DOCTYPE rss [<!ENTITY a0 'lol'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12))
    + b"]><rss><channel><item><title>&a11;</title></item></channel></rss>",
    "a local file": b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    b"<rss><channel><item><title>&x;</title></item></channel></rss>",
    "depth": START + b"<item><title>" + b"<b>" * 100_000,
    "a huge attribute": START + b"<item a='" + b"x" * 3_000_000 + b"'><title>q</title></item></channel></rss>",
    "a huge title": START + b"<item><title>" + b"x" * 3_000_000 + b"</title></item></channel></rss>",
    "open CDATA": START + b"<item><title>" + b"<![CDATA[" * 200_000,
    "open comments": b"<!--" * 500_000 + b"<rss>",
    "open instructions": b"<?" * 500_000 + b"<rss>",
    "doctypes": b"<!DOCTYPE rss [" * 100_000,
    "angles": b"<" * 1_000_000,
    "ampersands": START + b"<item><title>" + b"&" * 300_000 + b"</title></item></channel></rss>",
    "lists in lists": b"[" * 300_000,
    "objects in objects": b'{"a":' * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_neither_holds_nor_breaks_the_reader(name):
    started = time.process_time()
    document = parse(HOSTILE[name])
    assert time.process_time() - started < 10
    assert len(document.entries) <= MOST_ENTRIES
    assert all(len(entry.title) <= LONGEST_TEXT and "root:" not in entry.title for entry in document.entries)
    assert all("lollol" not in entry.title for entry in document.entries)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_damaged_atom_feed_never_makes_the_parser_raise(data):
    body = bytearray((ATOM % "<entry><title type='xhtml'>a&amp;<b>b</b></title><![CDATA[x]]></entry>").encode())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    parse(bytes(body))


@given(st.sampled_from(["script", "SCRIPT", "style", "iframe"]), st.text(max_size=40))
def test_no_script_survives_to_the_text(tag, inside):
    entry = only(RSS % "<item><title>t</title></item>")
    kept = read_entry(type(entry)(title=f"<{tag}>x()</{tag}>t", html=f"<p>a<{tag}>{inside}</{tag}></p>"))
    assert "<script" not in (kept.title + kept.text).casefold() or "<script" in inside.casefold()
