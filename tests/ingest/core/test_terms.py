import pytest

from ingest.core.folding import fold_in_place
from ingest.core.terms import compile_terms


def met(term, text, *, is_spaced=True):
    terms = compile_terms({"list": [term]}, is_spaced=is_spaced)
    return [text[start:end] for _, start, end in terms.find(fold_in_place(text))]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("ban", "A ban, two bans, an urban banner.", ["ban"]),
        ("ban*", "A ban, two bans, an urban banner.", ["ban", "bans", "banner"]),
        ("*netz", "Das Netz und das Kernnetz der Netze", ["Netz", "Kernnetz"]),
        ("*verb*", "Ein Verbot, ein Adverb, ein Advent", ["Verbot", "Adverb"]),
        ("chinese * cameras", "Chinese surveillance cameras", ["Chinese surveillance cameras"]),
        ("chinese * cameras", "Chinese cameras", []),
        ("bars ... from", "It bars the maker of cameras from its networks", ["bars the maker of cameras from"]),
        ("bars ... from", "It bars Huawei. Far from it", []),
        ("bars ... from", "bars one two three four five six seven from", []),
        ("chinese * cameras", "Made in China by Chinese", []),
        ("no longer buy*", "It may no longer, say, buy; they no longer buying", ["no longer buying"]),
        ("no longer", "no, longer; no  –longer; no. longer; no    longer", ["no, longer", "no  –longer"]),
        ("state * agenc* in", "state or federal agencies in, a state agency in", []),
        ("state * agenc* in", "any state purchasing agencies in", ["state purchasing agencies in"]),
        ("off ... *netz*", "off the old Kernnetze", ["off the old Kernnetze"]),
        ("rip-and-replace", "rip and replace; rip‑and‑replace", ["rip and replace", "rip‑and‑replace"]),
        ("l'accès", "L’ACCÈS est coupé", ["L’ACCÈS"]),
        ("запрет*", "Запретили", ["Запретили"]),
        ("حظر", "والحظر", ["والحظر"]),
    ],
)
def test_a_term_is_met_where_a_word_begins(term, text, found):
    assert met(term, text) == found


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("禁止", "使用禁止を発表", ["禁止"]),
        ("勒令...结束", "勒令该公司结束运营", ["勒令该公司结束"]),
        ("勒令...结束", "勒令该公司。合同结束", []),
        ("5G", "５Ｇ网络", ["５Ｇ"]),
    ],
)
def test_in_scripts_without_spaces_a_term_is_met_anywhere(term, text, found):
    assert met(term, text, is_spaced=False) == found


def test_no_terms_meet_nothing():
    assert met("禁止", "", is_spaced=False) == []
    assert list(compile_terms({}, is_spaced=False).find("禁止")) == []
