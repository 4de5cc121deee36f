"""Lists in a page's scripts, and why a page gives none."""

import json

import pytest

from ingest.core.parsing import parse_document
from ingest.core.suggesting import suggest_config, why_nothing
from tests.ingest.core.conftest import NOW

URL = "https://agency.example/orders"
ORDERS = [
    {"headline": f"Order {n} on network equipment", "link": f"/orders/{n}", "issued": f"2026-02-0{n}"}
    for n in range(1, 5)
]
STATE = json.dumps({"props": {"page": {"orders": ORDERS}}, "build": "x" * 100})


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (f'<script id="__NEXT_DATA__" type="application/json">{STATE}</script>', "script#__NEXT_DATA__"),
        (f'<script type="application/json">{STATE}</script>', 'script[type="application/json"]'),
        (
            f"<script>var a = 1; window.__STATE__ = {STATE};</script>",
            {"select": "script", "pattern": r"window\.__STATE__\s*=\s*"},
        ),
    ],
)
def test_a_list_that_a_script_holds_as_json_is_found(script, said):
    body = f"<html><body><div id=root></div><script>x()</script>{script}</body></html>".encode()
    best = suggest_config(body, url=URL, now=NOW)[0]
    assert (best.config["script"], best.config["items"]) == (said, "props.page.orders")
    assert [entry.title for entry in best.entries] == [one["headline"] for one in ORDERS]
    assert parse_document(body, now=NOW, url=URL, format="html_listing", config=best.config).entries == best.entries


FILLED_IN = (
    "A script fills this page in, so it holds no items when it comes. Look for the address that the script "
    "reads; it is often JSON, and can be added as it is."
)
NO_LIST = "Nothing on this page repeats like a list: no group of elements has titles of their own with links or days."
NO_RECORDS = (
    "This JSON holds no list of records with a title and a link or a day: an object with name, open. "
    "If it is an answer to one question, look for the address that lists them."
)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            "<html><body><div id=root></div><script src=/app.js></script></body></html>",
            FILLED_IN,
        ),
        (
            "<html><body><h1>Orders</h1><iframe src='https://other.example/list'></iframe></body></html>",
            "The page shows another one in a frame: https://other.example/list. Add that address instead.",
        ),
        (
            "<html><body><h1>Opinions</h1><p>There are no opinions scheduled for release this week.</p></body></html>",
            "The page says that it lists nothing now: “There are no”. Its items cannot be told from it.",
        ),
        ("<html><title>Just a moment...</title></html>", "A test for browsers came instead of the document."),
        ("<html><form><input type=password></form></html>", "The page asks for a password."),
        (
            "<html><body><h1>About us</h1><p>We are an authority.</p></body></html>",
            NO_LIST,
        ),
        ("<div>" * 9_000, "This page nests its elements too deeply to be read."),
        (
            '{"name": "x", "open": true}',
            NO_RECORDS,
        ),
        ('{"a": ', "The answer opens like JSON but breaks in line 1, column 7."),
    ],
)
def test_why_nothing_is_proposed_is_said_with_what_to_do(body, sentence):
    assert why_nothing(body.encode()) == sentence
    assert not any(one.is_confident for one in suggest_config(body.encode(), url=URL, now=NOW))
