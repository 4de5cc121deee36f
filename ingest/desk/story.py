"""A story as an editor reads it: its items with marked evidence, and its drafts merged into one proposal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.labels import Grade
from actions.lifecycle import STRENGTH, Kind
from ingest.core.marking import Piece, mark_pieces, read_slices
from ingest.core.merging import merge_drafts
from ingest.desk.similar import Known, known_actions
from ingest.desk.vendors import find_vendor
from ingest.models import Item, ItemVersion, Origin, Proposal, Snapshot, Story, Update
from ingest.services.evidence import address_of, grade_of
from ingest.services.grouping import latest_proposals

LONGEST_SHOWN = 20_000
"""Characters of a text that a page shows; the rest is one click away, at its source."""


@dataclass(frozen=True, slots=True)
class ReadItem:
    """An item of a story, with what the classifier rests on drawn into its text."""

    item: Item
    version: ItemVersion | None
    proposal: Proposal | None
    title: list[Piece]
    text: list[Piece]
    is_cut: bool
    address: str
    grade: Grade
    kept: Mapping[str, Any] | None
    """When we fetched the bytes that it came from, how many, and their hash; None where none are kept."""

    @property
    def is_withdrawn(self) -> bool:
        """Whether its publisher takes it back, and did not put it up again since."""
        if self.version is None or self.version.update != Update.RETRACTION:
            return False
        return self.version.origin != Origin.ENTRY or self.version.content_sha256 == self.item.content_sha256


@dataclass(frozen=True, slots=True)
class StoryProposal:
    """All that the form is filled with. `drafts` and `known` run side by side."""

    drafts: Sequence[Mapping[str, Any]]
    known: Sequence[Known]
    is_reaction: bool
    proposals: frozenset[int]
    days: Sequence[str]
    """The days of announcement that the items give, as ISO dates; more than one where they disagree."""


def read_items(story: Story) -> list[ReadItem]:
    """A story's items, official pages first, then the surest, withdrawn ones last; in a constant number of queries."""
    proposals = {proposal.version.item_id: proposal for proposal in latest_proposals(story.items.all())}
    versions = ItemVersion.objects.filter(item__story=story).order_by("item_id", "-number").distinct("item_id")
    latest = {version.item_id: version for version in versions}
    shown = {pk: proposals[pk].version if pk in proposals else version for pk, version in latest.items()}
    ids = [version.snapshot_id for version in shown.values() if version.snapshot_id]
    kept = {
        row["pk"]: row
        for row in Snapshot.objects.filter(pk__in=ids).values("pk", "payload", "byte_count", "fetched_at")
    }
    read = [
        _read(item, shown.get(item.pk), proposals.get(item.pk), kept)
        for item in story.items.select_related("source").order_by("pk")
    ]
    order = list(Grade.values)
    return sorted(
        read, key=lambda r: (r.is_withdrawn, order.index(r.grade), -(r.proposal.score if r.proposal else 0), r.item.pk)
    )


def _read(
    item: Item, version: ItemVersion | None, proposal: Proposal | None, kept: Mapping[int, Mapping[str, Any]]
) -> ReadItem:
    full = version.full_text if version else ""
    slices = read_slices(_all_evidence(proposal), length=len(full)) if proposal else []
    border = len(version.title) if version else 0
    begin, end = border + 2, border + 2 + LONGEST_SHOWN
    return ReadItem(
        item=item,
        version=version,
        proposal=proposal,
        title=mark_pieces(full, slices, end=border),
        text=mark_pieces(full, slices, start=begin, end=min(end, len(full))) if len(full) > begin else [],
        is_cut=len(full) > end,
        address=address_of(item),
        grade=grade_of(item),
        kept=kept.get(version.snapshot_id) if version and version.snapshot_id else None,
    )


def _all_evidence(proposal: Proposal) -> Iterable[Mapping[str, Any]]:
    yield from proposal.evidence
    for draft in proposal.drafts:
        yield from draft.get("evidence", [])


def read_proposal(story: Story, items: Sequence[ReadItem]) -> StoryProposal:
    """What the items together propose. A reaction, and an item added by hand, give one draft to start from.

    Kinds without a place give a draft each: the editor says who acts.

    What a publisher took back proposes nothing beside what others say; where nobody else says
    anything it is shown, and left out unless an editor chooses otherwise.
    """
    proposals = [read.proposal for read in items if read.proposal]
    standing = [read.proposal for read in items if read.proposal and not read.is_withdrawn]
    relevant = [proposal for proposal in standing if proposal.is_relevant]
    drafts = merge_drafts(draft for proposal in relevant for draft in proposal.drafts)
    is_reaction = not drafts and any(proposal.is_reaction for proposal in relevant)
    is_withdrawn = bool(items) and all(read.is_withdrawn for read in items)
    drafts = drafts or _bare_drafts(story, is_withdrawn=is_withdrawn, most=1 if is_reaction else len(Kind))
    names = dict.fromkeys(name for draft in drafts for name in draft["vendors"])
    ids = {name: vendor.pk for name in names if (vendor := find_vendor(name))}
    known = known_actions(drafts, vendors=ids, day=story.first_on)
    days = sorted({draft["announced"] for p in relevant for draft in p.drafts if draft.get("announced")})
    return StoryProposal(drafts, known, is_reaction, frozenset(proposal.pk for proposal in proposals), days)


def disagreement(days: Sequence[str]) -> str:
    """A note, in the record's English, on the days that sources give; empty where they agree."""
    return f"Sources give different days: {', '.join(days)}." if len(days) > 1 else ""


def _bare_drafts(story: Story, *, is_withdrawn: bool, most: int) -> list[dict[str, Any]]:
    """Drafts to start from: one for each kind that the story holds, the strongest first; one where it holds none."""
    kinds = [str(kind) for kind in STRENGTH if kind in story.kinds]
    return [
        {
            "jurisdiction": story.jurisdictions[0] if story.jurisdictions else "",
            "kind": kind,
            "stage": "adopted",
            "vendors": list(story.vendors),
            "targets": [],
            "score": story.score,
            "withdrawn": is_withdrawn,
        }
        for kind in kinds[:most] or [""]
    ]
