"""The directory, one action, its revisions, and announcements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import facets, rows, sentences, taking, versions
from actions.exports import jsonld
from actions.filters import ActionFilters, chosen
from actions.lifecycle import MilestoneKind
from actions.models import Action, Announcement, Citation, Line, Reaction, Revision
from actions.parameters import VALUES
from actions.sections import STRENGTH_OF
from actions.spans import Span
from actions.views.parts import cite, cite_links, clocks, crumbs, take_along, today
from actions.whole import whole
from jurisdictions.models import Coverage

CONTESTED = frozenset(
    {MilestoneKind.CHALLENGED, MilestoneKind.UPHELD, MilestoneKind.SUSPENDED, MilestoneKind.REINSTATED}
)
LONGEST_LIST = 100
"""Actions of one announcement or series that its page shows."""


@dataclass(frozen=True, slots=True)
class Step:
    """A row of a timeline: a milestone or a reaction."""

    on: Span | None
    kind: str
    text: str
    by: str = ""
    citation: Citation | None = None
    is_ahead: bool = False


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """The directory, narrowed by the query string."""
    filters = ActionFilters.from_query(request.GET)
    counted = facets.count(filters)
    context = {
        "filters": filters,
        "watched": [] if counted.total else _watched(filters),
        "page": rows.page_of(filters, counted.total),
        "facets": counted.facets,
        "chosen": chosen(filters),
        "query": filters.query_string(page=()),
        "perhaps": _perhaps(filters, counted),
        "perhaps_query": filters.with_value("section", "unclear"),
        "sorts": [(value, word) for value, word in VALUES["sort"].items() if filters.q or value != "relevance"],
        "countings": VALUES["with"],
        **clocks(filters),
        **take_along(request, title=_("Actions"), query=filters.query_string(page=()), has_downloads=True),
    }
    return render(request, "actions/directory.html", context)


def _watched(filters: ActionFilters) -> list[tuple[str, str]]:
    """For an empty list of chosen places: what we looked at in each, and the code of its page."""
    places = filters.jurisdictions
    looked = Coverage.objects.filter(jurisdiction__in=places).in_bulk(field_name="jurisdiction_id")
    return [(sentences.for_watch(place.display_name, looked.get(place.pk)), place.code) for place in places]


def _perhaps(filters: ActionFilters, counted: facets.Counted) -> facets.Choice | None:
    """Of a list of what stands on a day, those of which it is not known."""
    if not filters.on or filters.section:
        return None
    choices = (choice for facet in counted.facets if facet.parameter == "section" for choice in facet.choices)
    return next((choice for choice in choices if choice.value == "unclear"), None)


@require_safe
def action(request: HttpRequest, slug: str) -> HttpResponse:
    """One action: what it is, what it rests on, and how our record of it came about."""
    found = whole(slug)
    if found is None:
        raise Http404
    shown, siblings = found
    if shown.merged_into:
        return redirect(shown.merged_into, permanent=True)
    if not shown.is_published:
        return _withdrawn(request, shown)
    day = today()
    revisions = sorted(shown.revisions.all(), key=lambda revision: -revision.number)
    context: dict[str, Any] = {
        "action": shown,
        "crumbs": crumbs(shown.jurisdiction),
        "sentence": sentences.for_action(shown, day),
        "steps": (steps := timeline(shown, day)),
        "contest": _contest(steps),
        "siblings": rows.rows_by_key(siblings[:LONGEST_LIST]) if siblings else [],
        "revisions": revisions,
        **take_along(request, title=shown.title, has_feed=False, card=f"{request.path}card.png"),
    }
    if revisions:
        permalink = f"{request.path}revisions/{revisions[0].number}/"
        told = taking.exported_as(shown, revisions[0].number, revisions[0].recorded_at)
        context |= {"downloads": cite_links(request.path), "json_ld": jsonld.script(told)}
        context |= {"permalink": permalink, "cite": cite(shown.title, settings.BASE_URL + permalink, day)}
    return render(request, "actions/action.html", context)


def _withdrawn(request: HttpRequest, shown: Action) -> HttpResponse:
    """Say that a record is gone, and why."""
    last = shown.revisions.order_by("number").last()
    return render(request, "actions/retracted.html", {"action": shown, "last_revision": last}, status=410)


def timeline(shown: Action, day: date) -> list[Step]:
    """Milestones and reactions in the order of their days; what has no day comes last."""
    steps = [
        Step(m.on, m.kind, m.text, citation=m.citation, is_ahead=bool(m.on and m.on.first > day))
        for m in shown.milestones.all()
    ]
    steps += [_reaction_step(reaction) for reaction in _reactions_to(shown)]
    return sorted(steps, key=lambda step: (step.on is None, step.on.first if step.on else date.max))


def _contest(steps: list[Step]) -> list[Step]:
    """What became of a challenge: the steps from the first one on that tell of it; none where nobody challenged."""
    told = [step for step in steps if step.kind in CONTESTED]
    first = next((i for i, step in enumerate(told) if step.kind == MilestoneKind.CHALLENGED), len(told))
    return told[first:]


def _reactions_to(shown: Action) -> list[Reaction]:
    """Reactions that name this action, and those to its announcement that name none."""
    return [
        reaction
        for reaction in shown.announcement.reactions.all()
        if not (named := reaction.actions.all()) or shown in named
    ]


def _reaction_step(reaction: Reaction) -> Step:
    by = "" if reaction.text.startswith(reaction.by) else reaction.by  # "Hikvision says …" needs no name before it
    return Step(reaction.on, "reaction", reaction.text, by=by, citation=reaction.citation)


@require_safe
def revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Our record of an action as it stood after one revision; this address never changes."""
    shown = get_object_or_404(Revision.objects.select_related("action", "editor"), action__slug=slug, number=number)
    before = shown.action.revisions.filter(number__lt=number).order_by("-number").first()
    found = versions.fields(shown.record, before.record if before else None)
    path = settings.BASE_URL + request.path
    context = {
        "revision": shown,
        "action": shown.action,
        "before": before,
        "fields": found,
        "changed": versions.changed_terms(found),
        "is_latest": not shown.action.revisions.filter(number__gt=number).exists(),
        "permalink": request.path,
        "cite": cite(shown.record.get("title", shown.action.title), path, shown.recorded_at.date()),
        "downloads": cite_links(request.path),
        "as_of": shown.recorded_at.date(),
    }
    return render(request, "actions/revision.html", context)


@require_safe
def announcement(request: HttpRequest, slug: str) -> HttpResponse:
    """What was made known on one day: its actions, what was answered, what belongs with it."""
    shown = get_object_or_404(Announcement.objects.select_related("jurisdiction__parent", "series"), slug=slug)
    lines = Line.objects.annotate(strength=STRENGTH_OF).order_by("strength", "-announced_first", "slug")
    made = rows.rows_by_key(lines.filter(action__announcement=shown).values_list("pk", flat=True)[:LONGEST_LIST])
    if len(made) == 1:
        return redirect(made[0].url)
    series = Line.objects.filter(action__announcement__series=shown.series).exclude(action__announcement=shown)
    reactions = shown.reactions.select_related("citation").all()
    context = {
        "announcement": shown,
        "crumbs": crumbs(shown.jurisdiction),
        "heading": shown.title or _heading(shown),
        "actions": made,
        "sentence": sentences.for_announcement(shown.jurisdiction.display_name, made, shown.made_known),
        "steps": [_reaction_step(reaction) for reaction in reactions],
        "series": rows.rows_by_key(series.newest_first().values_list("pk", flat=True)[:LONGEST_LIST])
        if shown.series
        else [],
        **take_along(request, title=shown.title or _heading(shown), has_feed=False),
    }
    return render(request, "actions/announcement.html", context)


def _heading(shown: Announcement) -> str:
    """A name for an announcement that was given none."""
    words = {"place": shown.jurisdiction.display_name, "day": sentences.span_text(shown.made_known)}
    return _("%(place)s, announcement of %(day)s") % words if shown.made_known else shown.jurisdiction.display_name
