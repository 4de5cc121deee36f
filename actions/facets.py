"""How many actions each further choice would leave: all counts in one statement, whatever the directory holds.

A facet's counts leave out its own choice. Facets without a choice are all counted over the same
lines, at once; each facet with one is counted over its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import ngettext

from actions.filters import ActionFilters, label_of
from actions.models import Vendor
from actions.models.lines import LineQuerySet
from actions.parameters import MANY, PARAMETERS, VALUES
from jurisdictions import codes
from jurisdictions.models import Jurisdiction

FACETS = ("section", "kind", "stage", "jurisdiction", "vendor", "sector", "bound", "forbids", "grade", "challenged")
MOST_CHOICES = 60
"""Of places, vendors and sectors, the most frequent are offered, and all that are chosen."""

COLUMNS = {
    "section": "section",
    "kind": "kind",
    "stage": "stage",
    "jurisdiction": "jurisdiction_id",
    "vendor": "vendors",
    "sector": "sectors",
    "bound": "binds",
    "forbids": "forbids",
    "grade": "grades",
    "challenged": "is_challenged",
}
LISTS = frozenset({"vendors", "sectors", "binds", "forbids", "grades"})
"""Columns that hold several values: a line counts for each of them."""
OF_MEMBERS = "reaches_members"
"""Counted beside places: what the Union did for its members, to add where it is asked for."""

Counts = dict[str, int]


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
    alone = [name for name in wanted if name in filters.values() or (name == "section" and filters.on)]
    shared = [name for name in wanted if name not in alone]
    tallies = _asked([_tally(filters, shared or ["kind"]), *(_tally(filters, [name], alone=True) for name in alone)])
    by_facet = dict.fromkeys(shared, tallies[0]) | dict(zip(alone, tallies[1:], strict=True))
    built = []
    for name in wanted:
        tally = by_facet[name]
        union = tally.get(OF_MEMBERS, {}).get("true", 0)
        built.append(_facet(filters, name, *_named(filters, name, tally.get(COLUMNS[name], {}), union)))
    return Counted(tallies[0][""][""], [facet for facet in built if len(facet.choices) > 1 or facet.is_used])


@dataclass(frozen=True, slots=True)
class Tally:
    """Lines to count by some facets in one pass."""

    lines: LineQuerySet
    columns: tuple[str, ...]

    def sql(self, number: int) -> tuple[str, str, tuple[Any, ...]]:
        """The common table that groups, the statement that reads it, and the parameters of the table."""
        inner, params = self.lines.values(*self.columns).query.sql_with_params()
        sets = ", ".join(f"({column})" for column in self.columns)
        table = f"""
            tally{number} AS (
                SELECT GROUPING({", ".join(self.columns)}) AS mask, {", ".join(self.columns)}, count(*) AS lines
                FROM ({inner}) narrowed GROUP BY GROUPING SETS ({sets}, ())
            )"""
        lists = [f"{column}::text[]" for column in self.columns if column in LISTS]
        plain = ", ".join(f"{column}::text" for column in self.columns if column not in LISTS)
        values = ", ".join([*lists, f"ARRAY[COALESCE({plain}, NULL)]"] if plain else [*lists, "ARRAY[NULL::text]"])
        read = f"""
            SELECT {number}, mask, value, sum(lines)::int
            FROM tally{number} CROSS JOIN LATERAL unnest(COALESCE({values})) AS value GROUP BY mask, value"""
        return table, read, params

    def column_of(self, mask: int) -> str:
        """The column that a row is grouped by: the one whose bit is not set; empty for the total."""
        grouped = [name for place, name in enumerate(reversed(self.columns)) if not mask >> place & 1]
        return grouped[0] if grouped else ""


def _tally(filters: ActionFilters, facets: list[str], *, alone: bool = False) -> Tally:
    lines = filters.lines(leave_out=facets[0] if alone else "")
    if "section" in facets:
        lines = lines.with_section(filters.day, filters.today)
        lines = lines.known_by(filters.day) if filters.day < filters.today else lines
    columns = [COLUMNS[name] for name in facets]
    if "jurisdiction" in facets and "union" in filters.counted_in:
        columns.append(OF_MEMBERS)
    return Tally(lines, tuple(columns))


def _asked(tallies: list[Tally]) -> list[dict[str, Counts]]:
    """Ask all tallies in one statement: counts by column and value; the total stands under no column."""
    parts = [tally.sql(number) for number, tally in enumerate(tallies)]
    sql = f"WITH {', '.join(table for table, _, _ in parts)} {' UNION ALL '.join(read for _, read, _ in parts)}"
    found: list[dict[str, Counts]] = [{} for _ in tallies]
    with connection.cursor() as cursor:
        cursor.execute(sql, [param for _, _, params in parts for param in params])
        for number, mask, value, lines in cursor.fetchall():
            found[number].setdefault(tallies[number].column_of(mask), {})[value or ""] = lines
    return found


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


def _named(filters: ActionFilters, name: str, counts: Counts, union: int) -> tuple[Counts, dict[str, Any]]:
    """Counts by the values of the query string, with their labels."""
    if name == "jurisdiction":
        return _by_place(filters, counts, union)
    if name == "vendor":
        return _by_vendor(counts)
    if name == "challenged":
        counts = {"yes": counts.get("true", 0), "no": counts.get("false", 0)}
    return counts, dict(VALUES.get(name) or {value: value for value in counts})


def _by_place(filters: ActionFilters, counts: Counts, union: int) -> tuple[Counts, dict[str, Any]]:
    """Counted as the filter itself counts: subdivisions and the Union only where asked for."""
    rows = {place.pk: place for place in Jurisdiction.objects.select_related("parent").filter(pk__in=counts)}
    by_code = Counter({rows[int(key)].code: number for key, number in counts.items()})
    labels: dict[str, Any] = {place.code: place.display_name for place in rows.values()}
    if "subdivisions" in filters.counted_in:
        for place in rows.values():
            if place.parent:
                by_code[place.parent.code] += counts[str(place.pk)]
                labels[place.parent.code] = place.parent.display_name
    if "union" in filters.counted_in:
        for code in by_code.keys() & codes.UNION_MEMBERS:
            by_code[code] += union
    return dict(by_code), labels


def _by_vendor(counts: Counts) -> tuple[Counts, dict[str, Any]]:
    """Counted by group: an action against a unit counts for each of its parents, once."""
    most = sorted(counts, key=lambda key: -counts[key])
    rows = Vendor.objects.filter(pk__in=most[: MOST_CHOICES * 2]).order_by().values_list("pk", "slug", "name")
    named = {slug: (counts[str(pk)], name) for pk, slug, name in rows}
    return {slug: count for slug, (count, _) in named.items()}, {slug: name for slug, (_, name) in named.items()}
