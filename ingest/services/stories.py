"""Stories rearranged by hand: split, merged, opened, and put back."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ingest.models import Decision, DecisionKind, Item, Story, StoryState
from ingest.services.answers import DecisionRefused
from ingest.services.grouping import latest_proposals, refresh_story
from ingest.services.locks import Lock, hold

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

log = structlog.get_logger(__name__)


@transaction.atomic
def open_story(item: Item) -> Story:
    """The story of an item; where grouping gave it none, one of its own. Safe to repeat."""
    hold(Lock.GROUPING)
    item = Item.objects.select_related("story").get(pk=item.pk)
    if item.story is not None:
        return item.story
    return _new_story([item], {"opened_by_hand": True})


@transaction.atomic
def split(story: Story, items: Collection[int], *, editor: AbstractBaseUser) -> Story:
    """Move these items out into a story of their own, which waits as new. Raises DecisionRefused."""
    hold(Lock.GROUPING)
    story = Story.objects.select_for_update().get(pk=story.pk)
    leaving = list(story.items.filter(pk__in=items))
    if not leaving:
        raise DecisionRefused(_("Choose the items that belong to another story."))
    if story.items.count() == len(leaving):
        raise DecisionRefused(_("At least one item stays in this story. Choose fewer items."))
    decision = _write(story, DecisionKind.SPLIT, editor)
    other = _new_story(leaving, {"split_from": story.pk})
    refresh_story(story)
    decision.answer = {"other": other.pk, "items": [item.pk for item in leaving]}
    decision.save(update_fields=["answer"])
    log.info("story_split", story=story.pk, other=other.pk, items=len(leaving))
    return other


@transaction.atomic
def merge(story: Story, *, into: Story, editor: AbstractBaseUser) -> Story:
    """Move all items of `story` into another, which goes to "updates" if it was decided. Raises DecisionRefused."""
    if story.pk == into.pk:
        raise DecisionRefused(_("A story cannot be merged into itself. Choose another one."))
    hold(Lock.GROUPING)
    both = {row.pk: row for row in Story.objects.select_for_update().filter(pk__in=[story.pk, into.pk]).order_by("pk")}
    story, into = both[story.pk], both[into.pk]
    items = list(story.items.all())
    if not items or story.state not in {StoryState.NEW, StoryState.UPDATES}:
        raise DecisionRefused(_("This story waits no longer, so it cannot be merged. Nothing was changed."))
    decision = _write(story, DecisionKind.MERGE, editor)
    decision.answer = {"other": into.pk, "items": [item.pk for item in items], "other_state": into.state}
    decision.save(update_fields=["answer"])
    for item in items:
        item.story, item.story_reason = into, {"merged_from": story.pk}
    Item.objects.bulk_update(items, ["story", "story_reason"])
    story.state = StoryState.REJECTED
    if into.state in {StoryState.APPROVED, StoryState.REJECTED}:
        into.state = StoryState.UPDATES
    into.latest_at = max(into.latest_at, story.latest_at)
    refresh_story(into)
    story.save(update_fields=["state"])
    log.info("story_merged", story=story.pk, into=into.pk)
    return into


def put_back(story: Story, answer: dict[str, Any]) -> None:
    """Bring the items that a split or a merge moved back to `story`, as far as they are still where it put them."""
    other = Story.objects.select_for_update().filter(pk=answer["other"]).first()
    if other is None:
        return
    if (
        other.decisions.filter(undone_at__isnull=True, kind=DecisionKind.APPROVE).exists()
        and "other_state" not in answer
    ):
        raise DecisionRefused(_("The other story was approved since. Undo that decision first."))
    items = list(other.items.filter(pk__in=answer["items"]))
    for item in items:
        item.story, item.story_reason = story, {"put_back": True}
    Item.objects.bulk_update(items, ["story", "story_reason"])
    refresh_story(story)
    if other.items.exists():
        if other.state == StoryState.UPDATES and "other_state" in answer:
            other.state = StoryState(answer["other_state"])
        refresh_story(other)
    elif other.decisions.exists():
        Story.objects.filter(pk=other.pk).update(state=StoryState.REJECTED)
    else:
        other.delete()


def _new_story(items: list[Item], reason: dict[str, Any]) -> Story:
    story = Story.objects.create(title=str(items[0])[:1000], latest_at=timezone.now())
    for item in items:
        item.story, item.story_reason = story, reason
    Item.objects.bulk_update(items, ["story", "story_reason"])
    refresh_story(story)
    return story


def _write(story: Story, kind: DecisionKind, editor: AbstractBaseUser) -> Decision:
    decision = Decision.objects.create(
        story=story, kind=kind, editor_id=editor.pk, state_before=story.state, decided_at=timezone.now()
    )
    decision.proposals.set(latest_proposals(story.items.all()))
    return decision
