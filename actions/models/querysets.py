"""Named reads of actions. How lists are narrowed stands in `lines`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Count, F, Value, When

from actions.lifecycle import ENDED_STAGES, Standing

if TYPE_CHECKING:
    from actions.models.actions import Action  # noqa: F401 - named by the types of the QuerySets
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

    def newest_first(self) -> Self:
        return self.order_by(F("announced_first").desc(nulls_last=True), "slug")

    def latest_changes(self) -> Self:
        """What a follower could hear of last comes first; annotates `changed_at`, see `Line`."""
        return self.with_change().order_by("-changed_at", "slug")

    def with_change(self) -> Self:
        """Annotate `changed_at`: when a follower could last hear something new of it."""
        return self.annotate(changed_at=F("line__changed_at"))

    def hitting(self, vendor: Vendor) -> Self:
        """Published actions one of whose targets belongs to this vendor or its group."""
        return self.filter(line__vendors__contains=[vendor.pk])

    def tally(self, *columns: str) -> models.QuerySet[Any, Any]:
        """How many actions there are for each value of `columns`, most first."""
        rows: models.QuerySet[Any, Any] = type(self)(self.model).filter(pk__in=self.order_by().values("pk"))
        counted: models.QuerySet[Any, Any] = rows.order_by().values(*columns).annotate(count=Count("pk", distinct=True))
        return counted.order_by("-count", *columns)

    def for_list(self) -> Self:
        """All that a row of a list shows, in a constant number of queries."""
        return self.select_related("jurisdiction__parent", "announcement").prefetch_related("targets__vendor")

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
        """Annotate `standing`: yes, no or not_known on `day`; only published actions have a line that tells."""
        return self.annotate(
            standing=Case(
                When(line__stands__holds=day, then=Value(Standing.YES.value)),
                When(line__unclear__holds=day, then=Value(Standing.NOT_KNOWN.value)),
                default=Value(Standing.NO.value),
            )
        )

    def standing_on(self, day: date) -> Self:
        """Published actions that surely stand on `day`; one test holds this to `lifecycle.stands_on`."""
        return self.filter(line__stands__holds=day)


__all__ = ["ActionQuerySet"]
