import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.core.diffing import Piece, changed_words, diff_rows, tokens_of


def test_what_changed_inside_a_line_is_told_by_words():
    (row,) = diff_rows("The firm has 120 days to close.", "The firm has 60 days to close.")
    assert row.before == (Piece("same", "The firm has "), Piece("del", "120"), Piece("same", " days to close."))
    assert row.after == (Piece("same", "The firm has "), Piece("ins", "60"), Piece("same", " days to close."))


def test_words_in_a_row_are_one_change():
    assert changed_words("it must cease now", "it may go on now") == (["must cease"], ["may go on"])


def test_a_line_that_came_stands_beside_nothing():
    rows = diff_rows("one two three\nlast", "one two three\nnew words here\nlast")
    assert [(row.is_same, row.before) for row in rows] == [
        (True, (Piece("same", "one two three"),)),
        (False, ()),
        (True, (Piece("same", "last"),)),
    ]


def test_scripts_without_spaces_are_compared_by_letters():
    assert changed_words("禁止使用海康威视", "禁止购买海康威视") == (["使用"], ["购买"])


def test_long_texts_take_no_long_time():
    words = [f"w{n % 977}" for n in range(40_000)]
    started = time.process_time()
    diff_rows(" ".join(words), " ".join(reversed(words)))
    diff_rows("\n".join(words), "\n".join(words[::2]))
    assert time.process_time() - started < 5


@pytest.mark.parametrize("side", ["before", "after"])
@given(one=st.text("ab \n.1海", max_size=60), other=st.text("ab \n.1海", max_size=60))
def test_each_side_read_alone_is_its_text(side, one, other):
    rows = [getattr(row, side) for row in diff_rows(one, other)]
    lines = ["".join(piece.text for piece in pieces) for pieces in rows if pieces]
    wanted = one if side == "before" else other
    assert [line for line in lines if line] == [line for line in wanted.split("\n") if line]


@given(st.text())
def test_the_words_of_a_text_are_the_text(text):
    assert "".join(tokens_of(text)) == text
