"""The weekly sample: drawn once, the same from the same items, and answered once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ingest.models import AuditAnswer, AuditSample, AuditWeek, Story
from ingest.services.sampling import (
    FAR_EACH_WEEK,
    NEAR_EACH_WEEK,
    SampleRefused,
    answer_sample,
    draw_week,
    monday_before,
)
from tests.ingest.factories import ItemFactory, ProposalFactory, SourceFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 9, 6, tzinfo=UTC)
BEFORE = MONDAY - timedelta(days=3)


def left_out(count: int, *, score: float = 0.0, at: datetime = BEFORE, **item: object) -> None:
    source = SourceFactory()
    for _ in range(count):
        row = ItemFactory(source=source, is_relevant=False, first_seen_at=at, **item)
        ProposalFactory(version__item=row, is_relevant=False, score=score, kinds=[], drafts=[])


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (datetime(2026, 3, 9, 0, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 15, 23, 59, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 16, 0, tzinfo=UTC), date(2026, 3, 9)),
    ],
)
def test_the_sample_is_of_the_last_whole_week(now, monday):
    assert monday_before(now) == monday


def test_a_week_is_drawn_once_of_both_parts_with_their_sizes():
    left_out(30, score=0.6)
    left_out(40)
    week = draw_week(MONDAY)
    assert week
    assert (week.near_count, week.far_count) == (30, 40)
    assert week.counts["near"] == {"language": {"en": 30}, "publisher": {"press": 30}}
    assert week.samples.filter(is_near=True).count() == NEAR_EACH_WEEK
    assert week.samples.filter(is_near=False).count() == FAR_EACH_WEEK
    assert draw_week(MONDAY + timedelta(days=2)) is None


def test_the_same_items_give_the_same_sample():
    left_out(60, score=0.6)
    first = set(draw_week(MONDAY).samples.values_list("item", flat=True))
    AuditWeek.objects.all().delete()
    assert set(draw_week(MONDAY).samples.values_list("item", flat=True)) == first


def test_what_was_proposed_decided_by_hand_too_new_or_not_read_yet_is_not_drawn():
    left_out(1, at=MONDAY)
    left_out(1, at=MONDAY - timedelta(days=8))
    ProposalFactory(version__item=ItemFactory(first_seen_at=BEFORE))
    ItemFactory(is_relevant=False, first_seen_at=BEFORE)
    left_out(1, story=Story.objects.create(title="By hand", latest_at=MONDAY))
    assert draw_week(MONDAY) is None
    assert not AuditWeek.objects.exists()


def test_an_item_that_reports_an_action_goes_into_the_queue(editor):
    left_out(1, score=0.6)
    draw_week(MONDAY)
    story = answer_sample(AuditSample.objects.get(), AuditAnswer.ACTION, editor=editor)
    assert story
    assert (story.state, story.items.count()) == ("new", 1)
    assert AuditSample.objects.get().answered_by == editor


def test_an_item_that_reports_none_stays_where_it_is_and_is_answered_once(editor):
    left_out(1)
    draw_week(MONDAY)
    sample = AuditSample.objects.get()
    assert answer_sample(sample, AuditAnswer.NONE, editor=editor) is None
    assert not Story.objects.exists()
    with pytest.raises(SampleRefused, match="answered already: Reports no action"):
        answer_sample(sample, AuditAnswer.ACTION, editor=editor)
