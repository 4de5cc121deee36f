"""Reports of errors: sent by anybody, answered at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ingest.forms.small import CloseForm, ReportForm, page_path
from ingest.models import ErrorReport
from ingest.services.reports import close_report, keep_report, may_report
from ingest.views.access import editor_of, editors_only

PAGE_SIZE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Say what is wrong on a page; `about` is its path. Programs that take the bait are thanked and forgotten."""
    if request.method != "POST":
        about = page_path(request.GET.get("about", "/"))
        return render(request, "ingest/report.html", {"form": ReportForm(initial={"about": about}), "about": about})
    form = ReportForm(request.POST)
    about = page_path(request.POST.get("about", "/"))
    if form.is_bait_taken:
        return redirect("report_thanks")
    if not form.is_valid():
        return render(request, "ingest/report.html", {"form": form, "about": about}, status=422)
    if not may_report(request.META.get("REMOTE_ADDR", "")):
        form.add_error(None, _("Several reports came from your network. Wait an hour and send this again."))
        return render(request, "ingest/report.html", {"form": form, "about": about}, status=429)
    keep_report(form.save(commit=False), path=about)
    return redirect("report_thanks")


@require_safe
def report_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "ingest/report_thanks.html")


@require_safe
@editors_only
def desk_reports(request: HttpRequest) -> HttpResponse:
    """Open reports first, then what was closed."""
    return _reports(request)


def _reports(request: HttpRequest, *, typed: tuple[int, CloseForm] | None = None, status: int = 200) -> HttpResponse:
    rows = ErrorReport.objects.select_related("action", "closed_by")
    waiting = list(rows.filter(closed_at__isnull=True)[:200])
    pk, form = typed or (0, None)
    forms = [form if form and row.pk == pk else CloseForm(auto_id=f"id_{row.pk}_%s") for row in waiting]
    closed = Paginator(rows.filter(closed_at__isnull=False).order_by("-closed_at"), PAGE_SIZE)
    context = {
        "waiting": list(zip(waiting, forms, strict=True)),
        "page": closed.get_page(request.GET.get("page")),
    }
    return render(request, "ingest/reports.html", context, status=status)


@require_POST
@editors_only
def desk_report_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a report with an answer."""
    row = get_object_or_404(ErrorReport, pk=pk)
    form = CloseForm(request.POST, auto_id=f"id_{row.pk}_%s")
    if not form.is_valid():
        return _reports(request, typed=(row.pk, form), status=422)
    close_report(row, editor=editor_of(request), answer=form.cleaned_data["answer"])
    messages.success(request, _("The report is closed."))
    return redirect("desk_reports")
