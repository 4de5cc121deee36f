"""Sources at the desk: all of them, and one with its rhythm, its polls and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ingest.desk.queue import plain
from ingest.desk.sources import SourceRow, page_of, row_of
from ingest.models import Finding, Source
from ingest.services.findings import accept_as_it_is, acknowledge
from ingest.services.sources import SourceRefused, pause, resume
from ingest.services.subscriptions import export_opml, not_started
from ingest.views.access import editor_of, editors_only, may_operate, operators_only

PAGE_SIZE = 100
SHOWN = {
    "": (gettext_lazy("All"), Q()),
    "polled": (gettext_lazy("Polled"), Q(is_paused=False)),
    "failing": (gettext_lazy("Failing"), Q(is_paused=False, failures_in_a_row__gt=0)),
    "found": (gettext_lazy("With findings"), Q(pk__in=Finding.objects.standing().values("source"))),
    "paused": (gettext_lazy("Paused"), Q(is_paused=True)),
}


@require_safe
@editors_only
def desk_sources(request: HttpRequest) -> HttpResponse:
    """Every source with its state, its last success and what is wrong with it."""
    show, q = request.GET.get("show", ""), plain(request.GET.get("q", ""), 200)
    show = show if show in SHOWN else ""
    books = Source.objects.exclude(format="desk")
    books = books.filter(_meant(q)) if q else books
    names = {name or "all": name for name in SHOWN}
    counts = {key: books.filter(SHOWN[name][1]).count() for key, name in names.items()}
    rows = books.filter(SHOWN[show][1]).select_related("jurisdiction", "rhythm").order_by("is_paused", "name", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(page.object_list),
        "tabs": [(name, SHOWN[name][0], counts[key], name == show) for key, name in names.items()],
        "show": show,
        "q": q,
        "query": urlencode({name: value for name, value in (("show", show), ("q", q)) if value}),
        "search_query": urlencode({"q": q}) if q else "",
        "has_contact": bool(settings.CONTACT),
        "not_started": not_started().count() if show == "paused" else 0,
    }
    return render(request, "ingest/sources.html", context)


def _meant(q: str) -> Q:
    """Sources that a person may mean: by name, short name, address or place."""
    return Q(name__icontains=q) | Q(slug__icontains=q) | Q(url__icontains=q) | Q(jurisdiction__code__iexact=q)


def _rows(sources: Any) -> list[SourceRow]:  # noqa: ANN401 - a page's list
    now = timezone.now()
    found: dict[int, list[Finding]] = {}
    for finding in Finding.objects.standing().filter(source__in=[one.pk for one in sources]).select_related("source"):
        found.setdefault(finding.source_id, []).append(finding)
    return [row_of(source, found.get(source.pk, []), now=now) for source in sources]


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def desk_source(request: HttpRequest, slug: str) -> HttpResponse:
    """One source: what it is, how it goes, what it brought; operators pause and resume it here."""
    source = get_object_or_404(
        Source.objects.exclude(format="desk").select_related("jurisdiction", "rhythm"), slug=slug
    )
    if request.method == "POST":
        return _switch(request, source)
    context = page_of(source, polls_page=request.GET.get("page"), now=timezone.now())
    return render(request, "ingest/source.html", context | {"has_contact": bool(settings.CONTACT)})


def _switch(request: HttpRequest, source: Source) -> HttpResponse:
    """Pause a polled source, resume a paused one, ask it now, or accept what it gives."""
    if not may_operate(request):
        raise PermissionDenied
    wanted = request.POST.get("to")
    try:
        if wanted == "resume":
            resume([source])
            messages.success(request, _("“%(name)s” is polled again from now on.") % {"name": source.name})
        elif wanted == "now":
            Source.objects.filter(pk=source.pk).update(next_poll_at=None)
            messages.success(request, _("“%(name)s” is asked next.") % {"name": source.name})
        elif wanted == "accept":
            accept_as_it_is(source, timezone.now())
            messages.success(
                request, _("Accepted. What “%(name)s” gives is stored from now on.") % {"name": source.name}
            )
        else:
            pause([source], reason=_("Paused at the desk."))
            messages.success(request, _("“%(name)s” is paused and keeps what it brought.") % {"name": source.name})
    except SourceRefused as refused:
        messages.error(request, str(refused))
    return redirect(_back(request.POST, source))


def _back(posted: Mapping[str, str], source: Source) -> str:
    """To the list that was left, or to the source's own page."""
    if "show" not in posted:
        return f"/desk/sources/{source.slug}/"
    show = posted.get("show", "")
    return f"/desk/sources/?show={show if show in SHOWN else ''}"


@require_POST
@editors_only
def desk_finding_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has seen a finding."""
    finding = get_object_or_404(Finding.objects.select_related("source"), pk=pk)
    acknowledge(finding, by=editor_of(request), now=timezone.now())
    messages.success(request, _("Noted: you have seen this. “%(name)s”") % {"name": finding.source.name})
    return redirect("desk_source", slug=finding.source.slug)


@require_safe
@operators_only
def desk_sources_export(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the address says all
    """All sources as OPML."""
    answer = HttpResponse(export_opml(timezone.now()), content_type="text/x-opml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="bantracker-sources.opml"'
    return answer
