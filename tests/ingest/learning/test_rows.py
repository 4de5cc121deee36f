"""Decisions become training rows; what was taken back, split or merged is read as it was meant."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ingest.core.learning.rows import digest_of
from ingest.models import AuditSample, AuditWeek, Decision, DecisionKind
from ingest.services import learning
from ingest.services.decided import said_of_items
from ingest.services.learning import training_rows
from tests.ingest.factories import ItemFactory, ProposalFactory, StoryFactory
from tests.ingest.learning.decisions import START, decide, draft, left_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sure_rules")]


def test_an_approval_says_yes_and_which_kinds_were_kept():
    decision = decide(
        kinds=["procurement_ban", "advisory"],
        drafts=[left_draft("procurement_ban", stage="proposed"), left_draft("advisory", "leave")],
    )
    decision.proposals.update(drafts=[draft("procurement_ban"), draft("advisory")])
    row = training_rows()[0]
    assert (row.is_relevant, row.stage) == (True, "proposed")
    assert row.kinds == {"procurement_ban": True, "advisory": False}
    assert row.proposal == decision.proposals.get().pk
    assert row.story == decision.story_id


def test_a_rejection_says_no_and_nothing_of_kinds():
    decide("reject")
    row = training_rows()[0]
    assert (row.is_relevant, dict(row.kinds), row.stage) == (False, {}, "")


def test_a_decision_that_was_taken_back_says_nothing():
    decision = decide()
    Decision.objects.filter(pk=decision.pk).update(undone_at=START + timedelta(days=1))
    assert training_rows() == []


def test_the_last_decision_on_an_item_counts():
    first = decide("reject")
    again = decide("approve", number=9)
    again.proposals.set(first.proposals.all())
    assert [row.is_relevant for row in training_rows()] == [True]


def test_a_kind_that_another_item_of_the_story_may_have_brought_is_not_held_against_either():
    decide(items=2, drafts=[left_draft("procurement_ban"), left_draft("shutdown_order")])
    assert [dict(row.kinds) for row in training_rows()] == [{"procurement_ban": True}] * 2


@pytest.mark.parametrize(("kind", "is_relevant"), [("approve", True), ("reject", False)])
def test_merged_items_are_answered_by_the_story_they_went_to(kind, is_relevant):
    into = decide(kind).story
    merged = decide("merge", number=1)
    merged.answer = {"other": into.pk}
    merged.save()
    assert [row.is_relevant for row in training_rows()] == [is_relevant] * 2
    assert {row.story for row in training_rows()} == {into.pk}


def test_what_was_merged_into_a_story_that_waits_says_nothing_yet():
    merged = decide("merge")
    merged.answer = {"other": StoryFactory().pk}
    merged.save()
    assert training_rows() == []


def test_stories_merged_in_a_circle_say_nothing():
    one, other = decide("merge"), decide("merge", number=1)
    one.answer, other.answer = {"other": other.story_id}, {"other": one.story_id}
    one.save()
    other.save()
    assert training_rows() == []


def test_a_split_says_nothing():
    decide(DecisionKind.SPLIT)
    assert training_rows() == []


def test_answers_to_the_sample_are_rows_and_a_decision_wins_over_them():
    week = AuditWeek.objects.create(monday=START.date(), drawn_at=START, near_count=2, far_count=0, proposed_count=0)
    for answer in ("none", "action"):
        item = ItemFactory(is_relevant=False)
        ProposalFactory(version__item=item, is_relevant=False, kinds=[], drafts=[])
        AuditSample.objects.create(week=week, item=item, is_near=True, answer=answer, answered_at=START)
    decided = decide("reject", number=3)
    item = decided.proposals.get().version.item
    AuditSample.objects.create(week=week, item=item, is_near=True, answer="action", answered_at=START)
    assert [row.is_relevant for row in training_rows()] == [False, True, False]


def test_rows_are_the_same_each_time_they_are_built():
    for number in range(6):
        decide("reject" if number % 2 else "approve", number=number)
    one = digest_of(training_rows())
    assert digest_of(training_rows()) == one
    decide(number=7)
    assert digest_of(training_rows()) != one


@pytest.mark.parametrize("count", [1, 7])
def test_what_was_said_takes_the_same_queries_for_any_number_of_decisions(count, django_assert_num_queries):
    for number in range(count):
        decide(number=number)
    with django_assert_num_queries(2):
        assert len(said_of_items()) == count


def test_of_years_of_decisions_only_the_last_are_read(monkeypatch):
    monkeypatch.setattr(learning, "MOST_ROWS", 3)
    kept = [decide(number=number, items=2) for number in range(5)][-2:]
    read = []
    monkeypatch.setattr(learning, "answer_versions", lambda versions: read.append(versions) or [])
    training_rows()
    stories = {version.item.story_id for version in read[0]}
    assert (len(read[0]), stories) == (3, {decision.story_id for decision in kept})
