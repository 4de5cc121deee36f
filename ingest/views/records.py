"""Published actions at the desk: verified, corrected, retracted."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.models import Action, Vendor
from actions.redrafting import draft_of
from actions.services import ActionError, amend, retract, verify
from ingest.forms.corrections import CorrectionForm, initial_correction
from ingest.forms.small import RetractForm
from ingest.views.access import editor_of, editors_only
from jurisdictions import codes

PAGE_SIZE = 40


@require_safe
@editors_only
def desk_verify(request: HttpRequest) -> HttpResponse:
    """Actions of the starter directory that no editor has checked yet."""
    place = request.GET.get("place", "").strip().upper()
    rows = (
        Action.objects.published()
        .unverified()
        .for_list()
        .prefetch_related("citations")
        .order_by("jurisdiction__code", "-announced_first", "slug")
    )
    rows = rows.filter(jurisdiction__code=place) if codes.is_code(place) else rows
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "place": place, "query": f"place={place}" if codes.is_code(place) else ""}
    return render(request, "ingest/verify.html", context)


@require_POST
@editors_only
def desk_verify_one(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the record was checked against its sources as it stands."""
    action = get_object_or_404(Action.objects.published(), slug=slug)
    if action.verified_on is None:
        verify(action, editor=editor_of(request), on=timezone.now().date())
    messages.success(request, _("“%(title)s” counts as verified from today.") % {"title": action.title})
    place = request.POST.get("place", "")
    return redirect(f"{request.path.rsplit(slug, 1)[0]}{'?place=' + place if codes.is_code(place) else ''}")


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def desk_action(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct a published action, with a reason that readers see."""
    action = get_object_or_404(Action.objects.published().select_related("jurisdiction"), slug=slug)
    draft = draft_of(action)
    vendors = list(Vendor.objects.filter(targets__action=action).distinct().values_list("name", flat=True))
    form = CorrectionForm(request.POST or None, initial=initial_correction(draft, vendors))
    if request.method == "POST" and form.is_valid():
        try:
            amend(
                action,
                form.correct(draft),
                editor=editor_of(request),
                reason=form.cleaned_data["reason"],
                is_quiet=form.cleaned_data["is_quiet"],
            )
        except (ActionError, ValidationError) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        else:
            messages.success(request, _("The record is changed, and the reason stands with its revision."))
            return redirect("desk_action", slug=slug)
    status = 422 if form.is_bound else 200
    return render(
        request, "ingest/action.html", {"action": action, "form": form, "retract": RetractForm()}, status=status
    )


@require_POST
@editors_only
def desk_retract(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an action out of the directory; its address goes on to say why."""
    action = get_object_or_404(Action.objects.published(), slug=slug)
    form = RetractForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["reason"])))
        return redirect("desk_action", slug=slug)
    retract(action, editor=editor_of(request), reason=form.cleaned_data["reason"])
    messages.success(
        request, _("“%(title)s” is retracted. Its address says so, with your reason.") % {"title": action.title}
    )
    return redirect("desk_verify")
