"""How good the classifier is, counted from what editors decided. Reads only; `ingest.quality` puts it on a page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from django.db.models import Count, Max, QuerySet

from actions.lifecycle import STRENGTH
from actions.models import Action
from ingest.core.learning.figures import Recall, Share, Stratum, estimate_recall
from ingest.core.learning.versions import age_of
from ingest.core.merging import merge_drafts
from ingest.models import AuditAnswer, AuditSample, AuditWeek, Decision, DecisionKind, Switch
from ingest.services.decided import Said, said_of_items
from ingest.services.judging import in_use, probability_of

_SHOWN = 15
"""Published actions that the page lists by name; the counts are of all."""

_LIKELY_BOUNDS = (0.0, 0.5, 0.7, 0.85, 0.95, 1.0)
_COMPARED = ("stage", "authority", "announced", "effective", "instrument")


@dataclass(frozen=True, slots=True)
class KindFigures:
    """One kind: of the drafts proposed, how many were kept; of the kinds that were kept, how many were proposed."""

    kind: str
    precision: Share
    recall: Share


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One language or one sort of source: items proposed and kept, and what the sample says of the rest."""

    name: str
    precision: Share
    recall: Recall


@dataclass(frozen=True, slots=True)
class VersionFigures:
    """One version of the classifier: what it proposed that was decided, and the actions published from it."""

    name: str
    precision: Share
    sure: Share
    published: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class LikelyFigures:
    """Items that were called so likely: how likely on average, and how many reported an action."""

    low: float
    high: float
    told: float
    kept: Share


@dataclass(frozen=True, slots=True)
class PublishedAction:
    """An action that came of a proposal. `changed` names the fields that the editor wrote anew."""

    action: Action
    version: str
    decided_at: datetime
    changed: tuple[str, ...]


@dataclass(frozen=True)
class Quality:
    """All figures of the page. `items` counts items that decisions read, `decisions` the decisions that stand."""

    decisions: int
    items: int
    first_at: datetime | None
    last_at: datetime | None
    precision: Share
    sure: Share
    unsure: Share
    by_hand: int
    """Items that an editor found reporting an action though nothing was proposed."""
    recall: Recall
    weeks: int
    kinds: Sequence[KindFigures]
    languages: Sequence[GroupFigures]
    publishers: Sequence[GroupFigures]
    stages: Mapping[tuple[str, str], int]
    kind_moves: Mapping[tuple[str, str], int]
    months: Sequence[tuple[date, Share]]
    likely: Sequence[LikelyFigures]
    versions: Sequence[VersionFigures]
    published: Sequence[PublishedAction] = field(default_factory=list)
    switches: Sequence[Switch] = field(default_factory=list)


def state_of_decisions() -> str:
    """Changes whenever a figure may: the key under which the page is kept."""
    decisions = Decision.objects.aggregate(count=Count("pk"), last=Max("pk"), undone=Count("undone_at"))
    samples = AuditSample.objects.aggregate(answered=Count("answered_at"), last=Max("week_id"))
    switches = Switch.objects.aggregate(last=Max("pk"))
    return "-".join(str(value or 0) for told in (decisions, samples, switches) for value in told.values())


def quality() -> Quality:
    """Count everything anew, in a constant number of queries."""
    said = said_of_items()
    proposed = [one for one in said if one.proposal.is_relevant]
    published = _published()
    weeks = list(AuditWeek.objects.filter(samples__answered_at__isnull=False).distinct())
    samples = list(AuditSample.objects.answered().select_related("item__source", "week"))
    found = Counter(_monday(one) for one in proposed if one.is_relevant)
    in_weeks = [one for one in proposed if one.is_relevant and _monday(one) in {week.monday for week in weeks}]
    return Quality(
        decisions=len({one.decision for one in said}),
        items=len(said),
        first_at=min((one.decided_at for one in said), default=None),
        last_at=max((one.decided_at for one in said), default=None),
        precision=_precision(proposed),
        sure=_precision([one for one in proposed if not one.proposal.is_unsure]),
        unsure=_precision([one for one in proposed if one.proposal.is_unsure]),
        by_hand=sum(one.is_relevant and not one.proposal.is_relevant for one in said),
        recall=estimate_recall(sum(found[week.monday] for week in weeks), _strata(weeks, samples)),
        weeks=len(weeks),
        kinds=_kinds(proposed),
        languages=_groups("language", lambda one: one.proposal.version.language, proposed, in_weeks, weeks, samples),
        publishers=_groups("publisher", _publisher, proposed, in_weeks, weeks, samples),
        stages=Counter((one.proposal.stage, one.kept.stage) for one in proposed if one.kept.stage),
        kind_moves=_kind_moves(proposed),
        months=_months(proposed),
        likely=_likely(proposed),
        versions=_versions(proposed, published),
        published=published[:_SHOWN],
        switches=list(Switch.objects.select_related("model", "by")[:_SHOWN]),
    )


def _precision(said: Sequence[Said]) -> Share:
    return Share(sum(one.is_relevant for one in said), len(said))


def _publisher(one: Said) -> str:
    return str(one.proposal.version.item.source.publisher_kind)


def _monday(one: Said) -> date:
    """The week, in UTC, in which the item came in: what samples are drawn by."""
    day = one.proposal.version.item.first_seen_at.astimezone(UTC).date()
    return date.fromordinal(day.toordinal() - day.weekday())


def _kinds(proposed: Iterable[Said]) -> list[KindFigures]:
    """Precision counts drafts of approved and rejected items; recall counts items whose editor kept the kind."""
    drafted, kept, held, found = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for one in proposed:
        answers = one.kinds
        for kind in one.proposal.kinds:
            drafted[kind] += 1
            kept[kind] += answers.get(kind, False)
        for kind, is_held in answers.items():
            held[kind] += is_held
            found[kind] += is_held and kind in one.proposal.kinds
    return [KindFigures(kind, Share(kept[kind], drafted[kind]), Share(found[kind], held[kind])) for kind in STRENGTH]


def _kind_moves(proposed: Iterable[Said]) -> dict[tuple[str, str], int]:
    """Where one draft was left out and one kind added in the same item: the kind that it was taken for."""
    moves: Counter[tuple[str, str]] = Counter()
    for one in proposed:
        answers, drafted = one.kinds, set(one.proposal.kinds)
        wrong = [kind for kind in drafted if answers.get(kind) is False]
        added = [kind for kind, is_held in answers.items() if is_held and kind not in drafted]
        for kind in drafted:
            if answers.get(kind):
                moves[kind, kind] += 1
        for kind in wrong:
            moves[kind, added[0] if len(added) == 1 else "none"] += 1
        if not wrong:
            moves.update(("none", kind) for kind in added)
    return moves


def _groups(
    name: str,
    value_of: Callable[[Said], str],
    proposed: Sequence[Said],
    in_weeks: Sequence[Said],
    weeks: Sequence[AuditWeek],
    samples: Sequence[AuditSample],
) -> list[GroupFigures]:
    by_value: dict[str, list[Said]] = defaultdict(list)
    for one in proposed:
        by_value[value_of(one)].append(one)
    found = Counter(value_of(one) for one in in_weeks)
    figures = [
        GroupFigures(
            value, _precision(said), estimate_recall(found[value], _strata(weeks, samples, group=(name, value)))
        )
        for value, said in by_value.items()
    ]
    return sorted(figures, key=lambda one: (-one.precision.total, one.name))


def _strata(
    weeks: Sequence[AuditWeek], samples: Sequence[AuditSample], *, group: tuple[str, str] | None = None
) -> list[Stratum]:
    """The answered weeks' samples, near and far apart; of one group of items where it is named."""
    strata = []
    for is_near, stratum in ((True, "near"), (False, "far")):
        answered = [one for one in samples if one.is_near == is_near and (group is None or _is_of(one, group))]
        sizes = [_size(week, stratum, group) for week in weeks]
        missed = sum(one.answer == AuditAnswer.ACTION for one in answered)
        strata.append(Stratum(sum(sizes), len(answered), missed))
    return strata


def _size(week: AuditWeek, stratum: str, group: tuple[str, str] | None) -> int:
    if group is None:
        return week.near_count if stratum == "near" else week.far_count
    return int(week.counts.get(stratum, {}).get(group[0], {}).get(group[1], 0))


def _is_of(sample: AuditSample, group: tuple[str, str]) -> bool:
    return str(sample.language if group[0] == "language" else sample.item.source.publisher_kind) == group[1]


def _months(proposed: Iterable[Said]) -> list[tuple[date, Share]]:
    by_month: dict[date, list[Said]] = defaultdict(list)
    for one in proposed:
        by_month[one.decided_at.astimezone(UTC).date().replace(day=1)].append(one)
    return [(month, _precision(said)) for month, said in sorted(by_month.items())]


def _likely(proposed: Iterable[Said]) -> list[LikelyFigures]:
    """By how likely each item is called today, beside what its editor said."""
    model = in_use()
    told = [(probability_of(one.proposal, model), one.is_relevant) for one in proposed]
    figures = []
    for low, high in pairwise(_LIKELY_BOUNDS):
        inside = [(p, kept) for p, kept in told if low <= p < high or (high == 1.0 and p == 1.0)]
        if inside:
            mean = sum(p for p, _ in inside) / len(inside)
            figures.append(LikelyFigures(low, high, mean, Share(sum(kept for _, kept in inside), len(inside))))
    return figures


def _versions(proposed: Iterable[Said], published: Sequence[PublishedAction]) -> list[VersionFigures]:
    by_version: dict[str, list[Said]] = defaultdict(list)
    for one in proposed:
        by_version[one.proposal.classifier_version].append(one)
    made = Counter(one.version for one in published)
    unchanged = Counter(one.version for one in published if not one.changed)
    return [
        VersionFigures(
            name,
            _precision(by_version[name]),
            _precision([one for one in by_version[name] if not one.proposal.is_unsure]),
            made[name],
            unchanged[name],
        )
        for name in sorted({*by_version, *made}, key=age_of, reverse=True)
    ]


def _published() -> list[PublishedAction]:
    """Actions that stand and were published from a proposal, the latest first, with what their editors changed."""
    rows = _approvals().prefetch_related("proposals", "actions__jurisdiction")
    found = []
    for decision in rows:
        actions = {action.pk: action for action in decision.actions.all()}
        relevant = [proposal for proposal in decision.proposals.all() if proposal.is_relevant]
        proposed = {_pair(draft): draft for draft in merge_drafts(d for p in relevant for d in p.drafts)}
        left = [draft for draft in decision.answer.get("drafts") or [] if draft.get("answer") == "new"]
        for pk, draft in zip(decision.answer.get("made") or [], left, strict=False):
            action = actions.get(pk)
            if action is not None and action.is_published and action.classifier_version:
                changed = changed_fields(proposed.get(_pair(draft)), draft)
                found.append(PublishedAction(action, action.classifier_version, decision.decided_at, changed))
    return found


def _approvals() -> QuerySet[Decision]:
    return Decision.objects.filter(kind=DecisionKind.APPROVE, undone_at__isnull=True).order_by("-decided_at", "-pk")


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
