"""Entry points of the feeds: parse, read, write, and say nothing twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions.feeds import formats
from actions.feeds.entries import Channel, entries_of, tag_uri
from actions.feeds.told import told
from actions.filters import ActionFilters, Scope
from actions.models import Revision, Vendor
from jurisdictions.models import Authority, Jurisdiction

MOST_ENTRIES = 100
NOTHING_YET = datetime(2026, 1, 1, tzinfo=UTC)
"""`updated` of a feed without entries: formats demand one, and it must not move by itself."""

FORMATS: dict[str, tuple[str, Callable[[Channel], bytes]]] = {
    "atom": ("application/atom+xml; charset=utf-8", formats.as_atom),
    "rss": ("application/rss+xml; charset=utf-8", formats.as_rss),
    "json": ("application/feed+json; charset=utf-8", formats.as_json),
}


@require_safe
def everything(request: HttpRequest, name: str) -> HttpResponseBase:
    """All actions, narrowed by the query string: of the first page and of every list."""
    return _answer(request, name, Scope(), "")


@require_safe
def of_jurisdiction(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """Actions of one place."""
    if code != code.upper():
        return redirect("jurisdiction_feed", code.upper(), name, permanent=True)
    place = get_object_or_404(Jurisdiction.objects.select_related("parent"), code=code)
    return _answer(request, name, Scope(place=place), place.display_name)


@require_safe
def of_vendor(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """Actions against one vendor and its group."""
    vendor = get_object_or_404(Vendor, slug=slug)
    return _answer(request, name, Scope(vendor=vendor), vendor.name)


@require_safe
def of_authority(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """Actions of one authority."""
    authority = get_object_or_404(Authority, slug=slug)
    return _answer(request, name, Scope(authority=authority), authority.name)


def _answer(request: HttpRequest, name: str, scope: Scope, subject: str) -> HttpResponseBase:
    """Write the feed, or 304 where the reader has it. Feeds speak one language, whoever asks."""
    media_type, write = FORMATS[name]
    with translation.override(formats.LANGUAGE):
        body = write(_channel(request, scope, subject))
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    recorded_at = Revision.objects.aggregate(latest=Max("recorded_at"))["latest"]
    last_modified = int((recorded_at or NOTHING_YET).timestamp())
    answer = HttpResponse(body, content_type=media_type)
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(last_modified)
    answer["Cache-Control"] = "public, no-cache"
    answer["Content-Language"] = formats.LANGUAGE
    answer["Link"] = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    return get_conditional_response(request, etag, last_modified, answer) or answer


def _channel(request: HttpRequest, scope: Scope, subject: str) -> Channel:
    filters = ActionFilters.from_query(request.GET, scope)
    entries = entries_of(told(filters, most=MOST_ENTRIES))
    query = filters.query_string(page=(), sort=())
    tail = f"?{query}" if query else ""
    folder = request.path.rpartition("/")[0] + "/"
    return Channel(
        id=tag_uri(request.path.lstrip("/") + tail),
        title=f"Bantracker: {subject}" if subject else "Bantracker",
        subtitle=_subtitle(filters),
        page_url=settings.BASE_URL + folder + tail,
        feed_url=settings.BASE_URL + request.path + tail,
        updated_at=max((entry.updated_at for entry in entries), default=NOTHING_YET),
        entries=entries,
    )


def _subtitle(filters: ActionFilters) -> str:
    if filters.is_narrowed:
        return _("Government restrictions on technology vendors, narrowed.")
    return _("Government restrictions on technology vendors.")
