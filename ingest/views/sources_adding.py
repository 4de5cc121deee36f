"""Adding sources at the desk, and changing how one is read. Every step works without a script."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ingest.desk.trials import Trial, suggestions_for, try_source, why_no_reading
from ingest.forms.sources import ListForm, LookForm, SourceForm, initial_of
from ingest.models import Source
from ingest.services import looking, previewing
from ingest.services.adding import add_source, change_source
from ingest.services.canary import Canary, try_reading
from ingest.services.sources import SourceRefused
from ingest.services.subscriptions import import_opml, not_started, start_added
from ingest.views.access import operators_only

_STEPS = ("try", "save", "start")


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
def desk_source_add(request: HttpRequest) -> HttpResponse:
    """From any address to a source: look, choose, try, save. Only a POST asks an address."""
    if request.method != "POST":
        return render(request, "ingest/source_add.html", {"form": LookForm(), "list_form": ListForm()})
    if request.POST.get("step") in _STEPS:
        return _tried(request)
    form = LookForm(request.POST)
    if not form.is_valid():
        return render(request, "ingest/source_add.html", {"form": form, "list_form": ListForm()}, status=422)
    return _looked(request, form)


def _looked(request: HttpRequest, form: LookForm) -> HttpResponse:
    """What stands at the address: its preview, or the feeds and the readings to choose from."""
    now = timezone.now()
    looked = looking.look(form.cleaned_data["url"], now=now, again="again" in request.POST)
    if looked.error:
        form.add_error("url", looked.error)
        return render(request, "ingest/source_add.html", {"form": form, "list_form": ListForm()}, status=422)
    if looked.document is not None:
        told = previewing.suggest(looked.url, looked.document, now=now)
        initial = {name: getattr(told, name) for name in SourceForm.ABOUT}
        first = SourceForm(initial=initial | {"url": looked.url, "format": looked.document.format})
        return _show(request, first, try_source(looked.url, first.initial["format"], {}, now=now))
    suggestions = suggestions_for(looked, now=now)
    context = {
        "looked": looked,
        "feeds": [(feed, previewing.doubles_of([feed.candidate.url], None)) for feed in looked.told_feeds],
        "suggestions": suggestions,
        "why_no_reading": "" if suggestions else why_no_reading(looked),
    }
    return render(request, "ingest/source_look.html", context)


def _tried(request: HttpRequest) -> HttpResponse:
    """Try the reading that was sent, and save it if that was asked for."""
    form = SourceForm(_filled(request.POST))
    if not form.is_valid():
        return _show(request, form, None, status=422)
    values = form.cleaned_data
    trial = try_source(values["url"], values["format"], values["config"], now=timezone.now())
    if request.POST["step"] == "try":
        return _show(request, form, trial)
    try:
        source = add_source(form.new_source(homepage=trial.homepage), start=request.POST["step"] == "start")
    except SourceRefused as refused:
        form.add_error(None, str(refused))
        return _show(request, form, trial, status=422)
    if source.is_paused:
        messages.success(request, _("Added, and paused until you resume it."))
    else:
        messages.success(request, _("Added. It is asked within seconds."))
    return redirect("desk_source", slug=source.slug)


def _filled(posted: QueryDict) -> QueryDict:
    """What was sent, with name, place and interval suggested where a chosen reading came without them."""
    if "name" in posted:
        return posted
    url, config = posted.get("url", ""), posted.get("config", "")
    draft = SourceForm({"url": url, "config": config, "format": posted.get("format", "auto"), "name": "-"})
    draft.is_valid()
    now = timezone.now()
    trial = try_source(
        draft.cleaned_data.get("url", url), posted.get("format", "auto"), draft.cleaned_data.get("config", {}), now=now
    )
    told = previewing.suggest(url, trial.document, now=now)
    filled = posted.copy()
    for name in SourceForm.ABOUT:
        filled[name] = str(getattr(told, name))
    return filled


def _show(request: HttpRequest, form: SourceForm, trial: Trial | None, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "trial": trial, "has_contact": bool(settings.CONTACT)}
    return render(request, "ingest/source_try.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
def desk_source_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a source: what is tried runs over every page that we keep of it, before it is saved."""
    source = get_object_or_404(Source.objects.exclude(format="desk").select_related("jurisdiction"), slug=slug)
    if request.method != "POST":
        return _show_change(request, source, SourceForm(initial=initial_of(source)))
    form = SourceForm(request.POST)
    if not form.is_valid():
        return _show_change(request, source, form, status=422)
    values = form.cleaned_data
    now = timezone.now()
    if request.POST.get("step") == "try":
        canary = try_reading(source, format=values["format"], config=values["config"], now=now)
        trial = try_source(values["url"], values["format"], values["config"], now=now, own=source)
        return _show_change(request, source, form, canary=canary, trial=trial)
    try:
        change_source(source, form.new_source(homepage=source.homepage))
    except SourceRefused as refused:
        form.add_error(None, str(refused))
        return _show_change(request, source, form, status=422)
    messages.success(request, _("Changed."))
    return redirect("desk_source", slug=source.slug)


def _show_change(
    request: HttpRequest,
    source: Source,
    form: SourceForm,
    *,
    canary: Canary | None = None,
    trial: Trial | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"source": source, "form": form, "canary": canary, "trial": trial}
    return render(request, "ingest/source_change.html", context, status=status)


@require_http_methods(["POST"])
@operators_only
def desk_sources_import(request: HttpRequest) -> HttpResponse:
    """Add a list of feeds, and say what became of each."""
    form = ListForm(request.POST, request.FILES)
    done = None
    if form.is_valid():
        try:
            done = import_opml(form.cleaned_data["file"], start=form.cleaned_data["start"], now=timezone.now())
        except SourceRefused as refused:
            form.add_error("start", str(refused))
        if done is not None and done.error:
            form.add_error("file", done.error)
    if done is None or done.error:
        return render(request, "ingest/source_add.html", {"form": LookForm(), "list_form": form}, status=422)
    context = {"done": done, "not_started": not_started().count()}
    return render(request, "ingest/source_imported.html", context)


@require_http_methods(["POST"])
@operators_only
def desk_sources_start(request: HttpRequest) -> HttpResponse:
    """Start all that was added from a list and waits."""
    try:
        started = start_added(timezone.now())
    except SourceRefused as refused:
        messages.error(request, str(refused))
    else:
        told = ngettext("%(n)s source is polled from now on.", "%(n)s sources are polled from now on.", started)
        messages.success(request, told % {"n": started})
    return redirect(f"{reverse('desk_sources')}?show=polled")
