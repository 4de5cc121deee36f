"""The page /quality/: how good the classifier is, for everybody."""

from __future__ import annotations

import csv
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions import drawings
from ingest.models import Uncounted
from ingest.quality import page
from ingest.services.counting import count_changes
from ingest.services.judging import in_use
from ingest.services.quality import Quality, quality

_AT_A_LOOK = 100
"""Changes that a look at the page counts at most: those of a handful of decisions."""


@require_safe
def quality_page(request: HttpRequest) -> HttpResponse:
    """Precision, what is missed, confusion, versions and trend, with the counts they rest on."""
    figures, counted_at = _figures()
    charts = page.charts_of(figures)
    context = {
        "quality": figures,
        "answer": page.answer_in_words(figures),
        "version": in_use().version,
        "charts": {name.replace("-", "_"): chart for name, chart in charts.items()},
        "source": _source(counted_at),
        "languages": [(page.language_name(one.name), one) for one in figures.languages],
        "publishers": [(page.publisher_name(one.name), one) for one in figures.publishers],
        "stages": page.stage_confusion(figures),
        "kinds_confused": page.kind_confusion(figures),
        "published": [(one, page.changed_in_words(one)) for one in figures.published],
        "counted_at": counted_at,
        "downloads": [(_("figures as CSV"), reverse("quality_figures"))],
    }
    return render(request, "ingest/quality.html", context)


@require_safe
def quality_chart(_request: HttpRequest, name: str) -> HttpResponse:
    """One chart as a file that stands alone, with title, source and day."""
    figures, counted_at = _figures()
    chart = page.charts_of(figures).get(name)
    if chart is None:
        raise Http404
    source = f"{_source(counted_at)} {settings.BASE_URL}{reverse('quality')}"
    around = drawings.frame(chart.title, told=chart.subtitle, source=source, height=chart.height, width=712)
    return drawings.answer("ingest/chart.svg", {"chart": chart}, around, name=f"bantracker-{name}")


@require_safe
def quality_figures(_request: HttpRequest) -> HttpResponse:
    """All shares with their counts and limits, as CSV."""
    rows = page.figures_as_rows(_figures()[0])
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="bantracker-quality.csv"'
    writer = csv.DictWriter(response, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return response


def _figures() -> tuple[Quality, datetime]:
    """The figures of this moment. What was decided since the last look is counted first, a long rest by beat."""
    if Uncounted.objects.exists():
        count_changes(_AT_A_LOOK)
    return quality(), timezone.now()


def _source(counted_at: datetime) -> str:
    return _("Source: decisions of Bantracker’s editors, counted on %(day)s. CC BY 4.0.") % {
        "day": date_format(timezone.localtime(counted_at), "j F Y")
    }
