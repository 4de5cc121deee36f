"""Where stories stand in the queue: their rank, and what it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import structlog

from actions.models import Action, Vendor
from ingest.core.learning.value import Standing, rank_of
from ingest.models import Item, Proposal, PublisherKind, Story
from ingest.services.judging import InUse, in_use, probability_of

log = structlog.get_logger(__name__)

_AT_ONCE = 200


def place_in_queue(story: Story, relevant: Sequence[Proposal], model: InUse | None = None) -> None:
    """Set the story's probability, rank and reasons from the proposals of its relevant items. Does not save it."""
    model = model or in_use()
    probability = max((probability_of(proposal, model) for proposal in relevant), default=0.0)
    items = Item.objects.filter(story=story).values_list("source_id", "source__publisher_kind")
    sources = dict(items)
    standing = Standing(
        probability=probability,
        kinds=story.kinds,
        new_places=_new_places(story.jurisdictions),
        new_vendors=_new_vendors(story.vendors),
        is_official=PublisherKind.GOVERNMENT in sources.values(),
        source_count=len(sources),
        latest_at=story.latest_at,
    )
    story.probability, story.rank = round(probability, 4), rank_of(standing)
    story.reasons = _reasons(standing, relevant)


def rank_waiting() -> int:
    """Rank every waiting story anew: after a switch of the model, and now and then since the directory grows."""
    model, ranked = in_use(), 0
    stories = list(Story.objects.waiting().order_by("pk"))
    for start in range(0, len(stories), _AT_ONCE):
        batch = stories[start : start + _AT_ONCE]
        proposals = _relevant_by_story(batch)
        for story in batch:
            place_in_queue(story, proposals.get(story.pk, []), model)
        ranked += Story.objects.bulk_update(batch, ["probability", "rank", "reasons"])
    log.info("stories_ranked", count=ranked)
    return ranked


def _relevant_by_story(stories: Iterable[Story]) -> dict[int, list[Proposal]]:
    rows = Proposal.objects.filter(version__item__story__in=list(stories)).select_related("version__item")
    latest = rows.order_by("version__item_id", "-version__number", "-pk").distinct("version__item_id")
    found: dict[int, list[Proposal]] = {}
    for proposal in latest.defer("drafts", "evidence", "version__text", "version__html_as_came"):
        story = proposal.version.item.story_id
        if proposal.is_relevant and story is not None:
            found.setdefault(story, []).append(proposal)
    return found


def _new_places(codes: Sequence[str]) -> list[str]:
    """Places of which the directory has no published action."""
    if not codes:
        return []
    known = Action.objects.published().filter(announcement__jurisdiction__code__in=codes)
    return sorted(set(codes) - set(known.values_list("announcement__jurisdiction__code", flat=True)))


def _new_vendors(names: Sequence[str]) -> list[str]:
    """Vendors of which the directory has no published action."""
    if not names:
        return []
    known = Vendor.objects.filter(name__in=names, targets__action__is_published=True)
    return sorted(set(names) - set(known.values_list("name", flat=True)))


def _reasons(standing: Standing, relevant: Sequence[Proposal]) -> dict[str, Any]:
    """What the rank was made of, as plain values; `ingest.desk.reasons` puts them into words."""
    learned = [proposal.learned for proposal in relevant if proposal.learned.get("changed")]
    changed = sorted({change for opinion in learned for change in opinion["changed"]})
    return {
        "new_places": list(standing.new_places),
        "new_vendors": list(standing.new_vendors),
        "is_official": standing.is_official,
        "sources": standing.source_count,
        "learned": changed,
    }
