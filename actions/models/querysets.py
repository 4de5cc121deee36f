"""Named reads of actions. `with_standing` is `lifecycle.stands_on` said in SQL."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import models
from django.db.models import Count, DateTimeField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from actions.lifecycle import ENDED_STAGES, NEVER_STOOD_STAGES, Standing
from actions.models import standing

if TYPE_CHECKING:
    from actions.models.actions import Action, Milestone  # noqa: F401 - named by the types of the QuerySets
    from actions.models.vendors import Vendor
    from jurisdictions.models import Jurisdiction


NEVER_DATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Where a quiet record without any day is sorted: after all others."""

OWN_INSTITUTIONS = ("central_government", "agencies")
"""Whom an action of the Union binds when it reaches nobody in a member state."""


def _of_action(model: str, **conditions: object) -> models.QuerySet[Any, Any]:
    """Rows of `model` that belong to the action of the outer query."""
    rows: models.QuerySet[Any, Any] = apps.get_model("actions", model)._default_manager.all()  # noqa: SLF001 (Django's)
    return rows.filter(action=OuterRef("pk"), **conditions)


def _binds_institutions_only() -> Q:
    return Q(binds__len__gt=0, binds__contained_by=list(OWN_INSTITUTIONS))


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

    def hitting_any(self, vendors: models.QuerySet[Vendor]) -> Self:
        return self.filter(Exists(_of_action("Target", vendor__in=vendors.values("pk"))))

    def acting_in(
        self, jurisdictions: Sequence[Jurisdiction], *, with_subdivisions: bool = False, with_union: bool = False
    ) -> Self:
        """Actions of these places; their subdivisions and their union count only when asked for."""
        wanted = Q(jurisdiction__in=jurisdictions)
        if with_subdivisions:
            wanted |= Q(jurisdiction__parent__in=jurisdictions)
        if with_union and any(place.is_union_member for place in jurisdictions):
            wanted |= Q(jurisdiction__kind="union") & ~_binds_institutions_only()
        return self.filter(wanted)

    def of_union_for_members(self) -> Self:
        """What the Union did, but for what binds its own institutions only."""
        return self.filter(jurisdiction__kind="union").exclude(_binds_institutions_only())

    def binding_any(self, parties: Collection[str]) -> Self:
        return self.filter(binds__overlap=list(parties))

    def forbidding_any(self, activities: Collection[str]) -> Self:
        return self.filter(forbids__overlap=list(activities))

    def for_page(self) -> Self:
        """All that the page of one action shows."""
        return self.select_related("jurisdiction__parent", "announcement__series", "merged_into").prefetch_related(
            "targets__vendor",
            "roles__authority",
            "references",
            "milestones__citation",
            "cited__citation",
            "quotes__citation",
            "reactions__citation",
            "announcement__reactions__citation",
            "announcement__reactions__actions",
            "revisions__editor",
        )

    def graded(self, grades: Collection[str]) -> Self:
        """Actions that rest on at least one citation of these grades."""
        return self.filter(Exists(_of_action("ActionCitation", citation__grade__in=grades)))

    def announced_between(self, since: date | None, until: date | None) -> Self:
        """Actions that may have been announced from `since` to `until`, both days counted."""
        found = self.filter(announced_last__gte=since) if since else self
        return found.filter(announced_first__lte=until) if until else found

    def challenged(self) -> Self:
        return self.filter(Exists(standing.milestones(kind="challenged")))

    def never_challenged(self) -> Self:
        return self.exclude(Exists(standing.milestones(kind="challenged")))

    def worded(self, text: str) -> Self:
        """Full text search in the syntax of a web search."""
        return self.filter(search=SearchQuery(text, search_type="websearch", config="english"))

    def ranked(self, text: str) -> Self:
        """Best match of the words first; what was found by a name alone comes after, newest first."""
        query = SearchQuery(text, search_type="websearch", config="english")
        return self.annotate(rank=SearchRank(F("search"), query)).order_by(
            "-rank", F("announced_first").desc(nulls_last=True), "slug"
        )

    def starting_after(self, day: date) -> Self:
        """Decided actions whose effective day is known and still ahead, soonest first."""
        return (
            self.filter(effective_first__gt=day)
            .exclude(stage__in=[*NEVER_STOOD_STAGES, *ENDED_STAGES])
            .order_by("effective_first", "slug")
        )

    def newest_first(self) -> Self:
        return self.order_by(F("announced_first").desc(nulls_last=True), "slug")

    def with_change(self) -> Self:
        """Annotate `changed_at`: the latest revision that was announced to anybody.

        A record that was only ever loaded quietly takes the first day that is known of its
        action, so that loading again never makes it new to a subscriber; without any day it
        sinks to the end.
        """
        revisions = _of_action("Revision", is_quiet=False).order_by("-recorded_at")
        return self.annotate(
            changed_at=Coalesce(
                Subquery(revisions.values("recorded_at")[:1]),
                *(Cast(f"{name}_first", DateTimeField()) for name in ("announced", "adopted", "effective")),
                Value(NEVER_DATED),
                output_field=DateTimeField(),
            )
        )

    def latest_changes(self) -> Self:
        return self.with_change().order_by("-changed_at", "slug")

    def settled(self) -> Self:
        """The same actions by their keys, read once: for conditions that are dear to ask again and again."""
        keys = list(self.order_by().values_list("pk", flat=True))
        return type(self)(self.model).filter(pk__in=keys)

    def tally(self, *columns: str) -> models.QuerySet[Any, Any]:
        """How many actions there are for each value of `columns`, most first."""
        rows: models.QuerySet[Any, Any] = type(self)(self.model).filter(pk__in=self.order_by().values("pk"))
        counted: models.QuerySet[Any, Any] = rows.order_by().values(*columns).annotate(count=Count("pk", distinct=True))
        return counted.order_by("-count", *columns)

    def for_list(self) -> Self:
        """All that a row of a list shows, in a constant number of queries."""
        return self.select_related("jurisdiction__parent", "announcement").prefetch_related(
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


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def ahead_of(self, day: date) -> Self:
        """Steps of published actions that are dated and still to come, soonest first."""
        return (
            self.filter(on_first__gt=day, action__is_published=True)
            .exclude(action__stage__in=[*NEVER_STOOD_STAGES, *ENDED_STAGES])
            .select_related("action__jurisdiction__parent")
            .order_by("on_first", "pk")
        )


def _targets_of(vendor: Vendor) -> models.QuerySet[Any, Any]:
    return vendor.targets.values("action")


__all__ = ["ActionQuerySet", "MilestoneQuerySet"]
