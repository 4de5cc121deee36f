"""Places and their authorities."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import outlook, rows, sections, sentences, tallies
from actions.filters import ActionFilters, Scope, chosen
from actions.held import Held, current, reading
from actions.held.narrowing import place_is
from actions.held.readings import VendorName
from actions.held.table import EPOCH
from actions.views.parts import clocks, crumbs, take_along
from actions.whole import about_place
from jurisdictions.models import Authority, Jurisdiction


@dataclass
class Place:
    """A row of the list of places: how much stands, how much is known, and its subdivisions."""

    jurisdiction: Jurisdiction
    standing: int
    known: int
    parts: list[Place] = field(default_factory=list)


@require_safe
def jurisdictions(request: HttpRequest) -> HttpResponse:
    """Every place that acts or is watched, each country with its subdivisions."""
    filters = ActionFilters.from_query(request.GET)
    places = _places(filters)
    acting = [place for place in places if place.known or place.parts]
    context = {
        "acting": acting,
        "chosen": chosen(filters),
        "sentence": sentences.for_places(
            places=sum(bool(one.known) for place in acting for one in (place, *place.parts)),
            standing=sum(one.standing for place in acting for one in (place, *place.parts)),
        ),
        "kinds": outlook.by_kind(
            filters.held(leave_out="section").standing_on(filters.day), filters.query_string(page=(), section=())
        ),
        "silent": [place.jurisdiction for place in places if place not in acting],
        **clocks(filters),
        **take_along(request, title=_("Places"), query=filters.query_string(page=())),
    }
    return render(request, "actions/jurisdictions.html", context)


def _places(filters: ActionFilters) -> list[Place]:
    """Places with an action or with coverage, by name, subdivisions under their country."""
    known = tallies.by_place(filters.held(leave_out="section"), filters.day)
    rows = Jurisdiction.objects.select_related("parent", "coverage").order_by("code")
    places = {row.pk: _place(row, known) for row in rows}
    for place in places.values():
        if place.known and place.jurisdiction.parent_id:
            places[place.jurisdiction.parent_id].parts.append(place)
    shown = [
        place
        for place in places.values()
        if not place.jurisdiction.parent_id and (place.known or place.parts or hasattr(place.jurisdiction, "coverage"))
    ]
    return sorted(shown, key=lambda place: place.jurisdiction.name_order)


def _place(row: Jurisdiction, known: dict[int, tallies.Known]) -> Place:
    counted = known.get(row.pk, tallies.Known(0, 0))
    return Place(row, counted.standing, counted.known)


@require_safe
def jurisdiction(request: HttpRequest, code: str) -> HttpResponse:
    """What one place does: what stands, what comes, what is over, and what we watch there."""
    if code != code.upper():
        return redirect("jurisdiction", code.upper(), permanent=True)
    place = next((one for one in reading().places.values() if one.code == code), None)
    if place is None:
        raise Http404
    filters = ActionFilters.from_query(request.GET, Scope(place=place))
    query = filters.query_string(jurisdiction=[place.code], page=(), sort=())
    groups = sections.grouped(filters, query)
    stands = sections.standing(groups)
    vendors = _vendors_of(filters.held(leave_out="section").standing_on(filters.day))
    coverage, authorities = about_place(place)
    context = {
        "place": place,
        "crumbs": crumbs(place, own=False),
        "chosen": chosen(filters),
        "only_here": not filters.counted_in,
        "query": query,
        "groups": groups,
        "sentence": sentences.for_place(
            place.display_name,
            count=stands.count if stands else 0,
            strictest=stands.rows[0] if stands else None,
            vendors=len(vendors),
        ),
        "coverage": coverage,
        "watch": sentences.for_watch(place.display_name, coverage),
        **outlook.told(filters, query),
        "vendors": _named(vendors[:SHOWN_VENDORS]),
        "vendor_count": len(vendors),
        "parts": _parts(place, filters),
        "from_union": _from_union(place, filters),
        "authorities": authorities,
        "last_change": _last_change(place),
        **clocks(filters),
        **_to_take(request, filters, place),
    }
    return render(request, "actions/jurisdiction.html", context)


def _to_take(request: HttpRequest, filters: ActionFilters, place: Jurisdiction) -> dict[str, object]:
    query, card = filters.query_string(page=()), f"{request.path}card.png"
    return take_along(request, title=place.display_name, query=query, has_downloads=True, card=card)


SHOWN_VENDORS = 12


def _vendors_of(lines: Held) -> list[tuple[int, int]]:
    """Keys of the vendors that the lines hit, with how many each, most first."""
    counts = tallies.by_vendor_itself(lines)
    return [(key, counts[key]) for key in sorted(counts, key=counts.__getitem__, reverse=True)]


def _named(counts: list[tuple[int, int]]) -> list[tuple[VendorName, int]]:
    vendors = reading().vendors
    return [(vendors[key], count) for key, count in counts]


def _from_union(place: Jurisdiction, filters: ActionFilters) -> list[rows.Row]:
    """For a member: what the Union did that stands, but for what binds its own institutions only."""
    if not place.is_union_member or "union" in filters.counted_in:
        return []
    union = ActionFilters(on=filters.day, known_on=filters.known_on)
    lines = union.held()
    lines = lines.where(lines.table["reaches_members"] == 1)
    return rows.rows_by_line(lines, union, count=sections.ROWS_PER_SECTION)


def _last_change(place: Jurisdiction) -> datetime | None:
    """When anybody could last read something new about a place."""
    table = current()
    changes = table["changed_at"][place_is(table, [place])]
    return EPOCH + timedelta(microseconds=int(changes.max())) if len(changes) else None


def _parts(place: Jurisdiction, filters: ActionFilters) -> list[Place]:
    """Subdivisions that act, most in force first."""
    if all(one.parent_id != place.pk for one in reading().places.values()):
        return []
    own = ActionFilters(on=filters.on, known_on=filters.known_on).held(leave_out="section")
    inside = (own.table["country"] == place.pk) & ~place_is(own.table, [place])
    known = tallies.by_place(own.where(inside), filters.day)
    places = reading().places
    parts = (_place(places[key], known) for key in known)
    return sorted(parts, key=lambda part: (-part.standing, part.jurisdiction.name_order))


@require_safe
def authority(request: HttpRequest, slug: str) -> HttpResponse:
    """What one authority has done."""
    shown = get_object_or_404(Authority.objects.select_related("jurisdiction__parent"), slug=slug)
    filters = ActionFilters.from_query(request.GET, Scope(authority=shown))
    groups = sections.grouped(filters, "")
    stands = sections.standing(groups)
    sentence = sentences.for_authority(
        shown.name,
        shown.jurisdiction.display_name,
        actions=sum(group.count for group in groups),
        standing=stands.count if stands else 0,
    )
    context = {
        "authority": shown,
        "crumbs": crumbs(shown.jurisdiction),
        "chosen": chosen(filters),
        "groups": groups,
        "sentence": sentence,
        **clocks(filters),
        **take_along(request, title=shown.name, query=filters.query_string(page=()), has_downloads=True),
    }
    return render(request, "actions/authority.html", context)
