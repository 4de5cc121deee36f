"""The next page of a suggested listing: found by what links say of themselves, and only where they lead on."""

import pytest

from ingest.core.parsing import parse_document
from ingest.core.suggesting import suggest_config
from tests.ingest.core.conftest import NOW

URL = "https://court.example/opinions/"
ROWS = "".join(f"<li><a href='/o/{n}.pdf'>Oak {n} v. Elm</a> (June {10 + n}, 2025)</li>" for n in range(6))


def following(pager, url=URL):
    """Where the next page is, as the suggested config reads it off the page."""
    body = f"<html lang=en><body><main><ul>{ROWS}</ul>{pager}</main></body></html>".encode()
    best = suggest_config(body, url=url, now=NOW)[0]
    assert len(best.entries) == 6
    read = parse_document(body, now=NOW, url=url, format="html_listing", config=best.config)
    return read.next_url.removeprefix("https://court.example"), best.config


@pytest.mark.parametrize(
    ("pager", "address"),
    [
        ("<a rel='next' href='?page=2'>more</a>", "/opinions/?page=2"),
        ("<div class='nav-previous'><a href='/opinions/page/2/'>Older posts</a></div>", "/opinions/page/2/"),
        ("<p><a href='?start=0'>Previous</a> <a href='?start=6'>Next 6</a></p>", "/opinions/?start=6"),
        ("<ul class=pager><li><a href='?p=2' aria-label='Next page'><i></i></a></li></ul>", "/opinions/?p=2"),
        ("<p><b>1</b> <a href='?p=2'>2</a> <a href='?p=2'>&raquo;</a></p>", "/opinions/?p=2"),
        ("<p><b>1</b> <a href='?p=2'>2</a> <a href='?p=2'>›</a> <a href='?p=40'>»</a></p>", "/opinions/?p=2"),
        ("<p><a href='?p=2'><img src='r.gif' alt='Next page'></a></p>", "/opinions/?p=2"),
        ("<p><a href='seite-2.html'>nächste Seite</a></p>", "/opinions/seite-2.html"),
        ("<p><a href='?PAGEN_1=2'>След.</a></p>", "/opinions/?PAGEN_1=2"),
        ("<div id=nav><a href='index_2.html'>下一页</a></div>", "/opinions/index_2.html"),
        ("<p><strong>1</strong> <a href='?p=2'>2</a> <a href='?p=3'>3</a></p>", "/opinions/?p=2"),
        ("<p><span class=on>1</span> <a href='?from=20'>2</a> <a href='?from=40'>3</a></p>", "/opinions/?from=20"),
        ("<p><span class=on>1</span> <a href='/opinions/2/'>2</a> <a href='/opinions/3/'>3</a></p>", "/opinions/2/"),
        ("<p><a href='/meeting/7'>Next meeting</a></p>", ""),
        ("<p><a href='https://elsewhere.example/2'>Next</a></p>", ""),
        ("<p><a href='#'>Next</a> <a href='javascript:go(2)'>2</a></p>", ""),
        ("<p><a href='/cal?m=7'>Next</a> <a href='?p=2'>Next</a></p>", ""),
        ("<p><a href='/2'>2</a> rooms, <a href='/3'>3</a> judges</p>", ""),
    ],
)
def test_the_next_page_is_where_the_page_says(pager, address):
    assert following(pager)[0] == address


def test_pages_told_by_their_numbers_are_counted_by_a_parameter():
    assert following("<p><b>1</b> <a href='?p=1'>2</a> <a href='?p=2'>3</a></p>")[1]["page"] == {
        "parameter": "p",
        "from": 0,
    }
    assert following("<p><b>1</b> <a href='?at=20'>2</a> <a href='?at=40'>3</a></p>")[1]["page"] == {
        "parameter": "at",
        "from": 0,
        "step": 20,
    }


def test_the_last_page_leads_nowhere():
    pager = "<ul><li class='next'><a href='?page=2'>Next</a></li></ul>"
    config = following(pager)[1]
    last = (
        f"<ul>{ROWS}</ul><ul><li class='next disabled'>Next</li></ul><p><a href='/o/9'>Nextel v. Poe</a></p>".encode()
    )
    assert parse_document(last, now=NOW, url=URL, format="html_listing", config=config).next_url == ""
