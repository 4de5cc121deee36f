"""The first page: what stands today, what changed, what comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format as format_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import charts, drawings, outlook, rows, sentences, spots, tallies
from actions.addresses import address_of
from actions.filters import ActionFilters, chosen
from actions.held import Held, current, everything, reading
from actions.lifecycle import Kind
from actions.views.parts import clocks, place_url, take_along

LATEST = 10
LONGEST = 8
AHEAD = 4

Counted = Iterable[tuple[int, str, int]]
"""A key, a kind and how many."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is restricted today, what changed last, and what comes next."""
    filters, stands = _standing(request)
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
        "day_in_words": format_date(filters.day, "j F Y"),
        **_drawn(filters),
        **clocks(filters),
        **take_along(request, title="Bantracker", query=filters.query_string(page=())),
    }
    return render(request, "actions/home.html", context)


def _drawn(filters: ActionFilters) -> dict[str, object]:
    """Where each chart of the page is saved from, with the query string of the page."""
    query = filters.query_string(page=())
    tail = f"?{query}" if query else ""
    names = {"map": "map_drawing", "vendors": "vendors_drawing", "places": "places_drawing"}
    return {"tail": tail, "drawings": {key: reverse(name) + tail for key, name in names.items()}}


@require_safe
def vendors_drawing(request: HttpRequest) -> HttpResponse:
    """The bars of the vendors as a file that stands alone."""
    filters, stands = _standing(request)
    bars = _vendor_bars(tallies.by_vendor_and_kind(stands, _most(tallies.by_vendor_itself(stands))))
    return _drawing(filters, bars, title=_("Most restricted vendors"), name="vendors")


@require_safe
def places_drawing(request: HttpRequest) -> HttpResponse:
    """The bars of the places as a file that stands alone."""
    filters, stands = _standing(request)
    bars = _place_bars(tallies.by_place_and_kind(stands))
    title = _("Places with most in force; subdivisions count by themselves")
    return _drawing(filters, bars, title=title, name="places")


def _standing(request: HttpRequest) -> tuple[ActionFilters, Held]:
    filters = ActionFilters.from_query(request.GET)
    return filters, filters.held(leave_out="section").standing_on(filters.day)


def _drawing(filters: ActionFilters, bars: list[charts.Bar], *, title: str, name: str) -> HttpResponse:
    query = filters.query_string(page=())
    source = _("Actions in force on %(day)s, by kind. Source: Bantracker, CC BY 4.0.")
    around = drawings.frame(
        title,
        told=drawings.narrowed_by(chosen(filters)),
        source=f"{source % {'day': format_date(filters.day, 'j F Y')}} {settings.BASE_URL}/{'?' * bool(query)}{query}",
        height=charts.ROW * len(bars),
        kinds={Kind(part.kind) for bar in bars for part in bar.parts},
    )
    rows_drawn = charts.drawn(bars, drawings.WIDTH - 2 * drawings.MARGIN)
    return drawings.answer("actions/bars.svg", {"rows": rows_drawn}, around, name=f"bantracker-{name}-{filters.day}")


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
