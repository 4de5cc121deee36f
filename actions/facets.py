"""How many actions each further choice would leave: one query a facet, whatever the directory holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import get_language

from actions.filters import FACETS, MANY, PARAMETERS, VALUES, ActionFilters, label_of
from actions.models import ActionCitation, ActionQuerySet, Milestone, Vendor
from jurisdictions import codes, names

Counts = dict[str, int]
Labels = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value, how many actions it would leave, and the query string that sets or clears it."""

    value: str
    label: str | Promise
    count: int
    is_chosen: bool
    query: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    parameter: str
    label: str | Promise
    choices: tuple[Choice, ...]
    takes_many: bool

    @property
    def is_used(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)


def facets(filters: ActionFilters, actions: ActionQuerySet) -> list[Facet]:
    """The choices that are left, each counted with all other parameters applied, but not its own.

    A facet that has nothing to tell apart is left out.
    """
    built = [_facet(filters, name, actions) for name in FACETS if name not in filters.scope.fixed]
    return [facet for facet in built if len(facet.choices) > 1 or facet.is_used]


def _facet(filters: ActionFilters, name: str, actions: ActionQuerySet) -> Facet:
    counts, labels = _counted(filters, name, filters.apply(actions, leave_out=name, ordered=False))
    chosen = filters.values().get(name, ())
    labels |= {value: label_of(filters, name, value) for value in chosen}
    order = list(VALUES[name]) if name in VALUES else sorted(counts, key=lambda v: (-counts[v], str(labels[v])))
    values = [*order, *(value for value in chosen if value not in order)]
    choices = tuple(
        Choice(
            value=value,
            label=labels[value],
            count=counts.get(value, 0),
            is_chosen=value in chosen,
            query=filters.without(name, value) if value in chosen else filters.with_value(name, value),
            kind=value if name == "kind" else "",
        )
        for value in values
        if counts.get(value) or value in chosen
    )
    return Facet(name, PARAMETERS[name], choices, takes_many=name in MANY)


def _counted(filters: ActionFilters, name: str, found: ActionQuerySet) -> tuple[Counts, Labels]:
    if name == "jurisdiction":
        return _by_place(filters, found)
    if name == "vendor":
        return _by_vendor(found)
    return _by_value(name, found), dict(VALUES[name])


def _by_value(name: str, found: ActionQuerySet) -> Counts:
    if name in {"bound", "forbids"}:
        column = {"bound": "binds", "forbids": "forbids"}[name]
        each = {value: Count("pk", filter=Q(**{f"{column}__contains": [value]})) for value in VALUES[name]}
        return dict(found.aggregate(**each))
    if name == "grade":
        cited = ActionCitation.objects.filter(action__in=found.values("pk")).values_list("citation__grade")
        return dict(cited.annotate(Count("action", distinct=True)).order_by())
    if name == "challenged":
        yes = Milestone.objects.filter(action__in=found.values("pk"), kind="challenged")
        both = found.aggregate(all=Count("pk"), yes=Count("pk", filter=Q(pk__in=yes.values("action"))))
        return {"yes": both["yes"], "no": both["all"] - both["yes"]}
    return {row[name]: row["count"] for row in found.tally(name)}


def _by_place(filters: ActionFilters, found: ActionQuerySet) -> tuple[Counts, Labels]:
    """Counted as the filter itself counts: subdivisions and the Union only where asked for."""
    rows = list(found.tally("jurisdiction__code", "jurisdiction__name"))
    labels: Labels = {
        row["jurisdiction__code"]: names.territory_name(row["jurisdiction__code"], get_language() or "en")
        or row["jurisdiction__name"]
        for row in rows
    }
    counts = {row["jurisdiction__code"]: row["count"] for row in rows}
    own = dict(counts)
    if "subdivisions" in filters.counted_in:
        for code, count in own.items():
            country = codes.parent_code(code)
            if country in own:
                counts[country] += count
    if "union" in filters.counted_in:
        from_union = found.of_union_for_members().count()
        for code in own.keys() & codes.UNION_MEMBERS:
            counts[code] += from_union
    return counts, labels


def _by_vendor(found: ActionQuerySet) -> tuple[Counts, Labels]:
    """Counted by group: an action against a unit counts for each of its parents, once."""
    counts = Vendor.objects.counts_by_group(found)
    vendors = Vendor.objects.in_bulk(counts)
    return (
        {vendors[pk].slug: count for pk, count in counts.items()},
        {vendor.slug: vendor.name for vendor in vendors.values()},
    )
