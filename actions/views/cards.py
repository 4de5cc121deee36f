"""Cards of pages, for whoever shows an address as a picture: only what the page itself says in public."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from actions import labels, outlook, sections, sentences, tallies
from actions.filters import ActionFilters, Scope
from actions.lifecycle import Kind, Stage
from actions.models import Action, Vendor
from actions.templatetags.marks import FILLS
from actions.views.parts import today
from jurisdictions.models import Jurisdiction

KEPT_FOR_S = 24 * 3600
"""Kept under a hash of what it says: another word is another card."""


@require_safe
@cache_control(public=True, max_age=3600)
def site_card(request: HttpRequest) -> HttpResponse:
    """The card of every page that has none of its own: the state of the directory."""
    filters = _of_its_day(request, None)
    stands = filters.held().standing_on(filters.day)
    sentence = sentences.for_home(
        day=filters.day,
        standing=len(stands),
        places=len(tallies.by_value(stands, "jurisdiction")),
        vendors=len(tallies.by_vendor_itself(stands)),
    )
    return _answer(corner=_("Government restrictions on technology vendors"), title=sentence, filters=filters)


@require_safe
@cache_control(public=True, max_age=3600)
def action_card(_request: HttpRequest, slug: str) -> HttpResponse:
    """An action: mark, kind and stage, headline, against whom and since when."""
    shown = get_object_or_404(Action.objects.for_list(), slug=slug)
    if shown.merged_into or not shown.is_published:
        raise Http404
    kind, stage = Kind(shown.kind), Stage(shown.stage)
    place = shown.jurisdiction
    return _answer(
        corner=", ".join(one.display_name for one in (place, place.parent) if one),
        title=shown.title,
        text=_("Against %(whom)s; announced %(on)s.")
        % {"whom": sentences.target_names(shown), "on": sentences.on_span(shown.announced)},
        kind=kind,
        fill=FILLS[stage],
        label=f"{labels.KINDS[kind]}, {str(labels.standing_word(kind, stage)).lower()}",
    )


@require_safe
@cache_control(public=True, max_age=3600)
def jurisdiction_card(request: HttpRequest, code: str) -> HttpResponse:
    """A place: its name, its sentence, and what stands by kind."""
    place = get_object_or_404(Jurisdiction.objects.select_related("parent"), code=code)
    filters = _of_its_day(request, Scope(place=place))
    stands = sections.standing(sections.grouped(filters, ""))
    lines = filters.held().standing_on(filters.day)
    sentence = sentences.for_place(
        place.display_name,
        count=stands.count if stands else 0,
        strictest=stands.rows[0] if stands else None,
        vendors=len(tallies.by_vendor_itself(lines)),
    )
    corner = place.parent.display_name if place.parent else _("Place")
    return _answer(corner=corner, title=place.display_name, text=sentence, filters=filters)


@require_safe
@cache_control(public=True, max_age=3600)
def vendor_card(request: HttpRequest, slug: str) -> HttpResponse:
    """A vendor: its name, its sentence, and what stands by kind."""
    vendor = get_object_or_404(Vendor, slug=slug)
    filters = _of_its_day(request, Scope(vendor=vendor))
    stands = sections.standing(sections.grouped(filters, ""))
    sentence = sentences.for_vendor(
        vendor.name,
        count=stands.count if stands else 0,
        strictest=stands.rows[0] if stands else None,
        places=len(tallies.by_value(filters.held().standing_on(filters.day), "jurisdiction")),
    )
    return _answer(corner=_("Vendor"), title=vendor.name, text=sentence, filters=filters)


def _of_its_day(request: HttpRequest, scope: Scope | None) -> ActionFilters:
    """All of it, on the day and by the record that the page is about: what else narrows it, a card cannot say."""
    asked = ActionFilters.from_query(request.GET, scope)
    return ActionFilters(on=asked.on, known_on=asked.known_on, scope=scope or Scope())


def _parts(filters: ActionFilters) -> Sequence[tuple[Kind, int]]:
    stands = filters.held(leave_out="section").standing_on(filters.day)
    return [(one.kind, one.count) for one in outlook.by_kind(stands, "")]


def _answer(
    *,
    corner: str,
    title: str,
    text: str = "",
    filters: ActionFilters | None = None,
    kind: Kind | None = None,
    fill: str = "solid",
    label: str = "",
) -> HttpResponse:
    """The card as a picture, drawn once for all who ask for the same words."""
    from actions.cards import drawing  # Pillow takes 10 MB and 60 ms, which most processes never need

    clock = sentences.for_clocks(on=filters.on, known_on=filters.known_on) if filters else ""
    parts = _parts(filters) if filters else ()
    card = drawing.Card(
        corner=corner,
        title=title,
        text=text,
        foot=f"{clock or _('As of %(day)s.') % {'day': format_date(today(), 'j F Y')}} CC BY 4.0.",
        site=urlsplit(settings.BASE_URL).netloc,
        kind=kind,
        fill=fill,
        label=label,
        parts=tuple(drawing.Part(of, count, str(labels.SHORT_KINDS[of])) for of, count in parts),
    )
    key = "card-" + hashlib.sha256(repr(card).encode()).hexdigest()
    drawn = cache.get_or_set(key, lambda: drawing.png(card), KEPT_FOR_S)
    return HttpResponse(drawn, content_type="image/png")
