"""What several pages hold: pages of a list, and the row of things to take along."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.db.models import Min
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions import sentences
from actions.addresses import address_of
from actions.filters import ActionFilters
from actions.models import Revision
from jurisdictions.models import Jurisdiction

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FEED_FORMATS = (("Atom", "atom", "application/atom+xml"), ("RSS", "rss", "application/rss+xml"))
DOWNLOADS = (
    ("CSV", "csv"),
    ("JSON Lines", "jsonl"),
    ("FollowTheMoney", "ftm.jsonl"),
    (gettext_lazy("Calendar"), "ics"),
)
CITATIONS = (("CSL-JSON", "csl.json"), ("BibTeX", "bib"), ("RIS", "ris"))
JSON_FEED = ("JSON Feed", "json", "application/feed+json")


def today() -> date:
    """The day on which a page is read; days of authorities elsewhere may be one off."""
    return timezone.localdate()


def clocks(filters: ActionFilters) -> dict[str, Any]:
    """Context of every page that may be about another day: a sentence, and how far back our record goes."""
    first = Revision.objects.aggregate(first=Min("recorded_at"))["first"] if filters.known_on else None
    return {
        "clock": sentences.for_clocks(on=filters.on, known_on=filters.known_on),
        "record_began": first if first and filters.known_on and filters.known_on < first.date() else None,
    }


def feed_links(path: str, query: str = "") -> list[dict[str, str]]:
    """The three feeds of a list address, with the same query string."""
    tail = f"?{query}" if query else ""
    return [
        {"label": label, "url": f"{path}feed.{ending}{tail}", "type": media_type}
        for label, ending, media_type in (*FEED_FORMATS, JSON_FEED)
    ]


def downloads(path: str, query: str = "") -> list[tuple[StrOrPromise, str]]:
    """The files of a list address, with the same query string."""
    tail = f"?{query}" if query else ""
    return [(label, f"{path}export.{ending}{tail}") for label, ending in DOWNLOADS]


def cite_links(path: str) -> list[tuple[str, str]]:
    """The citation of the record at `path`, as reference managers take it."""
    return [(label, f"{path}cite.{ending}") for label, ending in CITATIONS]


def take_along(
    request: HttpRequest,
    *,
    title: str,
    query: str = "",
    has_feed: bool = True,
    has_downloads: bool = False,
    card: str = "",
) -> dict[str, Any]:
    """Context of the row at the end of a page: feeds, permalink, how to cite, as of which day.

    `card` is the address of the page's own card, for where the page is shared; without one it shows the directory's.
    """
    day = today()
    path = request.path + (f"?{query}" if query else "")
    links = feed_links(request.path, query) if has_feed else []
    return {
        "feed_links": links,
        "feeds": [(link["label"], link["url"]) for link in links],
        "downloads": downloads(request.path, query) if has_downloads else [],
        "permalink": path,
        "share": {
            "title": title,
            "url": settings.BASE_URL + path,
            "card": settings.BASE_URL + (card or reverse("card")) + _clock_tail(query),
        },
        "as_of": day,
        "report_here": _report_url(path),
        "cite": cite(title, settings.BASE_URL + path, day),
    }


def _clock_tail(query: str) -> str:
    """Of a page's query string, the days that its card shows too."""
    days = urlencode([(name, value) for name, value in parse_qsl(query) if name in {"on", "known_on"}])
    return f"?{days}" if days else ""


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


def crumbs(place: Jurisdiction | None, *, own: bool = True) -> list[tuple[str, str]]:
    """The way to a page below a place: places, country, subdivision; `own` adds the place itself."""
    rows = [(_("Places"), reverse("jurisdictions"))]
    steps = [place.parent if place else None, place if own else None]
    return rows + [(step.display_name, place_url(step.code)) for step in steps if step]


def place_url(code: str) -> str:
    return address_of("jurisdiction", code)
