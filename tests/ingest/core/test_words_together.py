"""What words tell only together: side by side, in order, within a phrase that empties them."""

from datetime import date

import pytest

from ingest import gazetteer, vocabulary
from ingest.core.candidates import find_in_rows
from ingest.core.classify import propose
from ingest.core.reading import take_apart
from ingest.core.sentences import split_sentences
from ingest.core.types import ReadText
from ingest.core.vocabulary import VocabularyError, compile_joins


def proposed(title, text=""):
    item = ReadText(title=title, text=text, language="en")
    return propose(item, published=date(2031, 5, 1), gazetteer=gazetteer.load(), vocabulary=vocabulary.load())


def lists_met(sentence):
    title = "Norway bans TikTok from officials' phones"
    item = ReadText(title=title, text=sentence, language="en")
    reading = take_apart(item, published=None, gazetteer=gazetteer.load(), vocabulary=vocabulary.load())
    return reading.groups[1].keys()


@pytest.mark.parametrize(
    "said",
    [
        "Nothing of TikTok may stay on federal mobile devices.",
        "The app goes from tablets issued by the government.",
        "It holds for council CCTV.",
    ],
)
def test_whose_it_is_and_what_it_is_tell_of_public_bodies_side_by_side(said):
    assert "public_bodies" in lists_met(said)


@pytest.mark.parametrize(
    "said",
    [
        "The government paid for new and expensive cameras.",
        "So says the state. Devices are another matter.",
        "The Pentagon, laptops in hand, waited.",
    ],
)
def test_words_further_apart_or_in_two_clauses_are_not_joined(said):
    assert "public_bodies" not in lists_met(said)


def test_a_join_with_a_field_that_nobody_knows_is_told_with_its_place():
    with pytest.raises(VocabularyError, match="join 1: “near” is not a field"):
        compile_joins([{"meets": "class", "first": "origin", "then": "goods", "within": 9, "near": 3}])


@pytest.mark.parametrize(
    ("said", "empty"),
    [
        ("Judges weighed the First Amendment.", "propose"),
        ("It stopped short of a full ban.", "forbid"),
        ("By the end of May it will be done.", "shut"),
    ],
)
def test_a_phrase_that_says_nothing_of_a_step_hides_its_words(said, empty):
    assert empty not in lists_met(said)


def test_a_proposal_is_turned_down_only_where_the_verb_stands_before_it():
    assert proposed("Senators in Oregon kill a bill to ban DJI drones from police fleets").stage == "rejected"
    assert proposed("Bill in Oregon would ban DJI drones and kill off police fleets").stage == "proposed"


def test_a_court_that_throws_out_a_lawsuit_lifts_nothing():
    assert proposed("Belgian court throws out Dahua's challenge to the ban on its cameras").stage == "challenged"
    assert proposed("Belgian court throws out the ban on Dahua's cameras").stage == "lifted"


def test_a_verb_of_exclusion_right_before_a_vendor_is_a_step_of_the_place_that_is_named():
    assert proposed("Moldova sheds Yandex").jurisdictions == ("MD",)
    assert not proposed("Moldova sheds light on a new Yandex office").is_relevant


def test_several_sentences_on_a_flaw_make_it_the_subject():
    notice = "Attackers have found a way past the mitigation. A patch for the flaw is out."
    assert not proposed("Agencies in Oslo must disconnect Ivanti boxes", notice).is_relevant
    assert proposed("Agencies in Oslo must disconnect Ivanti boxes").is_relevant


def row(text, *known):
    spans = [(text.index(name), text.index(name) + len(name)) for name in known]
    return [text[slice(*span)] for span in find_in_rows(text, spans, spans)]


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("It holds for Huawei, ZTE and Zorblatt.", ("Huawei", "ZTE"), ["Zorblatt"]),
        ("It holds for Huawei, ZTE, Zorblatt and Quint Labs.", ("Huawei", "ZTE"), ["Zorblatt", "Quint Labs"]),
        ("Oslo bans Huawei and Zorblatt Technologies from masts.", ("Huawei",), ["Zorblatt Technologies"]),
        ("Oslo bans Huawei and Zorblatt from masts.", ("Huawei",), []),
        ("Huawei, ZTE and President Lind met.", ("Huawei", "ZTE"), []),
        ("Huawei, ZTE and others", ("Huawei", "ZTE"), []),
        ("Huawei and ZTE. Zorblatt too", ("Huawei", "ZTE"), []),
        ("", (), []),
    ],
)
def test_an_unknown_name_goes_on_a_row_of_two_vendors_or_is_a_companys_by_its_words(text, known, found):
    assert row(text, *known) == found


def test_who_is_named_as_an_alternative_is_no_target():
    text = "Staff may not use it. Signal and Threema are given as alternatives by the ministry."
    assert proposed("Belgian ministry bans WhatsApp from its phones", text).vendors == ("WhatsApp",)


def test_an_owner_from_abroad_does_not_act():
    text = "The American government has ordered the sale within a year."
    assert "CN" not in proposed("Chinese owner must sell TikTok", text).jurisdictions


def test_the_place_from_which_a_report_comes_is_no_sentence():
    text = "PIERRE, S.D. – The governor signed it."
    assert [text[s.start : s.end] for s in split_sentences(text, title_length=0)] == [text]
