"""What the matrix, the map and the charts share: their short form, and a drawing as a file."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Func
from django.db.models.functions import Upper
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from actions.filters import ActionFilters
from actions.models import Line, Vendor
from actions.parameters import VALUES
from jurisdictions.models import Jurisdiction
from jurisdictions.names import name_order

MOST_OFFERED = 400
"""Vendors in a drop-down list; any other is reached through its own page or the search."""


def view_choices(filters: ActionFilters) -> dict[str, Any]:
    """What the short form of a view offers: kinds, vendors that anything was done against, places that act."""
    chosen = filters.values()
    hit = Line.objects.annotate(vendor=Func(F("vendors"), function="unnest")).values("vendor")
    vendors = Vendor.objects.filter(pk__in=hit).order_by(Upper("name")).values_list("slug", "name")
    acting = Jurisdiction.objects.filter(pk__in=Line.objects.values("jurisdiction"))
    return {
        "kinds": [(value, value in filters.kind) for value in VALUES["kind"]],
        "vendors": [(slug, name, slug in chosen.get("vendor", ())) for slug, name in vendors[:MOST_OFFERED]],
        "places": sorted(
            ((place.code, place.display_name, place.code in chosen.get("jurisdiction", ())) for place in acting),
            key=lambda row: name_order(row[1]),
        ),
        "countings": [(value, word, value in filters.counted_in) for value, word in VALUES["with"].items()],
    }


def drawing(request: HttpRequest, template: str, context: dict[str, Any], *, name: str) -> HttpResponse:
    """A chart as an SVG file that stands alone; a browser saves it under `name`."""
    answer = render(request, template, context, content_type="image/svg+xml")
    answer["Content-Disposition"] = f'inline; filename="{name}.svg"'
    return answer
