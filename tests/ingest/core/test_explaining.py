"""An empty result says why it is empty, and each expression what it matched."""

import json
from datetime import UTC, datetime

import pytest

from ingest.core.explaining import Matched, explain
from ingest.core.parsing import parse_document

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGE = b"""<html><head><title>News</title></head><body><h2 class="top">Ministry</h2><div class="news"><ul>
<li class="item"><a href="/1">First order</a> <span class="day">2026-11-20</span></li>
<li class="item"><a href="/2">Second order</a> <span class="day">2026-11-21</span></li>
</ul></div></body></html>"""
API = json.dumps({"meta": {}, "feed": {"rows": [{"name": "First order", "href": "https://a.example/1"}]}}).encode()


def explained(body: bytes, format: str, **config: object) -> dict[str, Matched]:  # noqa: A002
    document = parse_document(body, now=NOW, url="https://a.example/news", format=format, config=config)
    return {one.name: one for one in explain(body, document, format=format, config=config)}


def test_each_selector_is_told_with_what_it_matched():
    rows = explained(PAGE, "html_listing", item="li.item", date=".day")
    assert (rows["item"].count, rows["item"].samples[0]) == (2, "First order 2026-11-20")
    assert (rows["title"].expression, rows["title"].samples) == ("(found by itself)", ("First order", "Second order"))
    assert rows["link"].samples == ("https://a.example/1", "https://a.example/2")
    assert (rows["date"].expression, rows["date"].count, rows["date"].of) == (".day", 2, 2)


@pytest.mark.parametrize(
    ("selector", "why"),
    [
        (".news li.entry", "“.news” matches once, but nothing in it matches “li.entry”."),
        (".news > ul > li.entry", "“.news > ul” matches once, but nothing in it matches “> li.entry”."),
        ("div.press li", "The page has <div> once, and none of them is “div.press”."),
        (
            "article",
            "Nothing on the page matches “article”. The page may be filled in by a script, which is not run here.",
        ),
    ],
)
def test_an_empty_result_says_how_far_the_selector_reaches(selector, why):
    assert explained(PAGE, "html_listing", item=selector)["item"].problem == why


def test_a_part_outside_the_item_is_told_from_one_that_is_nowhere():
    rows = explained(PAGE, "html_listing", item="li.item", summary=".top", author=".by")
    assert rows["summary"].problem.startswith("“.top” matches once on the page, but never inside an item")
    assert rows["author"].problem == "“.by” matches nothing on the page."


def test_text_that_is_no_date_is_shown():
    problem = explained(PAGE, "html_listing", item="li.item", date="a")["date"].problem
    assert problem.startswith("It matches “First order”, which cannot be read as a date.")


def test_a_path_says_where_it_ends_and_which_names_stand_there():
    assert explained(API, "json_api", items="feed.rows", title="name", link="href")["title"].samples == ("First order",)
    problem = explained(API, "json_api", items="feed.entries")["items"].problem
    assert problem.startswith("feed has no “entries”")
    assert problem.endswith("Its names are rows.")
    rows = explained(API, "json_api", items="feed.rows", title="headline", link="href")
    assert rows["title"].problem == "The items have these names: name, href."


def test_a_config_that_cannot_be_used_says_so():
    assert "is not valid CSS" in explained(PAGE, "html_listing", item="li[")[""].problem


def test_feeds_have_no_expressions():
    assert explained(PAGE, "rss") == {}


def test_items_that_no_tag_holds_are_told_like_others():
    markup = b"<p id=x><a href='/1'>One</a> 1 May 2025<br><a href='/2'>Two</a> 2 May 2025</p>"
    date = {"select": ".", "find": "day"}
    told = explained(markup, "html_listing", item="#x", split="line", title="a", date=date)
    assert (told["item"].count, told["title"].count, told["date"].count) == (1, 2, 2)


def test_json_in_a_script_is_told_by_its_paths():
    markup = b'<script>var x = 1;</script><script id=s>{"rows": [["One", "/1"], ["Two", "/2"]]}</script>'
    told = explained(markup, "html_listing", script="#s", items="rows", title="0", author="9")
    assert (told["script"].count, told["items"].count, told["title"].count) == (1, 2, 2)
    assert told["author"].problem == "The items are rows: their values are numbered from 0."
