"""The one box: what may be meant while typing, and the page of what was found."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from actions import facets, rows
from actions.filters import ActionFilters
from actions.parameters import words
from actions.suggestions import suggest
from actions.views.parts import clocks, take_along

FIRST = 20
"""Actions that the page of a search shows; the list of actions has all."""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the words name, and the first actions that answer to them."""
    filters = ActionFilters.from_query(request.GET)
    total = facets.count(filters).total if filters.q else 0
    context = {
        "filters": filters,
        "total": total,
        "rows": rows.rows_of(filters, count=FIRST) if total else [],
        "named": [one for one in suggest(filters.q) if one.sort != "action"] if filters.q else [],
        "query": filters.query_string(page=()),
        **clocks(filters),
        **take_along(request, title=_("Search"), query=filters.query_string(page=()), has_feed=False),
    }
    return render(request, "actions/search.html", context)


@require_safe
@cache_control(private=True, max_age=60)
@vary_on_cookie  # the language of the interface is kept in one
def suggestions(request: HttpRequest) -> HttpResponse:
    """The options of the box for what has been typed so far; a piece of a page."""
    text = words(request.GET)
    return render(request, "actions/_suggestions.html", {"suggestions": suggest(text), "text": text})
