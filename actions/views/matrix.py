"""The matrix: vendors by places, in each cell the strictest thing that stands on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from actions import grid, own_parameters, sentences
from actions.addresses import address_of
from actions.filters import ActionFilters, chosen
from actions.held import reading
from actions.held.readings import VendorName
from actions.models import Vendor
from actions.stretches import Stretch, Stretches
from actions.views.frames import view_choices
from actions.views.parts import clocks, place_url, take_along, today
from jurisdictions import codes, regions
from jurisdictions.models import Coverage, Jurisdiction

ROWS_PER_PAGE = 160
CELLS_PER_PAGE = 3600
"""Filled ones, of which a compressed page takes thirteen bytes each."""

REGIONS: Mapping[str, str | Promise] = {
    "union": gettext_lazy("Union"),
    "americas": gettext_lazy("Americas"),
    "europe": gettext_lazy("Europe"),
    "asia": gettext_lazy("Asia"),
    "oceania": gettext_lazy("Oceania"),
    "africa": gettext_lazy("Africa"),
    "elsewhere": gettext_lazy("Elsewhere"),
}
ROW_ORDERS: Mapping[str, str | Promise] = {
    "most": gettext_lazy("Most restricted first"),
    "name": gettext_lazy("By name"),
}
COLUMN_ORDERS: Mapping[str, str | Promise] = {
    "region": gettext_lazy("By region"),
    "most": gettext_lazy("Most restrictive first"),
    "name": gettext_lazy("By name"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A vendor with its cells, one a column, and in how many places anything stands."""

    label: str
    slug: str
    url: str
    cells: tuple[grid.Cell | None, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Column:
    """A place, how many vendors meet anything there, and what a blank says: when we last looked, if ever."""

    code: str
    name: str
    url: str
    total: int
    blank: str
    looked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Band:
    """Neighbouring columns of one region."""

    label: str | Promise
    span: int


@dataclass(frozen=True, slots=True)
class Matrix:
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    bands: tuple[Band, ...]
    filled: int

    @property
    def pair_count(self) -> int:
        return len(self.rows) * len(self.columns)


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Vendors by places on a chosen day, narrowed by the query string."""
    rows = own_parameters.take(request.GET, "rows", list(ROW_ORDERS), "most")
    columns = own_parameters.take(request.GET, "columns", list(COLUMN_ORDERS), "region")
    filters = ActionFilters.from_query(own_parameters.without(request.GET, "rows", "columns"))
    day = filters.on or today()
    hit = _asked_for(filters, grid.widest(filters, day))
    page = _page(filters, hit, rows)
    table = build(filters, day, list(page.object_list), rows, columns)
    own = {"rows": rows if rows != "most" else "", "columns": columns if columns != "region" else ""}
    query = own_parameters.joined(filters.query_string(page=()), own)
    context = {
        "matrix": table,
        "page": page,
        "query": query,
        "day": day,
        "sentence": sentences.for_matrix(
            day=day, vendors=len(table.rows), places=len(table.columns), filled=table.filled, pairs=table.pair_count
        ),
        "filters": filters,
        "chosen": chosen(filters),
        "orders": {"rows": (rows, ROW_ORDERS), "columns": (columns, COLUMN_ORDERS)},
        "choices": view_choices(filters),
        "cell_query": filters.query_string(vendor=(), jurisdiction=(), on=[day.isoformat()], sort=()),
        **clocks(filters),
        **take_along(request, title=_("Matrix"), query=query, has_feed=False),
    }
    return render(request, "actions/matrix.html", context)


def _asked_for(filters: ActionFilters, hit: Mapping[int, int]) -> Mapping[int, int]:
    """The vendors that have a row: where some were chosen, their groups, and not whom the same actions hit beside."""
    if not filters.vendors:
        return hit
    chosen_ones = frozenset(Vendor.objects.group_of(*filters.vendors).values_list("pk", flat=True))
    return {key: places for key, places in hit.items() if key in chosen_ones}


def _page(filters: ActionFilters, hit: Mapping[int, int], order: str) -> Stretch:
    """Which rows are shown; a page beyond the last does not exist."""
    keys = _ordered(list(hit), order)
    pages = Stretches(keys, [hit[key] for key in keys], most_rows=ROWS_PER_PAGE, most_cells=CELLS_PER_PAGE)
    try:
        return pages.page(filters.page)
    except EmptyPage as error:
        raise Http404(_("This matrix has %(count)d pages.") % {"count": pages.num_pages}) from error


def _ordered(hit: Sequence[int], order: str) -> list[int]:
    """The vendors in the order that was asked for; they come by how widely they are hit."""
    if order == "most":
        return list(hit)
    names = reading().vendors
    return sorted(hit, key=lambda key: (key == grid.CLASSES, names[key].name.casefold() if key else ""))


def build(filters: ActionFilters, day: date, vendor_keys: Sequence[int], rows: str, columns: str) -> Matrix:
    """The table of these vendors: only places where something stands have a column."""
    places, vendors = reading().places, reading().vendors
    cells = grid.cells_of(filters, day, vendors=vendor_keys)
    in_places = Counter([vendor for vendor, _place in cells])
    of_vendors = Counter([place for _vendor, place in cells])
    place_keys = sorted(of_vendors, key=lambda key: _column_key(places[key], of_vendors[key], order=columns))
    positions = {key: position for position, key in enumerate(place_keys)}
    filled: dict[int, list[grid.Cell | None]] = {key: [None] * len(place_keys) for key in vendor_keys}
    for (vendor, place), cell in cells.items():
        filled[vendor][positions[place]] = cell
    shown = [places[key] for key in place_keys]
    listed = vendor_keys if rows == "name" else sorted(vendor_keys, key=lambda key: _row_key(key, vendors, in_places))
    return Matrix(
        rows=tuple(
            Row(
                label=vendors[key].name if key else _("No named vendor"),
                slug=vendors[key].slug if key else "",
                url=address_of("vendor", vendors[key].slug) if key else "",
                cells=tuple(filled[key]),
                total=in_places[key],
            )
            for key in listed
        ),
        columns=_columns(shown, of_vendors),
        bands=tuple(_bands([places[key].code for key in place_keys])) if columns == "region" else (),
        filled=len(cells),
    )


def _columns(shown: Sequence[Jurisdiction], totals: Mapping[int, int]) -> tuple[Column, ...]:
    watched = Coverage.objects.filter(active_count__gt=0).in_bulk(field_name="jurisdiction_id")
    worded: dict[date | None, str] = {}
    columns = []
    for place in shown:
        coverage = watched.get(place.pk)
        looked_at = coverage.last_success_at if coverage else None
        on = looked_at.date() if looked_at else None
        if on not in worded:
            worded[on] = sentences.for_blank(coverage)
        columns.append(
            Column(place.code, place.display_name, place_url(place.code), totals[place.pk], worded[on], looked_at)
        )
    return tuple(columns)


def _row_key(key: int, vendors: Mapping[int, VendorName], totals: Mapping[int, int]) -> tuple[bool, int, str]:
    """Most restricted first; the row without a name comes last."""
    return (key == grid.CLASSES, -totals[key], vendors[key].name.casefold() if key else "")


def _column_key(place: Jurisdiction, total: int, *, order: str) -> tuple[int, str, str]:
    """A subdivision follows its country, but where columns are ordered by how much stands."""
    if order == "most":
        return (-total, place.name_order, "")
    region = regions.REGIONS.index(regions.region_of(place.code)) if order == "region" else 0
    country = place.code.partition("-")[0]
    if order == "region":
        return (region, *codes.sort_key(place.code))
    return (0, _name_of(country).casefold(), place.name_order if codes.is_subdivision(place.code) else "")


def _name_of(country: str) -> str:
    return Jurisdiction(code=country, name=country).display_name


def _bands(listed: Sequence[str]) -> list[Band]:
    """Runs of one region, in the order of the columns."""
    runs: list[tuple[str, int]] = []
    for code in listed:
        region = regions.region_of(code)
        if runs and runs[-1][0] == region:
            runs[-1] = (region, runs[-1][1] + 1)
        else:
            runs.append((region, 1))
    return [Band(REGIONS[region], span) for region, span in runs]
