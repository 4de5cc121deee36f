"""What a page about a place or a vendor tells beside its lists: by kind, by year, and which dates lie ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from actions import periods, tallies
from actions.filters import ActionFilters
from actions.held import Held
from actions.lifecycle import ENDED_STAGES, NEVER_STOOD_STAGES, STRENGTH, Kind
from actions.models import Action, Milestone
from actions.search import Packed, unpacked
from actions.spans import Precision, Span

MOST_AHEAD = 8
READ_AHEAD = 2000
"""Steps that are still to come, the soonest first, among which those of a page are looked for."""
LEAST_YEARS = 10
SLOT, HEIGHT = 33, 150
"""Of the small chart: a year's width, and its height."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day that is still to come in the life of an action; without a text it takes effect."""

    on: Span
    action: Action
    text: str = ""


@dataclass(frozen=True, slots=True)
class OfKind:
    """How many actions of a kind stand, and the query string that lists them."""

    kind: Kind
    count: int
    query: str


def told(filters: ActionFilters, query: str) -> dict[str, object]:
    """All three, as the page of a place or a vendor takes them; `query` leads to the same lines as a list."""
    everything = filters.held(leave_out="section")
    return {
        "kinds": by_kind(everything.standing_on(filters.day), query),
        "ahead": dates_ahead(everything, filters),
        "years": years(everything, filters.day),
    }


def by_kind(stands: Held, query: str) -> list[OfKind]:
    """What stands by kind, the strictest first; `query` lists all of it."""
    counts = tallies.by_value(stands, "kind")
    return [OfKind(kind, counts[kind], f"{query}&kind={kind}&section=stands") for kind in STRENGTH if kind in counts]


def years(lines: Held, day: date) -> periods.Chart | None:
    """Lines by the year of their announcement, up to the year of `day`; None where no year is known."""
    found = periods.by_year(periods.Announced(*row) for row in tallies.by_months(lines))
    if not found:
        return None
    last = max(day.year, found[-1].year)
    known = {period.year: period for period in found}
    first = min(found[0].year, last - LEAST_YEARS + 1)
    shown = [known.get(year) or periods.Period(year, 0, {}) for year in range(first, last + 1)]
    return periods.chart(shown, width=periods.LEFT + SLOT * len(shown), height=HEIGHT)


def dates_ahead(lines: Held, filters: ActionFilters, *, most: int = MOST_AHEAD) -> list[Ahead]:
    """Effective days and dated steps of `lines` after the filters' day, the soonest first; two queries.

    Nothing where the page is about an earlier day of our record: what lay ahead then is told by its revisions.
    """
    if filters.known_on:
        return []
    day = filters.day
    table, ended = lines.table, {*NEVER_STOOD_STAGES, *ENDED_STAGES}
    alive = lines.where(table.coded["stage"].where(lambda stage: stage not in ended))
    if day < filters.today:
        alive = alive.where(table["announced_first"] <= day.toordinal())
    steps = _steps(alive, day, most)
    coming = alive.where(table["effective_first"] > day.toordinal()).rows
    coming = coming[np.argsort(table["effective_first"][coming], kind="stable")][:most]
    starting = [int(key) for key in table["action"][coming]]
    keys = [*starting, *(key for key, _, _ in steps)]
    actions = Action.objects.select_related("jurisdiction").in_bulk(keys) if keys else {}
    told = [Ahead(on, actions[key], text) for key, on, text in steps if key in actions]
    days = {(key, on) for key, on, _ in steps}
    told += [
        Ahead(on, actions[key])
        for key in starting
        if key in actions and (on := actions[key].effective) and (key, on) not in days
    ]
    return sorted(told, key=lambda one: (one.on, one.action.slug))[:most]


def _steps(alive: Held, day: date, most: int) -> Sequence[tuple[int, Span, str]]:
    """Key of the action, day and words of the next steps of these lines."""
    ahead = Milestone.objects.filter(on_first__gt=day).order_by("on_first", "pk").values("pk", "action_id")
    packed = ahead[:READ_AHEAD].aggregate(steps=Packed("pk"), actions=Packed("action_id"))
    kept = np.isin(unpacked(packed["actions"]), alive.table["action"][alive.rows])
    steps = Milestone.objects.filter(pk__in=unpacked(packed["steps"])[kept][:most].tolist())
    columns = ("action", "text", "on_first", "on_last", "on_precision")
    return [
        (key, Span(first, last, Precision(precision)), text)
        for key, text, first, last, precision in steps.order_by("on_first", "pk").values_list(*columns)
    ]
