"""Named reads of actions. `with_standing` is `lifecycle.stands_on` said in SQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists

from actions.lifecycle import ENDED_STAGES, Standing
from actions.models import standing

if TYPE_CHECKING:
    from actions.models.actions import Action  # noqa: F401 - named by the type of the QuerySet
    from actions.models.vendors import Vendor
    from jurisdictions.models import Jurisdiction


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

    def unverified(self) -> Self:
        """Actions of the starter directory that no editor has checked yet."""
        return self.filter(is_starter=True, verified_on__isnull=True)

    def in_place(self, jurisdiction: Jurisdiction) -> Self:
        """Actions of this jurisdiction alone: neither its subdivisions' nor its union's."""
        return self.filter(jurisdiction=jurisdiction)

    def hitting(self, vendor: Vendor) -> Self:
        """Actions one of whose targets belongs to this vendor."""
        return self.filter(pk__in=_targets_of(vendor))

    def challenged(self) -> Self:
        return self.filter(Exists(standing.milestones(kind="challenged")))

    def for_list(self) -> Self:
        """All that a row of a list shows, in a constant number of queries."""
        return self.select_related("jurisdiction", "announcement").prefetch_related(
            "targets__vendor", "authorities", "milestones", "citations"
        )

    def for_record(self) -> Self:
        """All that `reading.record_of` reads, in a constant number of queries."""
        return self.select_related("jurisdiction", "announcement__series").prefetch_related(
            "roles__authority",
            "targets__vendor",
            "references",
            "milestones__citation",
            "reactions__citation",
            "cited__citation",
            "quotes__citation",
        )

    def with_standing(self, day: date) -> Self:
        """Annotate `standing`: yes, no or not_known on `day`."""
        return (
            self.annotate(**standing.own_facts(day))
            .annotate(**standing.start_span())
            .annotate(standing=standing.verdict(day))
        )

    def standing_on(self, day: date, verdict: Standing = Standing.YES) -> Self:
        """Actions whose standing on `day` is `verdict`; one test holds this to `lifecycle.stands_on`."""
        return self.with_standing(day).filter(standing=verdict.value)


def _targets_of(vendor: Vendor) -> models.QuerySet[Any, Any]:
    return vendor.targets.values("action")


__all__ = ["ActionQuerySet"]
