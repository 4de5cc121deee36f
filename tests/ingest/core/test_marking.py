from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.core.marking import Piece, Slice, mark_pieces, quote_of, read_slices

TEXT = "Canada orders Hikvision to close"


def test_a_slice_becomes_a_piece_with_its_field():
    assert mark_pieces(TEXT, [Slice("vendor", 14, 23)]) == [
        Piece("Canada orders "),
        Piece("Hikvision", ("vendor",), ("vendor",)),
        Piece(" to close"),
    ]


def test_slices_that_overlap_are_cut_where_one_begins_or_ends():
    assert mark_pieces("abcdef", [Slice("kind", 0, 4), Slice("vendor", 2, 6)]) == [
        Piece("ab", ("kind",)),
        Piece("cd", ("kind", "vendor"), ("kind",)),
        Piece("ef", ("vendor",), ("vendor",)),
    ]


def test_a_slice_is_cut_at_the_end_of_the_part_that_is_shown():
    assert mark_pieces("abcdef", [Slice("kind", 1, 6)], end=3) == [Piece("a"), Piece("bc", ("kind",), ("kind",))]


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": 0, "end": 7},
        {"start": -1, "end": 2},
        {"start": 3, "end": 3},
        {"start": 4, "end": 2},
        {"start": "0", "end": 2},
        {"start": True, "end": 2},
        {"start": 0.0, "end": 2},
        {},
    ],
)
def test_what_points_beyond_the_text_is_left_out(wrong):
    assert read_slices([{"field": "kind"} | wrong], length=6) == []


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=6),
)
def test_the_pieces_together_are_the_text(text, places):
    slices = read_slices([{"field": "kind", "start": a, "end": b} for a, b in places], length=len(text))
    assert "".join(piece.text for piece in mark_pieces(text, slices)) == text


def test_a_quote_has_at_most_300_characters_and_is_cut_between_words():
    text = "word " * 100
    quote = quote_of(text, Slice("kind", 0, 500))
    assert len(quote) == 299
    assert quote in text
    assert quote.endswith("word")


def test_a_long_text_without_spaces_is_cut_all_the_same():
    assert len(quote_of("海" * 500, Slice("kind", 0, 500))) == 300
