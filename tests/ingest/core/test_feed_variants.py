"""What the specifications of feeds allow, and what publishers make of them: one variant a case, said in our words."""

import base64
import gzip
from datetime import UTC, datetime

import pytest

from ingest.core.parsing import parse_document
from tests.ingest.core.conftest import NOW

URL = "http://h.example/feed/all.xml"
XHTML = "xmlns='http://www.w3.org/1999/xhtml'"


def parse(body):
    return parse_document(body if isinstance(body, bytes) else body.encode(), now=NOW, url=URL)


def atom(inside, root=""):
    entry = f"<entry><id>urn:x</id><title>T</title>{inside}</entry>"
    return f"<feed xmlns='http://www.w3.org/2005/Atom' {root}>{entry}</feed>"


def old_atom(inside):
    return f"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><id>urn:x</id>{inside}</entry></feed>"


def rss(inside):
    return f"<rss version='2.0'><channel><title>F</title><item>{inside}</item></channel></rss>"


def packed(text):
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("body", "field", "expected"),
    [
        (atom("<link href='1.html'/>", "xml:base='http://b.example/x/'"), "url", "http://b.example/x/1.html"),
        (
            atom("<link xml:base='q/' href='1.html'/>", "xml:base='http://b.example/'"),
            "url",
            "http://b.example/q/1.html",
        ),
        (atom("<link href='1.html'/>"), "url", "http://h.example/feed/1.html"),
        (
            atom("<link rel='http://www.iana.org/assignments/relation/alternate' href='http://a.example/1'/>"),
            "url",
            "http://a.example/1",
        ),
        (atom("<link rel='enclosure' href='/a.mp3'/><link rel='ALTERNATE' href='/1'/>"), "url", "http://h.example/1"),
        (atom("<link rel='self' href='/me'/>"), "url", ""),
        (
            atom(f"<content type='xhtml'><div {XHTML}><p>Hi <b>you</b></p></div></content>"),
            "html",
            "<p>Hi <b>you</b></p>",
        ),
        (atom("<summary>a &lt;b&gt; c</summary>"), "html", "a &lt;b&gt; c"),
        (atom(f"<content type='application/octet-stream'>{packed('plain')}</content>"), "html", "plain"),
        (atom("<content type='image/png'>iVBORw0KGgo=</content><summary>A chart</summary>"), "html", "A chart"),
        (old_atom("<title mode='escaped'>A &lt;i&gt;B&lt;/i&gt;</title>"), "title", "A <i>B</i>"),
        (old_atom(f"<title mode='base64'>{packed('A B')}</title>"), "title", "A B"),
        (
            old_atom(
                "<title>T</title><content type='multipart/alternative'><content type='text/plain'>p</content>"
                "<content type='text/html' mode='escaped'>&lt;p&gt;longer&lt;/p&gt;</content></content>"
            ),
            "html",
            "<p>longer</p>",
        ),
        ("<entry xmlns='http://www.w3.org/2005/Atom'><id>urn:x</id><title>Alone</title></entry>", "title", "Alone"),
        ("<feed><entry><title>Without a namespace</title></entry></feed>", "title", "Without a namespace"),
        (
            "<x:rss xmlns:x='urn:odd'><x:channel><x:item><x:title>Odd prefix</x:title></x:item></x:channel></x:rss>",
            "title",
            "Odd prefix",
        ),
        ("<RSS><CHANNEL><ITEM><TITLE>Shouted</TITLE></ITEM></CHANNEL></RSS>", "title", "Shouted"),
        (
            "<rss><channel><item><title>T</title><dc:creator>Undeclared</dc:creator></item></channel></rss>",
            "author",
            "Undeclared",
        ),
        (
            "<!DOCTYPE rss [<!ENTITY co 'Poe &#38; Sons'>]>" + rss("<title>&co;, caf&eacute;</title>"),
            "title",
            "Poe & Sons, café",
        ),
        (rss("<title>A & B &lt; C</title>"), "title", "A & B < C"),
        (rss("<title><![CDATA[A ]]]]><![CDATA[> B]]></title>"), "title", "A ]]> B"),
        (rss("<title>One</title>") + rss("<title>Two</title>"), "title", "One"),
        ("Warning: cannot connect<br />\n" + rss("<title>Behind a warning</title>"), "title", "Behind a warning"),
        (rss("<title>T</title>") + "<script>count()</script>", "title", "T"),
        (rss("<title>T</title><link>http://a.example/1</link>")[:-30], "title", "T"),
        ("<?xml version='1.0'?><?xml version='1.0' encoding='utf-8'?>" + rss("<title>Twice</title>"), "title", "Twice"),
        (rss("<title>T\x0b\x01x</title>"), "title", "Tx"),
        (rss("<title/><description>Only this</description>"), "html", "Only this"),
        (
            rss("<title>simula\xe7\xf5es de 2\xba turno, opini\xe3o</title>").encode("latin-1"),
            "title",
            "simulações de 2º turno, opinião",
        ),
        (rss("<title>P\xf8\xedli\xb9 \xbelu\xbbou\xe8k\xfd k\xf9\xf2 \xec</title>").encode("latin-1"), "guid", ""),
        (b"<?xml version='1.0' encoding='utf-16'?>" + rss("<title>Not so</title>").encode(), "title", "Not so"),
        (
            ("<?xml version='1.0' encoding='cp500'?>" + rss("<title>Big iron</title>")).encode("cp500"),
            "title",
            "Big iron",
        ),
        (gzip.compress(rss("<title>Packed</title>").encode(), mtime=0), "title", "Packed"),
        (b"\xef\xbb\xbf\n <?xml version='1.0'?>" + rss("<title>Late</title>").encode(), "title", "Late"),
    ],
)
def test_a_variant_of_a_feed_is_read(body, field, expected):
    entry = parse(body).entries[0]
    assert getattr(entry, field) == expected


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Fri, 02 Jan 2026 03:04:05 +01:00", (2026, 1, 2, 2, 4, 5)),
        ("Fri, 02 Jan 2026 03:04:05 GMT+2", (2026, 1, 2, 1, 4, 5)),
        ("Fri, 2 Jan 26 03:04 Z", (2026, 1, 2, 3, 4, 0)),
        ("02 Jan 26 03:04:05 EST", (2026, 1, 2, 8, 4, 5)),
        ("Fri, 02-Jan-2026 03:04:05 GMT", (2026, 1, 2, 3, 4, 5)),
        ("Παρ, 02 Ιαν 2026 03:04:05 +0200", (2026, 1, 2, 1, 4, 5)),
        ("2 Ocak 2026", (2026, 1, 2, 0, 0, 0)),
        ("2026. január 2.", (2026, 1, 2, 0, 0, 0)),
        ("2 януари 2026", (2026, 1, 2, 0, 0, 0)),
        ("Fri Jan  2 03:04:05 2026", (2026, 1, 2, 3, 4, 5)),
        ("20260102T030405Z", (2026, 1, 2, 3, 4, 5)),
        ("2026-01-02T03:04:05.123456789Z", (2026, 1, 2, 3, 4, 5)),
    ],
)
def test_a_date_in_an_odd_spelling_is_read(text, instant):
    entry = parse(rss(f"<title>T</title><pubDate>{text}</pubDate>")).entries[0]
    assert entry.published_at == datetime(*instant, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>"
        + "".join(f"<!ENTITY a{n} '&a{n - 1};&a{n - 1};&a{n - 1};&a{n - 1};'>" for n in range(1, 40))
        + "]>"
        + rss("<title>&a39;</title>"),
        "<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>" + rss("<title>x &e;</title>"),
    ],
)
def test_no_entity_is_expanded_from_others_or_from_a_file(body):
    assert len(parse(body).entries[0].title) < 40


def test_a_packed_feed_that_would_not_end_is_refused():
    bomb = gzip.compress(b"<rss><channel>" + b"<item><title>x</title></item>" * 1_000_000)
    assert parse(bomb).error == "The answer is packed with gzip, and too large or broken inside."
    assert parse(b"\x1f\x8b\x08broken").error == "The answer is packed with gzip, and too large or broken inside."


@pytest.mark.parametrize("name", ["idna", "hex", "zlib", "undefined", "punycode", "x-none"])
def test_a_charset_that_is_none_does_not_lose_the_entries(name):
    body = f"<?xml version='1.0' encoding='{name}'?>".encode() + rss("<title>caf\xe9</title>").encode("latin-1")
    kind = f"application/xml; charset={name}"
    document = parse_document(body, now=NOW, url=URL, content_type=kind)
    assert [entry.title for entry in document.entries] == ["café"]
    page = parse_document(
        body, now=NOW, content_type=kind, format="html_listing", config={"item": "item", "title": "."}
    )
    assert page.entries[0].title == "café"


@pytest.mark.parametrize("reference", ["&#xD800;", "&#x110000;", "&#99999999999;", "&#56000;"])
def test_a_reference_to_no_character_does_not_lose_the_entries(reference):
    body = f"<rss><channel><item><title>A</title></item><item><title>B {reference} C</title><x"
    assert [entry.title for entry in parse(body).entries][:1] == ["A"]
    assert len(parse(body).entries) == 2
