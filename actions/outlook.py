"""What a page about a place or a vendor tells beside its lists: by kind, by year, and which dates lie ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from django.db import connection

from actions import periods, tallies
from actions.addresses import address_of
from actions.filters import ActionFilters
from actions.held import Held, reading
from actions.labels import Sector
from actions.lifecycle import ENDED_STAGES, NEVER_STOOD_STAGES, STRENGTH, Kind
from actions.search import unpacked
from actions.spans import Precision, Span
from jurisdictions.models import Jurisdiction

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


MOST_AHEAD = 8
READ_AHEAD = 2000
"""Steps that are still to come, the soonest first, among which those of a page are looked for."""
LEAST_YEARS = 10
SLOT, HEIGHT = 33, 150
"""Of the small chart: a year's width, and its height."""


@dataclass(frozen=True, slots=True)
class Named:
    """An action as a date that lies ahead names it."""

    slug: str
    title: str
    kind: str
    stage: str
    jurisdiction: Jurisdiction

    def get_absolute_url(self) -> str:
        return address_of("action", self.slug)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day that is still to come in the life of an action; without a text it takes effect."""

    on: Span
    action: Named
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
    counts = tallies.by_year_and_kind(lines)
    if not counts:
        return None
    last = max(day.year, *counts)
    first = min(last - LEAST_YEARS + 1, *counts)
    shown = [
        periods.Period(year, 0, {Kind(kind): count for kind, count in counts.get(year, {}).items()})
        for year in range(first, last + 1)
    ]
    return periods.chart(shown, width=periods.LEFT + SLOT * len(shown), height=HEIGHT)


def dates_ahead(lines: Held, filters: ActionFilters, *, most: int = MOST_AHEAD) -> list[Ahead]:
    """Effective days and dated steps of `lines` after the filters' day, the soonest first; two queries.

    Nothing where the page is about an earlier day of our record: what lay ahead then is told by its revisions.
    """
    if filters.known_on:
        return []
    day = filters.day
    if day < filters.today:
        lines = lines.where(lines.table["announced_first"] <= day.toordinal())
    return soonest(lines, day, most)


def soonest(lines: Held, day: date, most: int) -> list[Ahead]:
    """The next `most` of all days that lie ahead of `day` in the lives of those `lines` that have not ended."""
    table, over = lines.table, {*NEVER_STOOD_STAGES, *ENDED_STAGES}
    alive = lines.where(table.coded["stage"].where(lambda stage: stage not in over))
    coming = alive.where(table["effective_first"] > day.toordinal()).rows
    days = table["effective_first"][coming]
    if len(coming) > most:  # those on the last day that may be shown are put in order with the others
        is_soon = days <= np.partition(days, most)[most - 1]
        coming, days = coming[is_soon], days[is_soon]
    coming = coming[np.lexsort((table.by_slug[coming], days))][:most]
    steps = _steps(alive, day, most)
    if not (len(coming) or steps):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_AHEAD, [steps, table["action"][coming].tolist()])
        found = cursor.fetchall()
    told = [(key, Span(first, last, Precision(kind)), *rest) for key, first, last, kind, *rest in found]
    stepping = {(key, on) for key, on, text, *_ in told if text is not None}
    places = reading().places
    ahead = [
        Ahead(on, Named(slug, title, kind, stage, places[place]), text or "")
        for key, on, text, slug, title, kind, stage, place in told
        if text is not None or (key, on) not in stepping
    ]
    return sorted(ahead, key=lambda one: (one.on, one.action.slug))[:most]


_STEPS_AHEAD = """
    SELECT string_agg(int8send(id), ''::bytea), string_agg(int8send(action_id), ''::bytea)
    FROM (SELECT id, action_id FROM actions_milestone WHERE on_first > %s ORDER BY on_first, id LIMIT %s) step
"""
_AHEAD = """
    SELECT action.id, on_first, on_last, on_precision, text, slug, title, kind, stage, jurisdiction_id
    FROM (
        SELECT id AS step, action_id, text, on_first, on_last, on_precision
        FROM actions_milestone WHERE id = ANY(%s)
        UNION ALL
        SELECT NULL, id, NULL, effective_first, effective_last, effective_precision
        FROM actions_action WHERE id = ANY(%s) AND effective_first IS NOT NULL
    ) ahead JOIN actions_action action ON action.id = action_id
    ORDER BY on_first, step
"""
"""A step of an action has a text; the day on which it takes effect has none."""


def _steps(alive: Held, day: date, most: int) -> list[int]:
    """Keys of the next steps of these lines."""
    with connection.cursor() as cursor:
        cursor.execute(_STEPS_AHEAD, [day, READ_AHEAD])
        packed, actions = cursor.fetchone()
    kept = alive.has_actions(unpacked(actions))
    shown: list[int] = unpacked(packed)[kept][:most].tolist()
    return shown
