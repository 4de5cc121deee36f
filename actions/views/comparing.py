"""Compare two or more vendors, or two or more places, on a chosen day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import comparing, grid, sentences
from actions.addresses import address_of
from actions.filters import ActionFilters, chosen
from actions.held import reading
from actions.models import Vendor
from actions.parameters import FilterError
from actions.views.frames import view_choices
from actions.views.parts import clocks, take_along, today
from jurisdictions.models import Jurisdiction

MOST_COMPARED = 8
MOST_ROWS = 200
"""Rows of a comparison that are shown; those that most of its columns share come first."""
MOST_NAMED = 40
"""Of what only one column has, so many are named."""
Subject = Vendor | Jurisdiction


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: its subject (None: no named vendor), and each cell with where it leads."""

    subject: Subject | None
    cells: tuple[tuple[grid.Cell | None, str], ...]


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Vendors side by side by place, or places side by side by vendor."""
    filters = ActionFilters.from_query(request.GET)
    day = filters.on or today()
    columns = _columns(filters)
    query = filters.query_string(page=(), sort=())
    context: dict[str, object] = {
        "filters": filters,
        "day": day,
        "columns": columns,
        "chosen": chosen(filters),
        "choices": view_choices(filters),
        "by_vendor": bool(columns) and isinstance(columns[0], Vendor),
        "most_compared": MOST_COMPARED,
        **clocks(filters),
        **take_along(request, title=_("Compare"), query=query, has_feed=False),
    }
    if columns:
        context |= _compared(filters, columns)
    return render(request, "actions/compare.html", context)


def _columns(filters: ActionFilters) -> Sequence[Subject]:
    """What is compared: vendors where two are named, else places; nothing where neither has two."""
    for parameter, subjects in (("vendor", filters.vendors), ("jurisdiction", filters.jurisdictions)):
        if len(subjects) > MOST_COMPARED:
            message = _("At most %(count)d can be compared at once. Leave some out, or open the matrix.")
            raise FilterError(parameter, message % {"count": MOST_COMPARED})
    columns: Sequence[Subject] = filters.vendors if len(filters.vendors) > 1 else ()
    return columns or (filters.jurisdictions if len(filters.jurisdictions) > 1 else ())


def _compared(filters: ActionFilters, columns: Sequence[Subject]) -> dict[str, object]:
    day = filters.on or today()
    places = reading().places
    keys = [column.pk for column in columns]
    if isinstance(columns[0], Vendor):
        told = comparing.vendors(grid.cells_of(filters, day, vendors=keys), keys)
        subjects: dict[int, Subject] = dict(places)
    else:
        wide = replace(filters, jurisdictions=()) if filters.counted_in else filters
        told = comparing.places(grid.cells_of(wide, day), keys)
        subjects = dict(Vendor.objects.in_bulk(_shown(told)))
    names = [str(column) for column in columns]
    urls = _Addresses(filters)
    return {
        "rows": [_row(line, columns, subjects.get(line.key), urls) for line in told.lines[:MOST_ROWS]],
        "left_out": max(0, len(told.lines) - MOST_ROWS),
        "matrix_url": f"{reverse('matrix')}?{filters.query_string(page=(), sort=())}",
        "totals": list(zip(columns, told.totals(), strict=True)),
        "shared": len(told.shared),
        "only": [_only(name, told.only(i), subjects) for i, name in enumerate(names)],
        "sentence": sentences.for_comparison(
            names, shared=len(told.shared), total=len(told.lines), by_place=isinstance(columns[0], Vendor), day=day
        ),
    }


@dataclass(frozen=True, slots=True)
class Only:
    """What one column alone has: how much, and the first of it (None: no named vendor)."""

    name: str
    count: int
    subjects: tuple[Subject | None, ...]

    @property
    def left_out(self) -> int:
        return self.count - len(self.subjects)


def _shown(told: comparing.Comparison) -> set[int]:
    """The keys of all rows that the page names."""
    named = [line for i in range(len(told.columns)) for line in told.only(i)[:MOST_NAMED]]
    return {line.key for line in (*told.lines[:MOST_ROWS], *named)}


def _only(name: str, lines: Sequence[comparing.Line], subjects: dict[int, Subject]) -> Only:
    return Only(name, len(lines), tuple(subjects.get(line.key) for line in lines[:MOST_NAMED]))


def _row(line: comparing.Line, columns: Sequence[Subject], subject: Subject | None, urls: _Addresses) -> Row:
    found = (urls.of(cell, [column, subject]) if cell else "" for cell, column in zip(line.cells, columns, strict=True))
    return Row(subject, tuple(zip(line.cells, found, strict=True)))


class _Addresses:
    """Where the cells lead: a query string is put together once a sort of pair, its vendor and place in thousands."""

    def __init__(self, filters: ActionFilters) -> None:
        self._filters = filters
        self._day = (filters.on or today()).isoformat()
        self._around: dict[tuple[bool, bool, bool], str] = {}

    def of(self, cell: grid.Cell, pair: Sequence[Subject | None]) -> str:
        """A lone action, or the directory narrowed to the pair."""
        if cell.count == 1:
            return address_of("action", cell.slug)
        vendor = next((one.slug for one in pair if isinstance(one, Vendor)), "")
        place = next((one.code for one in pair if isinstance(one, Jurisdiction)), "")
        sort = (bool(vendor), bool(place), None in pair)
        if sort not in self._around:
            self._around[sort] = self._listed(*sort)
        return self._around[sort].replace(_VENDOR, vendor).replace(_PLACE, place)

    def _listed(self, vendor: bool, place: bool, is_unnamed: bool) -> str:  # noqa: FBT001 (taken from a tuple)
        query = self._filters.query_string(
            vendor=[_VENDOR] if vendor else [],
            jurisdiction=[_PLACE] if place else [],
            named=["no"] if is_unnamed else [],
            on=[self._day],
            sort=(),
        )
        return f"{reverse('actions')}?{query}"


_VENDOR, _PLACE = "-vendor-", "-place-"
"""Stand for a slug and a code, neither of which begins with a hyphen; nothing in them needs to be quoted."""
