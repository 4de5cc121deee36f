"""What is watched, for everybody: by place, and the sources of one place."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import own_parameters
from actions.models import Action
from actions.parameters import refuse_unknown
from actions.views.parts import take_along
from ingest.desk import coverage as told
from ingest.desk import findings as words
from ingest.desk.sources import row_of
from ingest.models import Finding, Source
from ingest.services.health import coverage_rows
from jurisdictions.models import Jurisdiction

PAGE_SIZE = 50


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Every place that we watch, how well, and the places that we do not."""
    now = timezone.now()
    lines = [told.line_of(row) for row in coverage_rows()]
    refuse_unknown(request.GET, ["sort"])
    sort = own_parameters.take(request.GET, "sort", told.SORTS, "")
    watched = [line for line in lines if line.active_count]
    resting = [line for line in lines if not line.active_count]
    acting = Jurisdiction.objects.filter(actions__in=Action.objects.published()).distinct().select_related("parent")
    known = {line.place.pk for line in lines}
    found = Finding.objects.of_no_place().select_related("source").order_by("source__name", "pk")
    elsewhere = list(found[: PAGE_SIZE + 1])
    wrong = len(elsewhere) if len(elsewhere) <= PAGE_SIZE else found.count()
    context = {
        "sentence": told.sentence_of(
            watched, resting, of_no_place=Source.objects.of_no_place().count(), wrong_elsewhere=wrong
        ),
        "elsewhere": [(finding, words.say(finding, now=now)) for finding in elsewhere[:PAGE_SIZE]],
        "elsewhere_more": max(0, wrong - PAGE_SIZE),
        "lines": told.sorted_lines(watched, sort),
        "sorts": told.sort_links(sort),
        "resting": told.sorted_lines(resting, ""),
        "unwatched": told.named(place for place in acting if place.pk not in known),
        "dark": told.countries_without(line.place for line in lines),
        "now": now,
        **take_along(request, title=_("Coverage"), query=f"sort={sort}" if sort else "", has_feed=False),
    }
    return render(request, "ingest/coverage.html", context)


@require_safe
def coverage_place(request: HttpRequest, code: str) -> HttpResponse:
    """The sources that we read for one place, and what is wrong with them."""
    if code != code.upper():
        return redirect("coverage_place", code.upper(), permanent=True)
    place = get_object_or_404(Jurisdiction.objects.select_related("parent", "coverage"), code=code)
    books = Source.objects.filter(jurisdiction=place, is_sample=False).exclude(format="desk")
    rows = books.select_related("jurisdiction", "rhythm").order_by("is_paused", "name", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "place": place,
        "page": page,
        "rows": _rows(list(page.object_list)),
        "sentence": told.sentence_for_place(
            place, active=books.filter(is_paused=False).count(), books=page.paginator.count
        ),
        **take_along(request, title=_("Coverage of %(place)s") % {"place": place.display_name}, has_feed=False),
    }
    return render(request, "ingest/coverage_place.html", context)


def _rows(sources: list[Source]) -> list[told.PublicRow]:
    now = timezone.now()
    found: dict[int, list[Finding]] = {}
    standing = Finding.objects.standing().filter(Q(source__in=[source.pk for source in sources]))
    for finding in standing.select_related("source"):
        found.setdefault(finding.source_id, []).append(finding)
    return [told.public_row(row_of(source, found.get(source.pk, []), now=now)) for source in sources]
