"""What is known of words is the same whether each index is asked by itself or all of them at once."""

from dataclasses import replace

import pytest

from ingest import gazetteer, vocabulary
from ingest.core.folding import fold_in_place
from ingest.core.leaning import WordWeights
from ingest.core.lexicon import Lexicon
from ingest.core.nameindex import index_of, names_met
from ingest.core.names import make_name
from ingest.core.terms import compile_terms
from ingest.core.words import cut_as_names_are

TEXTS = [
    ("en", "The ministry in Ottawa bans foreign cameras of Hikvision and of China Mobile."),
    ("de", "Das Bundesamt warnt vor chinesischen Kameras und vor Huawei."),
    ("ru", "Москва запретила чиновникам китайские смартфоны Huawei."),
    ("ja", "政府は中国製カメラとファーウェイの使用を禁止した。Huawei too."),
    ("ar", "حظرت الحكومة كاميرات هيكفيجن الصينية"),
    ("hi", "भारत ने हुआवेई पर रोक लगाई"),
    ("en", "…"),
    ("en", ""),
]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_all_is_told_at_once(language, text):
    known, words = gazetteer.load(), vocabulary.load()
    cues, folded = words.for_language(language), fold_in_place(text)
    told = words.lexicon(language, known.names).look_up(folded)
    assert told.row == words.weights.row_of(folded)
    assert cues.terms.find(folded, told.terms) == cues.terms.find(folded)
    assert cues.terms.find_first(folded, told.first_terms) == cues.terms.find_first(folded)
    assert known.find(text, folded, language, told.names) == known.find(text, folded, language)
    cut = cut_as_names_are(folded)
    vendors = [name.sort for _, _, name in names_met(told.vendors, text, folded, cut)]
    assert set(vendors) <= {"vendor"}
    assert bool(vendors) >= any(one.sort == "vendor" and not one.role for one in known.find(text, folded, language))


def test_other_names_are_told_by_another_lexicon():
    words, names = vocabulary.load(), gazetteer.load().names
    assert words.lexicon("en", names) is words.lexicon("en", names)
    assert words.lexicon("en", index_of(())) is not words.lexicon("de", names)
    assert words.lexicon("en", names).names is names


def test_a_vocabulary_of_other_weights_has_lexicons_of_its_own():
    words, names = vocabulary.load(), gazetteer.load().names
    assert words.lexicon("en", names).look_up("huawei banned").row
    assert not replace(words, weights=WordWeights()).lexicon("en", names).look_up("huawei banned").row
    assert words.lexicon("en", names).look_up("huawei banned").row


def test_lists_that_are_looked_for_first_are_found_by_themselves():
    terms = compile_terms(
        {"class": ["foreign cameras"], "act": ["ban*"]}, is_spaced=True, first_lists=frozenset({"class"})
    )
    names = index_of([make_name("Acme", sort="vendor", value="Acme"), make_name("Acmeland", sort="place", value="XX")])
    told = Lexicon(terms, names, WordWeights()).look_up("acme bans foreign cameras in acmeland")
    folded = "acme bans foreign cameras in acmeland"
    assert [group for group, _, _ in terms.find_first(folded, told.first_terms)] == ["class"]
    assert [group for group, _, _ in terms.find(folded, told.terms)] == ["act", "class"]
    assert [bool(vendors) for vendors in told.vendors][:6] == [True, False, False, False, False, False]
    assert told.row == 0
