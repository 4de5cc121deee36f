"""What an item or a decision counts for on /quality/: one mark for each number that it adds one to. No queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from actions.models import Action
from ingest.core.merging import merge_drafts
from ingest.models import Decision, DecisionKind
from ingest.services.decided import Said

_COMPARED = ("stage", "authority", "announced", "effective", "instrument")


class Figure(StrEnum):
    """What is counted. Where it is a share, `part` is YES for its hits and NO for the rest."""

    ITEMS = "items"
    DECISIONS = "decisions"
    BY_HAND = "by_hand"
    LANE = "lane"
    LANGUAGE = "language"
    PUBLISHER = "publisher"
    MONTH = "month"
    SCORED = "scored"
    """By the score of the rules; LEARNED by the probability that a model gave."""
    LEARNED = "learned"
    VERSION = "version"
    VERSION_SURE = "version_sure"
    DRAFTED = "drafted"
    """Drafts of a kind, and whether it was kept. KEPT: kinds that were kept, and whether one was drafted."""
    KEPT = "kept"
    STAGE = "stage"
    MOVE = "move"
    PUBLISHED = "published"
    FOUND = "found"
    """Items that were found, by the week in which they came: what the weekly sample is compared with."""
    FOUND_LANGUAGE = "found_language"
    FOUND_PUBLISHER = "found_publisher"


YES, NO = "yes", "no"
SURE, UNSURE = "sure", "unsure"
UNCHANGED, CHANGED = "unchanged", "changed"


class Mark(NamedTuple):
    """Adds one to `part` of `name` in `figure`."""

    figure: Figure
    name: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class PublishedAction:
    """An action that came of a proposal. `changed` names the fields that the editor wrote anew."""

    action: Action
    version: str
    decided_at: datetime
    changed: tuple[str, ...]


def marks_of_item(said: Said) -> Iterator[Mark]:
    """What an item counts for by what was said of it last."""
    yield Mark(Figure.ITEMS)
    proposal = said.proposal
    if not proposal.is_relevant:
        if said.is_relevant:
            yield Mark(Figure.BY_HAND)
        return
    kept = YES if said.is_relevant else NO
    yield Mark(Figure.LANE, UNSURE if proposal.is_unsure else SURE, kept)
    yield Mark(Figure.LANGUAGE, proposal.version.language, kept)
    yield Mark(Figure.PUBLISHER, proposal.version.item.source.publisher_kind, kept)
    yield Mark(Figure.MONTH, f"{said.decided_at.astimezone(UTC):%Y-%m}", kept)
    yield Mark(Figure.VERSION, proposal.classifier_version, kept)
    if not proposal.is_unsure:
        yield Mark(Figure.VERSION_SURE, proposal.classifier_version, kept)
    learned = proposal.learned.get("relevant")
    if isinstance(learned, int | float):
        yield Mark(Figure.LEARNED, f"{learned:.3f}", kept)
    else:
        yield Mark(Figure.SCORED, f"{proposal.score:.3f}", kept)
    if said.kept.stage:
        yield Mark(Figure.STAGE, proposal.stage, said.kept.stage)
    yield from _marks_of_kinds(said)
    if said.is_relevant:
        monday = monday_of(proposal.version.item.first_seen_at).isoformat()
        yield Mark(Figure.FOUND, "", monday)
        yield Mark(Figure.FOUND_LANGUAGE, proposal.version.language, monday)
        yield Mark(Figure.FOUND_PUBLISHER, proposal.version.item.source.publisher_kind, monday)


def _marks_of_kinds(said: Said) -> Iterator[Mark]:
    """Precision counts drafts of approved and rejected items; recall counts items whose editor kept the kind."""
    answers, drafted = said.kinds, said.proposal.kinds
    for kind in drafted:
        yield Mark(Figure.DRAFTED, kind, YES if answers.get(kind) else NO)
    for kind, is_held in answers.items():
        if is_held:
            yield Mark(Figure.KEPT, kind, YES if kind in drafted else NO)
    yield from _moves(answers, frozenset(drafted))


def _moves(answers: Mapping[str, bool], drafted: frozenset[str]) -> Iterator[Mark]:
    """Where one draft was left out and one kind added in the same item: the kind that it was taken for."""
    wrong = [kind for kind in drafted if answers.get(kind) is False]
    added = [kind for kind, is_held in answers.items() if is_held and kind not in drafted]
    for kind in drafted:
        if answers.get(kind):
            yield Mark(Figure.MOVE, kind, kind)
    for kind in wrong:
        yield Mark(Figure.MOVE, kind, added[0] if len(added) == 1 else "none")
    if not wrong:
        for kind in added:
            yield Mark(Figure.MOVE, "none", kind)


def monday_of(seen: datetime) -> date:
    """The week, in UTC, in which an item came in: what samples are drawn by."""
    day = seen.astimezone(UTC).date()
    return date.fromordinal(day.toordinal() - day.weekday())


def marks_of_decision(decision: Decision) -> Iterator[Mark]:
    """What a decision counts for: itself, and the actions that it published. One that was taken back, for nothing."""
    if decision.undone_at is not None or decision.kind not in {DecisionKind.APPROVE, DecisionKind.REJECT}:
        return
    yield Mark(Figure.DECISIONS)
    for one in published_by(decision):
        yield Mark(Figure.PUBLISHED, one.version, CHANGED if one.changed else UNCHANGED)


def published_by(decision: Decision) -> list[PublishedAction]:
    """The actions of an approval that stand and came of a proposal, with what the editor changed."""
    if decision.kind != DecisionKind.APPROVE or not decision.answer.get("made"):
        return []
    actions = {action.pk: action for action in decision.actions.all()}
    relevant = [proposal for proposal in decision.proposals.all() if proposal.is_relevant]
    proposed = {_pair(draft): draft for draft in merge_drafts(d for p in relevant for d in p.drafts)}
    left = [draft for draft in decision.answer.get("drafts") or [] if draft.get("answer") == "new"]
    found = []
    for pk, draft in zip(decision.answer["made"], left, strict=False):
        action = actions.get(pk)
        if action is not None and action.is_published and action.classifier_version:
            changed = changed_fields(proposed.get(_pair(draft)), draft)
            found.append(PublishedAction(action, action.classifier_version, decision.decided_at, changed))
    return found


def changed_fields(proposed: Mapping[str, Any] | None, left: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields of a draft that its editor wrote anew; ("draft",) where nothing of this place and kind was proposed.

    A field that the proposal left empty and the editor filled counts; one that both left empty does not.
    """
    if proposed is None:
        return ("draft",)
    changed = [
        name for name in _COMPARED if _plain(proposed.get(name)) != _plain(left.get(name)) and _said(name, proposed)
    ]
    if {_plain(name) for name in proposed.get("vendors") or []} != {_plain(name) for name in left.get("vendors") or []}:
        changed.append("vendors")
    return tuple(changed)


def _said(name: str, proposed: Mapping[str, Any]) -> bool:
    """A day that the proposal did not give is filled by the form with the item's own: no change by the editor."""
    return name != "announced" or bool(proposed.get(name))


def _plain(value: object) -> str:
    return " ".join(str(value or "").split()).casefold()


def _pair(draft: Mapping[str, Any]) -> tuple[str, str]:
    return str(draft.get("jurisdiction") or "").upper(), str(draft.get("kind") or "")
