"""The timeline: actions by the time of their announcement and by kind, zoomed from years to months."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import own_parameters, periods, sentences
from actions.filters import ActionFilters, chosen
from actions.lifecycle import STRENGTH
from actions.models import Line
from actions.models.lines import LineQuerySet
from actions.parameters import FilterError
from actions.rows import rows_by_line
from actions.views.frames import drawing, view_choices
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
    return drawing(request, "actions/timeline.svg", context, name=f"bantracker-timeline-{context['year'] or 'years'}")


def _context(request: HttpRequest) -> dict[str, object]:
    year = _year(request)
    filters = ActionFilters.from_query(own_parameters.without(request.GET, "year"))
    found = filters.lines()
    rows = _announced(found)
    years = periods.by_year(rows)
    months, by_year_only = periods.by_month(rows, year) if year else ([], 0)
    shown = months if year else years
    query = own_parameters.joined(filters.query_string(page=()), {"year": str(year) if year else ""})
    of_year = found.filter(announced_first__year=year).newest_first() if year else Line.objects.none()
    return {
        "year": year,
        "chart": periods.chart(shown),
        "periods": [period for period in shown if period.total],
        "years": [period.year for period in years],
        "by_year_only": by_year_only,
        "undated": found.filter(announced_first__isnull=True).count(),
        "total": sum(period.total for period in shown) + by_year_only,
        "actions": rows_by_line(of_year, filters, count=MOST_LISTED),
        "most_listed": MOST_LISTED,
        "sentence": sentences.for_timeline(shown, year=year, total=sum(p.total for p in shown) + by_year_only),
        "filters": filters,
        "day": filters.on,
        "chosen": chosen(filters),
        "choices": view_choices(filters),
        "own_query": filters.query_string(page=(), since=(), until=(), sort=()),
        "drawing_url": reverse("timeline_drawing") + (f"?{query}" if query else ""),
        "source_url": settings.BASE_URL + reverse("timeline"),
        "as_of_day": today(),
        "strength": STRENGTH,
        **clocks(filters),
        **take_along(request, title=_("Timeline"), query=query, has_feed=False),
        "feeds": [
            (link["label"], link["url"]) for link in feed_links(reverse("actions"), filters.query_string(page=()))
        ],
    }


def _year(request: HttpRequest) -> int:
    """The year that is zoomed into; 0 for all."""
    value = request.GET.get("year", "").strip()
    if not value:
        return 0
    if not (value.isascii() and value.isdigit() and 1900 <= int(value[:5]) <= 2200):
        raise FilterError("year", _("“%(value)s” is not a year. Write it as 2025.") % {"value": value[:60]})
    return int(value)


def _announced(found: LineQuerySet) -> list[periods.Announced]:
    """How many actions were announced when, by kind, in one query."""
    dated = found.filter(announced_first__isnull=False).order_by()
    rows = dated.values_list("announced_first", "announced_last", "kind").annotate(Count("pk"))
    return [periods.Announced(first, last, kind, count) for first, last, kind, count in rows]
