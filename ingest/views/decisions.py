"""The log of decisions, and taking one back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ingest.models import Decision
from ingest.services.answers import DecisionRefused
from ingest.services.deciding import UNDO_QUIETLY, undo
from ingest.views.access import editor_of, editors_only

PAGE_SIZE = 50


@require_safe
@editors_only
def desk_decisions(request: HttpRequest) -> HttpResponse:
    """Who decided what, the latest first."""
    rows = Decision.objects.select_related("story", "editor").prefetch_related("actions__jurisdiction")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "ingest/decisions.html", {"page": page})


@require_POST
@editors_only
def desk_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back and show its story, which waits again."""
    decision = get_object_or_404(Decision, pk=pk)
    is_early = timezone.now() - decision.decided_at <= UNDO_QUIETLY
    try:
        undo(decision, editor=editor_of(request))
    except DecisionRefused as refused:
        messages.error(request, str(refused))
    else:
        quiet = _("The decision is taken back, and the story waits again. Nothing had been sent out.")
        told = _("The decision is taken back, and the story waits again. Followers are told of what was retracted.")
        messages.success(request, quiet if is_early or not decision.actions.exists() else told)
    return redirect("desk_story", pk=decision.story_id)
