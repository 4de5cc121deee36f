"""Training switches on what is better on unseen decisions, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.core.learning import training
from ingest.core.learning.policy import judge
from ingest.core.learning.rows import Row
from ingest.core.learning.training import Trained, Verdict
from tests.ingest.core.learning import editors

BARS = (1.0, 1.5)


def train(rows: list[Row]) -> Trained:
    return training.train(rows, rules="rules-9", bars=BARS)


def verdicts(trained: Trained) -> dict[str, Verdict]:
    return {report.question: report.verdict for report in trained.reports}


@pytest.mark.parametrize(
    ("editor", "question"),
    [
        (editors.rejects_petitions, "relevant"),
        (editors.leaves_advisories_of_directives_out, "kind:advisory"),
        (editors.calls_petitions_proposed, "stage"),
    ],
)
def test_a_preference_that_the_rules_do_not_have_is_learned_and_wins_on_unseen_decisions(editor, question):
    trained = train(editors.rows(240, editor))
    report = next(report for report in trained.reports if report.question == question)
    assert report.verdict is Verdict.BETTER
    assert report.held
    assert report.held.gain > 0.2
    assert report.held.gain_low > 0.1
    assert report.later
    assert report.later.gain > 0.2


@pytest.mark.parametrize("seed", range(4))
def test_answers_that_hang_together_with_nothing_never_switch_a_model_on(seed):
    assert set(train(editors.rows(200, editors.throws_dice, seed=seed)).better) <= {"calibration"}


def test_an_editor_who_agrees_with_the_rules_leaves_them_alone():
    def agrees(read, told, _dice):
        return True, dict.fromkeys(told.kinds, True), told.stage

    trained = train(editors.rows(120, agrees))
    assert trained.better == []
    assert set(verdicts(trained).values()) == {Verdict.TOO_FEW}
    assert trained.weights is None


def test_too_few_decisions_train_nothing_and_are_counted():
    trained = train(editors.rows(30, editors.rejects_petitions))
    report = trained.reports[0]
    assert (report.question, report.verdict) == ("relevant", Verdict.TOO_FEW)
    assert sum(report.stories.values()) == 30
    assert report.as_json()["needed"] == 20
    assert trained.weights is None


def test_no_decision_at_all_trains_nothing():
    assert train([]).weights is None


def test_stories_count_and_not_the_reports_that_repeat_them():
    few = [replace(row, story=row.item % 12) for row in editors.rows(240, editors.rejects_petitions)]
    assert verdicts(train(few))["relevant"] is Verdict.TOO_FEW


def test_a_preference_that_has_ended_is_not_switched_on():
    """What held in the earlier decisions and no longer holds in the latest must not win."""
    rows = editors.rows(240, editors.rejects_petitions)
    turned = [row if row.item < 150 else replace(row, is_relevant=not row.is_relevant) for row in rows]
    assert "relevant" not in train(turned).better


def test_the_same_rows_give_the_same_weights_in_any_order():
    rows = editors.rows(120, editors.rejects_petitions)
    one, other = train(rows).weights, train(rows[::-1]).weights
    assert one
    assert other
    assert one.as_text() == other.as_text()


def test_what_was_learned_puts_unseen_items_where_that_editor_would():
    trained = train(editors.rows(240, editors.rejects_petitions))
    assert trained.weights
    lanes = {True: set(), False: set()}
    for row in editors.rows(60, editors.rejects_petitions, seed=77):
        if row.said.is_unsure:
            continue
        told = judge(
            row.said, row.read, publisher="press", weights=trained.weights, asked=set(trained.better), number=1
        )
        assert told.is_relevant
        lanes[row.is_relevant].add(told.is_unsure)
    assert lanes == {True: {False}, False: {True}}
