"""Configs found for pages and answers that nobody has described."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.core.parsing import parse_document
from ingest.core.suggesting import repair_config, suggest_config
from tests.ingest.core.conftest import NOW

URL = "https://court.example/opinions/"
CASES = ("Oak v. Elm", "State of Oz v. Ash", "In re Estate of Fir", "Harbour Co. v. Port Board", "Lake v. River Ltd.")
MENU = "<nav><ul>" + "".join(f"<li><a href='/{n}'>Page {n} of the court</a></li>" for n in range(8)) + "</ul></nav>"
FOOT = "<footer>" + "".join(f"<p><a href='/f{n}'>Privacy and terms {n}</a></p>" for n in range(6)) + "</footer>"


def rows(row):
    return "".join(row.format(n=n, day=10 + n, case=case) for n, case in enumerate(CASES))


LAYOUTS = {
    "table with headers": "<table><tr><th>Docket No.</th><th>Case Name</th><th>Filed</th></tr>"
    + rows("<tr><td>25-10{n}</td><td><a href='/op/{n}.pdf'>{case}</a></td><td>06/{day}/2025</td></tr>")
    + "</table>",
    "bare table": "<table>"
    + rows("<tr><td>June {day}, 2025</td><td><a href='op/{n}.pdf'>25-10{n}</a></td><td>{case}</td></tr>")
    + "</table>",
    "list": "<ul>" + rows("<li><a href='/op/{n}'>{case}</a>, No. 25-{n} (June {day}, 2025)</li>") + "</ul>",
    "cards": rows(
        "<div class='card'><span class='date'>{day} June 2025</span><h3><a href='/op/{n}'>{case}</a></h3>"
        "<p>The court has decided at some length on the appeal of this party, number {n}.</p></div>"
    ),
    "definitions": "<dl>" + rows("<dt>June {day}, 2025</dt><dd><a href='/op/{n}'>{case}</a></dd>") + "</dl>",
    "headings": rows("<h3><a href='/op/{n}'>{case}</a></h3><p>Filed June {day}, 2025</p><p>What was decided {n}.</p>"),
    "paragraphs": rows("<p><strong>{day}.06.2025</strong> <a href='/op/{n}'>{case}</a></p>"),
    "links": rows("<a class='row' href='/op/{n}'><span>{case}</span><time datetime='2025-06-{day}'>x</time></a>"),
    "days over lists": rows("<h4>June {day}, 2025</h4><ul><li><a href='/op/{n}'>{case}</a></li></ul>"),
}


def whole(markup):
    return f"<html lang=en><body>{MENU}<main id=content><h1>Opinions</h1>{markup}</main>{FOOT}</body></html>".encode()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_listing_is_read_without_a_config(layout):
    best = suggest_config(whole(LAYOUTS[layout]), url=URL, now=NOW)[0]
    assert tuple(entry.title for entry in best.entries) == CASES
    assert [entry.published_at for entry in best.entries] == [datetime(2025, 6, 10 + n, tzinfo=UTC) for n in range(5)]
    assert all(entry.url for entry in best.entries)
    assert best.is_confident


def test_a_suggestion_is_a_config_that_reads_the_page():
    body = whole(LAYOUTS["table with headers"])
    best = suggest_config(body, url=URL, now=NOW)[0]
    read = parse_document(body, now=NOW, url=URL, format="html_listing", config=best.config)
    assert read.entries == best.entries
    assert best.config["summary"] == {"column": "Docket No."}
    assert "repeats 5 times" in best.reason


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><title>Maintenance</title><p>Back soon.</p></html>",
        b"<rss><channel><item><title>x</title></item></channel></rss>",
        b'{"a": 1}',
        b"%PDF-1.7",
    ],
)
def test_nothing_is_suggested_for_what_lists_nothing(body):
    assert not any(one.is_confident for one in suggest_config(body, url=URL, now=NOW))


@pytest.mark.parametrize(
    ("answer", "config"),
    [
        (
            {
                "meta": {"n": 2},
                "data": {
                    "rows": [{"headline": f"Order {n} is out", "u": f"/o/{n}", "on": "2025-06-27"} for n in range(4)]
                },
            },
            {"items": "data.rows", "title": "headline", "link": "u", "date": "on"},
        ),
        (
            [
                {
                    "id": n,
                    "title": {"rendered": f"A post {n} here"},
                    "page_url": f"https://x.example/{n}",
                    "published": 1751032800 + n,
                }
                for n in range(4)
            ],
            {"items": "", "id": "id", "title": "title.rendered", "link": "page_url", "date": "published"},
        ),
    ],
)
def test_the_list_in_an_answer_is_found(answer, config):
    best = suggest_config(json.dumps(answer).encode(), url="https://x.example/api", now=NOW)[0]
    assert dict(best.config) == config
    assert len(best.entries) == 4


ROWS = [{"headline": f"Order {n} on cameras", "url": f"/orders/{n}", "published": "2026-11-20"} for n in range(3)]


@pytest.mark.parametrize(
    ("beside", "paging"),
    [
        ({"meta": {"next": "https://x.example/api?page=2", "count": 55}}, {"next": "meta.next", "total": "meta.count"}),
        ({"next_page_url": "/api?page=2"}, {"next": "next_page_url"}),
        ({"links": {"self": {"href": "/api"}, "next": {"href": "?page=2"}}}, {"next": "links.next.href"}),
        ({"next": None, "count": 3}, {}),
        ({"next": 2, "total": 9}, {}),
        ({"self": {"href": "/api"}}, {}),
    ],
)
def test_where_the_next_page_stands_is_found_beside_the_list(beside, paging):
    best = suggest_config(json.dumps({"rows": ROWS, **beside}).encode(), url="https://x.example/api", now=NOW)[0]
    assert {key: best.config[key] for key in ("next", "total") if key in best.config} == paging


def test_a_broken_listing_is_repaired_by_what_was_known_of_it():
    changed = whole(LAYOUTS["cards"] + "<ul>" + "<li><a href='/about'>About us and more</a></li>" * 9 + "</ul>")
    old = {"item": "tr.gone", "title": "a", "next": "a.next"}
    repaired = repair_config(changed, old, known_titles=CASES[1:4], now=NOW, url=URL)
    assert repaired[0].reason == "It finds 3 of the 3 last known items."
    assert {entry.title for entry in repaired[0].entries} == set(CASES)
    assert repaired[0].config["next"] == "a.next"
    assert repair_config(changed, old, known_titles=["Never seen"], now=NOW, url=URL) == ()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_a_suggestion_raise(body):
    suggest_config(body, url=URL, now=NOW)
    suggest_config(b"<html>" + body, url=URL, now=NOW)


LISTED = {
    "DC001.html": 7,
    "chi_buildings.json": 29,
    "chi_citycouncil.json": 100,
    "chi_development_fund.html": 80,
    "chi_low_income_housing_trust_fund.html": 4,
    "chi_pubhealth.html": 7,
    "chi_pubhealth_2024.html": 6,
    "chi_school_actions.html": 11,
    "chi_ssa_19.html": 110,
    "chi_ssa_32.json": 3,
    "chi_ssa_73.html": 16,
    "chi_teacherpension.html": 85,
    "cook_board.json": 167,
    "cook_landbank.json": 1,
    "cook_pension.html": 13,
    "cook_south_mosquito.html": 40,
    "cook_water.json": 23,
    "det_downtown_development_authority.html": 142,
    "det_general_retirement_system.html": 24,
    "det_land_bank.html": 59,
    "det_local_development_finance_authority.html": 28,
    "det_next_michigan_development_corporation.html": 10,
    "det_regional_transit_authority.html": 58,
    "il_adcrc.json": 10,
    "il_board_of_examiners.html": 41,
    "il_commerce.html": 74,
    "il_gaming_board.html": 9,
    "il_metra_board.html": 61,
    "il_pollution_control.json": 98,
    "mi_belle_isle.html": 51,
    "wayne_commission.html": 5,
}
"""Saved pages of local authorities that list something, with the number of items that one counts by eye."""


def test_most_saved_pages_without_a_feed_are_read(shared, feed_index):
    """The others show one meeting, or load their list by script: for these nothing is put forward as a reading."""
    pages = [row for row in feed_index if row["repo"].startswith("City-Bureau/")]
    wrong = []
    for row in pages:
        name = Path(row["file"]).name
        found = suggest_config((shared / "feeds" / row["file"]).read_bytes(), url="https://city.example/x/", now=NOW)
        count = len(found[0].entries) if found and (found[0].is_confident or found[0].score >= 0.6) else 0
        if not LISTED.get(name, 0) * 0.8 <= count <= LISTED.get(name, 0) * 1.25:
            wrong.append((name, count))
    assert len(pages) == 44
    assert len(wrong) <= 6, wrong
