"""The page /quality/ in a browser, empty and full: for everyone, in both themes, never sideways."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.ingest.learning.decisions import decide, left_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def decided(db) -> None:
    for number in range(6):
        decide(
            "reject" if number == 2 else "approve",
            number=number * 90,
            language="de" if number % 2 else "en",
            drafts=[left_draft("procurement_ban", stage="proposed" if number == 3 else "adopted")],
        )


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390), ("dark", 1920)])
def test_the_figures_can_be_read_by_everyone(visit, decided, theme, width):
    page = visit("/quality/", theme=theme, width=width)
    assert page.locator("svg.chart").count() >= 5
    assert [(rule["id"], rule["nodes"][0]["target"]) for rule in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_empty_page_can_be_read_by_everyone(visit):
    page = visit("/quality/", width=390)
    assert page.get_by_text("No decision yet").is_visible()
    assert Axe().run(page).response["violations"] == []


def test_no_text_of_a_chart_is_cut_off_on_a_phone(visit, decided):
    page = visit("/quality/", width=390)
    outside = page.evaluate(
        "[...document.querySelectorAll('svg.chart text')].filter(text => { const box = text.getBoundingClientRect();"
        " return box.left < 0 || box.right > innerWidth + 1 }).map(text => text.textContent)"
    )
    assert outside == []
