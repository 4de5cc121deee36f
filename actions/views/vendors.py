"""Vendors: the list by letter, and what one of them meets."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import sections, sentences
from actions.filters import ActionFilters, Scope, chosen
from actions.models import Action, Alias, Vendor
from actions.search import read_query
from actions.views.parts import take_along, today
from jurisdictions.models import Jurisdiction


@dataclass(frozen=True, slots=True)
class Row:
    """A vendor of the list: how many actions against its group stand, and how many are known."""

    vendor: Vendor
    standing: int
    known: int


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """What a vendor meets in one place: the strictest that stands, and how many stand beside it."""

    jurisdiction: Jurisdiction
    strictest: Action
    count: int


@require_safe
def vendors(request: HttpRequest) -> HttpResponse:
    """Every vendor by its first letter, or those that a name brings up."""
    filters = ActionFilters.from_query(request.GET)
    rows = _rows(_found(filters.q), today())
    letters = [(letter, list(group)) for letter, group in groupby(rows, key=lambda row: _letter(row.vendor.name))]
    context = {
        "filters": filters,
        "letters": letters,
        "count": len(rows),
        **take_along(request, title=_("Vendors"), query=filters.query_string(page=())),
    }
    return render(request, "actions/vendors.html", context)


def _found(words: str) -> list[Vendor]:
    """Vendors whose name holds the words or comes close to them; all of them without words."""
    everyone = Vendor.objects.select_related("home", "parent")
    if not words:
        return list(everyone)
    named = {vendor.pk for vendor in read_query(words).vendors}
    return list((everyone.filter(pk__in=named) | everyone.filter(pk__in=Vendor.objects.holding(words))).distinct())


def _rows(found: list[Vendor], day: date) -> list[Row]:
    published = Action.objects.published()
    known = Vendor.objects.counts_by_group(published)
    standing = Vendor.objects.counts_by_group(published.standing_on(day).settled())
    rows = [Row(vendor, standing.get(vendor.pk, 0), known.get(vendor.pk, 0)) for vendor in found]
    return sorted(rows, key=lambda row: (_letter(row.vendor.name), row.vendor.name.casefold()))


def _letter(name: str) -> str:
    """The letter under which a name is listed; digits and signs share one heading."""
    first = unicodedata.normalize("NFD", name)[:1].upper()
    return first if "A" <= first <= "Z" else "0–9"


@require_safe
def vendor(request: HttpRequest, slug: str) -> HttpResponse:
    """What one vendor and its group meet: place by place, then by what stands and what is over."""
    shown = get_object_or_404(Vendor.objects.select_related("home", "parent"), slug=slug)
    filters = ActionFilters.from_query(request.GET, Scope(vendor=shown))
    groups = sections.grouped(filters.apply(Action.objects.published().for_list()), today())
    stands = sections.standing(groups)
    by_place = _by_place(stands)
    group = Vendor.objects.group_of(shown).exclude(pk=shown.pk)
    context = {
        "vendor": shown,
        "crumbs": [(_("Vendors"), reverse("vendors"))],
        "chosen": chosen(filters),
        "names": _names(shown),
        "group": group,
        "is_alone": False,
        "groups": groups,
        "by_place": by_place,
        "sentence": sentences.for_vendor(shown.name, standing=stands, places=len(by_place)),
        **take_along(request, title=shown.name, query=filters.query_string(page=())),
    }
    return render(request, "actions/vendor.html", context)


def _names(shown: Vendor) -> list[Alias]:
    """What else it goes by: names of its own first, then brands, units and products."""
    order = ("native", "name", "former", "legal_name", "brand", "unit", "product")
    names = [alias for alias in shown.aliases.all() if alias.text != shown.name]
    return sorted(names, key=lambda alias: (order.index(alias.kind), alias.text.casefold()))


def _by_place(stands: list[Action]) -> list[PlaceRow]:
    """One row a place, the strictest first; `stands` comes in that order."""
    rows: dict[int, PlaceRow] = {}
    for action in stands:
        known = rows.get(action.jurisdiction_id)
        rows[action.jurisdiction_id] = PlaceRow(
            action.jurisdiction, known.strictest if known else action, (known.count if known else 0) + 1
        )
    return list(rows.values())
