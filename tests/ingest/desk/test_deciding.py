from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connections

from actions.drafting import TargetDraft
from actions.lifecycle import Kind
from actions.models import Action, Announcement, Outbox, Reaction, Revision
from actions.spans import Span
from ingest.models import Decision
from ingest.services.answers import ActionAnswer, Answer, DecisionRefused, NewsAnswer
from ingest.services.deciding import approve, reject, undo
from ingest.services.stories import merge, split
from tests.ingest.factories import EditorFactory, ProposalFactory, draft, make_story

pytestmark = pytest.mark.django_db
DAY = Span.day(date(2025, 6, 27))


@pytest.fixture
def editor():
    return EditorFactory()


def accepted(kind: Kind, title: str, **fields) -> ActionAnswer:
    return ActionAnswer(
        **{
            "jurisdiction": "CA",
            "kind": kind,
            "stage": "adopted",
            "title": title,
            "targets": (TargetDraft("vendor", "Hikvision", "hikvision"),),
            "announced": DAY,
            "adopted": DAY,
        }
        | fields
    )


ORDER = accepted(Kind.SHUTDOWN_ORDER, "Canada orders Hikvision to close")
BAN = accepted(Kind.PROCUREMENT_BAN, "Canada bans Hikvision from its offices", position=1)
BOTH = Answer(actions=(ORDER, BAN))


def test_approving_makes_one_announcement_with_an_action_for_each_draft(editor):
    decision = approve(make_story(items=2), BOTH, editor=editor)
    announcement = Announcement.objects.get()
    assert announcement.slug == "ca-hikvision-2025-06-27"
    assert sorted(announcement.actions.values_list("kind", flat=True)) == ["procurement_ban", "shutdown_order"]
    assert decision.actions.count() == 2
    assert decision.proposals.count() == 2


def test_an_approved_action_cites_the_page_of_each_item_and_quotes_its_text(editor):
    story = make_story(items=2)
    approve(story, Answer(actions=(ORDER,)), editor=editor)
    action = Action.objects.get()
    assert {c.url for c in action.citations.all()} == {item.url for item in story.items.all()}
    assert {quote.exact for quote in action.quotes.all()} == {"must cease all operations in Canada"}
    assert {c.grade for c in action.citations.all()} == {"press"}


def test_an_approved_story_waits_no_longer(editor):
    story = make_story()
    approve(story, BOTH, editor=editor)
    story.refresh_from_db()
    assert story.state == "approved"


def test_evidence_beyond_the_text_is_not_quoted(editor):
    wrong = {"field": "kind", "value": "", "quote": "x", "start": 10, "end": 100_000}
    approve(make_story(drafts=[draft("shutdown_order", evidence=[wrong])]), Answer(actions=(ORDER,)), editor=editor)
    assert Action.objects.get().quotes.count() == 0


def test_a_challenge_becomes_a_milestone_and_leaves_the_action_in_force(editor):
    approve(make_story(), Answer(actions=(accepted(Kind.SHUTDOWN_ORDER, "x", stage="challenged"),)), editor=editor)
    action = Action.objects.get()
    assert action.stage == "in_force"
    assert [step.kind for step in action.milestones.all()] == ["challenged"]


def test_drafts_of_two_places_open_an_announcement_for_each(editor):
    german = accepted(Kind.ADVISORY, "Germany warns", jurisdiction="DE", position=1)
    approve(make_story(), Answer(actions=(ORDER, german)), editor=editor)
    assert set(Announcement.objects.values_list("slug", flat=True)) == {
        "ca-hikvision-2025-06-27",
        "de-hikvision-2025-06-27",
    }


def test_actions_can_join_an_announcement_that_is_there(editor):
    approve(make_story(), Answer(actions=(ORDER,)), editor=editor)
    joined = Answer(actions=(BAN,), announcement="ca-hikvision-2025-06-27")
    approve(make_story(), joined, editor=editor)
    assert Announcement.objects.get().actions.count() == 2


def test_another_announcement_of_the_same_day_gets_a_slug_of_its_own(editor):
    approve(make_story(), Answer(actions=(ORDER,)), editor=editor)
    approve(make_story(), Answer(actions=(BAN,)), editor=editor)
    assert set(Announcement.objects.values_list("slug", flat=True)) == {
        "ca-hikvision-2025-06-27",
        "ca-hikvision-2025-06-27-2",
    }


def test_a_draft_that_the_rules_refuse_leaves_nothing_behind(editor):
    late = accepted(
        Kind.PROCUREMENT_BAN,
        "Ends before it begins",
        stage="lifted",
        effective=DAY,
        ended=Span.day(date(2024, 1, 1)),
        position=1,
    )
    with pytest.raises(DecisionRefused, match="ends before it takes effect") as refused:
        approve(make_story(), Answer(actions=(ORDER, late)), editor=editor)
    assert refused.value.position == 1
    assert Action.objects.count() == Announcement.objects.count() == Decision.objects.count() == 0


def test_a_story_without_an_address_needs_a_page_to_cite(editor):
    story = make_story()
    story.items.update(url="javascript:alert(1)")
    with pytest.raises(DecisionRefused, match="Give the address of a page"):
        approve(story, BOTH, editor=editor)


def test_leaving_out_every_draft_is_no_approval(editor):
    with pytest.raises(DecisionRefused, match="reject the story"):
        approve(make_story(), Answer(), editor=editor)


def test_the_second_editor_is_told_who_decided_and_nothing_is_doubled(editor):
    story = make_story()
    approve(story, BOTH, editor=EditorFactory(name="Ada"))
    with pytest.raises(DecisionRefused, match="Ada decided this story already"):
        approve(story, BOTH, editor=editor)
    assert Action.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_the_same_moment_make_one_decision():
    story, editors = make_story(), [EditorFactory(), EditorFactory()]

    def decide(editor):
        try:
            return approve(story, BOTH, editor=editor)
        except DecisionRefused:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        made = [decision for decision in pool.map(decide, editors) if decision]
    assert len(made) == 1
    assert Action.objects.count() == 2


def test_a_story_that_changed_under_the_eyes_of_the_editor_is_not_decided(editor):
    story = make_story()
    shown = frozenset(story.items.values_list("versions__proposals", flat=True))
    ProposalFactory(version__item__story=story)
    with pytest.raises(DecisionRefused, match="has changed since you opened it"):
        approve(story, Answer(actions=(ORDER,), proposals=shown), editor=editor)


def test_a_rejected_story_keeps_its_items(editor):
    story = make_story()
    decision = reject(story, editor=editor, note="A product launch")
    story.refresh_from_db()
    assert (story.state, story.items.count(), decision.note) == ("rejected", 1, "A product launch")


def test_undo_retracts_what_was_made_and_lets_the_story_wait_again(editor):
    story = make_story()
    undo(approve(story, BOTH, editor=editor), editor=editor)
    story.refresh_from_db()
    assert story.state == "new"
    assert not Action.objects.published().exists()


def test_undo_sends_nothing_out(editor, settings):
    settings.DELIVERY_CHANNELS = ["websub"]
    undo(approve(make_story(), BOTH, editor=editor), editor=editor)
    assert Outbox.objects.filter(cancelled_at__isnull=True).count() == 0


def test_a_second_undo_is_refused(editor):
    decision = approve(make_story(), BOTH, editor=editor)
    undo(decision, editor=editor)
    with pytest.raises(DecisionRefused, match="taken back already"):
        undo(decision, editor=editor)
    assert Revision.objects.filter(kind="retract").count() == 2


def test_a_story_that_was_undone_can_be_approved_into_the_same_announcement(editor):
    story = make_story()
    undo(approve(story, BOTH, editor=editor), editor=editor)
    approve(story, BOTH, editor=editor)
    assert Announcement.objects.count() == 1
    assert Action.objects.published().count() == 2


def test_news_adds_a_milestone_and_a_citation_to_the_action_that_it_names(editor):
    approve(make_story(), Answer(actions=(ORDER,)), editor=editor)
    action = Action.objects.get()
    news = NewsAnswer(action.slug, "CA", "shutdown_order", "challenged", "The company sues", Span.month(2025, 7))
    approve(make_story(), Answer(news=(news,)), editor=editor)
    assert [step.kind for step in action.milestones.all()] == ["adopted", "challenged"]
    assert action.citations.count() == 2
    assert Action.objects.count() == 1


def test_a_reaction_answers_the_announcement_of_its_action(editor):
    approve(make_story(), Answer(actions=(ORDER,)), editor=editor)
    action = Action.objects.get()
    news = NewsAnswer(action.slug, "CA", "shutdown_order", "reaction", "calls it unfounded", DAY, by="Hikvision")
    approve(make_story(), Answer(news=(news,)), editor=editor)
    assert Reaction.objects.get().announcement == action.announcement
    assert action.reactions.count() == 1


def test_a_step_that_cannot_follow_is_refused(editor):
    approve(make_story(), Answer(actions=(ORDER,)), editor=editor)
    news = NewsAnswer(Action.objects.get().slug, "CA", "shutdown_order", "rejected", "The bill fails")
    with pytest.raises(DecisionRefused, match="cannot follow"):
        approve(make_story(), Answer(news=(news,)), editor=editor)


def test_undo_of_news_takes_off_what_it_added_and_no_more(editor):
    approve(make_story(), Answer(actions=(ORDER,)), editor=editor)
    action = Action.objects.get()
    lifted = NewsAnswer(action.slug, "CA", "shutdown_order", "lifted", "A court annuls the order", DAY)
    undo(approve(make_story(), Answer(news=(lifted,)), editor=editor), editor=editor)
    action.refresh_from_db()
    assert (action.stage, action.ended) == ("adopted", None)
    assert [step.kind for step in action.milestones.all()] == ["adopted"]
    assert action.citations.count() == 1


def test_undo_of_news_leaves_what_followers_were_to_hear_before(editor, settings):
    settings.DELIVERY_CHANNELS = ["websub"]
    approve(make_story(), Answer(actions=(ORDER,)), editor=editor)
    published = Action.objects.published().with_change().get()
    news = NewsAnswer(published.slug, "CA", "shutdown_order", "challenged", "The company sues", Span.month(2025, 7))
    decision = approve(make_story(), Answer(news=(news,)), editor=editor)
    assert Action.objects.with_change().get().changed_at > published.changed_at
    undo(decision, editor=editor)
    assert Action.objects.with_change().get().changed_at == published.changed_at
    assert Outbox.objects.get(cancelled_at__isnull=True).revision.kind == "publish"


def test_splitting_moves_items_into_a_story_of_their_own(editor):
    story = make_story(items=3)
    leaving = story.items.first()
    other = split(story, [leaving.pk], editor=editor)
    assert list(other.items.all()) == [leaving]
    assert (other.state, story.items.count()) == ("new", 2)


def test_one_item_at_least_stays_when_a_story_is_split(editor):
    story = make_story(items=2)
    with pytest.raises(DecisionRefused, match="At least one item stays"):
        split(story, [item.pk for item in story.items.all()], editor=editor)


def test_merging_into_a_decided_story_sends_that_one_to_updates(editor):
    decided, story = make_story(), make_story(items=2)
    approve(decided, BOTH, editor=editor)
    merge(story, into=decided, editor=editor)
    decided.refresh_from_db()
    story.refresh_from_db()
    assert (decided.state, decided.items.count()) == ("updates", 3)
    assert (story.state, story.items.count()) == ("rejected", 0)


def test_undo_of_a_merge_brings_the_items_back(editor):
    into, story = make_story(), make_story(items=2)
    merge(story, into=into, editor=editor)
    undo(Decision.objects.get(kind="merge"), editor=editor)
    story.refresh_from_db()
    assert (story.state, story.items.count(), into.items.count()) == ("new", 2, 1)


def test_undo_of_a_split_removes_the_story_that_it_opened(editor):
    story = make_story(items=2)
    other = split(story, [story.items.first().pk], editor=editor)
    undo(Decision.objects.get(kind="split"), editor=editor)
    assert story.items.count() == 2
    assert not type(other).objects.filter(pk=other.pk).exists()


def test_an_item_of_a_feed_without_a_day_is_cited_without_one(editor):
    story = make_story()
    story.items.update(published_at=None)
    approve(story, Answer(actions=(ORDER,)), editor=editor)
    assert Action.objects.get().citations.get().published is None
