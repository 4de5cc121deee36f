"""Files to take along: every list as CSV, JSON Lines, FollowTheMoney and calendar; one action as a citation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from actions import taking
from actions.exports import citations, ftm, ical, jsonl, table
from actions.exports.exported import LICENCE_URL, Exported
from actions.filters import ActionFilters, Scope
from actions.models import Action, Revision, Vendor
from actions.views.parts import today
from jurisdictions.models import Authority, Jurisdiction

Writer = Callable[[Iterable[Exported]], Iterator[str]]

FORMATS: dict[str, tuple[str, Writer]] = {
    "csv": (table.MEDIA_TYPE, table.write),
    "jsonl": (jsonl.MEDIA_TYPE, jsonl.write),
    "ftm.jsonl": (ftm.MEDIA_TYPE, ftm.write),
    "ics": (ical.MEDIA_TYPE, lambda rows: ical.write(rows, host=urlsplit(settings.BASE_URL).hostname or "localhost")),
}


@require_safe
def export(request: HttpRequest, name: str) -> HttpResponseBase:
    """All that the query string leaves."""
    return _answer(request, name, Scope(), "actions")


@require_safe
def export_jurisdiction(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """Actions of one place."""
    place = get_object_or_404(Jurisdiction.objects.select_related("parent"), code=code.upper())
    return _answer(request, name, Scope(place=place), place.code)


@require_safe
def export_vendor(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """Actions against one vendor and its group."""
    vendor = get_object_or_404(Vendor, slug=slug)
    return _answer(request, name, Scope(vendor=vendor), vendor.slug)


@require_safe
def export_authority(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """Actions of one authority."""
    authority = get_object_or_404(Authority, slug=slug)
    return _answer(request, name, Scope(authority=authority), authority.slug)


def _answer(request: HttpRequest, name: str, scope: Scope, subject: str) -> HttpResponseBase:
    """The file as a stream: a long one is never held whole."""
    media_type, write = FORMATS[name]
    filters = ActionFilters.from_query(request.GET, scope)
    rows: Iterable[Exported] = () if request.method == "HEAD" else taking.exported(filters)
    answer = StreamingHttpResponse((piece.encode() for piece in write(rows)), content_type=media_type)
    day = (filters.known_on or today()).isoformat()
    answer["Content-Disposition"] = f'attachment; filename="bantracker-{subject}-{day}.{name}"'
    answer["Link"] = f'<{LICENCE_URL}>; rel="license"'
    return answer


@require_safe
def cite(request: HttpRequest, slug: str, name: str, number: int | None = None) -> HttpResponse:  # noqa: ARG001
    """One action, or one version of its record, as reference managers take it."""
    media_type, write = citations.FORMATS[name]
    if number is None:
        shown = get_object_or_404(Action.objects.published(), slug=slug)
        if not shown.revisions.exists():
            raise Http404
        row = taking.exported_action(shown)
    else:
        row = taking.exported_revision(get_object_or_404(Revision, action__slug=slug, number=number))
    answer = HttpResponse(write(row, retrieved=today()), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{citations.key_of(row)}.{name}"'
    return answer
