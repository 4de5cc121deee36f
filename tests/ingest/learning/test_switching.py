"""Trainings, switches with their history, and models that are refused: the rules always go on."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from ingest.core import classify
from ingest.models import LearnedModel, Switch
from ingest.services import judging, learning
from ingest.services.judging import in_use
from tests.ingest.factories import VersionFactory
from tests.ingest.learning.decisions import START, decide, many, rules_that_say_yes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sure_rules")]
LATER = START + timedelta(days=90)


@pytest.fixture
def trained() -> LearnedModel:
    many(100)
    return learning.train(LATER)


def test_a_better_model_is_switched_on_and_named_in_the_version(trained):
    assert "relevant" in trained.questions
    assert in_use().version == f"{classify.VERSION}+learned-1"
    switch = Switch.objects.get()
    assert (switch.model, switch.is_by_hand, switch.questions) == (trained, False, trained.questions)


def test_what_was_learned_moves_an_item_to_unsure_and_silences_nothing(trained):
    versions = [VersionFactory(title=f"Hikvision {word} number 7", text="") for word in ("petition", "directive")]
    told = [said for _version, said in judging.judged(rules_that_say_yes(versions))]
    assert [(said.is_relevant, said.is_unsure) for said in told] == [(True, True), (True, False)]
    assert {said.classifier for said in told} == {f"{classify.VERSION}+learned-1"}


def test_without_decisions_the_rules_answer_alone():
    model = learning.train(LATER)
    assert (model.questions, model.weights, model.row_count) == ([], "", 0)
    assert in_use() == judging.InUse()
    assert not Switch.objects.exists()


def test_too_few_decisions_say_how_many_are_needed():
    many(12)
    report = learning.train(LATER).report[0]
    assert (report["verdict"], report["stories"], report["needed"]) == ("too_few", {"no": 6, "yes": 6}, 20)


def test_a_choice_by_hand_is_left_alone_until_it_is_given_up(trained, editor):
    learning.rules_alone(by=editor)
    learning.train(LATER)
    assert in_use().version == classify.VERSION
    learning.choose_by_training(by=editor)
    assert in_use().version == f"{classify.VERSION}+learned-2"
    learning.train(LATER)
    assert in_use().version == f"{classify.VERSION}+learned-3"


def test_back_leads_to_what_answered_before_and_forth_again(trained, editor):
    learning.switch_back(by=editor)
    assert in_use().version == classify.VERSION
    learning.switch_back(by=editor)
    assert in_use().version == f"{classify.VERSION}+learned-1"
    assert [(row.model_id, row.by) for row in Switch.objects.order_by("pk")] == [
        (trained.pk, None),
        (None, editor),
        (trained.pk, editor),
    ]


def test_a_training_that_wins_nothing_switches_back_to_the_rules(trained):
    for number in range(100, 300):
        decide("approve", number=number, title=f"Hikvision petition number {number}")
    assert learning.train(LATER).questions == []
    assert in_use().version == classify.VERSION
    assert "was not better" in Switch.objects.first().reason


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"weights": "{}"}, "their checksum differs"),
        ({"weights_sha256": "0" * 64}, "their checksum differs"),
    ],
)
def test_a_damaged_model_is_refused_and_the_rules_go_on(trained, columns, sentence):
    LearnedModel.objects.filter(pk=trained.pk).update(**columns)
    judging.forget_weights()
    assert in_use().weights is None
    assert sentence in in_use().refused
    assert in_use().version == classify.VERSION
    answers = rules_that_say_yes([VersionFactory()])
    assert judging.judged(answers) == answers


def test_a_model_of_earlier_rules_is_refused_until_the_next_training(trained, monkeypatch):
    monkeypatch.setattr(classify, "VERSION", "rules-77")
    assert "and rules-77 is in use" in in_use().refused
    assert in_use().version == "rules-77"
    assert learning.train_if_due(LATER) is not None
    assert in_use().version == "rules-77+learned-2"


def test_a_switch_for_questions_that_the_model_has_no_weights_for_is_refused(trained):
    Switch.objects.update(questions=["relevant", "stage"])
    assert "no weights for stage" in in_use().refused


@pytest.mark.parametrize("number", [2, 99])
def test_a_model_that_does_not_exist_or_won_nothing_cannot_be_chosen(trained, number):
    LearnedModel.objects.create(
        number=2, rules_version="rules-1", trained_at=LATER, took_s=1, row_count=0, story_count=0, rows_sha256=""
    )
    with pytest.raises(learning.LearningRefused):
        learning.switch_to(number, by=None)


def test_training_waits_for_enough_new_answers():
    many(24)
    assert learning.train_if_due(LATER) is None
    decide(number=25)
    assert learning.train_if_due(LATER) is not None
    assert learning.train_if_due(LATER + timedelta(days=30)) is None


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_train_once():
    many(60)
    start = threading.Barrier(2)

    def work() -> None:
        start.wait(5)
        learning.train_if_due(LATER)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert LearnedModel.objects.count() == 1
