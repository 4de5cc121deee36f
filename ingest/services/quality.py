"""How good the classifier is, from what editors decided. Reads only; `ingest.quality` puts it on a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Sum

from actions.lifecycle import STRENGTH
from ingest.core.learning.figures import Recall, Share, Stratum, estimate_recall
from ingest.core.learning.versions import age_of
from ingest.models import AuditAnswer, AuditSample, AuditWeek, Counted, Decision, DecisionKind, Switch, Tally, Uncounted
from ingest.services.judging import in_use, likely_of
from ingest.services.marks import NO, SURE, UNCHANGED, UNSURE, YES, Figure, PublishedAction, published_by

_SHOWN = 15
"""Published actions that the page lists by name; the counts are of all."""

_LIKELY_BOUNDS = (0.0, 0.5, 0.7, 0.85, 0.95, 1.0)
_OF_WEEKS = (Figure.FOUND, Figure.FOUND_LANGUAGE, Figure.FOUND_PUBLISHER)

Parts = Mapping[str, int]
Tallies = Mapping[str, Mapping[str, Parts]]
"""Counts by figure, name and part."""


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


@dataclass(frozen=True)
class Quality:
    """All figures of the page. `items` counts items that decisions read, `decisions` those that stand."""

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
    uncounted: int = 0
    """Changes that are logged and not counted yet: none, but after an update or a change to a whole source."""


@dataclass(frozen=True, slots=True)
class _Sampled:
    """The weeks of which a sample was answered, what was found in them, and what the samples say."""

    weeks: Sequence[AuditWeek]
    found: Tallies
    samples: Sequence[Mapping[str, Any]]
    """Rows by stratum, language and publisher: how many were looked at, how many were missed."""


def quality() -> Quality:
    """The figures from the kept counts (`ingest.services.counting`), in a constant number of queries."""
    tallies, sampled = _tallies(), _sampled()
    lanes = tallies[Figure.LANE]
    days = Counted.objects.aggregate(first=Min("decided_at"), last=Max("decided_at"))
    return Quality(
        decisions=_count(tallies, Figure.DECISIONS),
        items=_count(tallies, Figure.ITEMS),
        first_at=days["first"],
        last_at=days["last"],
        precision=_share(*lanes.values()),
        sure=_share(lanes.get(SURE, {})),
        unsure=_share(lanes.get(UNSURE, {})),
        by_hand=_count(tallies, Figure.BY_HAND),
        recall=_recall(sampled),
        weeks=len(sampled.weeks),
        kinds=_kinds(tallies),
        languages=_groups("language", tallies[Figure.LANGUAGE], sampled.found[Figure.FOUND_LANGUAGE], sampled),
        publishers=_groups("publisher", tallies[Figure.PUBLISHER], sampled.found[Figure.FOUND_PUBLISHER], sampled),
        stages=_pairs(tallies[Figure.STAGE]),
        kind_moves=_pairs(tallies[Figure.MOVE]),
        months=[(date.fromisoformat(f"{month}-01"), _share(of)) for month, of in sorted(tallies[Figure.MONTH].items())],
        likely=_likely(tallies),
        versions=_versions(tallies),
        published=_latest_published(),
        switches=list(Switch.objects.select_related("model", "by")[:_SHOWN]),
        uncounted=Uncounted.objects.count(),
    )


def _tallies() -> Tallies:
    rows = Tally.objects.filter(count__gt=0).exclude(figure__in=_OF_WEEKS)
    return _nested(rows.values_list("figure", "name", "part", "count"))


def _nested(rows: Iterable[tuple[str, str, str, int]]) -> Tallies:
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for figure, name, part, count in rows:
        found[figure][name][part] = count
    return found


def _count(tallies: Tallies, figure: Figure) -> int:
    return sum(sum(parts.values()) for parts in tallies[figure].values())


def _share(*parts: Parts) -> Share:
    """The hits of all of `parts` against their hits and misses."""
    hits = sum(part.get(YES, 0) for part in parts)
    return Share(hits, hits + sum(part.get(NO, 0) for part in parts))


def _pairs(tallies: Mapping[str, Parts]) -> dict[tuple[str, str], int]:
    return {(name, part): count for name, parts in tallies.items() for part, count in parts.items()}


def _kinds(tallies: Tallies) -> list[KindFigures]:
    drafted, kept = tallies[Figure.DRAFTED], tallies[Figure.KEPT]
    return [KindFigures(kind, _share(drafted.get(kind, {})), _share(kept.get(kind, {}))) for kind in STRENGTH]


def _sampled() -> _Sampled:
    answered = AuditSample.objects.answered()
    weeks = list(AuditWeek.objects.filter(Exists(answered.filter(week=OuterRef("pk")))))
    of_weeks = Tally.objects.filter(figure__in=_OF_WEEKS, part__in=[week.monday.isoformat() for week in weeks])
    found = of_weeks.values("figure", "name").annotate(total=Sum("count"))
    samples = answered.order_by().values("is_near", "language", "item__source__publisher_kind")
    return _Sampled(
        weeks,
        _nested((row["figure"], row["name"], "", row["total"]) for row in found),
        list(samples.annotate(looked_at=Count("pk"), missed=Count("pk", filter=Q(answer=AuditAnswer.ACTION)))),
    )


def _recall(sampled: _Sampled) -> Recall:
    return estimate_recall(_count(sampled.found, Figure.FOUND), _strata(sampled))


def _groups(
    name: str, tallies: Mapping[str, Parts], found: Mapping[str, Parts], sampled: _Sampled
) -> list[GroupFigures]:
    figures = [
        GroupFigures(
            value,
            _share(parts),
            estimate_recall(sum(found.get(value, {}).values()), _strata(sampled, group=(name, value))),
        )
        for value, parts in tallies.items()
    ]
    return sorted(figures, key=lambda one: (-one.precision.total, one.name))


def _strata(sampled: _Sampled, *, group: tuple[str, str] | None = None) -> list[Stratum]:
    """The answered weeks' samples, near and far apart; of one group of items where it is named."""
    strata = []
    for is_near, stratum in ((True, "near"), (False, "far")):
        rows = [row for row in sampled.samples if row["is_near"] == is_near and _is_of(row, group)]
        size = sum(_size(week, stratum, group) for week in sampled.weeks)
        strata.append(Stratum(size, sum(row["looked_at"] for row in rows), sum(row["missed"] for row in rows)))
    return strata


def _is_of(row: Mapping[str, Any], group: tuple[str, str] | None) -> bool:
    if group is None:
        return True
    name, value = group
    return bool(row["language" if name == "language" else "item__source__publisher_kind"] == value)


def _size(week: AuditWeek, stratum: str, group: tuple[str, str] | None) -> int:
    if group is None:
        return week.near_count if stratum == "near" else week.far_count
    return int(week.counts.get(stratum, {}).get(group[0], {}).get(group[1], 0))


def _likely(tallies: Tallies) -> list[LikelyFigures]:
    """By how likely each item is called today, beside what its editor said."""
    model = in_use()
    told = [(float(name), _share(parts)) for name, parts in tallies[Figure.LEARNED].items()]
    told += [(likely_of(float(name), model), _share(parts)) for name, parts in tallies[Figure.SCORED].items()]
    figures = []
    for low, high in pairwise(_LIKELY_BOUNDS):
        inside = [(p, share) for p, share in told if low <= p < high or (high == 1.0 and p == 1.0)]
        total = sum(share.total for _, share in inside)
        if total:
            mean = sum(p * share.total for p, share in inside) / total
            figures.append(LikelyFigures(low, high, mean, Share(sum(share.hits for _, share in inside), total)))
    return figures


def _versions(tallies: Tallies) -> list[VersionFigures]:
    all_of, sure, made = (tallies[one] for one in (Figure.VERSION, Figure.VERSION_SURE, Figure.PUBLISHED))
    return [
        VersionFigures(
            name,
            _share(all_of.get(name, {})),
            _share(sure.get(name, {})),
            sum(made.get(name, {}).values()),
            made.get(name, {}).get(UNCHANGED, 0),
        )
        for name in sorted({*all_of, *made}, key=age_of, reverse=True)
    ]


def _latest_published() -> list[PublishedAction]:
    """Actions that stand and were published from a proposal, the latest first."""
    rows = Decision.objects.filter(kind=DecisionKind.APPROVE, undone_at__isnull=True).order_by("-decided_at", "-pk")
    rows = rows.prefetch_related("proposals", "actions__jurisdiction")
    found: list[PublishedAction] = []
    start = 0
    while len(found) < _SHOWN and (some := list(rows[start : start + _SHOWN])):
        found += [one for decision in some for one in published_by(decision)]
        start += _SHOWN
    return found[:_SHOWN]
