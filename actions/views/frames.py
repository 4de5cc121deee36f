"""What the matrix, the map and the charts share: their short form."""

from __future__ import annotations

from typing import Any

from actions import held, tallies
from actions.filters import ActionFilters
from actions.parameters import VALUES
from jurisdictions.names import name_order

MOST_OFFERED = 400
"""Vendors in a drop-down list, those with the most actions; any other is reached through its own page or the search."""


def view_choices(filters: ActionFilters) -> dict[str, Any]:
    """What the short form of a view offers: kinds, vendors that anything was done against, places that act."""
    chosen = filters.values()
    everything = held.everything(held.current())
    hit = tallies.by_vendor(everything)
    most = sorted(hit, key=lambda vendor: -hit[vendor])[:MOST_OFFERED]
    vendors, places = held.reading().vendors, held.reading().places
    offered = dict([vendors[key] for key in most] + [(vendor.slug, vendor.name) for vendor in filters.vendors])
    named = sorted(offered.items(), key=lambda row: row[1].casefold())
    acting = [places[key] for key in tallies.by_value(everything, "jurisdiction")]
    return {
        "kinds": [(value, value in filters.kind) for value in VALUES["kind"]],
        "vendors": [(slug, name, slug in chosen.get("vendor", ())) for slug, name in named],
        "places": sorted(
            ((place.code, place.display_name, place.code in chosen.get("jurisdiction", ())) for place in acting),
            key=lambda row: name_order(row[1]),
        ),
        "countings": [(value, word, value in filters.counted_in) for value, word in VALUES["with"].items()],
    }
