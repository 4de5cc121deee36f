"""Grouping: relevant items on one event stand in one story, and each item says why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ingest.core.grouping import FOLLOW_UP, WINDOW, Features, Stories, joined, title_words
from ingest.core.references import find_instruments
from ingest.core.updates import differing_fields
from ingest.models import Item, ItemVersion, Origin, Proposal, Story, StoryState, Update
from ingest.services.bulk import update_rows
from ingest.services.locks import Lock, hold
from ingest.services.ranking import place_all

log = structlog.get_logger(__name__)

_DECIDED = {StoryState.APPROVED, StoryState.REJECTED}
_PAGES = [Origin.PAGE, Origin.PDF]
_FOLLOW_UPS = {"challenged", "lifted"}
_MOST_WORDS = 80
_MOST_DAYS = 12
_MOST_INSTRUMENTS = 24
_UNION = ["kinds", "jurisdictions", "vendors", "words", "instruments", "event_days", "languages"]
_COLUMNS = [*_UNION, "score", "is_unsure", "first_on", "last_on", "state", "latest_at"]
_COLUMNS += ["probability", "rank", "reasons"]


IsNews = Callable[[Story, Proposal], bool]
"""Whether a proposal that joins a decided story brings it anything."""


def _always(_story: Story, _proposal: Proposal) -> bool:
    return True


@transaction.atomic
def group_proposals(proposals: Sequence[Proposal], *, is_news: IsNews = _always) -> None:
    """Put the items of new proposals into stories, under a lock: two workers never open two for one event.

    An item keeps its story. What it newly brings to a decided story sends that one to "updates":
    a change of substance or a retraction, not noise and not a mended word; and an item that
    joins, unless `is_news` says that it brings nothing. The number of queries does not grow
    with the number of items.
    """
    hold(Lock.GROUPING)
    now = timezone.now()
    items = Item.objects.in_bulk([proposal.version.item_id for proposal in proposals])
    _name_instruments(proposals, items)
    standing = [proposal for proposal in proposals if items[proposal.version.item_id].story_id is not None]
    strangers = {
        proposal.version.item_id: proposal
        for proposal in proposals
        if proposal.is_relevant and items[proposal.version.item_id].story_id is None
    }
    _bring_news(standing, items, now)
    if strangers:
        _place(strangers.values(), items, now, is_news)


def refresh_story(story: Story) -> None:
    """Write the union over a story's items anew: call it after items came or left. Saves the story."""
    _refresh([story])
    place_all([story])
    story.save()


def latest_proposals(items: Iterable[Item]) -> list[Proposal]:
    """The proposal of what each item says now, by the newest classifier that answered.

    Noise says nothing new, and a teaser says less than the page once that was read, unless the
    teaser changed in substance since. But a page in which nothing is found does not unsay its
    teaser: it may be a wall, a consent form, or the wrong part of the page. One that takes itself
    back does. Where a source shows again what it showed before, what stood there meanwhile is past.
    """
    told = Proposal.objects.filter(version__item=OuterRef("version__item"))
    by_page = told.filter(version__origin__in=_PAGES)
    by_entry = told.filter(version__origin=Origin.ENTRY, is_relevant=True).exclude(version__update=Update.NOISE)
    is_teaser = Q(version__origin=Origin.ENTRY, version__update__in=[Update.FIRST, Update.CORRECTION])
    is_silent_page = Q(version__origin__in=_PAGES, is_relevant=False) & ~Q(version__update=Update.RETRACTION)
    shown_again = ItemVersion.objects.filter(
        item=OuterRef("version__item"),
        origin=Origin.ENTRY,
        content_sha256=OuterRef("version__item__content_sha256"),
        returned_count__gt=0,
        number__lt=OuterRef("version__number"),
    )
    rows = (
        Proposal.objects.filter(version__item__in=items)
        .exclude(version__update=Update.NOISE)
        .exclude(Q(version__origin=Origin.ENTRY) & Q(Exists(shown_again)))
        .exclude(is_silent_page & Q(Exists(by_entry)))
        .exclude(is_teaser & Q(Exists(by_page.filter(is_relevant=True))))
        .exclude(is_teaser & Q(is_relevant=False) & Q(Exists(by_page)))
        .select_related("version__item")
    )
    return list(rows.order_by("version__item_id", "-version__number", "-pk").distinct("version__item_id"))


def mark_items(items: Collection[Item]) -> None:
    """What an item says now is what it is; irrelevant items stay, and can be found."""
    latest = {proposal.version.item_id: proposal for proposal in latest_proposals(items)}
    marks: dict[tuple[bool, bool], list[int]] = {}
    for item in items:
        if item.pk in latest:
            item.is_relevant, item.is_unsure = latest[item.pk].is_relevant, latest[item.pk].is_unsure
            marks.setdefault((item.is_relevant, item.is_unsure), []).append(item.pk)
    for (is_relevant, is_unsure), ids in marks.items():
        Item.objects.filter(pk__in=ids).update(is_relevant=is_relevant, is_unsure=is_unsure)


def day_of(item: Item) -> date:
    """The day on which an item came out: as it says, else when it was first seen."""
    return (item.published_at or item.first_seen_at).date()


def _name_instruments(proposals: Sequence[Proposal], items: dict[int, Item]) -> None:
    """The numbers that each relevant item names, kept with it: they grow with its versions."""
    changed = []
    for proposal in proposals:
        item, version = items[proposal.version.item_id], proposal.version
        if not proposal.is_relevant and item.story_id is None:
            continue
        told = " ".join(str(draft.get("instrument") or "") for draft in proposal.drafts)
        names = [*item.instruments, *find_instruments(version.title, version.text[:20_000], version.url, told)]
        if len(set(names)) > len(item.instruments):
            item.instruments = list(dict.fromkeys(names))[:_MOST_INSTRUMENTS]
            changed.append(item)
    update_rows(list({item.pk: item for item in changed}.values()), ["instruments"])


def _bring_news(proposals: Sequence[Proposal], items: dict[int, Item], now: datetime) -> None:
    """What known items newly say, brought to their stories."""
    if not proposals:
        return
    before = _proposals_before(proposals)
    news: set[int] = set()
    sorted_anew = []
    for proposal in proposals:
        story_id, version = items[proposal.version.item_id].story_id, proposal.version
        old = before.get(proposal.pk)
        is_silent_page = version.origin in _PAGES and not proposal.is_relevant
        found = differing_fields(_fields(old), _fields(proposal)) if old and not is_silent_page else ()
        if found:
            version.update_reasons = [*version.update_reasons, *(list(reason) for reason in found)]
            if version.update in {Update.NOISE, Update.CORRECTION}:
                version.update = Update.SUBSTANCE
            sorted_anew.append(version)
        if story_id and (found or version.update in {Update.SUBSTANCE, Update.RETRACTION}):
            news.add(story_id)
    update_rows(sorted_anew, ["update", "update_reasons"])
    ids = [story_id for p in proposals if (story_id := items[p.version.item_id].story_id) is not None]
    stories = list(Story.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    _refresh(stories)
    for story in stories:
        if story.pk in news:
            _wake(story, now)
    place_all(stories)
    update_rows(stories, _COLUMNS)
    log.info("items_changed", items=len(proposals), stories_with_news=len(news))


def _proposals_before(proposals: Sequence[Proposal]) -> dict[int, Proposal]:
    """What each item's version before was read as. None for another answer on the same version: that is no news."""
    rows = Proposal.objects.filter(version__item__in={proposal.version.item_id for proposal in proposals})
    held: dict[int, list[Proposal]] = {}
    for row in rows.exclude(pk__in=[proposal.pk for proposal in proposals]).select_related("version").order_by("pk"):
        held.setdefault(row.version.item_id, []).append(row)
    before = {}
    for proposal in proposals:
        version = proposal.version
        if any(row.version_id == version.pk for row in held.get(version.item_id, ())):
            continue
        older = [row for row in held.get(version.item_id, ()) if row.version.number < version.number]
        if older:
            before[proposal.pk] = max(older, key=lambda row: (row.version.number, row.pk))
    return before


def _fields(proposal: Proposal) -> dict[str, Any]:
    days = {
        name: sorted({draft[name] for draft in proposal.drafts if draft.get(name)})
        for name in ("announced", "effective")
    }
    return {
        "relevant": proposal.is_relevant,
        "kinds": proposal.kinds,
        "jurisdictions": proposal.jurisdictions,
        "vendors": proposal.vendors,
        "stage": proposal.stage,
        "reaction": proposal.is_reaction,
        **days,
    }


def _place(proposals: Collection[Proposal], items: dict[int, Item], now: datetime, is_news: IsNews) -> None:
    """Find or open the story of each item. Stories of this batch have numbers below zero until they are stored."""
    features = {
        proposal.version.item_id: _features(items[proposal.version.item_id], proposal) for proposal in proposals
    }
    stories = Stories(_nearby(features.values()))
    chosen: dict[int, int] = {}
    opened: dict[int, Story] = {}
    for proposal in sorted(proposals, key=lambda one: one.is_reaction):  # a story is named for the act, not its answers
        item = items[proposal.version.item_id]
        match = stories.choose(features[item.pk])
        if match is None:
            chosen[item.pk] = -1 - len(opened)
            opened[chosen[item.pk]] = Story(title=_headline(item, proposal), latest_at=now)
            stories.put(chosen[item.pk], features[item.pk])
            item.story_reason = {"opened": True}
        else:
            chosen[item.pk] = match.story_id
            stories.put(match.story_id, joined(stories.of(match.story_id), features[item.pk]))
            item.story_reason = {"score": match.score, **match.reasons}
    Story.objects.bulk_create(opened.values())
    for item_id, story_id in chosen.items():
        items[item_id].story_id = opened[story_id].pk if story_id < 0 else story_id
    update_rows([items[item_id] for item_id in chosen], ["story", "story_reason"])
    _welcome(proposals, items, now, is_news)
    log.info("items_grouped", items=len(chosen), opened=len(opened))


def _welcome(proposals: Collection[Proposal], items: dict[int, Item], now: datetime, is_news: IsNews) -> None:
    """Add what new items bring to their stories; what a story holds already is not read again."""
    joining: dict[int, list[Proposal]] = {}
    for proposal in proposals:
        joining.setdefault(items[proposal.version.item_id].story_id or 0, []).append(proposal)
    stories = list(Story.objects.select_for_update().filter(pk__in=joining).order_by("pk"))
    for story in stories:
        is_empty = not story.kinds and not story.jurisdictions and not story.vendors and story.first_on is None
        story.is_unsure = (is_empty or story.is_unsure) and all(p.is_unsure for p in joining[story.pk])
        for proposal in joining[story.pk]:
            _absorb(story, items[proposal.version.item_id], proposal)
        if story.state not in _DECIDED or any(is_news(story, proposal) for proposal in joining[story.pk]):
            _wake(story, now)
    place_all(stories)
    update_rows(stories, _COLUMNS)


def _wake(story: Story, now: datetime) -> None:
    if story.state in _DECIDED:
        story.state = StoryState.UPDATES
    story.latest_at = now


def _absorb(story: Story, item: Item, proposal: Proposal) -> None:
    features = joined(_features_of(story), _features(item, proposal))
    story.kinds, story.vendors = sorted(features.kinds), sorted(features.vendors)
    story.jurisdictions, story.languages = sorted(features.jurisdictions), sorted(features.languages)
    story.words = sorted(features.words)[:_MOST_WORDS]
    story.instruments = sorted(features.instruments)[:_MOST_INSTRUMENTS]
    story.event_days = sorted(features.event_days)[:_MOST_DAYS]
    story.first_on, story.last_on = features.days
    story.score = max(story.score, proposal.score)


def _refresh(stories: Sequence[Story]) -> None:
    """The union over all that the stories' items say now, in two queries."""
    items = Item.objects.filter(story__in=stories).in_bulk()
    latest = {proposal.version.item_id: proposal for proposal in latest_proposals(items.values())}
    for story in stories:
        mine = [item for item in items.values() if item.story_id == story.pk]
        relevant = [latest[item.pk] for item in mine if item.pk in latest and latest[item.pk].is_relevant]
        for name in _UNION:
            setattr(story, name, [])
        story.first_on = story.last_on = None
        story.score = 0
        for proposal in relevant:
            _absorb(story, items[proposal.version.item_id], proposal)
        days = [day_of(item) for item in mine]
        story.first_on, story.last_on = min(days, default=None), max(days, default=None)
        story.is_unsure = bool(relevant) and all(proposal.is_unsure for proposal in relevant)


def _features(item: Item, proposal: Proposal) -> Features:
    day = day_of(item)
    announced = (draft.get("announced") or "" for draft in proposal.drafts)
    return Features(
        vendors=frozenset(proposal.vendors),
        jurisdictions=frozenset(proposal.jurisdictions),
        kinds=frozenset(proposal.kinds),
        days=(day, day),
        words=title_words(proposal.version.title),
        event_days=frozenset(date.fromisoformat(told) for told in announced if len(told) == len("2025-06-27")),
        instruments=frozenset(item.instruments),
        languages=frozenset(filter(None, [proposal.version.language])),
        is_follow_up=proposal.is_reaction or proposal.stage in _FOLLOW_UPS,
    )


def _features_of(story: Story) -> Features:
    return Features(
        vendors=frozenset(story.vendors),
        jurisdictions=frozenset(story.jurisdictions),
        kinds=frozenset(story.kinds),
        days=(story.first_on, story.last_on),
        words=frozenset(story.words),
        event_days=frozenset(story.event_days),
        instruments=frozenset(story.instruments),
        languages=frozenset(story.languages),
    )


def _nearby(items: Collection[Features]) -> dict[int, Features]:
    """Stories that these items could belong to, in one query: near in time and place, or followed up."""
    days = [day for features in items for day in features.days if day]
    first, last = min(days), max(days)
    vendors, places, instruments = (
        sorted({value for features in items for value in getattr(features, name)})
        for name in ("vendors", "jurisdictions", "instruments")
    )
    countries = sorted({code.partition("-")[0] for code in places})
    is_near = Q(last_on__gte=first - WINDOW, first_on__lte=last + WINDOW) | Q(first_on__isnull=True)
    is_followed = Q(last_on__gte=first - FOLLOW_UP, first_on__lte=last + FOLLOW_UP)
    shares = Q(vendors__overlap=vendors) | Q(instruments__overlap=instruments)
    rows = Story.objects.filter((is_near & Q(jurisdictions__overlap=places + countries)) | (is_followed & shares))
    return {story.pk: _features_of(story) for story in rows.filter(items__isnull=False).distinct()}


def _headline(item: Item, proposal: Proposal) -> str:
    return (item.title or proposal.version.text[:200] or item.key)[:1000]
