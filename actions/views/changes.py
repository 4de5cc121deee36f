"""What changed in a month, by two clocks: what happened in the world, and what we wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import outlook, own_parameters, sentences
from actions.filters import ActionFilters, chosen
from actions.held import Held
from actions.models import Action, Milestone, Revision
from actions.parameters import FilterError
from actions.spans import Precision, Span, parse_span
from actions.views.frames import view_choices
from actions.views.parts import clocks, take_along, today

MOST_STEPS = 200
MOST_REVISIONS = 200


@dataclass(frozen=True, slots=True)
class Happening:
    """A dated step in the life of an action; `kind` is a milestone's."""

    on: Span
    kind: str
    text: str
    action: Action


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """One month: steps that authorities took, and revisions of our record."""
    month = _month(request)
    filters = ActionFilters.from_query(own_parameters.without(request.GET, "month"))
    found = filters.held()
    happened, happened_count = _happened(found, month)
    revisions = _revisions(filters, month)
    quiet = revisions.filter(is_quiet=True).count()
    told = list(revisions.filter(is_quiet=False).select_related("action__jurisdiction__parent")[:MOST_REVISIONS])
    query = own_parameters.joined(filters.query_string(page=()), {"month": month.iso()})
    context = {
        "month": month,
        "before": _shift(month, -1),
        "after": _shift(month, 1) if month.last < today() else None,
        "happened": happened,
        "happened_count": happened_count,
        "revisions": told,
        "quiet": quiet,
        "ahead": outlook.dates_ahead(found, filters, most=MOST_STEPS),
        "latest": None if happened else _latest(filters),
        "sentence": sentences.for_changes(month, happened=happened_count, written=len(told)),
        "filters": filters,
        "chosen": chosen(filters),
        "choices": view_choices(filters),
        "own_query": filters.query_string(page=(), sort=()),
        **clocks(filters),
        **take_along(request, title=_("Changes"), query=filters.query_string(page=())),
        "permalink": f"{request.path}?{query}",
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


def _happened(found: Held, month: Span) -> tuple[list[Happening], int]:
    """Milestones in the month, and effective days that no milestone tells, latest first, and how many there are in all.

    A bare year is no month. Only what the page shows is read whole.
    """
    left = found.table["action"][found.mask]
    inside = {"on_first__lte": month.last, "on_last__gte": month.first}
    steps = Milestone.objects.filter(action__is_published=True, **inside).exclude(on_precision="year")
    told = {
        key: (action, first, last) for key, action, first, last in steps.values_list("pk", "action", *_ON).order_by()
    }
    starts = Action.objects.filter(
        is_published=True, effective_first__lte=month.last, effective_last__gte=month.first
    ).exclude(effective_precision="year")
    days = set(told.values())
    rows = [(first, action, key) for key, (action, first, _last) in told.items()]
    starting = starts.values_list("pk", "effective_first", "effective_last").order_by()
    rows += [(first, action, 0) for action, first, last in starting if (action, first, last) not in days]
    kept = np.isin(np.fromiter((action for _, action, _ in rows), dtype=np.int64, count=len(rows)), left).tolist()
    rows = [row for row, stays in zip(rows, kept, strict=True) if stays]
    rows.sort(key=lambda row: (-row[0].toordinal(), row[1], row[2]))
    return _told(rows[:MOST_STEPS]), len(rows)


_ON = ("on_first", "on_last")


def _told(rows: list[tuple[date, int, int]]) -> list[Happening]:
    """Rows of a day, an action and a milestone (0: it took effect), read whole."""
    actions = Action.objects.select_related("jurisdiction__parent").in_bulk([action for _, action, _ in rows])
    steps = Milestone.objects.in_bulk([step for _, _, step in rows if step])
    found = []
    for _first, action, key in rows:
        step = steps.get(key)
        on = step.on if step else actions[action].effective
        if on:
            found.append(Happening(on, step.kind if step else "effective", step.text if step else "", actions[action]))
    return sorted(found, key=lambda row: (-row.on.first.toordinal(), row.action.slug))


def _revisions(filters: ActionFilters, month: Span) -> QuerySet[Revision]:
    since, until = _instant(month.first), _instant(month.last + timedelta(days=1))
    rows = Revision.objects.filter(recorded_at__gte=since, recorded_at__lt=until)
    rows = (
        rows.filter(action__in=filters.lines().values("action"))
        if filters.is_narrowed
        else rows.filter(action__is_published=True)
    )
    return rows.order_by("-sequence")


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _latest(filters: ActionFilters) -> date | None:
    """The last day up to today on which anything is known to have happened."""
    steps = Milestone.objects.filter(action__in=filters.lines().values("action"), on_last__lte=today())
    latest: date | None = steps.aggregate(latest=Max("on_first"))["latest"]
    return latest
