"""What a page about a place or a vendor tells beside its lists: by kind, by year, and which dates lie ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from django.db import connection

from actions import periods, tallies
from actions.filters import ActionFilters
from actions.headings import headings
from actions.held import Held
from actions.labels import Sector
from actions.lifecycle import ENDED_STAGES, NEVER_STOOD_STAGES, STRENGTH, Kind
from actions.models import Milestone
from actions.search import unpacked
from actions.spans import Precision, Span

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from actions.headings import Heading
    from actions.models import Action

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
    action: Action | Heading
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
    head = f"{query}&" if query else ""
    return [OfKind(kind, counts[kind], f"{head}kind={kind}&section=stands") for kind in STRENGTH if kind in counts]


def by_sector(stands: Held) -> list[tuple[StrOrPromise, str, int]]:
    """What stands by the sector of the vendors it hits, most first: the sector's name, its value, how many."""
    counts = tallies.by_entry(stands, "sectors")
    named = [(Sector(value).label, value, counts[value]) for value in Sector.values if value in counts]
    return sorted(named, key=lambda row: -row[2])


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
    actions = headings(keys)
    told = [Ahead(on, actions[key], text) for key, on, text in steps if key in actions]
    days = {(key, on) for key, on, _ in steps}
    told += [
        Ahead(on, actions[key])
        for key in starting
        if key in actions and (on := actions[key].effective) and (key, on) not in days
    ]
    return sorted(told, key=lambda one: (one.on, one.action.slug))[:most]


_STEPS_AHEAD = """
    SELECT string_agg(int8send(id), ''::bytea), string_agg(int8send(action_id), ''::bytea)
    FROM (SELECT id, action_id FROM actions_milestone WHERE on_first > %s ORDER BY on_first, id LIMIT %s) step
"""


def _steps(alive: Held, day: date, most: int) -> Sequence[tuple[int, Span, str]]:
    """Key of the action, day and words of the next steps of these lines."""
    with connection.cursor() as cursor:
        cursor.execute(_STEPS_AHEAD, [day, READ_AHEAD])
        packed, actions = cursor.fetchone()
    kept = np.isin(unpacked(actions), alive.table["action"][alive.rows])
    shown = unpacked(packed)[kept][:most].tolist()
    if not shown:
        return []
    steps = Milestone.objects.filter(pk__in=shown)
    columns = ("action", "text", "on_first", "on_last", "on_precision")
    return [
        (key, Span(first, last, Precision(precision)), text)
        for key, text, first, last, precision in steps.order_by("on_first", "pk").values_list(*columns)
    ]
