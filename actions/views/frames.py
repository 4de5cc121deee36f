"""What the matrix, the map and the charts share: their short form."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from actions import held, tallies
from actions.filters import ActionFilters
from actions.parameters import VALUES
from jurisdictions.names import name_order

MOST_OFFERED = 400
"""Vendors in a drop-down list, those with the most actions; any other is reached through its own page or the search."""


def view_choices(filters: ActionFilters) -> dict[str, Any]:
    """What the short form of a view offers: kinds, vendors that anything was done against, places that act."""
    chosen = filters.values()
    now = held.reading()
    vendors = now.kept("vendors offered", _vendors_offered)
    if beside := {vendor.slug: vendor.name for vendor in filters.vendors}.items() - vendors.items():
        vendors = dict(sorted([*vendors.items(), *beside], key=lambda row: row[1].casefold()))
    places = now.kept(("places offered", get_language()), _places_offered)
    return {
        "kinds": [(value, value in filters.kind) for value in VALUES["kind"]],
        "vendors": [(slug, name, slug in chosen.get("vendor", ())) for slug, name in vendors.items()],
        "places": [(code, name, code in chosen.get("jurisdiction", ())) for code, name in places],
        "countings": [(value, word, value in filters.counted_in) for value, word in VALUES["with"].items()],
    }


def _vendors_offered() -> dict[str, str]:
    """Names by slug, in the order of the names."""
    hit = tallies.by_vendor(held.everything(held.current()))
    names = held.reading().vendors
    most = sorted(hit, key=lambda vendor: -hit[vendor])[:MOST_OFFERED]
    return dict(sorted((names[key] for key in most), key=lambda row: row[1].casefold()))


def _places_offered() -> list[tuple[str, str]]:
    """Codes with names, in the order of the names."""
    places = held.reading().places
    acting = [places[key] for key in tallies.by_value(held.everything(held.current()), "jurisdiction")]
    return sorted(((place.code, place.display_name) for place in acting), key=lambda row: name_order(row[1]))
