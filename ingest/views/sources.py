"""Sources: what is polled, how it goes, and pause and resume for operators."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ingest.models import Source
from ingest.services.sources import SourceRefused, pause, resume
from ingest.views.access import editors_only, operators_only

PAGE_SIZE = 100
SHOWN = {
    "": (gettext_lazy("All"), Q()),
    "polled": (gettext_lazy("Polled"), Q(is_paused=False)),
    "failing": (gettext_lazy("Failing"), Q(is_paused=False, failures_in_a_row__gt=0)),
    "paused": (gettext_lazy("Paused"), Q(is_paused=True)),
}


@require_safe
@editors_only
def desk_sources(request: HttpRequest) -> HttpResponse:
    """Every source with its state, its last success and its last error."""
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    books = Source.objects.exclude(format="desk")
    names = {name or "all": name for name in SHOWN}
    counts = books.aggregate(**{key: Count("pk", filter=SHOWN[name][1]) for key, name in names.items()})
    rows = books.filter(SHOWN[show][1]).select_related("jurisdiction").annotate(item_count=Count("items"))
    context = {
        "page": Paginator(rows.order_by("is_paused", "name"), PAGE_SIZE).get_page(request.GET.get("page")),
        "tabs": [(name, SHOWN[name][0], counts[key], name == show) for key, name in names.items()],
        "show": show,
        "query": f"show={show}" if show else "",
        "has_contact": bool(settings.CONTACT),
    }
    return render(request, "ingest/sources.html", context)


@require_POST
@operators_only
def desk_source_switch(request: HttpRequest, slug: str) -> HttpResponse:
    """Pause a polled source, or resume a paused one."""
    source = get_object_or_404(Source.objects.exclude(format="desk"), slug=slug)
    try:
        if request.POST.get("to") == "resume":
            resume([source])
            messages.success(request, _("“%(name)s” is polled again from now on.") % {"name": source.name})
        else:
            pause([source], reason=_("Paused at the desk."))
            messages.success(request, _("“%(name)s” is paused and keeps what it brought.") % {"name": source.name})
    except SourceRefused as refused:
        messages.error(request, str(refused))
    show = request.POST.get("show", "")
    return redirect(f"{request.path.rsplit(slug, 1)[0]}?show={show if show in SHOWN else ''}")
