"""A host's page: what we asked of it, and what we got. It can be sent to a webmaster."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from ingest.desk.charts import Chart, chart
from ingest.http import rules_from_settings
from ingest.models import Source
from ingest.services.hosts import DayCounts, HostReport, SourceOnHost, host_report
from ingest.views.access import editors_only

_DAYS = 30
_COUNTED = {
    "requests": gettext_lazy("Requests"),
    "ok": gettext_lazy("Read"),
    "unchanged": gettext_lazy("Unchanged"),
    "redirects": gettext_lazy("Led elsewhere"),
    "client_errors": gettext_lazy("Refused (4xx)"),
    "server_errors": gettext_lazy("Failed (5xx)"),
    "no_answer": gettext_lazy("No answer"),
    "robots": gettext_lazy("robots.txt"),
    "forbidden": gettext_lazy("Not asked: forbidden"),
    "put_off": gettext_lazy("Not asked yet"),
}


@require_safe
@editors_only
def desk_host(request: HttpRequest, host: str) -> HttpResponse:
    """One host: requests by day, its robots.txt as we read it, our pace, the sources that are read there."""
    report = host_report(host, timezone.now())
    sources = report.sources if report else _sources_on(host)
    if report is None and not sources:
        raise Http404(_("No source is read at this host."))
    context = {
        "host": host.casefold(),
        "report": report,
        "sources": sources,
        "sentence": _sentence(host, report),
        "chart": _chart(report.days) if report and len(report.days) > 1 else None,
        "rows": [_row(day, report) for day in report.days[:_DAYS]] if report else [],
        "heads": [_COUNTED[name] for name in _COUNTED if report and getattr(report.total, name)],
        "user_agent": rules_from_settings().user_agent,
        "contact": settings.CONTACT,
    }
    return render(request, "ingest/host.html", context)


def _row(day: DayCounts, report: HostReport) -> tuple[DayCounts, list[int]]:
    return day, [getattr(day, name) for name in _COUNTED if getattr(report.total, name)]


def _sources_on(host: str) -> tuple[SourceOnHost, ...]:
    rows = Source.objects.at_host(host.casefold()).order_by("name")[:100]
    return tuple(SourceOnHost(one.slug, one.name, one.url, one.is_paused, "") for one in rows)


def _sentence(host: str, report: HostReport | None) -> str:
    """The answer first: how much we asked, and how it was received."""
    if report is None:
        return _("Nothing has been asked of %(host)s yet.") % {"host": host}
    total = report.total
    told = ngettext(
        "We asked %(host)s %(n)d time since %(day)s", "We asked %(host)s %(n)d times since %(day)s", total.requests
    ) % {"host": host, "n": total.requests, "day": date_format(report.first_asked_at, "j F Y")}
    refused = total.client_errors + total.server_errors + total.no_answer
    if not refused:
        return told + _("; every request was answered.")
    return told + ngettext("; %(n)d was not answered well.", "; %(n)d were not answered well.", refused) % {
        "n": refused
    }


def _chart(days: tuple[DayCounts, ...]) -> Chart:
    oldest_first = list(reversed(days))
    labels = [date_format(day.day, "j F Y") for day in oldest_first]
    busiest = max((day.requests for day in oldest_first), default=0)
    said = ngettext("At most %(n)d request a day.", "At most %(n)d requests a day.", busiest) % {"n": busiest}
    return chart(_("Requests by day"), [day.requests for day in oldest_first], labels, sentence=said)
