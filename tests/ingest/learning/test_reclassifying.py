"""Reclassifying reads kept items again, keeps what was said before, and leaves decided stories in peace."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ingest.core import classify
from ingest.core.types import Draft, Proposed
from ingest.models import Item, Proposal, Reclassification
from ingest.services import reclassifying
from ingest.services.reclassifying import Scope, reclassify_batch, start
from tests.ingest.factories import ItemFactory, ProposalFactory, make_story
from tests.ingest.learning.decisions import decide, left_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def newer(monkeypatch):
    """A newer classifier whose answers are given by title."""
    by_title: dict[str, Proposed] = {}
    monkeypatch.setattr(classify, "VERSION", "rules-2")
    monkeypatch.setattr(
        reclassifying,
        "answer_versions",
        lambda versions: [(version, by_title.get(version.title, Proposed(score=0.1))) for version in versions],
    )
    return by_title


BAN, ADVISORY = left_draft("procurement_ban"), left_draft("advisory", "leave")


def says(*kinds: str, stage: str = "adopted", place: str = "CA", unsure: bool = False) -> Proposed:
    drafts = tuple(Draft(place, kind, stage, vendors=("Hikvision",), score=2.0) for kind in kinds)
    return Proposed(
        is_relevant=True, is_unsure=unsure, score=2.0, kinds=kinds, stage=stage, jurisdictions=(place,),
        vendors=("Hikvision",), drafts=drafts,
    )  # fmt: skip


def run(scope: Scope | None = None) -> Reclassification:
    begun = start(scope or Scope(), timezone.now())
    while reclassify_batch(begun.pk):
        pass
    begun.refresh_from_db()
    return begun


def test_old_proposals_stay_beside_the_new_ones(newer):
    story = make_story(title="Order")
    newer[story.items.get().versions.get().title] = says("shutdown_order")
    done = run()
    assert (done.done_count, done.total) == (1, 1)
    assert done.ended_at
    assert sorted(Proposal.objects.values_list("classifier_version", flat=True)) == ["rules-1", "rules-2"]
    story.refresh_from_db()
    assert story.kinds == ["shutdown_order"]


def test_a_second_run_finds_nothing_to_do(newer):
    make_story()
    run()
    assert run().total == 0
    assert Proposal.objects.count() == 2


def test_what_became_relevant_is_grouped(newer):
    item = ItemFactory(is_relevant=False, title="Found now")
    ProposalFactory(version__item=item, version__title="Found now", is_relevant=False, kinds=[], drafts=[])
    newer["Found now"] = says("advisory")
    assert run().differences == {"relevant:+": 1, "kind:advisory:+": 1}
    item.refresh_from_db()
    assert item.is_relevant
    assert item.story.state == "new"


def test_what_is_relevant_no_more_stays_in_the_queue_as_unsure(newer):
    story = make_story()
    run()
    story.refresh_from_db()
    assert (story.state, story.is_unsure, story.items.count()) == ("new", True, 1)


@pytest.mark.parametrize(
    ("kind", "left", "said", "state"),
    [
        ("approve", [BAN], says("procurement_ban"), "approved"),
        ("approve", [BAN], says("procurement_ban", "removal_order"), "updates"),
        ("approve", [BAN], says("procurement_ban", stage="lifted"), "updates"),
        ("approve", [BAN | {"stage": "proposed"}], says("procurement_ban", stage="proposed"), "approved"),
        ("approve", [BAN, ADVISORY], says("procurement_ban", "advisory"), "approved"),
        ("approve", [BAN], Proposed(score=0.1), "approved"),
        ("reject", None, says("procurement_ban", "removal_order"), "rejected"),
    ],
)  # fmt: skip
def test_a_decided_story_hears_of_substance_alone(newer, kind, left, said, state):
    story = decide(kind, drafts=left, title="Order").story
    newer["Order"] = said
    run()
    story.refresh_from_db()
    assert story.state == state


def test_an_old_item_joins_a_decided_story_quietly_where_it_brings_nothing(newer):
    decision = decide(title="Order")
    story = decision.story
    story.jurisdictions, story.vendors, story.kinds = ["CA"], ["Hikvision"], ["procurement_ban"]
    story.first_on = story.last_on = decision.proposals.get().version.item.published_at.date()
    story.save()
    item = ItemFactory(is_relevant=False, title="Order, told again")
    ProposalFactory(version__item=item, version__title=item.title, is_relevant=False, kinds=[], drafts=[])
    newer["Order"] = newer["Order, told again"] = says("procurement_ban")
    run()
    story.refresh_from_db()
    assert (story.state, story.items.count()) == ("approved", 2)


def test_a_run_that_was_stopped_goes_on_where_it_was(newer, monkeypatch):
    monkeypatch.setattr(reclassifying, "AT_ONCE", 2)
    for _ in range(3):
        make_story()
    begun = start(Scope(), timezone.now())
    assert reclassify_batch(begun.pk)
    begun.refresh_from_db()
    assert (begun.done_count, begun.total) == (2, 3)
    call_command("reclassify", "--resume", "--here", stdout=StringIO())
    begun.refresh_from_db()
    assert begun.done_count == 3
    assert begun.ended_at


def test_a_batch_that_comes_twice_changes_nothing(newer):
    make_story()
    begun = start(Scope(), timezone.now())
    stale = Reclassification.objects.get(pk=begun.pk)
    versions = reclassifying._batch(stale)
    reclassify_batch(begun.pk)
    assert reclassifying._store(stale, reclassifying.answer_versions(versions)) is False
    assert Proposal.objects.filter(classifier_version="rules-2").count() == 1


def test_a_run_ends_when_another_classifier_takes_over(newer, monkeypatch):
    make_story()
    begun = start(Scope(), timezone.now())
    monkeypatch.setattr(classify, "VERSION", "rules-99")
    assert reclassify_batch(begun.pk) is False
    begun.refresh_from_db()
    assert begun.ended_at
    assert begun.done_count == 0


def test_the_scope_narrows_by_day_source_and_version(newer):
    old, new = make_story().items.get(), make_story().items.get()
    Item.objects.filter(pk=old.pk).update(first_seen_at=new.first_seen_at - timedelta(days=30))
    since = new.first_seen_at.date() - timedelta(days=1)
    assert start(Scope(since=since), timezone.now()).total == 1
    assert start(Scope(source=old.source.slug), timezone.now()).total == 1
    assert start(Scope(older_than="rules-1"), timezone.now()).total == 0


@pytest.mark.parametrize("scope", [Scope(source="nowhere"), Scope(older_than="yesterday")])
def test_a_scope_that_means_nothing_is_refused(newer, scope):
    with pytest.raises(reclassifying.ReclassifyRefused):
        start(scope, timezone.now())


def test_a_dry_run_writes_nothing_and_tells_the_differences_by_kind(newer):
    story = make_story()
    newer[story.items.get().versions.get().title] = says("advisory", stage="proposed", unsure=True)
    out = StringIO()
    call_command("reclassify", "--dry-run", stdout=out)
    assert "1 items would be read again by rules-2. Nothing was written." in out.getvalue()
    assert "Advisory: proposed now" in out.getvalue()
    assert "Shutdown order: proposed no more" in out.getvalue()
    assert "stage: adopted, now proposed" in out.getvalue()
    assert "become unsure" in out.getvalue()
    assert Proposal.objects.count() == 1
    assert not Reclassification.objects.exists()


def test_wrong_use_is_told_in_a_sentence():
    with pytest.raises(CommandError, match="no source named nowhere"):
        call_command("reclassify", "--source", "nowhere")
    with pytest.raises(CommandError, match="invalid day value"):
        call_command("reclassify", "--since", date.today().strftime("%d.%m.%Y"))  # noqa: DTZ011
