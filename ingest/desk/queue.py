"""The queue: lanes, how they are narrowed, and one line for each story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actions import labels
from actions.lifecycle import Kind, strictest
from ingest.desk.reasons import few, queue_reason
from ingest.models import Story, StoryState
from ingest.models.desk import Lane
from jurisdictions import codes, names

if TYPE_CHECKING:
    from ingest.models.desk import StoryQuerySet

LANES = {
    Lane.NEW: _("New"),
    Lane.UPDATES: _("Updates"),
    Lane.UNSURE: _("Unsure"),
    Lane.DECIDED: _("Decided"),
}
LANE_MEANINGS = {
    Lane.NEW: _("Stories that nobody has decided yet. What is likely, weighty and fresh comes first."),
    Lane.UPDATES: _("Decided stories that a new item, or a new version of one, has joined since."),
    Lane.UNSURE: _("Stories of which the classifier is not sure that they report an action, the likeliest first."),
    Lane.DECIDED: _("Stories that were approved, rejected or merged, the latest first."),
}
_KNOWN = {"lane", "place", "kind", "q", "page", "decided"}


class UnknownFilter(ValueError):  # noqa: N818 - a filter that we do not know, named in its sentence
    """The query string asks for what the queue does not know."""


def plain(text: str, limit: int) -> str:
    """What somebody typed, as the database can hold it: no NUL, no white space around it, not too long."""
    return text.replace("\x00", "").strip()[:limit]


@dataclass(frozen=True, slots=True)
class QueueFilters:
    """The queue, narrowed. `place` is a code and holds its subdivisions too."""

    lane: Lane = Lane.NEW
    place: str = ""
    kind: str = ""
    q: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> QueueFilters:
        """Read a query string; raises UnknownFilter for a name or a value that the queue does not know."""
        for name in query:
            if name not in _KNOWN:
                raise UnknownFilter(name)
        try:
            lane = Lane(query.get("lane") or Lane.NEW)
            kind = str(Kind(query["kind"])) if query.get("kind") else ""
        except ValueError as error:
            raise UnknownFilter(str(error)) from error
        place = query.get("place", "")
        if place and not codes.is_code(place):
            raise UnknownFilter(place)
        return cls(lane, place, kind, plain(query.get("q", ""), 200))

    def apply(self, stories: StoryQuerySet) -> StoryQuerySet:
        stories = self.narrow(stories).in_lane(self.lane)
        return stories.by_latest() if self.lane is Lane.DECIDED else stories.by_value()

    def narrow(self, stories: StoryQuerySet) -> StoryQuerySet:
        """All but the lane, so that lanes can be counted."""
        if self.place:
            stories = stories.in_place(self.place)
        if self.kind:
            stories = stories.filter(kinds__contains=[self.kind])
        if self.q:
            stories = stories.filter(Q(title__icontains=self.q) | Q(vendors__icontains=self.q))
        return stories

    def query(self, **other: str) -> str:
        """The query string of these filters, with `other` in their place; empty ones are left out."""
        lane = "" if self.lane is Lane.NEW else str(self.lane)
        wanted = {"lane": lane, "place": self.place, "kind": self.kind, "q": self.q} | other
        return urlencode({name: value for name, value in wanted.items() if value})


@dataclass(frozen=True, slots=True)
class LaneTab:
    value: str
    label: Any
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A story in one line."""

    pk: int
    title: str
    kind: str
    place: str
    vendors: str
    item_count: int
    is_unsure: bool
    """Unsure, and `reason` does not say why."""
    state: str
    state_word: str
    reason: str
    """Why it stands where it stands; empty for what is decided."""


def lane_tabs(filters: QueueFilters) -> list[LaneTab]:
    """The lanes with what waits in each, in one query."""
    counts = filters.narrow(Story.objects.all()).aggregate(
        **{str(lane): Count("pk", filter=lane.condition) for lane in Lane}
    )
    return [
        LaneTab(
            str(lane),
            label,
            counts[str(lane)],
            filters.query(lane=str(lane)),
            lane is filters.lane,
        )
        for lane, label in LANES.items()
    ]


def lines_of(stories: Iterable[Story]) -> list[Line]:
    """Lines for stories that `for_queue` has counted."""
    return [
        Line(
            pk=story.pk,
            title=story.title,
            kind=str(strictest([Kind(kind) for kind in story.kinds if kind in labels.KINDS]) or ""),
            place=", ".join(map(place_name, story.jurisdictions[:3])),
            vendors=few(story.vendors),
            item_count=getattr(story, "item_count", 0),
            is_unsure=story.is_unsure and not story.reasons.get("doubts"),
            state=story.state,
            state_word=story.get_state_display(),
            reason=_reason(story),
        )
        for story in stories
    ]


def _reason(story: Story) -> str:
    if story.state in {StoryState.APPROVED, StoryState.REJECTED}:
        return ""
    names_of = {code: place_name(code) for code in story.reasons.get("new_places", [])[:2]}
    return queue_reason(story.probability, story.reasons, names_of)


def place_name(code: str) -> str:
    """The name of a place by its code, without a query; the code itself where nobody knows a name."""
    if codes.is_subdivision(code):
        try:
            return names.subdivision_name(code)
        except LookupError:
            return code
    return names.territory_name(code, get_language() or "en") or code
