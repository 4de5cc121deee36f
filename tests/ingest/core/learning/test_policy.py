"""What a learned model may change, and that it can never silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.core.learning.policy import judge, likely
from ingest.core.learning.weights import QUESTIONS, Question, Weights
from ingest.core.types import Draft, Evidence, Proposed, ReadText
from ingest.core.vocabulary import KINDS, STAGES
from tests.ingest.core.learning.editors import said

READ = ReadText("Canada orders Hikvision to close", "It must cease all operations.", language="en")
EVERYTHING = frozenset({"relevant", "missed", "stage", *(f"kind:{kind}" for kind in KINDS)})
TWO = said(("shutdown_order", "advisory"), "CA", "Hikvision")


def weights(**biases: float) -> Weights:
    """A model that looks at nothing: each question's bias is its answer. Names with `__` for the colon."""
    named = {name.replace("__", ":"): Question(bias) for name, bias in biases.items()}
    return Weights("rules-9", {name: named.get(name, Question(0.0)) for name in QUESTIONS})


def told(answer: Proposed, model: Weights, *asked: str) -> Proposed:
    return judge(answer, READ, publisher="press", weights=model, asked=frozenset(asked), number=3)


def test_an_unlikely_item_becomes_unsure_and_says_what_it_was():
    answer = told(TWO, weights(relevant=-4.0), "relevant")
    assert (answer.is_relevant, answer.is_unsure) == (True, True)
    assert answer.learned == {"model": 3, "changed": ["unsure"], "relevant": 0.018, "was_unsure": False}
    assert answer.classifier == "rules-9+learned-3"
    assert answer.drafts == TWO.drafts


def test_an_unsure_item_becomes_sure_only_where_the_model_is():
    unsure = said(("advisory",), "CA", "Hikvision", score=1.2)
    assert told(unsure, weights(relevant=1.0), "relevant").is_unsure
    assert not told(unsure, weights(relevant=2.0), "relevant").is_unsure


def test_an_unsure_item_without_a_place_stays_unsure():
    placeless = Proposed(is_relevant=True, is_unsure=True, score=1.6, kinds=("advisory",), stage="adopted")
    assert told(placeless, weights(relevant=9.0), "relevant").is_unsure


@pytest.mark.parametrize(
    ("score", "bias", "asked", "is_offered"),
    [
        (0.4, 1.0, "missed", True),
        (0.39, 9.0, "missed", False),
        (0.9, 0.2, "missed", False),
        (0.9, 9.0, "relevant", False),
    ],
)
def test_an_item_that_the_rules_nearly_found_is_offered_as_unsure(score, bias, asked, is_offered):
    answer = told(Proposed(score=score), weights(relevant=bias), asked)
    assert (answer.is_relevant, answer.is_unsure) == (is_offered, is_offered)


def test_a_doubted_draft_stays_and_is_marked():
    answer = told(TWO, weights(kind__advisory=-3.0), "kind:advisory")
    assert answer.kinds == ("shutdown_order",)
    assert [(draft.kind, draft.is_doubted) for draft in answer.drafts] == [
        ("shutdown_order", False),
        ("advisory", True),
    ]
    assert answer.drafts[1].as_json()["doubted"] is True
    assert answer.learned["were_kinds"] == ["shutdown_order", "advisory"]


def test_the_last_draft_is_never_doubted():
    answer = told(TWO, weights(kind__advisory=-3.0, kind__shutdown_order=-3.0), "kind:advisory", "kind:shutdown_order")
    assert answer.kinds == TWO.kinds
    assert not any(draft.is_doubted for draft in answer.drafts)


def test_another_stage_is_told_without_the_quote_that_showed_the_first():
    quotes = (Evidence("stage", "lifted", "court", 0, 5), Evidence("kind", "advisory", "warned", 6, 12))
    lifted = Proposed(
        is_relevant=True, score=2.0, kinds=("advisory",), stage="lifted", jurisdictions=("CA",), evidence=quotes,
        drafts=(Draft("CA", "advisory", "lifted", evidence=quotes),),
    )  # fmt: skip
    model = weights(
        stage__adopted=5.0, stage__lifted=-5.0, stage__proposed=-5.0, stage__challenged=-5.0, stage__rejected=-5.0
    )
    answer = told(lifted, model, "stage")
    assert (answer.stage, answer.drafts[0].stage, answer.learned["was_stage"]) == ("adopted", "adopted", "lifted")
    assert [piece.field for piece in (*answer.evidence, *answer.drafts[0].evidence)] == ["kind", "kind"]


def test_questions_that_the_model_did_not_win_are_not_put_to_it():
    model = weights(relevant=-9.0, kind__advisory=-9.0, stage__proposed=9.0)
    answer = told(TWO, model, "calibration")
    assert (answer.is_unsure, answer.kinds, answer.stage) == (False, TWO.kinds, "adopted")
    assert answer.learned["changed"] == []


@given(
    biases=st.dictionaries(st.sampled_from(QUESTIONS), st.floats(-50, 50)),
    asked=st.frozensets(st.sampled_from(sorted(EVERYTHING))),
    score=st.floats(1.0, 4.0),
    kinds=st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=4, unique=True),
    stage=st.sampled_from(sorted(STAGES)),
)
def test_no_model_whatever_its_weights_can_silence_what_the_rules_found(biases, asked, score, kinds, stage):
    found = said(tuple(kinds), "CA", "Hikvision", score=score, stage=stage)
    model = Weights("rules-9", {name: Question(biases.get(name, 0.0)) for name in QUESTIONS})
    answer = judge(found, READ, publisher="press", weights=model, asked=asked, number=1)
    assert answer.is_relevant
    assert answer.kinds
    assert [draft.kind for draft in answer.drafts] == kinds
    assert any(not draft.is_doubted for draft in answer.drafts)
    assert (answer.score, answer.vendors, answer.jurisdictions) == (found.score, found.vendors, found.jurisdictions)


def test_without_decisions_a_score_at_the_bars_is_as_likely_as_the_rules_say():
    at = [round(likely(score, relevant=1.0, sure=2.0), 2) for score in (0.0, 1.0, 1.5, 2.0, 3.0)]
    assert at == [0.14, 0.5, 0.71, 0.86, 0.97]
