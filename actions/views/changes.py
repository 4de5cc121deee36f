"""What changed in a month, by two clocks: what happened in the world, and what we wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import own_parameters, sentences
from actions.filters import ActionFilters, chosen
from actions.models import Action, Milestone, Revision
from actions.models.lines import LineQuerySet
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
    found = filters.lines()
    happened = _happened(found, month)
    revisions = _revisions(found, month)
    quiet = revisions.filter(is_quiet=True).count()
    told = list(revisions.filter(is_quiet=False).select_related("action__jurisdiction__parent")[:MOST_REVISIONS])
    query = own_parameters.joined(filters.query_string(page=()), {"month": month.iso()})
    context = {
        "month": month,
        "before": _shift(month, -1),
        "after": _shift(month, 1) if month.last < today() else None,
        "happened": happened[:MOST_STEPS],
        "happened_count": len(happened),
        "revisions": told,
        "quiet": quiet,
        "latest": None if happened else _latest(found),
        "sentence": sentences.for_changes(month, happened=len(happened), written=len(told)),
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


def _happened(found: LineQuerySet, month: Span) -> list[Happening]:
    """Milestones in the month, and effective days that no milestone tells, latest first; a bare year is no month."""
    inside = {"on_first__lte": month.last, "on_last__gte": month.first}
    steps = Milestone.objects.filter(action__in=found.values("action"), **inside).exclude(on_precision="year")
    rows = [
        Happening(step.on, step.kind, step.text, step.action)
        for step in steps.select_related("action__jurisdiction__parent")
        if step.on
    ]
    told = {(row.action.pk, row.on) for row in rows}
    starting = Action.objects.filter(
        pk__in=found.values("action"), effective_first__lte=month.last, effective_last__gte=month.first
    ).exclude(effective_precision="year")
    rows += [
        Happening(action.effective, "effective", "", action)
        for action in starting.select_related("jurisdiction__parent")
        if action.effective and (action.pk, action.effective) not in told
    ]
    return sorted(rows, key=lambda row: (-row.on.first.toordinal(), row.action.slug))


def _revisions(found: LineQuerySet, month: Span) -> QuerySet[Revision]:
    since, until = _instant(month.first), _instant(month.last + timedelta(days=1))
    rows = Revision.objects.filter(action__in=found.values("action"), recorded_at__gte=since, recorded_at__lt=until)
    return rows.order_by("-sequence")


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _latest(found: LineQuerySet) -> date | None:
    """The last day up to today on which anything is known to have happened."""
    steps = Milestone.objects.filter(action__in=found.values("action"), on_last__lte=today())
    latest: date | None = steps.aggregate(latest=Max("on_first"))["latest"]
    return latest
