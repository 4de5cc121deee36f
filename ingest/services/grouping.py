"""Grouping: relevant items on one event stand in one story, and each item says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ingest.core.grouping import WINDOW, Features, choose_story, title_words
from ingest.models import Item, Proposal, Story, StoryState
from ingest.services.locks import Lock, hold
from ingest.services.ranking import place_in_queue

log = structlog.get_logger(__name__)

_DECIDED = {StoryState.APPROVED, StoryState.REJECTED}

IsNews = Callable[[Story, Proposal], bool]
"""Whether a proposal brings a decided story anything."""


def _always(_story: Story, _proposal: Proposal) -> bool:
    return True


@transaction.atomic
def group_proposals(proposals: Sequence[Proposal], *, is_news: IsNews = _always) -> None:
    """Put the items of new proposals into stories, under a lock: two workers never open two for one event.

    An item keeps its story. What it newly brings to a decided story sends that one to "updates", unless `is_news`
    says that it brings nothing.
    """
    hold(Lock.GROUPING)
    now = timezone.now()
    for proposal in proposals:
        if proposal.is_relevant:
            _group(proposal, now, is_news)


def _group(proposal: Proposal, now: datetime, is_news: IsNews) -> None:
    item = Item.objects.select_related("story").get(pk=proposal.version.item_id)
    if item.story is not None:
        _bring_news(item.story, now)
        return
    features = _features(item, proposal)
    match = choose_story(features, _nearby(features))
    if match is None:
        item.story = Story.objects.create(title=_headline(item, proposal), latest_at=now)
        item.story_reason = {"opened": True}
    else:
        item.story = Story.objects.select_for_update().get(pk=match.story_id)
        item.story_reason = {"score": match.score, **match.reasons}
    item.save(update_fields=["story", "story_reason"])
    if item.story.state not in _DECIDED or is_news(item.story, proposal):
        _bring_news(item.story, now)
    log.info("item_grouped", item=item.pk, story=item.story.pk, opened=match is None)


def _bring_news(story: Story, now: datetime) -> None:
    if story.state in _DECIDED:
        story.state = StoryState.UPDATES
    story.latest_at = now
    refresh_story(story)


def refresh_story(story: Story) -> None:
    """Write the union over a story's items anew: call it after items came or left. Saves the story."""
    latest = latest_proposals(story.items.all())
    relevant = [proposal for proposal in latest if proposal.is_relevant]
    story.kinds = _union(proposal.kinds for proposal in relevant)
    story.jurisdictions = _union(proposal.jurisdictions for proposal in relevant)
    story.vendors = _union(proposal.vendors for proposal in relevant)
    story.score = max((proposal.score for proposal in relevant), default=0)
    story.is_unsure = bool(relevant) and all(proposal.is_unsure for proposal in relevant)
    days = [day_of(item) for item in story.items.all()]
    story.first_on, story.last_on = min(days, default=None), max(days, default=None)
    place_in_queue(story, relevant)
    story.save()


def latest_proposals(items: Iterable[Item]) -> list[Proposal]:
    """The proposal of each item's latest version, by the newest classifier that answered."""
    rows = Proposal.objects.filter(version__item__in=items).select_related("version__item")
    return list(rows.order_by("version__item_id", "-version__number", "-pk").distinct("version__item_id"))


def day_of(item: Item) -> date:
    """The day on which an item came out: as it says, else when it was first seen."""
    return (item.published_at or item.first_seen_at).date()


def _features(item: Item, proposal: Proposal) -> Features:
    day = day_of(item)
    return Features(
        vendors=frozenset(proposal.vendors),
        jurisdictions=frozenset(proposal.jurisdictions),
        kinds=frozenset(proposal.kinds),
        days=(day, day),
        words=title_words(proposal.version.title),
    )


def _nearby(features: Features) -> dict[int, Features]:
    """Stories that an item could belong to: of its days and of one of its places."""
    first, last = features.days
    if first is None or last is None or not features.jurisdictions:
        return {}
    is_near = Q(last_on__gte=first - WINDOW, first_on__lte=last + WINDOW) | Q(first_on__isnull=True)
    stories = Story.objects.filter(is_near, jurisdictions__overlap=sorted(features.jurisdictions))
    return {
        story.pk: Features(
            vendors=frozenset(story.vendors),
            jurisdictions=frozenset(story.jurisdictions),
            kinds=frozenset(story.kinds),
            days=(story.first_on, story.last_on),
            words=frozenset().union(*(title_words(item.title) for item in story.items.all())),
        )
        for story in stories.prefetch_related("items")
    }


def _headline(item: Item, proposal: Proposal) -> str:
    return item.title or proposal.version.text[:200] or item.key


def _union(lists: Iterable[Sequence[str]]) -> list[str]:
    return sorted({value for values in lists for value in values})
