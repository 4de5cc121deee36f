"""Places and their authorities."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import sections, sentences
from actions.filters import ActionFilters, Scope, chosen
from actions.models import Action, Vendor
from actions.views.parts import crumbs, take_along, today
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
    ActionFilters.from_query(request.GET)
    places = _places(today())
    acting = [place for place in places if place.known or place.parts]
    context = {
        "acting": acting,
        "sentence": sentences.for_places(
            places=sum(bool(one.known) for place in acting for one in (place, *place.parts)),
            standing=sum(one.standing for place in acting for one in (place, *place.parts)),
        ),
        "silent": [place.jurisdiction for place in places if place not in acting],
        **take_along(request, title=_("Places")),
    }
    return render(request, "actions/jurisdictions.html", context)


def _places(day: date) -> list[Place]:
    """Places with an action or with coverage, by name, subdivisions under their country."""
    published = Action.objects.published()
    known = {row["jurisdiction"]: row["count"] for row in published.tally("jurisdiction")}
    standing = {row["jurisdiction"]: row["count"] for row in published.standing_on(day).settled().tally("jurisdiction")}
    rows = Jurisdiction.objects.select_related("parent", "coverage").order_by("code")
    places = {row.pk: Place(row, standing.get(row.pk, 0), known.get(row.pk, 0)) for row in rows}
    for place in places.values():
        if place.known and place.jurisdiction.parent_id:
            places[place.jurisdiction.parent_id].parts.append(place)
    shown = [
        place
        for place in places.values()
        if not place.jurisdiction.parent_id and (place.known or place.parts or hasattr(place.jurisdiction, "coverage"))
    ]
    return sorted(shown, key=lambda place: place.jurisdiction.display_name)


@require_safe
def jurisdiction(request: HttpRequest, code: str) -> HttpResponse:
    """What one place does: what stands, what comes, what is over, and what we watch there."""
    if code != code.upper():
        return redirect("jurisdiction", code.upper(), permanent=True)
    place = get_object_or_404(Jurisdiction.objects.select_related("parent", "coverage"), code=code)
    filters = ActionFilters.from_query(request.GET, Scope(place=place))
    day = today()
    published = Action.objects.published()
    groups = sections.grouped(filters.apply(published.for_list()), day)
    stands = sections.standing(groups)
    vendors = _vendors_of(stands)
    context = {
        "place": place,
        "crumbs": crumbs(place, own=False),
        "chosen": chosen(filters),
        "only_here": not filters.counted_in,
        "groups": groups,
        "sentence": sentences.for_place(place.display_name, standing=stands, vendors=len(vendors)),
        "vendors": vendors,
        "parts": _parts(place, day),
        "from_union": published.for_list().of_union_for_members().standing_on(day).newest_first()
        if place.is_union_member
        else [],
        "authorities": Authority.objects.filter(roles__action__in=published.in_place(place)).distinct(),
        "last_change": _last_change(place),
        **take_along(request, title=place.display_name, query=filters.query_string(page=())),
    }
    return render(request, "actions/jurisdiction.html", context)


def _vendors_of(actions: list[Action]) -> list[tuple[Vendor, int]]:
    """Vendors that the actions hit, with how many each, most first."""
    counts: dict[Vendor, int] = {}
    for action in actions:
        for vendor in {target.vendor for target in action.targets.all() if target.vendor}:
            counts[vendor] = counts.get(vendor, 0) + 1
    return sorted(counts.items(), key=lambda row: (-row[1], row[0].name.casefold()))


def _last_change(place: Jurisdiction) -> datetime | None:
    """When anybody could last read something new about a place."""
    latest = Action.objects.published().in_place(place).latest_changes().first()
    return getattr(latest, "changed_at", None)


def _parts(place: Jurisdiction, day: date) -> list[Place]:
    """Subdivisions that act, most in force first."""
    theirs = Action.objects.published().filter(jurisdiction__parent=place)
    known = {row["jurisdiction"]: row["count"] for row in theirs.tally("jurisdiction")}
    standing = {row["jurisdiction"]: row["count"] for row in theirs.standing_on(day).settled().tally("jurisdiction")}
    rows = Jurisdiction.objects.filter(pk__in=known)
    return sorted(
        (Place(row, standing.get(row.pk, 0), known[row.pk]) for row in rows),
        key=lambda part: (-part.standing, part.jurisdiction.display_name),
    )


@require_safe
def authority(request: HttpRequest, slug: str) -> HttpResponse:
    """What one authority has done."""
    shown = get_object_or_404(Authority.objects.select_related("jurisdiction__parent"), slug=slug)
    filters = ActionFilters.from_query(request.GET, Scope(authority=shown))
    groups = sections.grouped(filters.apply(Action.objects.published().for_list()), today())
    sentence = sentences.for_authority(
        shown.name,
        shown.jurisdiction.display_name,
        actions=sum(len(group.actions) for group in groups),
        standing=len(sections.standing(groups)),
    )
    context = {
        "authority": shown,
        "crumbs": crumbs(shown.jurisdiction),
        "chosen": chosen(filters),
        "groups": groups,
        "sentence": sentence,
        **take_along(request, title=shown.name, query=filters.query_string(page=())),
    }
    return render(request, "actions/authority.html", context)
