"""Where stories stand in the queue: their rank, and what it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from actions.models import Action, Vendor
from ingest.core.learning.value import Standing, rank_of
from ingest.models import Item, Proposal, PublisherKind, Story, Update
from ingest.services.judging import InUse, doubts_of_proposal, in_use, probability_of

log = structlog.get_logger(__name__)

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class _Facts:
    """What stories are compared with: their sources, and what the directory has of their places and vendors."""

    sources: Mapping[int, Mapping[int, str]]
    known_places: frozenset[str]
    known_vendors: frozenset[str]


def place_all(stories: Sequence[Story], model: InUse | None = None) -> None:
    """Set probability, rank and reasons from what the stories' items say, in four queries. Does not save them."""
    if not stories:
        return
    model = model or in_use()
    facts, proposals = _facts(stories), _latest_by_story(stories)
    for story in stories:
        _place(story, proposals.get(story.pk, []), model, facts)


def _place(story: Story, latest: Sequence[Proposal], model: InUse, facts: _Facts) -> None:
    relevant = [proposal for proposal in latest if proposal.is_relevant]
    probability = max((probability_of(proposal, model) for proposal in relevant), default=0.0)
    sources = facts.sources.get(story.pk, {})
    standing = Standing(
        probability=probability,
        kinds=story.kinds,
        new_places=sorted(set(story.jurisdictions) - facts.known_places),
        new_vendors=sorted(set(story.vendors) - facts.known_vendors),
        is_official=PublisherKind.GOVERNMENT in sources.values(),
        source_count=len(sources),
        latest_at=story.latest_at,
    )
    story.probability, story.rank = round(probability, 4), rank_of(standing)
    story.reasons = _reasons(standing, relevant)
    if relevant and all(proposal.is_unsure for proposal in relevant):
        story.reasons["doubts"] = list(dict.fromkeys(doubt for one in relevant for doubt in doubts_of_proposal(one)))
    if withdrawn := sum(proposal.version.update == Update.RETRACTION for proposal in latest):
        story.reasons["withdrawn"] = withdrawn


def rank_waiting() -> int:
    """Rank every waiting story anew: after a switch of the model, and now and then since the directory grows."""
    model, ranked = in_use(), 0
    stories = list(Story.objects.waiting().order_by("pk"))
    for start in range(0, len(stories), _AT_ONCE):
        batch = stories[start : start + _AT_ONCE]
        place_all(batch, model)
        ranked += Story.objects.bulk_update(batch, ["probability", "rank", "reasons"])
    log.info("stories_ranked", count=ranked)
    return ranked


def _latest_by_story(stories: Iterable[Story]) -> dict[int, list[Proposal]]:
    rows = Proposal.objects.filter(version__item__story__in=list(stories)).select_related("version__item")
    latest = rows.order_by("version__item_id", "-version__number", "-pk").distinct("version__item_id")
    found: dict[int, list[Proposal]] = {}
    for proposal in latest.defer("drafts", "evidence", "version__text", "version__html_as_came"):
        story = proposal.version.item.story_id
        if story is not None:
            found.setdefault(story, []).append(proposal)
    return found


def _facts(stories: Sequence[Story]) -> _Facts:
    sources: dict[int, dict[int, str]] = {}
    rows = Item.objects.filter(story__in=stories).values_list("story_id", "source_id", "source__publisher_kind")
    for story, source, kind in rows:
        sources.setdefault(story or 0, {})[source] = kind
    codes = {code for story in stories for code in story.jurisdictions}
    names = {name for story in stories for name in story.vendors}
    places = Action.objects.published().filter(announcement__jurisdiction__code__in=codes)
    vendors = Vendor.objects.filter(name__in=names, targets__action__is_published=True)
    return _Facts(
        sources=sources,
        known_places=frozenset(places.values_list("announcement__jurisdiction__code", flat=True)),
        known_vendors=frozenset(vendors.values_list("name", flat=True)),
    )


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
