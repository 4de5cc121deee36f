"""Folding goes character by character, however it is done, so that positions stay."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.core.folding import fold_in_place

LOOK_ALIKES = set("аеорсухіјѕԁмткнвαορνικτ")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’ACCÈS", "l acces"),
        ("Kraków–Łódź", "krakow lodz"),
        ("İstanbul, ISPARTA", "istanbul, isparta"),
        ("Straße", "straße"),
        ("ΣΑΣ ΝΕΑΣ", "σασ νεασ"),
        ("Ёлки-Палки", "елки палки"),
        ("５Ｇ网络", "5g网络"),
        ("“snake_case”", "“snake case”"),
    ],
)
def test_case_accents_and_joints_are_folded(text, folded):
    assert fold_in_place(text) == folded


def is_plain(letter):
    """Not one that is taken for a Latin letter where it stands among such."""
    return fold_in_place(letter) not in LOOK_ALIKES


@given(st.text(alphabet=st.characters(max_codepoint=sys.maxunicode).filter(is_plain), max_size=40), st.booleans())
def test_a_text_is_folded_as_its_characters_are(text, is_mostly_ascii):
    text = text[:4] + "Plain words all around it. " * 2 if is_mostly_ascii else text
    assert fold_in_place(text) == "".join(map(fold_in_place, text))
