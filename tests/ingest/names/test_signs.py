"""What promises a date or a law, by the sentence in which it stands."""

import pytest

from ingest.core.folding import fold_in_place
from ingest.core.sentences import split_sentences
from ingest.core.signs import find_signs
from tests.ingest.names.test_instruments import NAMED


def signs_in(text):
    return find_signs(fold_in_place(text), split_sentences(text, title_length=0))


def test_signs_stand_in_their_sentence():
    signs = signs_in("Nothing here. On 5 March 2025 it began. The Order binds.")
    assert signs == {1: {"month": [19], "year": [25]}, 2: {"law": [44]}}


@pytest.mark.parametrize("text", [text for text, _ in NAMED])
def test_whatever_names_an_instrument_has_its_sign(text):
    assert any("law" in signs for signs in signs_in(text).values())


@pytest.mark.parametrize("text", ["China's 5G would flaw the workflow", "a lawful election of outlaws", "اليوم 禁止"])
def test_everyday_words_promise_no_law(text):
    assert not any("law" in signs for signs in signs_in(text).values() if "China" not in text)
