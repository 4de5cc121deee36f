"""The map: what stands in each country on a day, with its table beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format as format_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import drawings, grid, sentences
from actions.filters import ActionFilters, chosen
from actions.held import reading
from actions.shapes import world
from actions.spots import spots_of
from actions.views.frames import view_choices
from actions.views.parts import clocks, take_along, today
from jurisdictions.models import Coverage


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The world on a chosen day, coloured by the strictest kind that stands."""
    return render(request, "actions/map.html", _context(request))


@require_safe
def map_drawing(request: HttpRequest) -> HttpResponse:
    """The same map as a file that stands alone: title, source, day, licence."""
    context = _context(request)
    around = drawings.frame(
        context["sentence"],
        told=drawings.narrowed_by(context["chosen"]),
        source=f"{_source(context['day'])} {context['source_url']}",
        height=context["world"].height,
        kinds={spot.cell.kind for spot in context["drawn"]},
    )
    return drawings.answer("actions/map.svg", context, around, name=f"bantracker-map-{context['day']}")


def _context(request: HttpRequest) -> dict[str, Any]:
    filters = ActionFilters.from_query(request.GET)
    day = filters.on or today()
    spots = spots_of(grid.cells_by_place(filters, day), reading().places)
    query = filters.query_string(page=())
    vendor = filters.vendors[0] if len(filters.vendors) == 1 else None
    return {
        "world": world(),
        "day": day,
        "filters": filters,
        "chosen": chosen(filters),
        "choices": view_choices(filters),
        "spots": spots,
        "watched": dict(Coverage.objects.values_list("jurisdiction", "watched_since")),
        "drawn": [spot for spot in spots if spot.shape],
        "sentence": sentences.for_map(
            day=day,
            places=len(spots),
            vendor=vendor.name if vendor else "",
            kinds=[spot.cell.kind for spot in spots],
        ),
        "cell_query": filters.query_string(jurisdiction=(), on=[day.isoformat()], sort=()),
        "drawing_url": reverse("map_drawing") + (f"?{query}" if query else ""),
        "source": _source(day),
        "source_url": settings.BASE_URL + reverse("map") + (f"?{query}" if query else ""),
        **clocks(filters),
        **take_along(request, title=_("Map"), query=query, has_feed=False),
    }


def _source(day: date) -> str:
    """What the map shows, and where it and its shapes are from."""
    words = _("Strictest kind in force on %(day)s. Source: Bantracker, CC BY 4.0. Shapes: Natural Earth.")
    return words % {"day": format_date(day, "j F Y")}
