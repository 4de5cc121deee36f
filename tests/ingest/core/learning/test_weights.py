"""A stored model is read with suspicion: what is not ours, or no longer whole, is refused with a sentence."""

from __future__ import annotations

import json

import pytest

from ingest.core.learning.features import Features, features_of
from ingest.core.learning.weights import ModelRefused, Question, Weights, digest_of, logistic, read_weights
from ingest.core.types import Proposed, ReadText

WEIGHTS = Weights(
    "rules-9",
    {
        "relevant": Question(0.25, {7: 1.5, 4_000_000_000: -0.125}, 1.5, -0.5),
        "stage:proposed": Question(-1.0, {7: 2.0}),
    },
)


def read(text: str, rules: str = "rules-9") -> Weights:
    return read_weights(text, sha256=digest_of(text), rules=rules)


def changed(**fields: object) -> str:
    stored = json.loads(WEIGHTS.as_text())
    return json.dumps(stored | fields)


def with_question(name: str = "relevant", **fields: object) -> str:
    told = {"bias": 0.0, "slope": 1.0, "offset": 0.0, "weights": {"7": 1.0}} | fields
    return changed(questions={name: told})


def test_a_model_is_read_as_it_was_written():
    assert read(WEIGHTS.as_text()) == WEIGHTS


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "It is not JSON"),
        ("{", "It is not JSON"),
        ("[" * 50_000, "It is not JSON"),
        ("null", "Its schema is not 1"),
        (changed(schema=2), "Its schema is not 1"),
        (changed(questions={}), "It answers no question"),
        (changed(questions=[]), "It answers no question"),
        (with_question("football"), "“football”, a question that nobody asks here"),
        (with_question(weights=[1, 2]), "Its weights for “relevant” cannot be read"),
        (with_question(weights={"seven": 1.0}), "features that are not ours"),
        (with_question(weights={"-7": 1.0}), "features that are not ours"),
        (with_question(weights={"٧": 1.0}), "features that are not ours"),
        (with_question(weights={"7": "1.0"}), "not a number that training gives"),
        (with_question(weights={"7": True}), "not a number that training gives"),
        (with_question(weights={"7": 1e9}), "not a number that training gives"),
        (with_question(bias=None), "not a number that training gives"),
        (with_question(slope=float("nan")), "It is not JSON"),
        (with_question(offset=float("inf")), "It is not JSON"),
        (with_question(weights={str(n): 0.1 for n in range(40_001)}), "more than 40,000 weights"),
    ],
)
def test_what_training_does_not_write_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(ModelRefused, match=r"Train again\.$") as refused:
        read(text)
    assert sentence in str(refused.value)


def test_weights_that_were_tampered_with_are_refused():
    text = WEIGHTS.as_text()
    with pytest.raises(ModelRefused, match="their checksum differs"):
        read_weights(text.replace("1.5", "9.5"), sha256=digest_of(text), rules="rules-9")


def test_a_model_of_other_rules_is_refused():
    with pytest.raises(ModelRefused, match="trained beside rules-9, and rules-10 is in use"):
        read(WEIGHTS.as_text(), rules="rules-10")


def test_a_sum_is_bias_and_signals_and_words_by_their_weight():
    question = Question(0.5, {1: 2.0, 2: 4.0, 9: 1.0})
    assert question.sum_of(Features(words=(1, 2, 3, 4), signals=(9,))) == 0.5 + (2.0 + 4.0) / 2 + 1.0


@pytest.mark.parametrize(("total", "share"), [(0.0, 0.5), (1e9, 1.0), (-1e9, 0.0)])
def test_no_sum_is_too_large_for_a_probability(total, share):
    assert logistic(total) == pytest.approx(share, abs=1e-12)


def test_hashes_of_features_are_the_same_on_every_machine():
    told = features_of(ReadText("Ban", ""), Proposed(), publisher="press")
    assert told.words == (1660866789,)
    assert len(features_of(ReadText("中国政府", "禁止"), Proposed(), publisher="").words) > 4
    assert features_of(ReadText("", ""), Proposed(), publisher="").word_value == 0.0
