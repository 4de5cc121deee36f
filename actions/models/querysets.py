"""Named reads of actions. `with_standing` is `lifecycle.stands_on` said in SQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, DateField, Exists, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Greatest

from actions.lifecycle import ENDED_STAGES, NEVER_STOOD_STAGES, TOOK_EFFECT_MILESTONES, TOOK_EFFECT_STAGES, Standing

if TYPE_CHECKING:
    from actions.models.actions import Action, Milestone
    from actions.models.vendors import Vendor
    from jurisdictions.models import Jurisdiction


def _milestones(**conditions: Any) -> models.QuerySet[Milestone]:
    from django.apps import apps

    milestone: type[Milestone] = apps.get_model("actions", "Milestone")
    return milestone._default_manager.filter(action=OuterRef("pk"), **conditions)


class ActionQuerySet(models.QuerySet["Action"]):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def current(self) -> Self:
        """Adopted and not over: what binds, will bind, or is halted for now."""
        return self.filter(stage__in=["adopted", "in_force", "suspended"])

    def ended(self) -> Self:
        return self.filter(stage__in=[*ENDED_STAGES, "rejected"])

    def proposed(self) -> Self:
        return self.filter(stage="proposed")

    def in_place(self, jurisdiction: Jurisdiction) -> Self:
        """Actions of this jurisdiction alone: neither its subdivisions' nor its union's."""
        return self.filter(jurisdiction=jurisdiction)

    def hitting(self, vendor: Vendor) -> Self:
        """Actions one of whose targets belongs to this vendor."""
        return self.filter(pk__in=_targets_of(vendor))

    def challenged(self) -> Self:
        return self.filter(Exists(_milestones(kind="challenged")))

    def for_list(self) -> Self:
        """All that a row of a list shows, in a constant number of queries."""
        return self.select_related("jurisdiction", "announcement").prefetch_related(
            "targets__vendor", "authorities", "milestones", "citations"
        )

    def with_standing(self, day: date) -> Self:
        """Annotate `standing`: yes, no or not_known on `day`."""
        switches = (
            _milestones(kind__in=["suspended", "reinstated"], on_first__lte=day)
            .annotate(is_pause=Case(When(kind="suspended", then=Value(1)), default=Value(0)))
            .order_by("-on_first", "-on_last", "-is_pause")
        )
        took_effect = Q(stage__in=TOOK_EFFECT_STAGES) | Exists(_milestones(kind__in=TOOK_EFFECT_MILESTONES))
        last_step = (
            _milestones(on_last__isnull=False)
            .values("action")
            .annotate(day=Max("on_last"))
            .values("day")
        )
        undated_pause = Exists(_milestones(kind="suspended", on_first__isnull=True)) | (
            Q(stage="suspended") & ~Exists(_milestones(kind="suspended"))
        )
        return (
            self.annotate(
                _took_effect=Case(When(took_effect, then=Value(True)), default=Value(False)),
                _switch=Subquery(switches.values("kind")[:1]),
                _switch_last=Subquery(switches.values("on_last")[:1]),
                _last_step=Subquery(last_step, output_field=DateField()),
            )
            .annotate(
                _start_first=_start("first"),
                _start_last=_start("last"),
            )
            .annotate(_last_day=Greatest("_last_step", "_start_last"))
            .annotate(
                standing=Case(
                    When(stage__in=NEVER_STOOD_STAGES, then=Value(Standing.NO.value)),
                    When(_decided_first_after(day) | Q(ended_last__lt=day), then=Value(Standing.NO.value)),
                    When(_switch="suspended", _switch_last__lte=day, then=Value(Standing.NO.value)),
                    When(
                        Q(_start_last__lte=day)
                        & (Q(ended_first__isnull=True) | Q(ended_first__gte=day))
                        & (Q(_switch__isnull=True) | Q(_switch_last__lte=day))
                        & ~(
                            (undated_pause | Q(stage__in=ENDED_STAGES, ended_first__isnull=True))
                            & Q(_last_day__lt=day)
                        ),
                        then=Value(Standing.YES.value),
                    ),
                    default=Value(Standing.NOT_KNOWN.value),
                )
            )
        )

    def standing_on(self, day: date, standing: Standing = Standing.YES) -> Self:
        """Actions whose standing on `day` is `standing`; one test holds this to `lifecycle.stands_on`."""
        return self.with_standing(day).filter(standing=standing.value)


def _start(edge: str) -> Case:
    """One edge of the span in which an action began to stand; null where that is not known."""
    return Case(
        When(effective_first__isnull=False, then=F(f"effective_{edge}")),
        When(_took_effect=True, then=F(f"adopted_{edge}")),
        default=None,
        output_field=DateField(),
    )


def _decided_first_after(day: date) -> Q:
    return Q(_start_first__gt=day) | Q(_start_first__isnull=True, adopted_first__gt=day)


def _targets_of(vendor: Vendor) -> models.QuerySet[Any, Any]:
    return vendor.targets.values("action")


__all__ = ["ActionQuerySet"]
