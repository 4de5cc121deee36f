"""What an action is, what may follow what, and what binds on a day. Pure rules.

The table of cases stands in docs/decisions/0004-what-stands-on-a-day.md; the same rule in
SQL is the view behind `Line`, and one test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from actions.spans import Span


class Kind(StrEnum):
    """The six kinds of the annotation guide, strongest last to first in STRENGTH."""

    PROCUREMENT_BAN = "procurement_ban"
    SHUTDOWN_ORDER = "shutdown_order"
    ADVISORY = "advisory"
    REMOVAL_ORDER = "removal_order"
    MARKET_RESTRICTION = "market_restriction"
    SANCTIONS_LISTING = "sanctions_listing"


STRENGTH: tuple[Kind, ...] = (
    Kind.SHUTDOWN_ORDER,
    Kind.MARKET_RESTRICTION,
    Kind.REMOVAL_ORDER,
    Kind.PROCUREMENT_BAN,
    Kind.SANCTIONS_LISTING,
    Kind.ADVISORY,
)
"""Strictest first: the order in which "the strictest" is told."""


class Stage(StrEnum):
    """Where an action stands in its life."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    LIFTED = "lifted"
    EXPIRED = "expired"
    REJECTED = "rejected"


class ReportedStage(StrEnum):
    """The stage in an item's own words, as the annotation guide has it."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    CHALLENGED = "challenged"
    LIFTED = "lifted"
    REJECTED = "rejected"


class MilestoneKind(StrEnum):
    """A dated step in an action's life."""

    CALLED_FOR = "called_for"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    EFFECTIVE = "effective"
    PHASE = "phase"
    DEADLINE = "deadline"
    AMENDED = "amended"
    EXTENDED = "extended"
    CHALLENGED = "challenged"
    UPHELD = "upheld"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    LIFTED = "lifted"
    EXPIRED = "expired"
    REJECTED = "rejected"


class Standing(StrEnum):
    """Whether an action stands on a day."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


TOOK_EFFECT_STAGES = frozenset({Stage.IN_FORCE, Stage.SUSPENDED, Stage.LIFTED, Stage.EXPIRED})
TOOK_EFFECT_MILESTONES = frozenset(
    {
        MilestoneKind.EFFECTIVE,
        MilestoneKind.SUSPENDED,
        MilestoneKind.REINSTATED,
        MilestoneKind.LIFTED,
        MilestoneKind.EXPIRED,
    }
)
NEVER_STOOD_STAGES = frozenset({Stage.PROPOSED, Stage.REJECTED})
ENDED_STAGES = frozenset({Stage.LIFTED, Stage.EXPIRED})
CURRENT_STAGES = frozenset({Stage.ADOPTED, Stage.IN_FORCE, Stage.SUSPENDED})


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone as the rules see it; `on` is None where the day is not known."""

    kind: MilestoneKind
    on: Span | None


@dataclass(frozen=True, slots=True)
class Life:
    """All that decides whether an action stands: its stage, its dates and its milestones."""

    stage: Stage
    adopted: Span | None = None
    effective: Span | None = None
    ended: Span | None = None
    steps: Sequence[Step] = ()

    @property
    def start(self) -> Span | None:
        """The effective day; else the adoption day, if stage or milestones say that it took effect."""
        if self.effective is not None:
            return self.effective
        took_effect = self.stage in TOOK_EFFECT_STAGES or any(s.kind in TOOK_EFFECT_MILESTONES for s in self.steps)
        return self.adopted if took_effect else None

    @property
    def last_dated_day(self) -> date | None:
        """The last day on which something is known to have happened."""
        spans = [self.start, *(step.on for step in self.steps)]
        return max((span.last for span in spans if span is not None), default=None)

    def pause_on(self, day: date) -> Standing:
        """Whether a suspension rests on `day`: the latest dated suspension or reinstatement decides."""
        switches = [
            (step.on.first, step.on.last, step.kind == MilestoneKind.SUSPENDED)
            for step in self.steps
            if step.kind in {MilestoneKind.SUSPENDED, MilestoneKind.REINSTATED} and step.on and step.on.first <= day
        ]
        if not switches:
            return Standing.NO
        _, last, is_pause = max(switches)
        if day < last:
            return Standing.NOT_KNOWN
        return Standing.YES if is_pause else Standing.NO

    @property
    def has_undated_pause(self) -> bool:
        pauses = [step.on for step in self.steps if step.kind == MilestoneKind.SUSPENDED]
        return None in pauses or (self.stage is Stage.SUSPENDED and not pauses)


def stands_on(life: Life, day: date) -> Standing:
    """Tell whether an action stands on `day`: YES, NO or NOT_KNOWN.

    Days are calendar days where the authority sits, not instants. Inside the span of an
    imprecise date ("June 2025") the answer is NOT_KNOWN. The last day counts: an order that
    ends on 30 June still stands that day. A decision without an effective day is NOT_KNOWN
    until something says that it took effect. After the last dated step of an action that
    ended, or was suspended, on an unknown day, the answer is NOT_KNOWN.
    """
    if life.stage in NEVER_STOOD_STAGES:
        return Standing.NO
    decided = [span for span in (life.start, life.adopted) if span is not None]
    if any(day < span.first for span in decided[:1]) or (life.ended and day > life.ended.last):
        return Standing.NO
    pause = life.pause_on(day)
    if pause is Standing.YES:
        return Standing.NO
    has_open_end = life.has_undated_pause or (life.stage in ENDED_STAGES and life.ended is None)
    is_past_last_step = has_open_end and life.last_dated_day is not None and day > life.last_dated_day
    is_certain = (
        life.start is not None
        and life.start.last <= day
        and (life.ended is None or day <= life.ended.first)
        and pause is Standing.NO
        and not is_past_last_step
    )
    return Standing.YES if is_certain else Standing.NOT_KNOWN


def stage_from_report(
    reported: ReportedStage,
    *,
    kind: Kind,
    effective: Span | None,
    today: date,
    is_halted: bool = False,
    term_ran_out: bool = False,
) -> Stage:
    """Map an item's reported stage to an action's stage; the only place that does.

    Adopted becomes IN_FORCE once its effective day has surely come; an advisory without one is
    complete, and so current, as soon as it is given. A challenge leaves the action in force
    unless it is halted; lifted is EXPIRED where its term ran out.
    """
    if reported is ReportedStage.CHALLENGED:
        return Stage.SUSPENDED if is_halted else Stage.IN_FORCE
    if reported is ReportedStage.LIFTED:
        return Stage.EXPIRED if term_ran_out else Stage.LIFTED
    if reported is ReportedStage.ADOPTED:
        has_begun = kind is Kind.ADVISORY if effective is None else effective.last <= today
        return Stage.IN_FORCE if has_begun else Stage.ADOPTED
    return Stage(reported.value)


ALLOWED_NEXT: dict[Stage, frozenset[Stage]] = {
    Stage.PROPOSED: frozenset({Stage.ADOPTED, Stage.IN_FORCE, Stage.REJECTED}),
    Stage.ADOPTED: frozenset({Stage.IN_FORCE, Stage.SUSPENDED, Stage.LIFTED, Stage.EXPIRED}),
    Stage.IN_FORCE: frozenset({Stage.SUSPENDED, Stage.LIFTED, Stage.EXPIRED}),
    Stage.SUSPENDED: frozenset({Stage.IN_FORCE, Stage.LIFTED, Stage.EXPIRED}),
    Stage.LIFTED: frozenset({Stage.IN_FORCE}),
    Stage.EXPIRED: frozenset({Stage.IN_FORCE}),
    Stage.REJECTED: frozenset({Stage.PROPOSED}),
}
"""What may follow what. A correction of our own mistake is an amendment and is not bound by it."""


def may_follow(before: Stage, after: Stage) -> bool:
    return before is after or after in ALLOWED_NEXT[before]


def strictest(kinds: Sequence[Kind]) -> Kind | None:
    """The strongest of `kinds`; None where there is none."""
    return min(kinds, key=STRENGTH.index, default=None)
