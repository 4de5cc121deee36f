"""`lifecycle.stands_on` said in SQL: annotations that build on each other, in this order.

One test holds the two together on every starter action and on a table of cases.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, DateField, Exists, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Greatest

from actions.lifecycle import ENDED_STAGES, NEVER_STOOD_STAGES, TOOK_EFFECT_MILESTONES, TOOK_EFFECT_STAGES, Standing

if TYPE_CHECKING:
    from actions.models.actions import Milestone

Expressions = dict[str, Any]


def milestones(**conditions: Any) -> models.QuerySet[Milestone]:  # noqa: ANN401 - Django's own look-ups
    """The milestones of the outer query's action that meet `conditions`."""
    from actions.models.actions import Milestone

    return Milestone.objects.filter(action=OuterRef("pk"), **conditions)


def own_facts(day: date) -> Expressions:
    """Whether it took effect, the latest switch up to `day`, and its last dated step."""
    took_effect = Q(stage__in=TOOK_EFFECT_STAGES) | Exists(milestones(kind__in=TOOK_EFFECT_MILESTONES))
    switches = (
        milestones(kind__in=["suspended", "reinstated"], on_first__lte=day)
        .annotate(is_pause=Case(When(kind="suspended", then=Value(1)), default=Value(0)))
        .order_by("-on_first", "-on_last", "-is_pause")
    )
    last_step = milestones(on_last__isnull=False).values("action").annotate(day=Max("on_last")).values("day")
    return {
        "_took_effect": Case(When(took_effect, then=Value(1)), default=Value(0)),
        "_switch": Subquery(switches.values("kind")[:1]),
        "_switch_last": Subquery(switches.values("on_last")[:1]),
        "_last_step": Subquery(last_step, output_field=DateField()),
    }


def start_span() -> Expressions:
    """The span in which it began to stand, and the last day on which anything is known of it."""
    return {
        "_start_first": _start("first"),
        "_start_last": _start("last"),
        "_last_day": Greatest("_last_step", _start("last")),
    }


def _start(edge: str) -> Case:
    return Case(
        When(effective_first__isnull=False, then=F(f"effective_{edge}")),
        When(_took_effect=1, then=F(f"adopted_{edge}")),
        default=None,
        output_field=DateField(),
    )


def verdict(day: date) -> Case:
    """Yes, no or not_known, by the same steps as `lifecycle.stands_on`."""
    is_before = Q(_start_first__gt=day) | Q(_start_first__isnull=True, adopted_first__gt=day)
    has_undated_pause = Exists(milestones(kind="suspended", on_first__isnull=True)) | (
        Q(stage="suspended") & ~Exists(milestones(kind="suspended"))
    )
    has_undated_end = Q(stage__in=ENDED_STAGES, ended_first__isnull=True)
    is_certain = (
        Q(_start_last__lte=day)
        & (Q(ended_first__isnull=True) | Q(ended_first__gte=day))
        & (Q(_switch__isnull=True) | Q(_switch_last__lte=day))
        & (~(has_undated_pause | has_undated_end) | Q(_last_day__gte=day))
    )
    return Case(
        When(stage__in=NEVER_STOOD_STAGES, then=Value(Standing.NO.value)),
        When(is_before | Q(ended_last__lt=day), then=Value(Standing.NO.value)),
        When(_switch="suspended", _switch_last__lte=day, then=Value(Standing.NO.value)),
        When(is_certain, then=Value(Standing.YES.value)),
        default=Value(Standing.NOT_KNOWN.value),
    )
