"""The timeline: actions by the time of their announcement and by kind, zoomed from years to months."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format as format_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import drawings, own_parameters, periods, sentences, tallies
from actions.filters import ActionFilters, chosen
from actions.held import Held
from actions.held.table import NO_DAY
from actions.lifecycle import STRENGTH
from actions.parameters import FilterError
from actions.rows import rows_by_line
from actions.views.frames import view_choices
from actions.views.parts import clocks, feed_links, take_along, today

MOST_LISTED = 60


@require_safe
def timeline_page(request: HttpRequest) -> HttpResponse:
    """All years, or the months of one with its actions."""
    return render(request, "actions/timeline.html", _context(request))


@require_safe
def timeline_drawing(request: HttpRequest) -> HttpResponse:
    """The same chart as a file that stands alone."""
    context = _context(request)
    around = drawings.frame(
        context["sentence"],
        told=drawings.narrowed_by(context["chosen"]),
        source=f"{context['source']} {context['source_url']}",
        height=context["chart"].height,
        kinds={kind for period in context["periods"] for kind in period.counts},
    )
    name = f"bantracker-timeline-{context['year'] or 'years'}"
    return drawings.answer("actions/timeline.svg", context, around, name=name)


def _context(request: HttpRequest) -> dict[str, Any]:
    year = _year(request)
    filters = ActionFilters.from_query(own_parameters.without(request.GET, "year"))
    found = filters.held()
    rows = _announced(found)
    years = periods.by_year(rows)
    months, by_year_only = periods.by_month(rows, year) if year else ([], 0)
    shown = months if year else years
    query = own_parameters.joined(filters.query_string(page=()), {"year": str(year) if year else ""})
    announced = found.table["announced_first"]
    return {
        "year": year,
        "chart": periods.chart(shown),
        "periods": [period for period in shown if period.total],
        "years": [period.year for period in years],
        "by_year_only": by_year_only,
        "undated": len(found.where(announced == NO_DAY)),
        "total": sum(period.total for period in shown) + by_year_only,
        "actions": rows_by_line(_of_year(found, year), filters, count=MOST_LISTED) if year else [],
        "most_listed": MOST_LISTED,
        "sentence": sentences.for_timeline(shown, year=year, total=sum(p.total for p in shown) + by_year_only),
        "filters": filters,
        "day": filters.on,
        "chosen": chosen(filters),
        "choices": view_choices(filters),
        "own_query": filters.query_string(page=(), since=(), until=(), sort=()),
        "drawing_url": reverse("timeline_drawing") + (f"?{query}" if query else ""),
        "source": _source(),
        "source_url": settings.BASE_URL + reverse("timeline") + (f"?{query}" if query else ""),
        "strength": STRENGTH,
        **clocks(filters),
        **take_along(request, title=_("Timeline"), query=query, has_feed=False),
        "feeds": [
            (link["label"], link["url"]) for link in feed_links(reverse("actions"), filters.query_string(page=()))
        ],
    }


def _source() -> str:
    words = _("Actions by the time of their announcement, as of %(day)s. Source: Bantracker, CC BY 4.0.")
    return words % {"day": format_date(today(), "j F Y")}


def _year(request: HttpRequest) -> int:
    """The year that is zoomed into; 0 for all."""
    value = request.GET.get("year", "").strip()
    if not value:
        return 0
    if not (value.isascii() and value.isdigit() and 1900 <= int(value[:5]) <= 2200):
        raise FilterError("year", _("“%(value)s” is not a year. Write it as 2025.") % {"value": value[:60]})
    return int(value)


def _of_year(found: Held, year: int) -> Held:
    announced = found.table["announced_first"]
    return found.where((announced >= date(year, 1, 1).toordinal()) & (announced <= date(year, 12, 31).toordinal()))


def _announced(found: Held) -> list[periods.Announced]:
    """How many actions were announced in which month, by kind; `last` is the first day of the last month possible."""
    return [periods.Announced(*row) for row in tallies.by_months(found)]
