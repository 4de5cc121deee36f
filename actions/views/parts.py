"""What several pages hold: pages of a list, and the row of things to take along."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.filters import VALUES, ActionFilters
from actions.models import Action, ActionQuerySet, Vendor
from jurisdictions.models import Jurisdiction

ROWS_PER_PAGE = 50
MOST_OFFERED = 400
"""Vendors in a drop-down list; any other is reached through its own page or the search."""

FEED_FORMATS = (("Atom", "atom", "application/atom+xml"), ("RSS", "rss", "application/rss+xml"))
JSON_FEED = ("JSON Feed", "json", "application/feed+json")


def today() -> date:
    """The day on which a page is read; days of authorities elsewhere may be one off."""
    return timezone.localdate()


def paginate(filters: ActionFilters, actions: ActionQuerySet) -> Page[Action]:
    """The page that the filters ask for; a page beyond the last does not exist."""
    paginator = Paginator(actions, ROWS_PER_PAGE)
    try:
        return paginator.page(filters.page)
    except EmptyPage as error:
        raise Http404(_("This list has %(count)d pages.") % {"count": paginator.num_pages}) from error


def feed_links(path: str, query: str = "") -> list[dict[str, str]]:
    """The three feeds of a list address, with the same query string."""
    tail = f"?{query}" if query else ""
    return [
        {"label": label, "url": f"{path}feed.{ending}{tail}", "type": media_type}
        for label, ending, media_type in (*FEED_FORMATS, JSON_FEED)
    ]


def take_along(request: HttpRequest, *, title: str, query: str = "", has_feed: bool = True) -> dict[str, Any]:
    """Context of the row at the end of a page: feeds, permalink, how to cite, as of which day."""
    day = today()
    path = request.path + (f"?{query}" if query else "")
    links = feed_links(request.path, query) if has_feed else []
    return {
        "feed_links": links,
        "feeds": [(link["label"], link["url"]) for link in links],
        "permalink": path,
        "as_of": day,
        "report_here": _report_url(path),
        "cite": cite(title, settings.BASE_URL + path, day),
    }


def cite(title: str, url: str, day: date) -> str:
    """How to cite a page: title, directory, day, address."""
    return _("“%(title)s”. Bantracker, as of %(day)s. %(url)s (CC BY 4.0)") % {
        "title": title,
        "day": day.isoformat(),
        "url": url,
    }


def _report_url(path: str) -> str:
    """Where a reader reports an error of this page; empty where nobody takes reports."""
    try:
        return f"{reverse('report')}?{urlencode({'about': path})}"
    except NoReverseMatch:
        return ""


def view_choices(filters: ActionFilters) -> dict[str, Any]:
    """What the short form of a view offers: kinds, the most restricted vendors, places that act."""
    chosen = filters.values()
    vendors = Vendor.objects.in_bulk(Vendor.objects.counts_by_group(Action.objects.published()))
    acting = Jurisdiction.objects.filter(pk__in=Action.objects.published().order_by().values("jurisdiction"))
    return {
        "kinds": [(value, value in filters.kind) for value in VALUES["kind"]],
        "vendors": sorted(
            ((vendor.slug, vendor.name, vendor.slug in chosen.get("vendor", ())) for vendor in vendors.values()),
            key=lambda row: row[1].casefold(),
        )[:MOST_OFFERED],
        "places": sorted(
            ((place.code, place.display_name, place.code in chosen.get("jurisdiction", ())) for place in acting),
            key=lambda row: row[1].casefold(),
        ),
        "countings": [(value, word, value in filters.counted_in) for value, word in VALUES["with"].items()],
    }


def drawing(request: HttpRequest, template: str, context: dict[str, Any], *, name: str) -> HttpResponse:
    """A chart as an SVG file that stands alone; a browser saves it under `name`."""
    answer = render(request, template, context, content_type="image/svg+xml")
    answer["Content-Disposition"] = f'inline; filename="{name}.svg"'
    return answer


def crumbs(place: Jurisdiction | None, *, own: bool = True) -> list[tuple[str, str]]:
    """The way to a page below a place: places, country, subdivision; `own` adds the place itself."""
    rows = [(_("Places"), reverse("jurisdictions"))]
    steps = [place.parent if place else None, place if own else None]
    return rows + [(step.display_name, place_url(step.code)) for step in steps if step]


def place_url(code: str) -> str:
    return reverse("jurisdiction", args=[code])
