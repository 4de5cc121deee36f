"""Lines of a PDF are made paragraphs again, so that a sentence is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extraction.lines import joint, unwrapped, without_furniture


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


HEAD = "MINISTRY OF TRANSPORT - OFFICIAL GAZETTE No. 12"


def read_through(*pages: str) -> str:
    text = ""
    for page in map(unwrapped, without_furniture(pages)):
        text += (joint(text, page) if text else "") + page
    return text


def test_a_sentence_runs_over_the_foot_of_one_page_and_the_head_of_the_next():
    text = read_through(
        f"{HEAD}\n\nArticle 2\nEquipment of Hikvision that is in\n\nPage 1 of 3",
        f"{HEAD}\nuse shall be removed by 30 June.\nArticle 3\nIt takes effect at once.\n\nPage 2 of 3",
        f"{HEAD}\nAnnex\nOf bodies\n\nPage 3 of 3",
    )
    assert "Equipment of Hikvision that is in use shall be removed by 30 June." in text
    assert text.count(HEAD) == 1
    assert "Page" not in text


@pytest.mark.parametrize(
    "pages",
    [
        ("Article 1\nNo cameras.", "Article 2\nNo drones.", "Article 3\nNo phones."),
        (f"{HEAD}\nNo cameras.",),
        ("A first page", "and another"),
        ("", ""),
    ],
)
def test_what_belongs_to_its_page_stays(pages):
    assert without_furniture(pages) == list(pages)


@given(st.lists(st.text(alphabet="ab 1\n", max_size=40), max_size=5))
def test_no_page_is_lost_and_none_grows(pages):
    without = without_furniture(pages)
    assert len(without) == len(pages)
    assert all(len(one) <= len(other) for one, other in zip(without, pages, strict=True))
