"""The kept counts equal a count of everything, whatever editors decide, take back and decide again."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.models import Action
from ingest.models import (
    Counted,
    Decision,
    DecisionKind,
    ItemVersion,
    Proposal,
    Source,
    Story,
    StoryState,
    Tally,
    Uncounted,
)
from ingest.services.answers import DecisionRefused
from ingest.services.counting import count_changes, count_logged
from ingest.services.decided import said_of, said_of_items
from ingest.services.deciding import reject, undo
from ingest.services.marks import Mark, marks_of_decision, marks_of_item
from ingest.services.quality import quality
from ingest.services.stories import merge, split
from ingest.tasks import count_decisions
from tests.factories import ActionFactory
from tests.ingest.factories import ItemFactory, ProposalFactory, StoryFactory
from tests.ingest.learning.decisions import START, decide, draft, left_draft

pytestmark = pytest.mark.django_db

KINDS = ["procurement_ban", "advisory", "removal_order"]
STAGES = ["adopted", "proposed", "lifted"]


def kept() -> Counter[Mark]:
    rows = Tally.objects.filter(count__gt=0).values_list("figure", "name", "part", "count")
    return Counter({Mark(*row[:3]): row[3] for row in rows})


def counted_anew() -> Counter[Mark]:
    """What the tallies must be, read from all decisions at once, by none of the ways that keep them."""
    found = Counter(mark for said in said_of_items() for mark in marks_of_item(said))
    return found + Counter(mark for decision in Decision.objects.all() for mark in marks_of_decision(decision))


def make_world() -> list[Story]:
    """Four waiting stories of one to three items; one proposed as unsure, one not proposed at all."""
    stories = []
    for number in range(4):
        story = StoryFactory(title=f"Story {number}", state=StoryState.NEW)
        for place in range(1 + number % 3):
            kinds = KINDS[: 1 + (number + place) % 3]
            ProposalFactory(
                version__item__story=story, version__language=["en", "de"][place % 2], kinds=kinds,
                drafts=[draft(kind) for kind in kinds], is_unsure=number == 1, is_relevant=number != 2,
                learned={"relevant": 0.8} if number == 3 else {},
            )  # fmt: skip
        stories.append(story)
    return stories


def approve(story: Story, editor, *, kind: int, answer: str) -> None:
    """An approval as the desk writes it: the decision first, what it made afterwards."""
    action = ActionFactory(classifier_version="rules-1")
    decision = Decision.objects.create(
        story=story, kind=DecisionKind.APPROVE, editor=editor, state_before=story.state, decided_at=timezone.now()
    )
    items = story.items.values("pk")
    decision.proposals.set(ItemVersion.objects.filter(item__in=items).values_list("proposals", flat=True))
    decision.actions.set([action])
    decision.answer = {"drafts": [left_draft(KINDS[kind], answer, stage=STAGES[kind])], "made": [action.pk]}
    decision.save(update_fields=["answer"])
    Story.objects.filter(pk=story.pk).update(state=StoryState.APPROVED)


def take_back(story: Story, *, editor) -> None:
    last = story.decisions.filter(undone_at__isnull=True).first()
    if last is not None:
        undo(last, editor=editor)


def split_one_off(story: Story, *, editor) -> None:
    split(story, [story.items.latest("pk").pk] if story.items.exists() else [], editor=editor)


def speak_otherwise(story: Story, *, editor) -> None:
    """The language is read anew, and one item becomes part of another."""
    items = list(story.items.all())
    if items:
        ItemVersion.objects.filter(item=items[0]).update(language="fr")
    if len(items) > 1:
        ItemVersion.objects.filter(item=items[1]).update(item=items[0], number=F("pk") + 1000)


def rewrite_proposals(story: Story, *, editor) -> None:
    Proposal.objects.filter(version__item__story=story).update(classifier_version=F("pk"), is_unsure=False)


def publish_as_ministry(story: Story, *, editor) -> None:
    """The source turns out to be of a ministry."""
    Source.objects.filter(items__story=story).update(publisher_kind="government")


def retract_all(story: Story, *, editor) -> None:
    Action.objects.update(is_published=False)


CHANGES = [speak_otherwise, rewrite_proposals, publish_as_ministry, retract_all]
STEPS = st.one_of(
    st.tuples(st.sampled_from([reject, take_back, split_one_off, *CHANGES]), st.integers(0, 3)),
    st.tuples(st.just(merge), st.integers(0, 3), st.integers(0, 3)),
    st.tuples(st.just(approve), st.integers(0, 3), st.integers(0, 2), st.sampled_from(["new", "leave", "update"])),
)
COUNTED_BETWEEN = st.sampled_from([0, 1, 3, 500])


def take(step, stories: list[Story], editor) -> None:
    """One step; a rule that says no is part of life at the desk."""
    deed, number, *more = step
    story = Story.objects.get(pk=stories[number].pk)
    try:
        with transaction.atomic():
            if deed is merge:
                merge(story, into=stories[more[0]], editor=editor)
            elif deed is approve:
                approve(story, editor, kind=more[0], answer=more[1])
            else:
                deed(story, editor=editor)
    except DecisionRefused:
        pass


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(STEPS, COUNTED_BETWEEN), min_size=3, max_size=12))
def test_kept_counts_equal_a_full_count_after_any_steps(editor, steps):
    with transaction.atomic():
        stories = make_world()
        for step, counted in steps:
            take(step, stories, editor)
            count_changes(counted)
        count_logged()
        assert kept() == counted_anew()
        assert said_of({said.proposal.version.item_id for said in said_of_items()}).keys() == {
            said.proposal.version.item_id for said in said_of_items()
        }
        assert not Uncounted.objects.exists()
        transaction.set_rollback(True)


def test_a_decision_is_counted_once_however_often_counting_runs():
    decide()
    count_decisions()
    first = kept()
    count_decisions()
    assert kept() == first
    assert quality().precision.hits == 1


def test_a_decision_that_is_taken_back_leaves_nothing_behind():
    decision = decide()
    count_decisions()
    Decision.objects.filter(pk=decision.pk).update(undone_at=START)
    count_decisions()
    assert kept() == Counter()
    assert not Counted.objects.exists()
    assert (quality().items, quality().decisions, quality().first_at) == (0, 0, None)


def test_what_was_merged_twice_is_counted_anew_when_the_last_story_is_decided():
    one, other, last = (StoryFactory() for _ in range(3))
    for number, (story, into) in enumerate([(one, other), (other, last)]):
        merged = decide("merge", number=number, story=story)
        merged.answer = {"other": into.pk}
        merged.save()
    count_decisions()
    assert quality().items == 0
    decide("reject", number=2, story=last)
    count_decisions()
    assert (quality().items, quality().precision.hits) == (3, 0)


@pytest.mark.parametrize("change", [speak_otherwise, rewrite_proposals, publish_as_ministry, retract_all, take_back])
def test_what_changes_after_it_was_counted_is_counted_anew(editor, change):
    story = make_world()[1]
    approve(story, editor, kind=0, answer="new")
    count_decisions()
    before = kept()
    change(story, editor=editor)
    count_decisions()
    assert kept() == counted_anew() != before


def test_an_item_that_is_removed_counts_no_longer():
    item = decide().proposals.get().version.item
    count_decisions()
    item.delete()
    count_decisions()
    assert (quality().items, quality().decisions) == (0, 1)


def test_the_first_and_last_day_follow_what_is_decided():
    decide(number=0)
    late = decide(number=8)
    count_decisions()
    Decision.objects.filter(pk=late.pk).update(undone_at=START)
    count_decisions()
    assert quality().first_at == quality().last_at == START + timedelta(hours=1)


def test_a_retraction_that_no_undo_made_takes_the_action_off_its_version(editor):
    approve(ProposalFactory(version__item=ItemFactory(story=StoryFactory())).version.item.story, editor,
            kind=0, answer="new")  # fmt: skip
    count_decisions()
    assert [(one.name, one.published) for one in quality().versions] == [("rules-1", 1)]
    Action.objects.update(is_published=False)
    count_decisions()
    assert [(one.name, one.published) for one in quality().versions] == [("rules-1", 0)]


def test_the_page_counts_what_was_decided_a_moment_ago(client):
    decide()
    assert "Of 1 item that the classifier proposed" in client.get("/quality/").content.decode()
    decide(number=1)
    assert "Of 2 items that the classifier proposed" in client.get("/quality/").content.decode()


def test_a_long_rest_is_left_to_beat_and_told(client):
    for number in range(40):
        decide(number=number)
    told = client.get("/quality/").content.decode()
    assert "changes to what was decided are still being counted; these figures are without them" in told
    count_decisions()
    told = client.get("/quality/").content.decode()
    assert "Of 40 items that the classifier proposed" in told
    assert "still being counted" not in told


def test_a_count_cannot_fall_below_zero():
    with pytest.raises(IntegrityError, match="tally_never_below_zero"):
        Tally.objects.create(figure="items", count=-1)
