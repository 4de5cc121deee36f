import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.core.parsing import FORMATS, parse_document
from tests.ingest.core.conftest import NOW

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Ministry of Examples</title><language>en-CA</language>
<item><guid isPermaLink="false">order-1</guid><link>/news/order-1</link><title>Order &amp; notice</title>
<pubDate>Fri, 27 Jun 2025 14:00:00 -0400</pubDate>
<description>&lt;p&gt;Stop &lt;script&gt;x()&lt;/script&gt;now.&lt;/p&gt;</description>
<category>orders</category></item>
<item><title>No guid, no link, no date</title></item>
</channel></rss>"""

JSON_WITHOUT_PATHS = (
    "JSON came that is no JSON Feed: an object with results, count. It needs paths; --format json_api suggests some."
)


def parse(body, **facts):
    body = body.encode() if isinstance(body, str) else body
    return parse_document(body, now=NOW, **facts)


def test_an_rss_entry_is_read_with_all_its_fields():
    document = parse(RSS, url="https://ministry.example/feed.xml")
    entry = document.entries[0]
    assert (document.format, document.title, document.language) == ("rss", "Ministry of Examples", "en-CA")
    assert (entry.guid, entry.url) == ("order-1", "https://ministry.example/news/order-1")
    assert entry.title == "Order & notice"
    assert entry.published_at == datetime(2025, 6, 27, 18, tzinfo=UTC)
    assert entry.categories == ("orders",)


def test_what_came_is_not_sanitised_on_the_way_in():
    assert "<script>" in parse(RSS).entries[0].html


def test_an_entry_without_guid_link_and_date_is_still_an_entry():
    entry = parse(RSS).entries[1]
    assert (entry.guid, entry.url, entry.published_at) == ("", "", None)


def test_a_body_that_names_a_local_file_does_not_read_it(tmp_path):
    secret = tmp_path / "secret.xml"
    secret.write_text(RSS)
    assert parse(str(secret)).entries == ()


def test_a_future_date_becomes_now():
    body = RSS.replace("27 Jun 2025", "27 Jun 2125")
    assert parse(body).entries[0].published_at == NOW


def test_plain_text_in_atom_is_escaped_so_that_it_reads_as_html():
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:x:1</id>'
        '<content type="text">if a &lt; b</content></entry></feed>'
    )
    entry = parse(body).entries[0]
    assert entry.html == "if a &lt; b"
    assert entry.url == ""


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-32-le"])
def test_wide_encodings_are_read_with_and_without_a_byte_order_mark(encoding):
    assert parse(RSS.replace("utf-8", "utf-16").encode(encoding)).entries[0].guid == "order-1"


def test_the_charset_of_the_response_header_is_heeded():
    body = RSS.replace('encoding="utf-8"', "").replace("Order &amp; notice", "Décret").encode("latin-1")
    assert parse(body, content_type="application/xml; charset=iso-8859-1").entries[0].title == "Décret"


def test_rss_with_a_foreign_default_namespace_keeps_its_entries():
    body = RSS.replace('<rss version="2.0">', '<rss version="2.0" xmlns="https://ministry.example/ns">')
    assert len(parse(body).entries) == 2


def test_a_json_feed_is_read_and_its_broken_items_are_counted():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Notices",
        "language": "fr",
        "items": [
            {"id": 7, "url": "/a", "content_text": "a < b", "date_published": "2025-06-27T10:00:00-04:00"},
            "nonsense",
            {"id": "8", "external_url": "javascript:x()", "tags": ["ban", None], "authors": [{"name": "Press desk"}]},
        ],
    }
    document = parse(json.dumps(feed), url="https://ministry.example/feed.json")
    first, second = document.entries
    assert (document.format, document.language, document.skipped) == ("jsonfeed", "fr", 1)
    assert (first.guid, first.url, first.html) == ("7", "https://ministry.example/a", "a &lt; b")
    assert first.published_at == datetime(2025, 6, 27, 14, tzinfo=UTC)
    assert (second.url, second.categories, second.author) == ("", ("ban",), "Press desk")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "The answer was empty."),
        (b" \n\xef\xbb\xbf ", "The answer was empty."),
        (b"%PDF-1.7 ...", "A PDF file came instead of a feed."),
        (b"Access denied", "What came is neither XML, JSON nor a web page."),
        (b"<sitemap><url/></sitemap>", "An XML document with the root <sitemap> came, which is no feed that we know."),
        (
            b"<!doctype html><html><head><title>Just a moment</title></head></html>",
            "A web page with the title “Just a moment” came instead of a feed.",
        ),
        (
            b'{"results": [], "count": 0}',
            JSON_WITHOUT_PATHS,
        ),
        (b'{"version": "https://jsonfeed.org/version/1"}', "This JSON Feed has no list of items."),
        (b'{"items": [}', "The answer opens like JSON but breaks in line 1, column 12."),
    ],
)
def test_what_is_no_feed_is_told_in_a_sentence_and_gives_no_entries(body, sentence):
    document = parse(body)
    assert (document.error, document.entries) == (sentence, ())


def test_a_web_page_that_names_its_feed_is_pointed_out():
    page = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>x</body></html>'
    assert parse(page, url="https://ministry.example/").error == (
        "A web page came instead of a feed. It names a feed at https://ministry.example/rss; poll that address instead."
    )


def test_a_feed_without_entries_is_no_error():
    document = parse("<rss version='2.0'><channel><title>Quiet</title></channel></rss>")
    assert (document.error, document.entries) == (None, ())


PAGE = """<html lang="fr"><head><title>Avis</title></head><body><ul>
<li><h3>Arrêté</h3><a href="/avis/1">lire</a><time datetime="2025-06-27">27 juin</time><p class="s">Texte</p></li>
<li><h3>Décret</h3><a href="/avis/2">lire</a><span class="d">3 juillet 2025</span></li></ul></body></html>"""


def test_a_listing_page_is_read_with_selectors():
    document = parse(
        PAGE,
        url="https://ministry.example/avis/",
        format="html_listing",
        config={"item": "li", "title": "h3", "link": "a", "date": "time, .d", "summary": ".s"},
    )
    first, second = document.entries
    assert (first.title, first.url, first.html) == ("Arrêté", "https://ministry.example/avis/1", "Texte")
    assert second.published_at == datetime(2025, 7, 3, tzinfo=UTC)
    assert document.language == "fr"


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ({}, "This listing page needs a selector named “item”."),
        ({"item": "article"}, "The selector “article” found no item. The page is titled “Avis”."),
        ({"item": "li["}, "The selector “li[” of “item” is not valid CSS."),
    ],
)
def test_a_selector_that_finds_nothing_is_told_not_hidden(config, sentence):
    assert parse(PAGE, format="html_listing", config=config).error == sentence


def test_a_json_api_is_read_with_paths():
    body = json.dumps(
        {"feed": {"entry": [{"head": {"line": "Order"}, "to": "https://m.example/1", "on": "2025-06-27"}]}}
    )
    document = parse(
        body,
        format="json_api",
        config={"items": "feed.entry", "title": "head.line", "link": "to", "date": "on"},
    )
    entry = document.entries[0]
    assert (entry.title, entry.url, entry.published_at) == (
        "Order",
        "https://m.example/1",
        datetime(2025, 6, 27, tzinfo=UTC),
    )


def test_a_path_that_leads_nowhere_says_what_came():
    document = parse(b'{"hits": 0}', format="json_api", config={"items": "results"})
    assert document.error == "The path “results” leads to no list; what came is an object with hits."


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(FORMATS))
def test_no_bytes_make_the_parser_raise(body, format_wanted):
    document = parse(body, format=format_wanted)
    assert document.error or document.entries == () or document.entries


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_feed_damaged_anywhere_does_not_make_the_parser_raise(data):
    body = bytearray(RSS.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(body)))
    parse(bytes(body[:cut]))


def test_every_shared_document_is_read_with_no_fewer_entries_than_feedparser_finds(shared, feed_index):
    fewer = []
    for row in feed_index:
        document = parse((shared / "feeds" / row["file"]).read_bytes())
        if len(document.entries) < row["entries"] or "gave up" in (document.error or ""):
            fewer.append((row["file"], row["entries"], len(document.entries), document.error))
    assert fewer == []


def test_every_shared_page_and_json_of_another_shape_is_a_readable_error(shared, feed_index):
    rows = [row for row in feed_index if row["repo"].startswith("City-Bureau/")]
    answers = [parse((shared / "feeds" / row["file"]).read_bytes()) for row in rows]
    assert [answer.entries for answer in answers if answer.entries] == []
    assert all(answer.error and answer.error.endswith(".") for answer in answers)
