"""Pieces that are put together by hand escape what they are given, as the templates did, and say the same."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, override

from actions.charts import Bar, Part
from actions.facets import Choice, Facet
from actions.held.readings import VendorName
from actions.outlook import Ahead, Named, OfKind
from actions.rows import Row
from actions.sections import Group, Section
from actions.spans import Span
from actions.templatetags import pieces
from jurisdictions.models import Jurisdiction

HOSTILE = '<b onclick="x">&\'</b>'
PLACE = Jurisdiction(code="CA", kind="country", name="Canada")
ROW = Row(
    slug="one",
    url="/actions/one/",
    title=HOSTILE,
    kind="advisory",
    stage="in_force",
    jurisdiction=PLACE,
    announced=Span.month(2025, 6),
    effective=None,
    whom=HOSTILE,
)
AHEAD = [Ahead(Span.day(date(2027, 1, 2)), Named("one", HOSTILE, "advisory", "adopted", PLACE), HOSTILE)]


def made(title: str = HOSTILE) -> dict[str, str]:
    facet = Facet("kind", title, (Choice(title, title, 3, is_chosen=True), Choice("b", "b", 1, is_chosen=False)), True)
    return {
        "action_table": pieces.action_table([ROW], title),
        "group_sections": pieces.group_sections([Group(Section.STANDS, [ROW], 2, f"q={title}")], has_list=True),
        "kinds_and_dates": pieces.kinds_and_dates([OfKind("advisory", 3, f"q={title}")], AHEAD),
        "date_lines": pieces.date_lines(AHEAD),
        "row_lines": pieces.row_lines([ROW]),
        "bar_lines": pieces.bar_lines([Bar(title, f"/?q={title}", 3, 50.0, (Part("advisory", 0.0, 50.0),))]),
        "vendor_tally": pieces.vendor_tally([(VendorName("one", title), 4)]),
        "authority_lines": pieces.authority_lines([("one", title)]),
        "facet_fields": pieces.facet_fields([facet]),
        "filter_field": pieces.filter_field("kind", title, facet.choices, more=title),
        "takeaway": pieces.takeaway(
            [(title, f"/{title}")], [(title, f"/{title}")], f"/{title}", None, f"/{title}", title
        ),
    }


@pytest.mark.parametrize(
    "piece",
    [
        "action_table", "group_sections", "kinds_and_dates", "date_lines", "row_lines", "bar_lines", "vendor_tally",
        "authority_lines", "facet_fields", "filter_field", "takeaway",
    ],
)  # fmt: skip
def test_nothing_that_a_piece_is_given_becomes_an_element(piece):
    text = made()[piece]
    assert isinstance(text, SafeString)
    soup = BeautifulSoup(text, "html.parser")
    assert soup.find("b", onclick=True) is None
    assert soup.find(onclick=True) is None
    assert "&lt;b onclick" in text


def test_words_of_a_catalogue_are_looked_up_when_a_table_is_made():
    caption = gettext_lazy("Actions that match")
    with override("fr"):
        table = BeautifulSoup(pieces.action_table([ROW], caption), "html.parser")
    assert table.caption.get_text() == "Mesures qui correspondent"
    assert table.find("time").get_text() == "juin 2025"


def test_a_table_leaves_out_the_columns_that_it_is_told_to():
    heads = [
        head.get_text()
        for head in BeautifulSoup(
            pieces.action_table([ROW], "", no_place=True, no_target=True, by_effect=True), "html.parser"
        ).select("thead th")
    ]
    assert heads == ["Action", "Stage", "Takes effect"]


def test_a_filter_with_many_choices_is_folded_up_unless_one_is_chosen():
    choices = tuple(Choice(str(number), str(number), 1, is_chosen=False) for number in range(9))
    chosen = (*choices[:8], Choice("8", "8", 1, is_chosen=True))
    closed, opened = (Facet("vendor", "Vendor", some, True) for some in (choices, chosen))
    soup = BeautifulSoup(pieces.facet_fields([closed, opened]), "html.parser")
    assert [details.has_attr("open") for details in soup.find_all("details")] == [False, True]
    assert soup.find("input", checked=True)["value"] == "8"


def test_a_section_that_is_cut_says_so_and_leads_on():
    group = Group(Section.COMING, [ROW], 41, "jurisdiction=CA&section=coming")
    section = BeautifulSoup(pieces.group_sections([group], has_list=True), "html.parser").section
    assert section.find("p", class_="note").get_text() == "The first 1 of 41. All of them"
    assert section.find("p", class_="note").a["href"] == "/actions/?jurisdiction=CA&section=coming"


def test_a_subdivision_is_a_line_with_what_stands_and_what_is_known():
    part = SimpleNamespace(jurisdiction=Jurisdiction(code="CA-QC", name="Quebec"), standing=2, known=5)
    cells = BeautifulSoup(pieces.part_lines([part]), "html.parser").find_all(["th", "td"])
    assert [cell.get_text() for cell in cells] == ["Quebec", "2", "5"]
