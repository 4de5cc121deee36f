"""What words lean to: the table, the sums, and what they may decide beside cues."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import gazetteer, vocabulary
from ingest.core.classify import propose
from ingest.core.folding import fold_in_place
from ingest.core.leaning import (
    KINDS,
    QUESTIONS,
    Leaning,
    WordWeights,
    pieces_of,
    read_weights,
    row_of,
    traits_of,
    written,
)
from ingest.core.plaintext import read_plain
from ingest.core.reading import read_to_the_end
from ingest.vocabulary import weigh

ZEROS = (0.0,) * (len(QUESTIONS) - 1)
TWO_WORDS = WordWeights((-1.0, *ZEROS), {"ban": row_of(2.0, (6.0, *ZEROS)), "launch": row_of(3.0, (-9.0, *ZEROS))})


def answer(title, text="", language="en", weights=None):
    words = vocabulary.load()
    if weights is not None:
        words = type(words)(words.languages, words.read, words.fallback, weights)
    item = read_plain(title, text, language=language)
    return propose(item, published=date(2031, 5, 1), gazetteer=gazetteer.load(), vocabulary=words)


def test_a_word_is_a_piece_and_so_is_the_stem_of_a_longer_one():
    assert list(pieces_of("the ban forbids 2019 the forbidden")) == [
        "the",
        "ban",
        "forbids",
        "forbi*",
        "forbidden",
        "forbi*",
    ]


def test_signs_without_spaces_are_taken_by_two_and_three():
    assert list(pieces_of("禁止令")) == ["禁止", "止令", "禁止令"]


def test_a_trait_is_a_piece_of_its_own_and_counts_beside_the_words():
    traits = traits_of(lists=["forbid"], in_title=["forbid"], cues=["plain ban"])
    assert traits == ["list:forbid", "title:forbid", "cue:plain ban"]
    weights = WordWeights(
        (-1.0, *ZEROS), {"ban": row_of(2.0, (6.0, *ZEROS)), "title:forbid": row_of(1.0, (9.0, *ZEROS))}
    )
    assert weights.relevance(weights.row_of("ban"), traits) == pytest.approx((2 / 37) * (-1.0 + 15.0 / 5**0.5))
    assert weights.lean(weights.row_of("ban"), traits).trust == pytest.approx(2 / 37)


def test_the_traits_of_an_item_are_its_lists_and_the_cues_that_hold_outside_of_background():
    reading = read_to_the_end(
        read_plain(
            "Latvia bans Dahua from ministries", "In 2019 Denmark put Dahua on a sanctions list.", language="en"
        ),
        published=date(2031, 5, 1),
        gazetteer=gazetteer.load(),
        vocabulary=vocabulary.load(),
    )
    assert {"list:sanction", "title:forbid", "title:vendor", "cue:ban in public bodies"} <= set(reading.traits())
    assert not {"title:sanction", "cue:sanctioned", "cue:on a list"} & set(reading.traits())


def test_only_the_beginning_of_a_long_item_counts():
    assert len(set(pieces_of(" ".join(f"w{number}" for number in range(1000))))) == 200


def test_the_sum_is_what_the_words_say_by_their_rarity_and_few_words_are_half_believed():
    assert TWO_WORDS.relevance(TWO_WORDS.row_of("ban")) == pytest.approx((1 / 36) * (-1.0 + 6.0 / 2.0))
    assert TWO_WORDS.lean(TWO_WORDS.row_of("ban launch")).of("relevant") == pytest.approx(
        (2 / 37) * (-1.0 - 3.0 / 13**0.5)
    )
    assert TWO_WORDS.relevance(TWO_WORDS.row_of("nothing known")) == 0.0
    assert TWO_WORDS.lean(TWO_WORDS.row_of("nothing known")).sums == dict.fromkeys(QUESTIONS, 0.0)


@given(st.text(max_size=300))
def test_the_first_question_alone_is_asked_as_in_all(text):
    weights = vocabulary.load().weights
    row = weights.row_of(fold_in_place(text))
    assert weights.relevance(row) == pytest.approx(weights.lean(row).of("relevant"))


def test_a_table_is_read_as_it_was_written():
    lines = list(written({"ban": (2.0, 1.5, *ZEROS)}, (0.25, *ZEROS)))
    assert lines[2].startswith("ban\t2\t1.5\t0")
    assert read_weights(lines).rows == {"ban": row_of(2.0, (1.5, *ZEROS))}


def test_a_table_of_other_questions_is_refused():
    with pytest.raises(ValueError, match="others are read here"):
        read_weights(["piece\trarity\tweather"])


def test_the_weights_are_those_of_the_samples():
    """Fitted anew they are the same, but for what another release of the library rounds otherwise."""
    with weigh.WEIGHTS.open(encoding="utf-8") as lines:
        kept = read_weights(lines)
    values, bias = weigh.fit(weigh.read_samples())
    again = read_weights(written(values, bias))
    assert kept.bias == pytest.approx(again.bias, abs=0.15)
    assert len(kept.rows.keys() ^ again.rows.keys()) < len(kept.rows) / 100


def test_what_no_cue_knows_is_offered_as_unsure_with_a_sentence_that_shows_it():
    title = "Hikvision zibbled from the corridors of Norway"
    text = "The Norwegian Ministry of Defence zibbled each Hikvision unit over the weekend, and said no more of it."
    words = {
        piece: row_of(3.0, (40.0, *(30.0 if name == "removal_order" else 0.0 for name in QUESTIONS[1:])))
        for piece in pieces_of(fold_in_place(f"{title} {text}"))
    }
    said = answer(title, text, weights=WordWeights(rows=words))
    assert (said.kinds, said.is_unsure, said.jurisdictions) == (("removal_order",), True, ("NO",))
    quotes = [piece.quote for piece in said.evidence if piece.field == "kind"]
    assert quotes
    assert all(quote in (title, text) for quote in quotes)


def test_a_package_of_four_measures_is_told_by_its_cues_however_little_the_words_say_for_each():
    title = "Latvia orders Dahua to close its Riga office"
    text = (
        "The government has ordered Dahua Latvia to cease operations. Ministries may no longer buy Dahua cameras. "
        "Dahua cameras already installed in ministries must be removed. Latvia's cyber agency warns the public "
        "against Dahua products."
    )
    against = (0.0, *(-60.0 if name in KINDS and name != "shutdown_order" else 0.0 for name in QUESTIONS[1:]))
    words = {piece: row_of(3.0, against) for piece in pieces_of(fold_in_place(f"{title} {text}"))}
    package = {"shutdown_order", "procurement_ban", "removal_order", "advisory"}
    assert set(answer(title, text, weights=WordWeights(rows=words)).kinds) == package
    three = text.partition(" Latvia's cyber agency")[0]
    assert set(answer(title, three, weights=WordWeights(rows=words)).kinds) == {"shutdown_order"}


def test_without_weights_the_cues_alone_answer():
    said = answer("Canada orders Hikvision to close", "It must cease all operations.", weights=WordWeights())
    assert (said.is_relevant, said.kinds, said.is_unsure) == (True, ("shutdown_order",), False)
    assert not answer("Hikvision opens a shop in Leeds", weights=WordWeights()).is_relevant


def test_a_question_that_was_not_asked_leans_nowhere():
    assert Leaning().of("relevant") == 0.0


def test_every_quote_of_what_words_lean_to_stands_in_the_text():
    for row in weigh.read_rows():
        item = read_plain(row["title"], row["text"], language=row["lang"])
        said = propose(item, published=None, gazetteer=gazetteer.load(), vocabulary=vocabulary.load())
        assert all(item.full_text[piece.start : piece.end] == piece.quote for piece in said.evidence)
        shown = {piece.value for piece in said.evidence if piece.field == "kind"}
        assert shown >= set(said.kinds)


def test_a_part_of_a_country_keeps_no_sanctions_list_whatever_the_words_lean_to_and_shows_what_it_does():
    title, text = (
        "Texas blacklists DJI",
        "Governor Greg Abbott of Texas put DJI on the blacklist of the state on Monday.",
    )
    towards = (0.0, *(60.0 if name == "sanctions_listing" else 0.0 for name in QUESTIONS[1:]))
    words = {piece: row_of(3.0, towards) for piece in pieces_of(fold_in_place(f"{title} {text}"))}
    said = answer(title, text, weights=WordWeights(rows=words))
    assert (said.jurisdictions, said.kinds) == (("US-TX",), ("procurement_ban",))
    assert {piece.value for piece in said.evidence if piece.field == "kind"} == {"procurement_ban"}
