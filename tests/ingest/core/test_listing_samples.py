"""Listing pages of many structures, each with the items that a person would read off it in a file beside."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.core.parsing import parse_document
from ingest.core.suggesting import suggest_config
from tests.ingest.core.conftest import NOW

HOST = "https://court.example"
URL = f"{HOST}/list/"
PAGES = sorted((Path(__file__).parent / "data" / "listings").glob("*.html"))


def expected_of(page):
    """Title, address, day and number of each item; what a page does not tell is empty."""
    return [tuple(line.split("|")) for line in page.with_suffix(".txt").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_read_as_a_person_would_read_it(page):
    best = suggest_config(page.read_bytes(), url=URL, now=NOW)[0]
    told = [
        (entry.title, entry.url.removeprefix(HOST), entry.published_at and entry.published_at.date().isoformat())
        for entry in best.entries
    ]
    assert told == [(title, address, day or None) for title, address, day, _ in expected_of(page)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_number_of_an_item_stands_in_its_text(page):
    """It is a ground for grouping, never an identity: a case has many documents."""
    best = suggest_config(page.read_bytes(), url=URL, now=NOW)[0]
    wanted = [number for *_, number in expected_of(page)]
    texts = [f"{entry.title}\n{entry.html}" for entry in best.entries]
    assert [number for number, text in zip(wanted, texts, strict=True) if number not in text] == []
    assert not any(entry.guid for entry in best.entries)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_suggested_reads_the_same_when_it_is_polled(page):
    best = suggest_config(page.read_bytes(), url=URL, now=NOW)[0]
    polled = parse_document(page.read_bytes(), now=NOW, url=URL, format="html_listing", config=best.config)
    assert polled.entries == best.entries


def rows(*dates):
    return "".join(f"<tr><td><a href='/{n}.pdf'>Poe v. Roe {n}</a></td><td>{d}</td></tr>" for n, d in enumerate(dates))


@pytest.mark.parametrize(
    ("markup", "order"),
    [
        ("02/03/2026 02/05/2026 02/09/2026", False),
        ("03/02/2026 05/02/2026 09/02/2026", True),
        ("04/05/2026 06/07/2026", None),
        ("04/05/2026 06/07/2026 Springfield, Illinois", False),
        ("04/05/2026 06/07/2026 Springfield, Illinois, and London, UK", None),
        ("11/10/2025 27/10/2025", "the reader tells it"),
    ],
)
def test_the_order_of_day_and_month_is_told_by_all_the_dates_and_the_place(markup, order):
    dates = [word for word in markup.split() if "/" in word]
    body = f"<table>{rows(*dates)}</table><p>{markup}</p>".encode()
    best = suggest_config(body, url=URL, now=NOW)[0]
    assert best.config.get("day_first") is (order if isinstance(order, bool) else None)
    day = best.entries[0].published_at
    assert (day is None) is (order is None)


def test_a_row_of_the_table_alone_is_a_listing_where_headers_say_so():
    table = (
        "<table><tr><th>Case</th><th>Filed</th></tr><tr><td><a href='/1'>Poe v. Roe</a></td><td>9 May 2026</td></tr>"
    )
    best = suggest_config(f"{table}</table>".encode(), url=URL, now=NOW)[0]
    assert best.is_confident
    assert [(entry.title, entry.published_at) for entry in best.entries] == [
        ("Poe v. Roe", datetime(2026, 5, 9, tzinfo=UTC))
    ]
