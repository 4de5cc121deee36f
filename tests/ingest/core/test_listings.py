"""The language of configs: how pages and APIs are read by it, and what is told of a config that cannot be used."""

import json
import time
from datetime import UTC, datetime

import pytest

from ingest.core.parsing import parse_document
from ingest.core.parsing.config import check_config
from ingest.core.parsing.presets import PRESETS
from tests.ingest.core.conftest import NOW

URL = "https://court.example.gov/opinions/?page=2"


def page(markup, config, url=URL):
    body = f"<html><head><title>Court</title></head><body>{markup}</body></html>".encode()
    return parse_document(body, now=NOW, url=url, format="html_listing", config=config)


def api(answer, config=None, url="https://m.example/api?start=0"):
    return parse_document(json.dumps(answer).encode(), now=NOW, url=url, format="json_api", config=config)


TABLE = """<table><thead><tr><th>Docket No.</th><th>Case Name</th><th>Filed</th></tr></thead><tbody>
<tr><td rowspan="2">25-1</td><td><a href="/op/1.pdf">Oak v. Elm</a></td><td>06/13/2025</td></tr>
<tr><td><a href="op/2.pdf">Ash v. Fir</a></td><td>03/04/2025</td></tr>
<tr class="ad"><td>x</td><td><a href="/ad">Buy now</a></td><td></td></tr></tbody></table>
<a class="next" href="?page=3">Next</a>"""


def test_a_table_is_read_by_its_headers_with_joined_parts_and_skipped_rows():
    document = page(
        TABLE,
        {
            "item": "tr",
            "skip": {"select": ".", "attribute": "class", "pattern": "^ad$"},
            "parts": {"docket": {"column": "docket"}, "case": {"column": "Case Name"}},
            "id": "{docket}/{case}",
            "title": "{docket} {case}",
            "link": "a",
            "date": {"column": 3},
            "next": "a.next",
        },
    )
    first, second = document.entries
    assert (first.guid, first.title, first.url) == (
        "25-1/Oak v. Elm",
        "25-1 Oak v. Elm",
        "https://court.example.gov/op/1.pdf",
    )
    assert (second.title, second.published_at) == ("25-1 Ash v. Fir", datetime(2025, 3, 4, tzinfo=UTC))
    assert document.next_url == "https://court.example.gov/opinions/?page=3"


@pytest.mark.parametrize(
    ("field", "spec", "expected"),
    [
        ("title", "h3", "An order"),
        ("title", ["h9", ".missing", "h3"], "An order"),
        ("title", "h3@data-name", "short"),
        ("title", ".", "An order by the board No. 25-7 decided"),
        ("title", {"select": ".", "pattern": r"No\. (\S+)"}, "25-7"),
        ("title", {"select": "p", "pattern": r"No\. (\d+)-(\d+)", "replace": r"\2 of \1"}, "7 of 25"),
        ("title", {"select": "h3, p", "join": " / "}, "An order / by the board No. 25-7 decided"),
        ("title", {"select": "p", "own": True}, "by the board decided"),
        ("title", {"text": "Always this"}, "Always this"),
        ("guid", {"select": "a", "attribute": "href", "pattern": r"/(\d+)$"}, "99"),
        ("author", {"before": "h2"}, "June 27, 2025"),
        ("html", "p", "by the board <b>No. 25-7</b> decided"),
        ("url", "a", "https://court.example.gov/order/99"),
        ("url", "https://x.example/{number}", "https://x.example/25-7"),
        ("url", "https://x.example/{nothing}", ""),
        ("published_at", {"before": "h2"}, datetime(2025, 6, 27, tzinfo=UTC)),
    ],
)
def test_a_field_is_found_in_each_way_that_the_language_knows(field, spec, expected):
    markup = """<h2>June 27, 2025</h2><div class="i"><h3 data-name="short">An order</h3>
    <p>by the board <b>No. 25-7</b> decided</p><a href="/order/99"></a></div>"""
    parts = {"number": {"select": "b", "pattern": r"[\d-]+"}, "nothing": "h9"}
    key = {"guid": "id", "html": "summary", "url": "link", "published_at": "date"}.get(field, field)
    (entry,) = page(markup, {"item": ".i", "parts": parts, "title": "h3", key: spec}).entries
    assert getattr(entry, field) == expected


def test_headings_take_what_follows_them_up_to_the_next():
    markup = "<h3><a href='/1'>One</a></h3><p>1 May 2025</p><p>Text</p><h3><a href='/2'>Two</a></h3><p>2 May 2025</p>"
    first, second = page(
        markup, {"item": "h3", "siblings": True, "title": "h3", "date": "p", "summary": "p + p"}
    ).entries
    assert (first.title, first.html, second.html) == ("One", "Text", "")
    assert second.published_at == datetime(2025, 5, 2, tzinfo=UTC)


def test_any_tag_may_open_an_item_that_ends_where_the_next_opens():
    markup = (
        "<p><a href='/1.pdf'>One</a> filed 1 May 2025 <a href='/1.doc'>DOC</a> <a href='/2.pdf'>Two</a> 2 May 2025</p>"
    )
    first, second = page(
        markup, {"item": "a[href$='.pdf']", "siblings": True, "title": "a", "date": {"select": ".", "find": "day"}}
    ).entries
    assert (first.title, first.published_at) == ("One", datetime(2025, 5, 1, tzinfo=UTC))
    assert (second.title, second.url) == ("Two", "https://court.example.gov/2.pdf")


@pytest.mark.parametrize(
    ("split", "markup"),
    [
        ("line", "<div id=x>1 May 2025 <a href='/1'>One</a><br> <br>2 May 2025 <b><a href='/2'>Two</a></b></div>"),
        ("paragraph", "<div id=x>1 May 2025<br><a href='/1'>One</a><br><br>2 May 2025<br><a href='/2'>Two</a></div>"),
        ("rule", "<div id=x><p>1 May 2025</p><a href='/1'>One</a><hr>2 May 2025 <a href='/2'>Two</a><hr></div>"),
    ],
)
def test_items_in_one_tag_are_parted_by_lines_paragraphs_or_rules(split, markup):
    entries = page(markup, {"item": "#x", "split": split, "title": "a", "date": {"select": ".", "find": "day"}}).entries
    assert [(entry.title, entry.published_at.day) for entry in entries] == [("One", 1), ("Two", 2)]


def test_a_day_over_several_items_is_the_last_heading_that_tells_one():
    markup = (
        "<p><b>June 1, 2025</b></p><p><b>Ash v. Elm</b></p><p><b>Oak v. Fir</b></p>"
        "<p><b>June 3, 2025</b></p><p><b>Yew v. Box</b></p>"
    )
    config = {"item": "p", "title": "b", "skip": {"select": "b", "find": "day"}, "date": {"before": "b", "find": "day"}}
    days = [(entry.title, entry.published_at.day) for entry in page(markup, config).entries]
    assert days == [("Ash v. Elm", 1), ("Oak v. Fir", 1), ("Yew v. Box", 3)]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"select": ".", "line": 1}, "Poe v. Roe"),
        ({"select": ".", "line": 3}, "Filed on June 1, 2025"),
        ({"select": ".", "line": 9}, ""),
        ({"select": ".", "own": True}, "Poe v. Roe No. 25-1"),
        ({"select": "a", "drop": "day"}, "Opinion of the court"),
        ({"select": "i", "drop": "day"}, "Filed on June 1, 2025"),
    ],
)
def test_a_part_of_a_text_can_be_asked_for(spec, expected):
    markup = (
        "<li>Poe v. Roe<br>No. 25-1<br><i>Filed on June 1, 2025</i>"
        "<p><a>Opinion of the court, filed 1 June 2025</a></p></li>"
    )
    entries = page(
        markup, {"item": "li", "title": spec, "author": spec, "link": {"text": "https://x.example/"}}
    ).entries
    assert entries[0].author == expected


def test_a_row_of_names_is_a_header_without_being_marked_as_one():
    markup = (
        "<table><tr><td>Case Name</td><td>Date Filed</td></tr><tr><td>Poe v. Roe</td><td>1 May 2025</td></tr>"
        "<tr><td>Notice of Appeal</td><td>Order</td></tr></table>"
    )
    config = {"item": "tr", "title": {"column": "Case Name"}, "date": {"column": "Date Filed"}}
    assert [entry.title for entry in page(markup, config).entries] == ["Poe v. Roe", "Notice of Appeal"]


@pytest.mark.parametrize(
    ("markup", "sentence"),
    [
        ("<div>" * 150_000, "This page nests its elements too deeply to be read."),
        ("<i>x</i>" * 120_000, "This page has more than 200,000 tags, which is too much to be taken apart."),
    ],
)
def test_a_page_made_to_hold_a_worker_is_refused_at_once(markup, sentence):
    started = time.process_time()
    assert page(markup, {"item": "div", "title": "a"}).error == sentence
    assert time.process_time() - started < 1


def test_a_match_without_what_an_item_needs_is_left_out():
    rows = "<li><a href='/1'>Oak v. Elm</a> 2 June 2025</li><li>Older ones</li><li><a href='/2'>Ash v. Fir</a></li>"
    config = {"item": "li", "title": ".", "date": {"select": ".", "find": "day"}}
    assert [len(page(rows, {**config, "needs": needs}).entries) for needs in ([], "link", ["link", "date"])] == [
        3,
        2,
        1,
    ]
    assert page("<li>None</li>", {**config, "needs": ["link"]}).error == (
        "The selector “li” found 1 items, but none has a link."
    )
    assert check_config("html_listing", {"item": "li", "needs": "lnk"}) == (
        "“needs” cannot be “lnk”. Did you mean “link”?",
    )


def test_lines_of_typed_text_are_items():
    lines = "Filed     Case\n06/13/99  <a href='/1'>25-1</a>  Oak v. Elm\n06/12/99  <a href='/2'>25-2</a>  Ash v. Fir"
    markup = f"<pre>{lines}</pre>"
    config = {"item": "pre", "split": "line", "needs": "link", "date": {"select": ".", "find": "day"}}
    document = page(markup, config | {"title": {"select": ".", "pattern": "[A-Z].+$"}})
    assert [(one.title, one.published_at) for one in document.entries] == [
        ("Oak v. Elm", datetime(1999, 6, 13, tzinfo=UTC)),
        ("Ash v. Fir", datetime(1999, 6, 12, tzinfo=UTC)),
    ]


def test_a_page_inside_of_an_answer_is_read_by_selectors():
    answer = json.dumps([{"command": "settings"}, {"data": "<ul><li><a href='/1'>Oak v. Elm</a></li></ul>"}]).encode()

    def read(within):
        config = {"item": "li", "within": within}
        return parse_document(answer, now=NOW, url=URL, format="html_listing", config=config)

    assert [(one.title, one.url) for one in read("1.data").entries] == [
        ("Oak v. Elm", "https://court.example.gov/1"),
    ]
    assert read("0").error == "The path “0” leads to no text; what came is a list of 2."


def test_json_in_a_script_is_read_by_paths():
    markup = '<script>window.state = {"x": {"rows": [{"t": "Order", "u": "/1", "d": "27.6.2025"}]}};</script>'
    document = page(markup, {"script": "script", "items": "x.rows", "title": "t", "link": "u", "date": "d"})
    assert [(entry.title, entry.url) for entry in document.entries] == [("Order", "https://court.example.gov/1")]
    assert page("<script>x()</script>", {"script": "script", "items": "x"}).error == (
        "No script that “script” finds holds JSON. The page is titled “Court”."
    )


@pytest.mark.parametrize(
    ("dates", "url", "config", "day"),
    [
        (("03/04/2025", "06/27/2025"), "https://x.example/", {}, (2025, 3, 4)),
        (("03/04/2025", "27/06/2025"), "https://x.example/", {}, (2025, 4, 3)),
        (("03/04/2025",), "https://court.gov/", {}, (2025, 3, 4)),
        (("03/04/2025",), "https://x.gov.uk/", {}, (2025, 4, 3)),
        (("03/04/2025",), "https://x.example/", {}, None),
        (("03/04/2025",), "https://x.example/", {"day_first": True}, (2025, 4, 3)),
        (("03/04/2025",), "https://x.example/", {"date_language": "en-US"}, (2025, 3, 4)),
        (("2025|04|03",), "https://x.example/", {"date_format": "%Y|%m|%d"}, (2025, 4, 3)),
        (("3 жовтня 2025",), "https://x.example/", {"date_language": "uk"}, (2025, 10, 3)),
    ],
)
def test_a_page_tells_itself_how_its_days_are_written(dates, url, config, day):
    rows = "".join(f"<li><a href='/{n}'>Order {n}</a><i>{text}</i></li>" for n, text in enumerate(dates))
    first = page(rows, {"item": "li", "date": "i", **config}, url=url).entries[0]
    assert first.published_at == (datetime(*day, tzinfo=UTC) if day else None)


@pytest.mark.parametrize(
    ("kind", "config", "sentence"),
    [
        ("html_listing", {}, "This listing page needs a selector named “item”."),
        ("html_listing", {"item": "li["}, "The selector “li[” of “item” is not valid CSS."),
        ("html_listing", {"item": "li", "titel": "a"}, "“titel” is no key of this config. Did you mean “title”?"),
        (
            "html_listing",
            {"item": "li", "title": 7},
            "“title” must be a text, a list of alternatives, or names with values.",
        ),
        (
            "html_listing",
            {"item": "li", "title": {"path": "a"}},
            "“title” has the part “path”; here it is called “select”.",
        ),
        (
            "html_listing",
            {"item": "li", "title": {"select": "a", "replace": "x"}},
            "“title” has “replace” without “pattern”.",
        ),
        ("html_listing", {"item": "li", "date_language": "xx"}, "Dates in “xx” cannot be read."),
        (
            "html_listing",
            {"item": "li", "date_format": "dd.mm"},
            "The date format “dd.mm” holds no code such as %d, %m or %Y.",
        ),
        ("html_listing", {"item": "li", "siblings": "yes"}, "“siblings” is either true or false."),
        ("html_listing", {"item": "li", "split": "lines"}, "“split” cannot be “lines”. Did you mean “line”?"),
        ("html_listing", {"item": "li", "date": {"find": "year"}}, "“find of date” cannot be “year”. Known are: day."),
        (
            "html_listing",
            {"item": "li", "title": {"line": 0}},
            "“line” of “title” must be a whole number from 1 to 20.",
        ),
        (
            "html_listing",
            {"item": "li", "base": "/x"},
            "“base” must be an address that starts with https:// or http://.",
        ),
        ("html_listing", {"item": "li", "page": {"from": 1}}, "“page” needs the name of the address's parameter"),
        (
            "html_listing",
            {"item": "li", "page": {"parameter": "p", "step": 0}},
            "“step” of “page” must be a whole number",
        ),
        ("html_listing", {"item": "li", "title": {"pattern": "(a+)+$"}}, "it repeats inside of a repeat"),
        ("html_listing", {"item": "li", "title": {"pattern": "("}}, "it is no regular expression"),
        ("json_api", {"preset": "federal"}, "“federal” is no preset."),
        (
            "json_api",
            {"items": "x", "title": {"path": "a", "column": "b"}},
            "has the part “column”, which only web pages know.",
        ),
        ("rss", {"item": "li"}, "Only listing pages and JSON APIs take selectors or paths."),
    ],
)
def test_a_config_that_cannot_be_used_is_told_in_a_sentence(kind, config, sentence):
    assert any(sentence in told for told in check_config(kind, config))


def test_every_preset_is_itself_a_valid_config():
    assert {name: told for name in PRESETS if (told := check_config(PRESETS[name].kind, {"preset": name}))} == {}


FEDERAL = {
    "count": 120,
    "next_page_url": "https://www.federalregister.gov/api/v1/documents.json?page=2",
    "results": [
        {
            "title": "Addition of Entities",
            "document_number": "2025-1",
            "html_url": "https://www.federalregister.gov/d/2025-1",
            "publication_date": "2025-06-27",
            "abstract": None,
            "excerpts": "a <b>match</b>",
            "agencies": [{"name": "Commerce Department"}, {"name": "Industry Bureau"}],
        }
    ],
}


def test_the_federal_register_is_read_without_any_config():
    document = api(FEDERAL)
    (entry,) = document.entries
    assert (document.total, document.next_url) == (120, FEDERAL["next_page_url"])
    assert (entry.guid, entry.author, entry.html) == (
        "2025-1",
        "Commerce Department, Industry Bureau",
        "a <b>match</b>",
    )


def test_a_search_without_results_is_empty_and_no_error():
    document = api({"count": 0, "description": "none"}, {"preset": "federal_register"})
    assert (document.error, document.entries, document.total) == (None, (), 0)


def test_gov_uk_is_read_with_its_total_and_its_next_page():
    row = {
        "title": "News",
        "link": "/government/news/x",
        "public_timestamp": "2025-06-27T10:00:00Z",
        "_id": "/government/news/x",
    }
    answer = {
        "results": [row, row | {"link": "https://other.example/"}],
        "total": 5,
        "start": 0,
        "suggested_queries": [],
    }
    document = api(answer, url="https://www.gov.uk/api/search.json?q=x&start=0")
    assert [e.url for e in document.entries] == ["https://www.gov.uk/government/news/x", "https://other.example/"]
    assert (document.total, document.next_url) == (5, "https://www.gov.uk/api/search.json?q=x&start=2")
    last = api(answer, {"preset": "gov_uk_search"}, url="https://www.gov.uk/api/search.json?q=x&start=4")
    assert last.next_url == ""


@pytest.mark.parametrize(
    ("entry", "count"),
    [
        ([{"title": "A", "link": "https://c.example/1"}], 1),
        ({"title": "A", "link": "https://c.example/1"}, 1),
        (None, 0),
    ],
)
def test_canada_is_read_whether_entry_is_a_list_one_object_or_absent(entry, count):
    feed = {"title": "News"} | ({"entry": entry} if entry else {})
    document = api({"feed": feed}, {"preset": "canada_news"})
    assert (len(document.entries), document.error) == (count, None)


def test_wildcards_and_templates_reach_into_an_answer():
    answer = {"found": {"summary": {"n": 2}, "0": {"n": "HB 1", "t": "Ban"}, "1": {"n": "HB 2", "t": "Study"}}}
    config = {
        "items": "found.*",
        "title": "{n}: {t}",
        "link": "https://x.example/{n}",
        "skip": {"path": "t", "pattern": "^Study"},
    }
    assert [(e.title, e.url) for e in api(answer, config).entries][-1] == ("HB 1: Ban", "https://x.example/HB%201")


def test_an_item_that_is_nothing_is_counted_not_hidden():
    document = api({"r": [{"t": "A"}, {}, "x"]}, {"items": "r", "title": "t"})
    assert (len(document.entries), document.skipped) == (1, 2)
