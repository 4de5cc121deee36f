"""Lines held in memory say what the database says, and follow every change that was committed."""

from __future__ import annotations

from collections import Counter

import pytest
from django.http import QueryDict

from actions import grid, tallies
from actions.facets import count
from actions.filters import ActionFilters, Scope
from actions.models import Vendor
from actions.rows import _order
from jurisdictions.models import Authority, Jurisdiction

QUERIES = [
    "",
    "kind=advisory",
    "kind=advisory,procurement_ban&stage=in_force",
    "stage=lifted,rejected",
    "jurisdiction=US",
    "jurisdiction=US&with=subdivisions",
    "jurisdiction=LT&with=union",
    "jurisdiction=US-TX,CA&with=subdivisions,union",
    "vendor=hikvision",
    "vendor=hikvision,tiktok&kind=procurement_ban",
    "bound=central_government",
    "forbids=buy,use",
    "grade=press",
    "challenged=yes",
    "challenged=no&kind=procurement_ban",
    "since=2022&until=2023-06",
    "effective_since=2023-01&effective_until=2025-02-10",
    "on=2023-03-01",
    "on=2019-06-15&jurisdiction=US&with=subdivisions",
    "on=2030-01-01",
    *(f"section={name}" for name in ("stands", "coming", "unclear", "suspended", "proposed", "ended")),
    *(f"on=2021-07-01&section={name}" for name in ("stands", "coming", "unclear", "suspended", "proposed", "ended")),
    "q=cameras",
    "q=hikvision",
    "q=tiktok canada",
    "q=kaspersky germany antivirus",
    "q=nothing answers to this",
    "sector=semiconductors",
    "sector=ai,drones",
    "named=no",
    "named=yes&kind=advisory",
]


@pytest.mark.django_db
@pytest.mark.parametrize("query", QUERIES)
def test_columns_are_narrowed_as_the_database_narrows(directory, query):
    if query.startswith("sector"):
        query = f"sector={Vendor.objects.exclude(sector='').values_list('sector', flat=True).first()}"
    filters = ActionFilters.from_query(QueryDict(query.replace(" ", "+")))
    assert sorted(filters.held().keys()) == sorted(filters.lines().values_list("pk", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["", "oldest", "effective", "changed", "place"])
def test_columns_are_put_in_the_order_of_the_database(directory, sort):
    filters = ActionFilters.from_query(QueryDict(f"stage=in_force&sort={sort}"))
    lines = filters.held()
    wanted = list(filters.ordered(filters.lines()).values_list("pk", flat=True))
    assert lines.keys(_order(lines, sort)) == wanted
    assert lines.keys(_order(lines, sort), offset=20, count=5) == wanted[20:25]


@pytest.mark.django_db
def test_places_vendors_and_authorities_narrow_as_the_database_does(directory):
    scopes = [Scope(place=Jurisdiction.objects.get(code="US")), Scope(vendor=Vendor.objects.get(slug="huawei"))]
    scopes.append(Scope(authority=Authority.objects.filter(roles__isnull=False).first()))
    for scope in scopes:
        filters = ActionFilters(scope=scope)
        assert sorted(filters.held().keys()) == sorted(filters.lines().values_list("pk", flat=True)) != []


@pytest.mark.django_db
def test_tallies_count_what_a_reader_of_every_line_would_count(directory):
    filters = ActionFilters.from_query(QueryDict("on=2025-03-01"))
    lines, rows = filters.held(), list(filters.lines())
    assert tallies.by_value(lines, "kind") == Counter(row.kind for row in rows)
    assert tallies.by_entry(lines, "grades") == Counter(grade for row in rows for grade in row.grades)
    assert tallies.by_vendor(lines) == Counter(vendor for row in rows for vendor in row.vendors)
    own = Counter((vendor, row.kind) for row in rows for vendor in row.vendors[: row.named_count])
    named = {vendor for vendor, _kind in own}
    assert {(vendor, kind): number for vendor, kind, number in tallies.by_vendor_and_kind(lines, named)} == own
    assert tallies.by_vendor_itself(lines) == Counter(
        vendor for row in rows for vendor in row.vendors[: row.named_count]
    )
    few = lines.where(lines.table.coded["kind"].where(lambda kind: kind == "shutdown_order"))
    assert 0 < len(few) * 8 < len(lines.table)
    shut = Counter(vendor for row in rows if row.kind == "shutdown_order" for vendor in row.vendors)
    assert tallies.by_vendor(few) == shut
    places = Counter((row.jurisdiction_id, row.kind) for row in rows)
    assert {(place, kind): number for place, kind, number in tallies.by_place_and_kind(lines)} == places
    pairs: dict[tuple[int, int, str], list[str]] = {}
    for row in rows:
        for vendor in row.vendors or [0]:
            pairs.setdefault((vendor, row.jurisdiction_id, row.kind), []).append(row.slug)
    found = {row[:3]: row[3:] for row in tallies.by_pair(lines, 0, None)}
    assert found == {pair: (len(slugs), min(slugs)) for pair, slugs in pairs.items()}
    wide = {vendor: len({place for v, place, _ in pairs if v == vendor}) for vendor, _, _ in pairs}
    assert tallies.places_by_vendor(lines, 0) == wide
    months = Counter(row.announced_first.strftime("%Y-%m") for row in rows if row.announced_first)
    told: Counter[str] = Counter()
    for first, _last, _kind, number in tallies.by_months(lines):
        told[f"{first:%Y-%m}"] += number
    assert told == months


@pytest.mark.django_db
def test_every_facet_counts_what_choosing_it_would_leave(directory):
    query = "on=2025-03-01&kind=procurement_ban"
    for facet in count(ActionFilters.from_query(QueryDict(query))).facets:
        if facet.parameter in {"kind", "section"}:
            continue
        for choice in facet.choices[:6]:
            left = ActionFilters.from_query(QueryDict(f"{query}&{facet.parameter}={choice.value}")).lines()
            assert (facet.parameter, choice.value, choice.count) == (facet.parameter, choice.value, left.count())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["on=2025-03-01", "on=2019-06-01&kind=advisory", "vendor=huawei", "q=nothing+of+that+name"]
)
def test_cells_counted_as_columns_are_those_that_are_made_of_hits(directory, query):
    filters = ActionFilters.from_query(QueryDict(query))
    cells = grid.cells(grid.standing(filters, filters.day))
    assert grid.cells_of(filters, filters.day) == cells
    some = {vendor for vendor, _place in list(cells)[::3]}
    kept = {pair: cell for pair, cell in cells.items() if pair[0] in some}
    assert grid.cells_of(filters, filters.day, vendors=some) == kept
    assert grid.cells_by_place(filters, filters.day) == grid.by_place(grid.standing_by_place(filters, filters.day))
