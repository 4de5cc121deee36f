"""What changed in a month, by two clocks: what happened in the world, and what we wrote."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import outlook, own_parameters, sentences
from actions.filters import ActionFilters, chosen
from actions.happenings import Place, happened, latest_step, wrote
from actions.parameters import FilterError
from actions.spans import Precision, Span, parse_span
from actions.views.frames import view_choices
from actions.views.parts import clocks, take_along, today

MOST_STEPS = 200
MOST_REVISIONS = 200

OWN = ("month", "steps_after", "written_before")
"""Parameters of this page alone: the month, and where each of its lists goes on."""
_PLACE = re.compile(r"(\d{4}-\d\d-\d\d)\.(\d{1,15})\.(\d{1,15})")


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """One month: steps that authorities took, and revisions of our record."""
    month = _month(request)
    filters = ActionFilters.from_query(own_parameters.without(request.GET, *OWN))
    found = filters.held()
    steps = happened(found, month, most=MOST_STEPS, after=_steps_after(request))
    written = wrote(found, month, most=MOST_REVISIONS, before=_written_before(request))
    own_query = filters.query_string(page=(), sort=())
    month_query = own_parameters.joined(own_query, {"month": month.iso()})
    query = own_parameters.joined(filters.query_string(page=()), {name: request.GET.get(name, "") for name in OWN[1:]})
    context = {
        "month": month,
        "before": _shift(month, -1),
        "after": _shift(month, 1) if month.last < today() else None,
        "steps": steps,
        "more_steps": f"{month_query}&steps_after={_name_of(steps.last)}" if steps.last else "",
        "written": written,
        "more_written": f"{month_query}&written_before={written.last}" if written.last is not None else "",
        "month_query": month_query,
        "ahead": outlook.dates_ahead(found, filters, most=MOST_STEPS),
        "latest": None if steps.total else latest_step(found, today()),
        "sentence": sentences.for_changes(month, happened=steps.total, written=written.total),
        "filters": filters,
        "chosen": chosen(filters),
        "choices": view_choices(filters),
        "own_query": own_query,
        **clocks(filters),
        **take_along(request, title=_("Changes"), query=filters.query_string(page=())),
        "permalink": f"{request.path}?{own_parameters.joined(query, {'month': month.iso()})}",
    }
    return render(request, "actions/changes.html", context)


def _month(request: HttpRequest) -> Span:
    """The month that is asked for; else the one in which the page is read."""
    value = request.GET.get("month", "").strip() or f"{today():%Y-%m}"
    try:
        span = parse_span(value)
    except ValueError:
        span = None
    if span is None or span.precision is not Precision.MONTH:
        raise FilterError("month", _("“%(value)s” is not a month. Write it as 2025-06.") % {"value": value[:60]})
    return span


def _shift(month: Span, by: int) -> str:
    """The month before or after, as `month` takes it."""
    day = month.first - timedelta(days=1) if by < 0 else month.last + timedelta(days=1)
    return f"{day:%Y-%m}"


def _name_of(place: Place) -> str:
    """As `steps_after` takes it."""
    day, action, step = place
    return f"{day.isoformat()}.{action}.{step}"


def _steps_after(request: HttpRequest) -> Place | None:
    value = request.GET.get("steps_after", "").strip()
    if not value:
        return None
    if found := _PLACE.fullmatch(value):
        try:
            return date.fromisoformat(found[1]), int(found[2]), int(found[3])
        except ValueError:
            pass
    raise FilterError("steps_after", _no_place(value))


def _written_before(request: HttpRequest) -> int | None:
    value = request.GET.get("written_before", "").strip()
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 15):
        raise FilterError("written_before", _no_place(value))
    return int(value)


def _no_place(value: str) -> str:
    words = _("“%(value)s” is no place in this list. Begin at the start of the month and follow its links.")
    return words % {"value": value[:60]}
