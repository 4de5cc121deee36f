"""The first page: what stands today, what changed, what comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions import charts, outlook, rows, sentences, spots, tallies
from actions.addresses import address_of
from actions.filters import ActionFilters
from actions.held import current, everything, reading
from actions.views.parts import clocks, place_url, take_along

LATEST = 10
LONGEST = 8
AHEAD = 4

Counted = Iterable[tuple[int, str, int]]
"""A key, a kind and how many."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is restricted today, what changed last, and what comes next."""
    filters = ActionFilters.from_query(request.GET)
    stands = filters.held(leave_out="section").standing_on(filters.day)
    by_place = tallies.by_place_and_kind(stands)
    by_vendor = tallies.by_vendor_itself(stands)
    numbers = {
        "standing": sum(count for _, _, count in by_place),
        "places": len({place for place, _, _ in by_place}),
        "vendors": len(by_vendor),
    }
    context = {
        "day": filters.day,
        "numbers": numbers,
        "sentence": sentences.for_home(day=filters.day, **numbers),
        "latest": rows.rows_by_line(filters.held(), filters, sort="changed", count=LATEST),
        "vendor_bars": _vendor_bars(tallies.by_vendor_and_kind(stands, _most(by_vendor))),
        "place_bars": _place_bars(by_place),
        "ahead": outlook.soonest(everything(current()), filters.day, AHEAD),
        "map": spots.drawn(filters),
        **clocks(filters),
        **take_along(request, title="Bantracker", query=filters.query_string(page=())),
    }
    return render(request, "actions/home.html", context)


def _most(totals: Mapping[int, int]) -> list[int]:
    """The keys with the most, enough of them for the bars that are shown."""
    return sorted(totals, key=totals.__getitem__, reverse=True)[: LONGEST * 2]


def _vendor_bars(counted: Counted) -> list[charts.Bar]:
    vendors = reading().vendors
    measures = (
        charts.Measure(vendors[key].name, address_of("vendor", vendors[key].slug), kind, count)
        for key, kind, count in counted
    )
    return charts.bars(measures, limit=LONGEST)


def _place_bars(counted: Counted) -> list[charts.Bar]:
    totals: dict[int, int] = {}
    for key, _kind, count in counted:
        totals[key] = totals.get(key, 0) + count
    places, longest = reading().places, set(_most(totals))
    measures = (
        charts.Measure(places[key].display_name, place_url(places[key].code), kind, count)
        for key, kind, count in counted
        if key in longest
    )
    return charts.bars(measures, limit=LONGEST)
