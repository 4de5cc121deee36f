import pytest

from ingest import gazetteer, vocabulary
from ingest.core.reading import take_apart
from ingest.core.types import ReadText
from ingest.core.vocabulary import VocabularyError, compile_vocabulary

CUES = [(file.languages[0], cue) for file in vocabulary.load().files for cue in file.cues]


@pytest.mark.parametrize(
    ("language", "cue"), CUES, ids=[f"{lang}-{cue.value}-{cue.example[:30]}" for lang, cue in CUES]
)
def test_each_cue_holds_in_its_own_example(language, cue):
    item = ReadText(title="", text=cue.example, language=language)
    reading = take_apart(item, published=None, gazetteer=gazetteer.load(), vocabulary=vocabulary.load())
    assert cue in [hit.cue for hit in reading.hits]


@pytest.mark.parametrize(
    "language", ["en", "fr", "de", "es", "it", "pt", "nl", "pl", "cs", "sv", "ru", "zh", "ja", "ko", "ar"]
)
def test_each_watched_language_has_cues_for_all_six_kinds_and_three_stages(language):
    cues = vocabulary.load().for_language(language).cues
    assert {cue.value for cue in cues if cue.mark == "kind"} == {
        "procurement_ban",
        "shutdown_order",
        "advisory",
        "removal_order",
        "market_restriction",
        "sanctions_listing",
    }
    assert {"proposed", "challenged", "lifted"} <= {cue.value for cue in cues if cue.mark == "stage"}


def test_every_word_list_is_used_by_a_cue():
    unused = [
        (file.languages[0], group)
        for file in vocabulary.load().files
        for group in file.groups
        if group not in {name for cue in file.cues for need in cue.needs for name in need}
        and group not in {name for cue in file.cues for name in cue.without}
        and group not in {"class", "announce", "effective", "out_of_scope"}
    ]
    assert unused == []


def test_no_cue_sentence_is_taken_from_the_labelled_items(shared):
    labelled = (shared / "labelled" / "dev.jsonl").read_text(encoding="utf-8")
    assert [cue.example for _, cue in CUES if cue.example in labelled] == []


def cue_file(**changes):
    content = {
        "languages": ["en"],
        "words": {"forbid": ["ban*"]},
        "cues": [{"kind": "procurement_ban", "needs": ["forbid"], "example": "They ban it."}],
    }
    return {"en": content | changes}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"cue": []}, "en: “cue” is not a part of a cue file."),
        ({"words": {"forbid": [True]}}, "en, forbid: “True” is no word; in YAML on, off, yes and no need quotes."),
        (
            {"cues": [{"kind": "bann", "needs": ["forbid"], "example": "x"}]},
            "en, cue 1: “bann” is not a kind.",
        ),
        (
            {"cues": [{"stage": "done", "needs": ["forbid"], "example": "x"}]},
            "en, cue 1: “done” is not a stage.",
        ),
        (
            {"cues": [{"kind": "advisory", "needs": ["forbidd"], "example": "x"}]},
            "en, cue 1: there is no word list “forbidd”.",
        ),
        (
            {"cues": [{"kind": "advisory", "need": ["forbid"], "example": "x"}]},
            "en, cue 1: “need” is not a field of a cue.",
        ),
        (
            {"cues": [{"needs": ["forbid"], "example": "x"}]},
            "en, cue 1: a cue tells exactly one of kind, stage, reaction, noise, aside.",
        ),
        ({"languages": ["xx"]}, "There is no cue file for English, which all other languages fall back on."),
    ],
)
def test_a_mistake_in_a_cue_file_is_told_with_its_place(changes, sentence):
    with pytest.raises(VocabularyError) as raised:
        compile_vocabulary(cue_file(**changes))
    assert str(raised.value) == sentence
