"""The first page: what stands today, what changed, what comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from actions import charts, sentences
from actions.filters import ActionFilters
from actions.models import Action, ActionQuerySet, Milestone
from actions.spans import Span
from actions.views.parts import place_url, take_along, today
from jurisdictions.models import Jurisdiction

LATEST = 10
LONGEST = 8
AHEAD = 6


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day that is still to come in the life of an action."""

    on: Span
    action: Action
    text: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is restricted today, what changed last, and what comes next."""
    ActionFilters.from_query(request.GET)
    day = today()
    stands = Action.objects.published().standing_on(day).settled()
    numbers = stands.aggregate(
        standing=Count("pk", distinct=True),
        places=Count("jurisdiction", distinct=True),
        vendors=Count("targets__vendor", distinct=True),
    )
    context = {
        "day": day,
        "numbers": numbers,
        "sentence": sentences.for_home(day=day, **numbers),
        "latest": Action.objects.published().for_list().latest_changes()[:LATEST],
        "vendor_bars": _vendor_bars(stands),
        "place_bars": _place_bars(stands),
        "ahead": _ahead(day),
        **take_along(request, title="Bantracker"),
    }
    return render(request, "actions/home.html", context)


def _vendor_bars(stands: ActionQuerySet) -> list[charts.Bar]:
    rows = stands.tally("targets__vendor__name", "targets__vendor__slug", "kind")
    return charts.bars(
        (
            charts.Measure(
                row["targets__vendor__name"],
                reverse("vendor", args=[row["targets__vendor__slug"]]),
                row["kind"],
                row["count"],
            )
            for row in rows
            if row["targets__vendor__slug"]
        ),
        limit=LONGEST,
    )


def _place_bars(stands: ActionQuerySet) -> list[charts.Bar]:
    rows = list(stands.tally("jurisdiction", "kind"))
    places = Jurisdiction.objects.in_bulk({row["jurisdiction"] for row in rows})
    measures = (
        charts.Measure(
            places[row["jurisdiction"]].display_name,
            place_url(places[row["jurisdiction"]].code),
            row["kind"],
            row["count"],
        )
        for row in rows
    )
    return charts.bars(measures, limit=LONGEST)


def _ahead(day: date) -> list[Ahead]:
    """Effective days and dated steps that are still to come, soonest first."""
    starts = Action.objects.published().starting_after(day).select_related("jurisdiction__parent")[:AHEAD]
    coming = [Ahead(action.effective, action, "") for action in starts if action.effective]
    steps = [Ahead(step.on, step.action, step.text) for step in Milestone.objects.ahead_of(day)[:AHEAD] if step.on]
    told = {(one.action.pk, one.on) for one in steps}
    coming = [one for one in coming if (one.action.pk, one.on) not in told]
    return sorted([*coming, *steps], key=lambda one: (one.on, one.action.slug))[:AHEAD]
