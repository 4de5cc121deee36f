"""A story and its proposal: read, approve, reject, split, merge."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actions.drafting import CitationDraft
from actions.models import Vendor
from actions.spans import Span
from ingest.desk.queue import QueueFilters, lane_tabs, lines_of, plain
from ingest.desk.similar import Known, known_announcements
from ingest.desk.story import ReadItem, StoryProposal, disagreement, read_items, read_proposal
from ingest.forms.drafts import MOST_DRAFTS, DraftForms, DraftFormSet, OccasionForm, initial_of, read_ids
from ingest.models import Decision, Story, StoryState
from ingest.models.desk import Lane
from ingest.services.answers import Answer, DecisionRefused
from ingest.services.deciding import approve, decided_sentence, reject
from ingest.services.stories import merge, split
from ingest.views.access import editor_of, editors_only
from ingest.views.queue import decided_of

QUEUE_SHOWN = 30
_WAITING = {StoryState.NEW, StoryState.UPDATES}


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def desk_story(request: HttpRequest, pk: int) -> HttpResponse:
    """A story, its text with evidence, and its proposal as a form; posted, the approval."""
    story = get_object_or_404(Story, pk=pk)
    if request.method == "POST":
        return _approve(request, story)
    return _show(request, story)


def _approve(request: HttpRequest, story: Story) -> HttpResponse:
    if story.state not in _WAITING:
        return _already(request, story)
    items = read_items(story)
    proposal = read_proposal(story, items)
    drafts, occasion = _forms(story, items, proposal, request.POST)
    if "add" in request.POST:
        return _show(request, story, items=items, forms=_with_one_more(story, items, proposal, (drafts, occasion)))
    is_right = drafts.is_valid() & occasion.is_valid()
    if is_right and "check" in request.POST:
        messages.info(request, _("All that you typed can be read. Nothing is decided yet."))
    if not is_right or "check" in request.POST:
        return _show(request, story, items=items, forms=(drafts, occasion), status=200 if is_right else 422)
    try:
        decision = approve(story, _answer(drafts, occasion), editor=editor_of(request))
    except DecisionRefused as refused:
        if Story.objects.filter(pk=story.pk).exclude(state__in=_WAITING).exists():
            return _already(request, story)
        return _show(request, story, items=items, forms=(drafts, occasion), refused=refused, status=409)
    return _on_to_next(story, decision)


def _already(request: HttpRequest, story: Story) -> HttpResponse:
    """A second answer to a decided story: harmless, and told."""
    messages.info(request, decided_sentence(story))
    return redirect("desk_story", pk=story.pk)


def _forms(
    story: Story,
    items: list[ReadItem],
    proposal: StoryProposal,
    sent: Any = None,  # noqa: ANN401 - a QueryDict or None
) -> tuple[DraftFormSet, OccasionForm]:
    day = Span.day(story.first_on) if story.first_on else None
    initial = [
        initial_of(draft, known, headline=story.title, reaction=proposal.is_reaction, day=day)
        for draft, known in zip(proposal.drafts, proposal.known, strict=True)
    ]
    drafts = DraftForms(sent, initial=initial, known=proposal.known, prefix="draft")
    made_known = next((values["announced"] for values in initial if values["announced"]), None)
    announcements = known_announcements(proposal.known)
    same: Known | None = next((known for known in proposal.known if known.same), None)
    occasion = OccasionForm(
        sent,
        items=items,
        announcements=announcements,
        initial={
            "proposals": ",".join(map(str, sorted(proposal.proposals))),
            "announcement": same.same.announcement.slug if same and same.same else "",
            "announcement_title": story.title[:300],
            "made_known": made_known,
            "announcement_note": disagreement(proposal.days),
            "page_grade": "not_graded",
        },
    )
    return drafts, occasion


def _with_one_more(
    story: Story, items: list[ReadItem], proposal: StoryProposal, typed: tuple[DraftFormSet, OccasionForm]
) -> tuple[DraftFormSet, OccasionForm]:
    """What was typed, unchecked, and one more draft to fill."""
    drafts, occasion = typed
    initial = [{name: form[name].value() for name in form.fields} for form in drafts.forms]
    place = story.jurisdictions[0] if story.jurisdictions else ""
    initial.append({"jurisdiction": place, "stage": "adopted", "vendors": ", ".join(story.vendors)})
    shared = {name: occasion[name].value() for name in occasion.fields}
    announcements = known_announcements(proposal.known)
    return (
        DraftForms(initial=initial[:MOST_DRAFTS], known=proposal.known, prefix="draft"),
        OccasionForm(items=items, announcements=announcements, initial=shared),
    )


def _answer(drafts: DraftFormSet, occasion: OccasionForm) -> Answer:
    values = occasion.cleaned_data
    page = (CitationDraft(url=values["page_url"], grade=values["page_grade"] or "not_graded"),)
    return Answer(
        actions=tuple(form.action_answer() for form in drafts.forms if form.is_new),
        news=tuple(form.news_answer() for form in drafts.forms if form.is_news),
        announcement=values["announcement"],
        title=values["announcement_title"],
        made_known=values["made_known"],
        announcement_note=values["announcement_note"],
        grades=occasion.grades(),
        pages=page if values["page_url"] else (),
        proposals=occasion.shown(),
        as_left={"drafts": [form.as_left() for form in drafts.forms], "announcement": values["announcement"]},
        note=values["note"],
    )


def _on_to_next(story: Story, decision: Decision) -> HttpResponse:
    """Away from a decided story to the next of its lane, with the decision told and its undo at hand."""
    lane = lane_of(story, state=decision.state_before)
    following = QueueFilters(lane=lane).apply(Story.objects.all()).exclude(pk=story.pk).first()
    address = reverse("desk_story", args=[following.pk]) if following else reverse("desk")
    return redirect(f"{address}?decided={decision.pk}")


def lane_of(story: Story, *, state: str = "") -> Lane:
    match state or story.state:
        case StoryState.NEW:
            return Lane.UNSURE if story.is_unsure else Lane.NEW
        case StoryState.UPDATES:
            return Lane.UPDATES
        case _:
            return Lane.DECIDED


def _show(
    request: HttpRequest,
    story: Story,
    *,
    items: list[ReadItem] | None = None,
    forms: tuple[DraftFormSet, OccasionForm] | None = None,
    refused: DecisionRefused | None = None,
    status: int = 200,
) -> HttpResponse:
    items = items if items is not None else read_items(story)
    is_waiting = story.state in _WAITING
    if forms is None and is_waiting:
        forms = _forms(story, items, read_proposal(story, items))
    lane = lane_of(story)
    filters = QueueFilters(lane=lane)
    queue = list(filters.apply(Story.objects.for_queue())[:QUEUE_SHOWN])
    context = {
        "story": story,
        "items": items,
        "withdrawn": sum(read.is_withdrawn for read in items),
        "drafts": forms[0] if forms else None,
        "occasion": forms[1] if forms else None,
        "refused": refused,
        "is_waiting": is_waiting,
        "decisions": story.decisions.select_related("editor").prefetch_related("actions__jurisdiction"),
        "others": _others(story) if is_waiting else [],
        "vendors": Vendor.objects.order_by("name").values_list("name", flat=True) if is_waiting else [],
        "lanes": lane_tabs(filters),
        "lines": lines_of(queue),
        "decided": decided_of(request),
        **_neighbours(story, queue),
    }
    return render(request, "ingest/story.html", context, status=status)


def _others(story: Story) -> list[Story]:
    """Stories that this one may belong to: of one of its places, or waiting."""
    rows = Story.objects.exclude(pk=story.pk).filter(items__isnull=False).distinct()
    near = rows.filter(jurisdictions__overlap=story.jurisdictions) if story.jurisdictions else rows.waiting()
    return list(near.order_by("-latest_at")[:30])


def _neighbours(story: Story, queue: list[Story]) -> dict[str, int | None]:
    ids = [row.pk for row in queue]
    if story.pk not in ids:
        return {"previous": None, "next": ids[0] if ids else None}
    at = ids.index(story.pk)
    return {"previous": ids[at - 1] if at else None, "next": ids[at + 1] if at + 1 < len(ids) else None}


@require_POST
@editors_only
def desk_reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a story reports no action."""
    story = get_object_or_404(Story, pk=pk)
    shown = frozenset(read_ids(request.POST.get("proposals", "").split(",")))
    try:
        decision = reject(
            story, editor=editor_of(request), note=plain(request.POST.get("note", ""), 500), proposals=shown
        )
    except DecisionRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk_story", pk=story.pk)
    return _on_to_next(story, decision)


@require_POST
@editors_only
def desk_split(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the ticked items into a story of their own."""
    story = get_object_or_404(Story, pk=pk)
    chosen = read_ids(request.POST.getlist("item"))
    try:
        other = split(story, chosen, editor=editor_of(request))
    except DecisionRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk_story", pk=story.pk)
    messages.success(request, _("The items you chose now stand in a story of their own: this one."))
    return redirect("desk_story", pk=other.pk)


@require_POST
@editors_only
def desk_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Move all items of a story into another."""
    story = get_object_or_404(Story, pk=pk)
    into = get_object_or_404(Story, pk__in=read_ids([request.POST.get("into", "")]))
    try:
        merge(story, into=into, editor=editor_of(request))
    except DecisionRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk_story", pk=story.pk)
    messages.success(request, _("The items of the other story now stand here."))
    return redirect("desk_story", pk=into.pk)
