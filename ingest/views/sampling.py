"""The lane of the weekly sample: items that were not proposed, looked at so that misses can be counted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ingest.models import AuditAnswer, AuditSample, AuditWeek, ItemVersion
from ingest.services.sampling import SampleRefused, answer_sample
from ingest.views.access import editor_of, editors_only

_SHOWN = 60


@require_safe
@editors_only
def desk_sample(request: HttpRequest) -> HttpResponse:
    """What waits to be looked at, with enough of its text to tell."""
    waiting = list(AuditSample.objects.waiting().select_related("week", "item__source")[:_SHOWN])
    versions = ItemVersion.objects.filter(item__in=[sample.item_id for sample in waiting])
    texts = {version.item_id: version for version in versions.order_by("item_id", "-number").distinct("item_id")}
    context = {
        "waiting": [(sample, texts.get(sample.item_id)) for sample in waiting],
        "answered": AuditSample.objects.answered().count(),
        "week": AuditWeek.objects.first(),
    }
    return render(request, "ingest/sample.html", context)


@require_POST
@editors_only
def desk_sample_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep an answer; an action goes on to its story, so that it can be decided at once."""
    sample = get_object_or_404(AuditSample, pk=pk)
    try:
        answer = AuditAnswer(request.POST.get("answer", ""))
    except ValueError:
        return HttpResponseBadRequest(_("Choose one of the two answers of the form."), content_type="text/plain")
    try:
        story = answer_sample(sample, answer, editor=editor_of(request))
    except SampleRefused as refused:
        messages.warning(request, str(refused))
        return redirect("desk_sample")
    if story is not None:
        messages.success(request, _("The item waits in the queue now, as this story."))
        return redirect("desk_story", pk=story.pk)
    return redirect("desk_sample")
