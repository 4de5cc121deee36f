import pytest

from ingest import gazetteer, vocabulary
from ingest.core.reading import take_apart
from ingest.core.types import ReadText
from ingest.core.vocabulary import VocabularyError, compile_grammar, compile_language

WATCHED = [
    *("en", "fr", "de", "es", "it", "pt", "nl", "pl", "cs", "sv", "da", "no", "ru", "uk", "ja", "ko", "zh", "ar"),
]
TOLD_BY_FEW = {
    "covered list",
    "ban of staff",
    "staff kept from it",
    "purchase called off",
    "dropped by a public body",
    "blocked by operators",
    "licence stays lost",
    "law against it",
    "some step in public bodies",
    "some step about networks",
    "some step about a service",
    "program taken off devices",
    "struck at",
    "upheld",
    "proposal turned down",
    "proposal fails",
}
"""Cues for which not every language has words of its own yet; wider cues tell most of it there."""

FILES = {name: vocabulary.load().read(name) for name in vocabulary.file_names()}
EXAMPLES = [(name, cue, file.examples.get(cue.name, "")) for name, file in FILES.items() for cue in file.cues]


@pytest.mark.parametrize(("name", "cue", "example"), EXAMPLES, ids=[f"{n}-{cue.name}" for n, cue, _ in EXAMPLES])
def test_each_cue_holds_in_its_example_in_each_language(name, cue, example):
    assert example, f"{name}.yaml has no example for “{cue.name}”."
    language = name if name != vocabulary.FALLBACK else "fi"
    item = ReadText(title="", text=example, language=language)
    reading = take_apart(item, published=None, gazetteer=gazetteer.load(), vocabulary=vocabulary.load())
    held = {hit.cue.name for hit in reading.hits} if reading else holding_beside_a_ban(example, language)
    assert cue.name in held


def holding_beside_a_ban(example, language):
    """The cues of an example that tells of no step, read behind a sentence that does."""
    ban = FILES[vocabulary.FALLBACK if language == "fi" else language].examples["ban in public bodies"]
    item = ReadText(title=ban, text=example, language=language)
    reading = take_apart(item, published=None, gazetteer=gazetteer.load(), vocabulary=vocabulary.load())
    return {hit.cue.name for hit in reading.hits if hit.sentence.number} if reading else set()


@pytest.mark.parametrize("language", WATCHED)
def test_each_watched_language_has_words_for_every_cue(language):
    spoken = {cue.name for cue in vocabulary.load().for_language(language).cues}
    everything = {cue.name for cue in vocabulary.load().for_language("en").cues}
    assert everything - spoken <= TOLD_BY_FEW


def test_every_language_can_be_read_also_through_the_words_of_another():
    known = vocabulary.load()
    assert [name for name in known.languages if not known.for_language(name).cues] == []


def test_a_language_is_read_when_an_item_in_it_is_met_first():
    cues = vocabulary.load_cues.__wrapped__()
    cues.for_language("de")
    assert list(cues._known) == ["de"]


def test_a_close_language_is_read_with_its_neighbours_words_and_any_other_with_the_fallback():
    cues = vocabulary.load()
    assert (cues.for_language("sk").language, cues.for_language("fi").language) == ("cs", vocabulary.FALLBACK)
    assert cues.for_language("fi").is_fallback


def test_each_language_that_is_read_with_another_finds_that_ones_file():
    assert set(vocabulary.load().languages.values()) <= set(vocabulary.file_names())


def test_no_example_is_taken_from_the_labelled_items(shared):
    labelled = (shared / "labelled" / "dev.jsonl").read_text(encoding="utf-8")
    assert [example for _, _, example in EXAMPLES if example and example in labelled] == []


CUE = {"name": "ban", "kind": "procurement_ban", "needs": ["forbid"]}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "bann"}, "grammar, cue 1: “bann” is not a kind."),
        ({"need": ["forbid"]}, "grammar, cue 1: “need” is not a field of a cue."),
        ({"stage": "proposed"}, "grammar, cue 1: a cue tells exactly one of kind, stage, reaction, noise, aside,"),
        ({"needs": []}, "grammar, cue 1: a cue needs at least one word list."),
        ({"next": ["vendor"]}, "grammar, cue 1: “next” names two word lists."),
    ],
)
def test_a_mistake_in_the_grammar_is_told_with_its_place(changes, sentence):
    with pytest.raises(VocabularyError) as raised:
        compile_grammar([CUE | changes])
    assert str(raised.value).startswith(sentence)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"words": {}, "cues": []}, "xx: “cues” is not a part of a cue file."),
        (
            {"words": {"forbid": ["* ban on"]}},
            "xx, forbid: “* ban on” begins with a word left open; a term begins with a word of its own.",
        ),
        ({"words": {"forbid": [True]}}, "xx, forbid: “True” is no word; in YAML on, off, yes and no need quotes."),
        ({"words": {"forbidd": ["ban"]}}, "xx: no cue and no rule reads the word list “forbidd”."),
        (
            {"words": {"forbid": ["ban"]}, "examples": {"bann": "They ban it."}},
            "xx: the example “bann” belongs to no cue of this language.",
        ),
    ],
)
def test_a_mistake_in_a_cue_file_is_told_with_its_place(content, sentence):
    with pytest.raises(VocabularyError) as raised:
        compile_language("xx", content, compile_grammar([CUE]))
    assert str(raised.value) == sentence
