"""`ActionFilters.lines` said over columns; tests/actions/test_held.py holds the two together."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

import numpy as np

from actions import search
from actions.held.table import (
    DAYS_HELD,
    EPOCH,
    FEW,
    NO_DAY,
    Coded,
    Held,
    Mask,
    Numbers,
    Small,
    Table,
    everything,
    several,
)
from actions.lifecycle import ENDED_STAGES
from actions.models.actions import ActionAuthority
from actions.models.lines import end_of
from jurisdictions.models import Jurisdiction

if TYPE_CHECKING:
    from actions.filters import ActionFilters

SECTIONS = ("stands", "proposed", "ended", "ended_stage", "suspended_stage", "unclear", "suspended", "coming")
"""In the order in which they are tried; see `LineQuerySet.with_section`."""
SECTION_NAMES = tuple(name.removesuffix("_stage") for name in SECTIONS)


def narrowed(filters: ActionFilters, table: Table, *, leave_out: str = "", by_name: bool = False) -> Held:
    """The lines of `table` that the filters leave; arguments as `ActionFilters.lines` takes them."""
    found = everything(table)
    if filters.known_on:
        found = found.where(_mask(filters, table, "known_on"))
    if filters.scope.fixed:
        found = found.where(_mask(filters, table, "scope"))
    for parameter in filters.values():
        if parameter in _NARROWING and parameter != leave_out and not (by_name and parameter == "q"):
            found = found.where(_mask(filters, table, parameter))
    if filters.on and not filters.section and leave_out not in {"on", "section"}:
        found = found.where(_mask(filters, table, "on"))
    return found


def _mask(filters: ActionFilters, table: Table, parameter: str) -> Mask:
    """What one parameter leaves of a table; each facet leaves out another one, so that all are asked for often."""
    if parameter not in filters.masks:
        filters.masks[parameter] = (_NARROWING | _BESIDE)[parameter](filters, table)
    return filters.masks[parameter]


def said_on(table: Table, day: date) -> Mask:
    """What our record held when `day` was over."""
    end = (end_of(day) - EPOCH) // datetime.resolution
    since, until = table["known_from"], table["known_until"]
    said: Mask = (since < end) & ((until == 0) | (until >= end))
    return said


def sections(lines: Held, day: date, today: date) -> Small:
    """For each of the lines the place in SECTION_NAMES of the section that shows it on a page about `day`.

    Of today, and of any day that was asked of many lines, the table remembers them all.
    """
    table, rows, about = lines.table, lines.rows, (day.toordinal(), today.toordinal())
    found = table.sectioned.get(about)
    if found is None:
        if day != today and len(rows) * FEW < len(table):
            return _sections(table, rows, day, today)
        if len(table.sectioned) >= DAYS_HELD:
            table.sectioned.clear()
        found = table.sectioned[about] = _sections(table, np.arange(len(table)), day, today)
    return found[rows]


def _sections(table: Table, rows: Numbers, day: date, today: date) -> Small:
    on = day.toordinal()
    stage = Coded(table.coded["stage"].values, table.coded["stage"].codes[rows])
    ended, begins = table["ended_last"][rows], table["begins_first"][rows]
    now = day >= today
    tried = [
        table.holds("stands", day, rows),
        stage.where(lambda value: value == "proposed"),
        ((ended != NO_DAY) & (ended < on)) | stage.where(lambda value: value == "rejected"),
        stage.where(lambda value: now and value in ENDED_STAGES),
        stage.where(lambda value: now and value == "suspended"),
        table.holds("unclear", day, rows),
        (begins == NO_DAY) | (begins <= on),
    ]
    found = np.full(len(rows), len(tried), dtype=np.int8)
    for place, holds in reversed(list(enumerate(tried))):  # the first that holds is written last
        found[holds] = place
    return found


def in_sections(filters: ActionFilters, lines: Held) -> tuple[Numbers, Small]:
    """Of the lines those that a page about the filters' day shows, as rows of the table, and for each its section."""
    found = sections(lines, filters.day, filters.today)
    if filters.day >= filters.today:
        return lines.rows, found
    known = _known_by(lines, found, filters.day)
    return lines.rows[known], found[known]


def _known_by(lines: Held, sections: Small, day: date) -> Mask:
    """Those of the lines that anybody could know of on `day`, and those that stood, or may have."""
    always = [place for place, name in enumerate(SECTION_NAMES) if name in {"stands", "unclear"}]
    return np.isin(sections, always) | (lines.table["announced_first"][lines.rows] <= day.toordinal())


def place_is(table: Table, places: Collection[Jurisdiction]) -> Mask:
    wanted = {place.pk for place in places}
    return table.coded["jurisdiction"].where(lambda place: place in wanted)


def _within_scope(filters: ActionFilters, table: Table) -> Mask:
    scope = filters.scope
    found = np.ones(len(table), dtype=bool)
    if scope.place:
        found &= _acting_in(filters, table, [scope.place])
    if scope.vendor:
        found &= table.hitting([scope.vendor.pk])
    if scope.authority:
        roles = ActionAuthority.objects.filter(authority=scope.authority).order_by()
        found &= table.of_actions(np.fromiter(roles.values_list("action", flat=True), dtype=np.int64))
    return found


def _acting_in(filters: ActionFilters, table: Table, places: Collection[Jurisdiction]) -> Mask:
    found = place_is(table, places)
    if "subdivisions" in filters.counted_in:
        found |= np.isin(table["country"], [place.pk for place in places if place.parent_id is None])
    if "union" in filters.counted_in and any(place.is_union_member for place in places):
        found |= table["reaches_members"] == 1
    return found


def _by_section(filters: ActionFilters, table: Table) -> Mask:
    rows, found = in_sections(filters, everything(table))
    wanted = [place for place, name in enumerate(SECTION_NAMES) if name == filters.section]
    left = np.zeros(len(table), dtype=bool)
    left[rows[np.isin(found, wanted)]] = True
    return left


def _by_words(filters: ActionFilters, table: Table) -> Mask:
    """Lines whose text answers to the words, or that hit the vendors in the places that were named."""
    reading = filters.reading
    found = table.of_actions(search.keys_worded(reading.text))
    if reading.has_names:
        named = np.ones(len(table), dtype=bool)
        if reading.vendors:
            named &= table.hitting(vendor.pk for vendor in reading.vendors)
        if reading.places:
            named &= place_is(table, reading.places)
        if reading.rest:
            named &= table.of_actions(search.keys_worded(reading.rest))
        found |= table.of_actions(table["action"][named])
    return found


def _one_of(table: Table, column: str, wanted: Collection[str]) -> Mask:
    return table.coded[column].where(lambda value: value in wanted)


def _any_of(table: Table, column: str, wanted: Collection[str]) -> Mask:
    """Lines whose list holds at least one of the values."""
    among = set(wanted)
    return table.coded[column].where(lambda text: not among.isdisjoint(several(text)))


def _between(table: Table, name: str, since: date | None, until: date | None) -> Mask:
    """Lines whose span may reach into the days from `since` to `until`, both counted; an unknown one does not."""
    last, first = table[f"{name}_last"], table[f"{name}_first"]
    found = last >= since.toordinal() if since else np.ones(len(table), dtype=bool)
    if until:
        found = found & (first != NO_DAY) & (first <= until.toordinal())
    return found


_NARROWING: dict[str, Callable[[ActionFilters, Table], Mask]] = {
    "q": _by_words,
    "kind": lambda f, table: _one_of(table, "kind", f.kind),
    "stage": lambda f, table: _one_of(table, "stage", f.stage),
    "section": _by_section,
    "jurisdiction": lambda f, table: _acting_in(f, table, f.jurisdictions),
    "vendor": lambda f, table: table.hitting(vendor.pk for vendor in f.vendors),
    "sector": lambda f, table: _any_of(table, "sectors", f.sectors),
    "named": lambda f, table: (table["named_count"] > 0) == (f.named == "yes"),
    "bound": lambda f, table: _any_of(table, "binds", f.bound),
    "forbids": lambda f, table: _any_of(table, "forbids", f.forbids),
    "grade": lambda f, table: _any_of(table, "grades", f.grade),
    "challenged": lambda f, table: (table["is_challenged"] == 1) == (f.challenged == "yes"),
    "since": lambda f, table: _between(table, "announced", f.since.first if f.since else None, None),
    "until": lambda f, table: _between(table, "announced", None, f.until.last if f.until else None),
    "effective_since": lambda f, table: _between(
        table, "effective", f.effective_since.first if f.effective_since else None, None
    ),
    "effective_until": lambda f, table: _between(
        table, "effective", None, f.effective_until.last if f.effective_until else None
    ),
}
"""How each parameter narrows, as in `filters`."""
_BESIDE: dict[str, Callable[[ActionFilters, Table], Mask]] = {
    "known_on": lambda f, table: said_on(table, cast(date, f.known_on)),
    "scope": _within_scope,
    "on": lambda f, table: table.holds("stands", f.day),
}
"""What narrows although it is no filter of its own: the two clocks and the page's address."""
