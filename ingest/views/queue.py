"""The queue: what waits, and what was decided."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import labels
from ingest.desk.queue import LANE_MEANINGS, QueueFilters, UnknownFilter, lane_tabs, lines_of, place_name
from ingest.models import Decision, Story
from ingest.views.access import editors_only

PAGE_SIZE = 40


@require_safe
@editors_only
def desk(request: HttpRequest) -> HttpResponse:
    """One lane of the queue, narrowed by the query string; a filter that we do not know answers 400."""
    try:
        filters = QueueFilters.from_query(request.GET)
    except UnknownFilter as unknown:
        return bad_filter(request, unknown)
    page = Paginator(filters.apply(Story.objects.for_queue()), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "lanes": lane_tabs(filters),
        "meaning": LANE_MEANINGS[filters.lane],
        "page": page,
        "lines": lines_of(page),
        "query": filters.query(),
        "kinds": labels.choices(labels.KINDS),
        "place_word": place_name(filters.place) if filters.place else "",
        "drop_place": filters.query(place=""),
        "drop_kind": filters.query(kind=""),
        "drop_q": filters.query(q=""),
        "decided": decided_of(request),
    }
    return render(request, "ingest/queue.html", context)


def decided_of(request: HttpRequest) -> Decision | None:
    """The decision that brought the editor here, so that it can be told and taken back."""
    pk = request.GET.get("decided", "")
    if not pk.isdecimal() or len(pk) > 15:
        return None
    rows = Decision.objects.select_related("story").prefetch_related("actions__jurisdiction")
    return get_object_or_404(rows, pk=int(pk))


def bad_filter(request: HttpRequest, unknown: UnknownFilter) -> HttpResponse:
    sentence = _("The queue has no filter “%(name)s”. Choose from the lanes, places and kinds on the page.")
    context = {"sentence": sentence % {"name": str(unknown)[:100]}}
    return HttpResponseBadRequest(render_to_string("ingest/refused.html", context, request))
