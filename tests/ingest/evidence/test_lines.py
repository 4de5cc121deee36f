"""Lines of a PDF are made paragraphs again, so that a sentence is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extraction.lines import joint, unwrapped


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            ("Ministry of Transport\nOrder No. 77\n1. Public bodies shall not buy video surveillance\n"
            "equipment made by Hikvision or Dahua.\n2. It takes effect on 1 January."),
            ("Ministry of Transport\nOrder No. 77\n1. Public bodies shall not buy video surveillance "
            "equipment made by Hikvision or Dahua.\n2. It takes effect on 1 January."),
        ),
        ("The use of surveil-\nlance cameras is forbidden", "The use of surveillance cameras is forbidden"),
        ("Cameras of\n\nHikvision", "Cameras of\nHikvision"),
        ("Whereas:\n(a) cameras\n(b) phones", "Whereas:\n(a) cameras\n(b) phones"),
        (
            "Ministries may no longer acquire the products of\nHikvision and of its subsidiaries.",
            "Ministries may no longer acquire the products of Hikvision and of its subsidiaries.",
        ),
        ("各政府机关不得采购或者使用海康威视生产的监控\n摄像", "各政府机关不得采购或者使用海康威视生产的监控摄像"),
        ("Total\n12\n14", "Total\n12\n14"),
        ("", ""),
        ("\n \n", ""),
    ],
)  # fmt: skip
def test_a_broken_line_goes_on_in_the_next(page, expected):
    assert unwrapped(page) == expected


@given(st.text(alphabet="ab .-\n\u00ad。中", max_size=80))
def test_nothing_but_blanks_line_ends_and_split_words_is_lost(page):
    def letters(text: str) -> str:
        return "".join(text.split()).replace("-", "").replace("\u00ad", "")

    assert letters(unwrapped(page)) == letters(page)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Order\nBodies shall not buy video surveillance", "equipment of Hikvision.\nRiga", " "),
        ("Signed in Riga.", "annex", "\n"),
        ("Signed in Riga", "Annex", "\n"),
        ("of the cameras", "(a) of streets", "\n"),
        ("", "annex", "\n"),
        ("Order", "", "\n"),
    ],
)
def test_a_sentence_may_run_over_to_the_next_page(before, after, expected):
    assert joint(before, after) == expected
