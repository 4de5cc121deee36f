"""Vendors: the list by letter, and what one of them meets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import outlook, sections, sentences, spots, tallies
from actions.filters import ActionFilters, Scope, chosen
from actions.held import reading
from actions.held.readings import VendorName
from actions.models import Alias, Vendor
from actions.rows import Row as ActionRow
from actions.rows import rows_by_key, said_rows
from actions.search import read_query
from actions.views.parts import clocks, take_along
from actions.whole import whole_vendor
from jurisdictions.models import Jurisdiction

VENDORS_PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A vendor of the list: how many actions against its group stand, and how many are known."""

    vendor: VendorName
    standing: int
    known: int
    owner: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """What a vendor meets in one place: the strictest that stands, and how many stand beside it."""

    jurisdiction: Jurisdiction
    strictest: ActionRow
    count: int


@require_safe
def vendors(request: HttpRequest) -> HttpResponse:
    """Every vendor by its first letter, or those that a name brings up."""
    filters = ActionFilters.from_query(request.GET)
    found = _found(filters.q)
    paginator: Paginator[Any] = Paginator(found, VENDORS_PER_PAGE)
    page = paginator.get_page(filters.page)
    rows = _rows(filters, [key for _, key in page.object_list])
    listed = zip(page.object_list, rows, strict=True)
    letters = [(letter, [row for _, row in group]) for letter, group in groupby(listed, key=lambda one: one[0][0])]
    context = {
        "filters": filters,
        "chosen": chosen(filters),
        "page": page,
        "query": filters.query_string(page=()),
        "letters": letters,
        "all_letters": _letter_pages([letter for letter, _ in found]),
        "count": len(found),
        "sectors": [] if filters.is_narrowed else outlook.by_sector(filters.held().standing_on(filters.day)),
        **clocks(filters),
        **take_along(request, title=_("Vendors"), query=filters.query_string(page=())),
    }
    return render(request, "actions/vendors.html", context)


def _found(words: str) -> list[tuple[str, int]]:
    """Vendors whose name holds the words or comes close to them; all of them without words. With their letters."""
    everyone = reading().vendors.in_order
    if not words:
        return everyone
    named = {vendor.pk for vendor in read_query(words).vendors}
    named |= set(Vendor.objects.holding(words).order_by().values_list("pk", flat=True))
    return [(letter, key) for letter, key in everyone if key in named]


def _letter_pages(letters: Sequence[str]) -> list[tuple[str, int]]:
    """Each letter with the page on which it begins."""
    pages: dict[str, int] = {}
    for place, letter in enumerate(letters):
        pages.setdefault(letter, place // VENDORS_PER_PAGE + 1)
    return list(pages.items())


def _rows(filters: ActionFilters, keys: Sequence[int]) -> list[Row]:
    vendors, places = reading().vendors, reading().places
    counted = tallies.by_group(filters.held(leave_out="section", by_name=True), keys, filters.day)
    nothing = tallies.Known(0, 0)
    return [
        Row(
            vendors[key],
            (of := counted.get(key, nothing)).standing,
            of.known,
            owner=vendors[parent].name if (parent := vendors.parents.get(key)) else "",
            home=places[home].display_name if (home := vendors.homes.get(key)) else "",
        )
        for key in keys
    ]


@require_safe
def vendor(request: HttpRequest, slug: str) -> HttpResponse:
    """What one vendor and its group meet: place by place, then by what stands and what is over."""
    shown = whole_vendor(slug)
    if shown is None:
        raise Http404
    filters = ActionFilters.from_query(request.GET, Scope(vendor=shown))
    query = filters.query_string(vendor=[shown.slug], page=(), sort=())
    groups = sections.grouped(filters, query)
    stands = sections.standing(groups)
    by_place = _by_place(filters)
    context = {
        "vendor": shown,
        "crumbs": [(_("Vendors"), reverse("vendors"))],
        "chosen": chosen(filters),
        "names": _names(shown),
        "query": query,
        "group": _group(shown, filters),
        **outlook.told(filters, query),
        "groups": groups,
        "by_place": by_place,
        "map": spots.drawn(filters) if by_place else None,
        "sentence": sentences.for_vendor(
            shown.name,
            count=stands.count if stands else 0,
            strictest=stands.rows[0] if stands else None,
            places=len(by_place),
        ),
        **clocks(filters),
        **take_along(
            request,
            title=shown.name,
            query=filters.query_string(page=()),
            has_downloads=True,
            card=f"{request.path}card.png",
        ),
    }
    return render(request, "actions/vendor.html", context)


def _names(shown: Vendor) -> list[Alias]:
    """What else it goes by: names of its own first, then brands, units and products."""
    order = ("native", "name", "former", "legal_name", "brand", "unit", "product")
    names = [alias for alias in shown.aliases.all() if alias.text != shown.name]
    return sorted(names, key=lambda alias: (order.index(alias.kind), alias.text.casefold()))


def _group(shown: Vendor, filters: ActionFilters) -> list[Row]:
    """What belongs to it, each with what is done against it and its own; the most restricted first."""
    members = reading().vendors.below(shown.pk)
    if not members:
        return []
    rows = _rows(ActionFilters(on=filters.on, known_on=filters.known_on), members)
    return sorted(rows, key=lambda row: (-row.standing, -row.known, row.vendor.name.casefold()))


def _by_place(filters: ActionFilters) -> list[PlaceRow]:
    """One row a place, the strictest first."""
    best = tallies.strictest_by_place(filters.held(leave_out="section").standing_on(filters.day))
    keys = [one.key for one in best]
    found = said_rows(keys) if filters.known_on else rows_by_key(keys)
    return [PlaceRow(row.jurisdiction, row, one.count) for row, one in zip(found, best, strict=True)]
