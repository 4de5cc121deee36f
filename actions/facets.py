"""How many actions each further choice would leave, counted over lines that are held in memory.

A facet's counts leave out its own choice. Facets without a choice are all counted over the same
lines; each facet with one is counted over its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext

from actions import tallies
from actions.filters import ActionFilters, label_of
from actions.held import Held, reading
from actions.held.narrowing import SECTION_NAMES, in_sections
from actions.held.table import LISTS
from actions.parameters import MANY, PARAMETERS, VALUES
from jurisdictions import codes

FACETS = (
    *("section", "kind", "stage", "jurisdiction", "vendor", "sector", "named"),
    *("bound", "forbids", "grade", "challenged"),
)
MOST_CHOICES = 60
"""Of places, vendors and sectors, the most frequent are offered, and all that are chosen."""

COLUMNS = {
    "kind": "kind",
    "stage": "stage",
    "jurisdiction": "jurisdiction",
    "sector": "sectors",
    "bound": "binds",
    "forbids": "forbids",
    "grade": "grades",
}
"""The column that a facet counts; sections, vendors and challenges are counted in their own way."""

YES_OR_NO = {"challenged": "is_challenged", "named": "named_count"}
"""Columns of which a facet counts only whether they hold anything."""

Counts = dict[Any, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value, and how many actions it would leave."""

    value: str
    label: str | Promise
    count: int
    is_chosen: bool
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    parameter: str
    label: str | Promise
    choices: tuple[Choice, ...]
    takes_many: bool
    left_out: int = 0

    @property
    def is_used(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)

    @property
    def more(self) -> str:
        """What is said of values that are not offered."""
        words = ngettext(
            "%(count)d more: name it in the search.", "%(count)d more: name one in the search.", self.left_out
        )
        return words % {"count": self.left_out} if self.left_out else ""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many lines are left in all, and the facets that tell them apart."""

    total: int
    facets: list[Facet]


def count(filters: ActionFilters) -> Counted:
    """The total and the choices that are left; a facet that has nothing to tell apart is left out."""
    wanted = [name for name in FACETS if name not in filters.scope.fixed]
    if not (filters.on or filters.section):
        wanted.remove("section")
    left = filters.held()
    built = []
    for name in wanted:
        is_narrowed = name in filters.values() or (name == "section" and filters.on)
        lines = filters.held(leave_out=name) if is_narrowed else left
        built.append(_facet(filters, name, *_named(filters, name, _tally(filters, name, lines), lines)))
    return Counted(len(left), [facet for facet in built if len(facet.choices) > 1 or facet.is_used])


def _tally(filters: ActionFilters, name: str, lines: Held) -> Counts:
    """How many lines there are of each value that a facet tells apart; what is asked of all lines is counted once."""
    if len(lines) < len(lines.table) or name == "section":
        return _tallied(filters, name, lines)
    counted = lines.table.counted
    if name not in counted:
        counted[name] = _tallied(filters, name, lines)
    return counted[name]


def _tallied(filters: ActionFilters, name: str, lines: Held) -> Counts:
    if name == "section":
        _rows, sections = in_sections(filters, lines)
        counts = np.bincount(sections, minlength=len(SECTION_NAMES)).tolist()
        found: Counter[str] = Counter()
        for section, number in zip(SECTION_NAMES, counts, strict=True):
            found[section] += number
        return dict(found)
    if name == "vendor":
        return tallies.most_hit(lines, MOST_CHOICES * 2)
    if name in YES_OR_NO:
        count = int(np.count_nonzero(lines.table[YES_OR_NO[name]][lines.rows]))
        return {"yes": count, "no": len(lines) - count}
    return tallies.by_entry(lines, COLUMNS[name]) if COLUMNS[name] in LISTS else tallies.by_value(lines, COLUMNS[name])


def _facet(filters: ActionFilters, name: str, counts: Counts, labels: dict[str, Any]) -> Facet:
    chosen = filters.values().get(name, ())
    labels |= {value: label_of(filters, name, value) for value in chosen}
    order = list(VALUES[name]) if name in VALUES else sorted(counts, key=lambda v: (-counts[v], str(labels[v])))
    offered = order if name in VALUES else order[:MOST_CHOICES]
    values = [*offered, *(value for value in chosen if value not in offered)]
    choices = tuple(
        Choice(
            value=value,
            label=labels[value],
            count=counts.get(value, 0),
            is_chosen=value in chosen,
            kind=value if name == "kind" else "",
        )
        for value in values
        if counts.get(value) or value in chosen
    )
    return Facet(name, PARAMETERS[name], choices, name in MANY, left_out=len(order) - len(offered))


def _named(filters: ActionFilters, name: str, counts: Counts, lines: Held) -> tuple[Counts, dict[str, Any]]:
    """Counts by the values of the query string, with their labels."""
    if name == "jurisdiction":
        return _by_place(filters, counts, lines)
    if name == "vendor":
        return _by_vendor(counts)
    return counts, dict(VALUES.get(name) or {value: value for value in counts})


def _by_place(filters: ActionFilters, counts: Counts, lines: Held) -> tuple[Counts, dict[str, Any]]:
    """Counted as the filter itself counts: subdivisions and the Union only where asked for."""
    places = reading().places
    rows = {key: places[key] for key in counts}
    by_code = Counter({rows[key].code: number for key, number in counts.items()})
    language = get_language()
    labels: dict[str, Any] = {place.code: place.name_in(language) for place in rows.values()}
    if "subdivisions" in filters.counted_in:
        for place in rows.values():
            if place.parent:
                by_code[place.parent.code] += counts[place.pk]
                labels[place.parent.code] = place.parent.display_name
    if "union" in filters.counted_in:
        union = len(lines.where(lines.table["reaches_members"] == 1))
        for code in by_code.keys() & codes.UNION_MEMBERS:
            by_code[code] += union
    return dict(by_code), labels


def _by_vendor(counts: Counts) -> tuple[Counts, dict[str, Any]]:
    """Counted by group: an action against a unit counts for each of its parents, once."""
    names = reading().vendors
    shown = [(names[key], count) for key, count in counts.items()]
    return {vendor.slug: count for vendor, count in shown}, {vendor.slug: vendor.name for vendor, _ in shown}
