"""What an editor answers to a story: plain values, checked by the form and written by `deciding`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from actions.drafting import ActionDraft, CitationDraft, MilestoneDraft, QuoteDraft, TargetDraft, split_authority
from actions.lifecycle import Kind, MilestoneKind, ReportedStage, Stage, stage_from_report
from actions.spans import Span

STAGE_ANSWERS = {
    "proposed": _("Proposed"),
    "adopted": _("Adopted"),
    "in_force": _("Adopted, and known to be in force"),
    "challenged": _("Challenged in court"),
    "halted": _("Challenged, and halted for now"),
    "lifted": _("Lifted"),
    "expired": _("Ended: its term ran out"),
    "rejected": _("Rejected"),
}
"""The stage as an editor may tell it: the guide's five, and what only a reader of the text knows."""

_REPORTED = {"halted": ReportedStage.CHALLENGED, "expired": ReportedStage.LIFTED}
_MILESTONES = {
    "proposed": MilestoneKind.PROPOSED,
    "adopted": MilestoneKind.ADOPTED,
    "in_force": MilestoneKind.ADOPTED,
    "challenged": MilestoneKind.CHALLENGED,
    "halted": MilestoneKind.SUSPENDED,
    "lifted": MilestoneKind.LIFTED,
    "expired": MilestoneKind.EXPIRED,
    "rejected": MilestoneKind.REJECTED,
}


class DecisionRefused(Exception):  # noqa: N818 - a rule that says no, with its sentence
    """A decision that cannot be carried out; `str()` is the sentence, `position` the draft that it is about."""

    def __init__(self, sentence: object, *, position: int | None = None) -> None:
        super().__init__(str(sentence))
        self.position = position


@dataclass(frozen=True, slots=True)
class ActionAnswer:
    """A draft as the editor left it, to be published. `stage` is one of STAGE_ANSWERS."""

    jurisdiction: str
    kind: Kind
    stage: str
    title: str
    targets: tuple[TargetDraft, ...]
    authority: str = ""
    announced: Span | None = None
    adopted: Span | None = None
    effective: Span | None = None
    ended: Span | None = None
    instrument: str = ""
    summary: str = ""
    scope: str = ""
    not_covered: str = ""
    reasons: str = ""
    binds: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    position: int = 0
    """Its place among the drafts of the form, so that a refusal can be shown there."""


@dataclass(frozen=True, slots=True)
class NewsAnswer:
    """The story is news of an action that we have. `what` is empty (evidence only), "reaction", or a milestone."""

    action: str
    jurisdiction: str
    kind: str
    what: str = ""
    text: str = ""
    on: Span | None = None
    by: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """All that an editor says of a story. `proposals` are those that the page showed."""

    actions: tuple[ActionAnswer, ...] = ()
    news: tuple[NewsAnswer, ...] = ()
    announcement: str = ""
    """The slug of an announcement that these actions belong to; empty opens one."""
    title: str = ""
    made_known: Span | None = None
    announcement_note: str = ""
    """What sources disagree on; for readers of a new announcement."""
    grades: Mapping[int, str] = field(default_factory=dict)
    """How close the page of each item stands to the act, by the item's id; empty text: not cited."""
    pages: tuple[CitationDraft, ...] = ()
    """Pages that no item stands for."""
    proposals: frozenset[int] | None = None
    as_left: Mapping[str, Any] = field(default_factory=dict)
    """The form as it was sent, for training."""
    note: str = ""


def stage_of(told: str, *, kind: Kind, effective: Span | None, today: date) -> Stage:
    """The stage of an action whose editor told `told`, one of STAGE_ANSWERS."""
    if told == "in_force":
        return Stage.IN_FORCE
    return stage_from_report(
        _REPORTED.get(told) or ReportedStage(told),
        kind=kind,
        effective=effective,
        today=today,
        is_halted=told == "halted",
        term_ran_out=told == "expired",
    )


def action_draft(
    answer: ActionAnswer,
    *,
    slug: str,
    today: date,
    citations: tuple[CitationDraft, ...],
    quotes: tuple[QuoteDraft, ...],
    classifier_version: str,
) -> ActionDraft:
    """The whole action: what the editor answered, the pages it rests on, and the step that they report."""
    step = MilestoneDraft(
        _MILESTONES[answer.stage],
        answer.title,
        answer.ended if answer.stage in {"lifted", "expired"} else answer.announced,
        citations[0].url if citations else "",
    )
    return ActionDraft(
        slug=slug,
        title=answer.title,
        kind=answer.kind,
        stage=stage_of(answer.stage, kind=answer.kind, effective=answer.effective, today=today),
        summary=answer.summary,
        scope=answer.scope,
        not_covered=answer.not_covered,
        binds=answer.binds,
        forbids=answer.forbids,
        instrument=answer.instrument,
        reasons=answer.reasons,
        announced=answer.announced,
        adopted=answer.adopted,
        effective=answer.effective,
        ended=answer.ended,
        authorities=split_authority(answer.authority),
        targets=answer.targets,
        citations=citations,
        quotes=quotes,
        milestones=(step,),
        classifier_version=classifier_version,
    )
