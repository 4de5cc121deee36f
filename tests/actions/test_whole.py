"""What is read of one action by one statement is what its rows hold."""

from __future__ import annotations

import pytest

from actions.held import one_reading
from actions.models import Action, Quote, Reaction
from actions.reading import record_of
from actions.whole import whole
from tests.factories import (
    ActionFactory,
    AnnouncementFactory,
    CitationFactory,
    MilestoneFactory,
    ReactionFactory,
    RevisionFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


def test_what_the_record_leaves_out_is_read_as_well():
    action = ActionFactory(announcement=AnnouncementFactory(note="Sources differ on the day."))
    cited = CitationFactory(of=[action], seen_at="2025-06-27T12:30:00.250+00:00")
    Quote.objects.create(action=action, citation=cited, field="kind", exact="shall cease")
    RevisionFactory(action=action, number=1, reason="First seen")
    RevisionFactory(action=action, number=2)
    read, _ = whole(action.slug)
    stored = Action.objects.get(pk=action.pk)
    for name in (field.attname for field in Action._meta.concrete_fields if field.name != "search"):
        assert getattr(read, name) == getattr(stored, name), name
    assert read.announcement.note == "Sources differ on the day."
    assert [quote.citation.seen_at for quote in read.quotes.all()] == [stored.quotes.get().citation.seen_at]
    assert [(one.number, one.reason) for one in read.revisions.all()] == [(1, "First seen"), (2, "")]
    assert [one.recorded_at for one in read.revisions.all()] == [one.recorded_at for one in stored.revisions.all()]


def test_a_reaction_stands_with_the_announcement_and_with_the_actions_that_it_names():
    action = ActionFactory()
    other = ActionFactory(announcement=action.announcement)
    to_all = ReactionFactory(announcement=action.announcement, by="Hikvision", text="calls it unfounded")
    to_other = ReactionFactory(announcement=action.announcement, by="Dahua", text="will appeal")
    to_other.actions.add(other)
    elsewhere: Reaction = ReactionFactory(announcement=AnnouncementFactory(), by="ZTE", text="complies")
    elsewhere.actions.add(action)
    read, siblings = whole(action.slug)
    assert siblings == [other.pk]
    assert set(read.announcement.reactions.all()) == {to_all, to_other}
    assert list(read.reactions.all()) == [elsewhere]
    named = {one.by: list(one.actions.all()) for one in read.announcement.reactions.all()}
    assert named == {"Hikvision": [], "Dahua": [other]}


def test_an_action_takes_one_statement_however_much_hangs_on_it(django_assert_num_queries):
    action = ActionFactory()
    for number in range(4):
        TargetFactory(action=action, name=f"Target {number}", kind="product")
        MilestoneFactory(action=action)
        CitationFactory(of=[action])
        ReactionFactory(announcement=action.announcement, by=f"Vendor {number}")
        RevisionFactory(action=action, number=number + 1)
    with one_reading() as now:
        assert now.places
        with django_assert_num_queries(1):
            read, _ = whole(action.slug)
            record_of(read)


def test_an_action_that_nobody_knows_is_none():
    assert whole("nobody-knows-it") is None
