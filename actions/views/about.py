"""About the directory, and the list of its feeds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions import labels
from actions.lifecycle import STRENGTH
from actions.models import Action, Vendor
from jurisdictions.models import Jurisdiction


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Method, kinds, stages, what is included and what is not, corrections, licence."""
    context = {
        "kinds": [(kind, labels.KIND_MEANINGS[kind]) for kind in STRENGTH],
        "stages": list(labels.STAGE_MEANINGS.items()),
        "sectors": [(sector.label, meaning) for sector, meaning in labels.SECTOR_MEANINGS.items()],
        "grades": labels.Grade.choices,
        "starter": Action.objects.published().unverified().count(),
        "total": Action.objects.published().count(),
    }
    return render(request, "actions/about.html", context)


@require_safe
def feed_list(request: HttpRequest) -> HttpResponse:
    """All feeds: everything, by place, by vendor, by kind."""
    published = Action.objects.published()
    context = {
        "places": sorted(
            Jurisdiction.objects.filter(actions__in=published).distinct(), key=lambda place: place.name_order
        ),
        "vendors": Vendor.objects.filter(targets__action__in=published).distinct(),
        "kinds": labels.KINDS,
    }
    return render(request, "actions/feeds.html", context)
