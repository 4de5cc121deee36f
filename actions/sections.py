"""What a page about a place, a vendor or an authority tells of a day: what stands, what comes, what is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from django.db.models import Case, Value, When
from django.utils.functional import Promise

from actions.filters import ActionFilters
from actions.held.narrowing import SECTION_NAMES, in_sections
from actions.held.table import NO_DAY
from actions.lifecycle import STRENGTH
from actions.parameters import VALUES
from actions.rows import Row, rows_by_key, said_rows

ROWS_PER_SECTION = 30
"""A longer section is cut on the page and leads to the whole list."""


class Section(StrEnum):
    """Where on a page an action stands, in the order of the page."""

    STANDS = "stands"
    COMING = "coming"
    UNCLEAR = "unclear"
    SUSPENDED = "suspended"
    PROPOSED = "proposed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Group:
    """One section of a page with its first rows, the strictest first where they stand."""

    section: Section
    rows: list[Row]
    count: int
    query: str

    @property
    def title(self) -> str | Promise:
        return VALUES["section"][self.section.value]

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.rows)


STRENGTH_OF = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(STRENGTH)), default=Value(9))


def grouped(filters: ActionFilters, query: str) -> list[Group]:
    """The sections that hold anything, in the order of the page; three queries, however much they hold.

    `query` is the query string of the same lines on the list of actions, to which a cut section leads.
    """
    found = _first_of_each(filters)
    keys = [key for _, first in found.values() for key in first]
    rows = dict(zip(keys, said_rows(keys) if filters.known_on else rows_by_key(keys), strict=True))
    return [
        Group(section, [rows[key] for key in first], count, f"{query}&section={section.value}")
        for section, (count, first) in found.items()
    ]


def _first_of_each(filters: ActionFilters) -> dict[Section, tuple[int, list[int]]]:
    """How many lines each section has, and the keys of its first, in order."""
    lines = filters.held(leave_out="" if filters.section else "section")
    shown, sections = in_sections(filters, lines)
    table, order = lines.table, list(Section)
    placed = np.array([order.index(Section(name)) for name in SECTION_NAMES])[sections]
    found = {}
    for place, section in enumerate(order):
        rows = shown[placed == place]  # the newest announced first
        count = len(rows)
        if section is Section.STANDS:
            rows = rows[np.argsort(table.strength[rows], kind="stable")]
        elif section is Section.COMING:
            effective = table["effective_first"][rows]
            rows = rows[np.lexsort((rows, effective, effective == NO_DAY))]
        if count:
            found[section] = (count, [int(key) for key in table["key"][rows[:ROWS_PER_SECTION]]])
    return found


def standing(groups: Iterable[Group]) -> Group | None:
    """What stands, out of groups that were made before."""
    return next((group for group in groups if group.section is Section.STANDS), None)
