"""What a page about a place, a vendor or an authority tells of a day: what stands, what comes, what is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import Case, Value, When
from django.utils.functional import Promise

from actions.filters import ActionFilters
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
    """The sections that hold anything, in the order of the page; three queries and one, however much they hold.

    `query` is the query string of the same lines on the list of actions, to which a cut section leads.
    """
    lines = filters.lines(leave_out="" if filters.section else "section").with_section(filters.day, filters.today)
    if filters.day < filters.today:
        lines = lines.known_by(filters.day)
    found = _first_of_each(lines.annotate(strength=STRENGTH_OF))
    keys = [key for _, _, key in found]
    rows = dict(zip(keys, said_rows(keys) if filters.known_on else rows_by_key(keys), strict=True))
    groups = []
    for section in Section:
        of_section = [(count, rows[key]) for name, count, key in found if name == section]
        if of_section:
            tail = f"{query}&section={section.value}"
            groups.append(Group(section, [row for _, row in of_section], of_section[0][0], tail))
    return groups


def _first_of_each(lines: Any) -> list[tuple[str, int, int]]:  # noqa: ANN401 - lines, annotated
    """Section, how many lines it has, and the key of each of its first lines, in order."""
    columns = ("pk", "section", "strength", "announced_first", "effective_first", "slug")
    sql, params = lines.values_list(*columns).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH line (key, section, strength, announced_first, effective_first, slug) AS MATERIALIZED ({sql}),
                 held AS (SELECT section, count(*) AS lines FROM line GROUP BY section)
            SELECT held.section, held.lines, best.key FROM held CROSS JOIN LATERAL (
                SELECT row_number() OVER () AS place, first.key FROM (
                    SELECT key FROM line WHERE line.section = held.section
                    ORDER BY CASE WHEN section = 'stands' THEN strength END,
                             CASE WHEN section = 'coming' THEN effective_first END,
                             announced_first DESC NULLS LAST, slug
                    LIMIT %s
                ) first
            ) best ORDER BY held.section, best.place
            """,
            [*params, ROWS_PER_SECTION],
        )
        return [(section, count, key) for section, count, key in cursor.fetchall()]


def standing(groups: Iterable[Group]) -> Group | None:
    """What stands, out of groups that were made before."""
    return next((group for group in groups if group.section is Section.STANDS), None)
