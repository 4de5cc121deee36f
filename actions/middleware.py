"""What stands before the pages: those that are kept, and the answer to a query string that cannot be answered."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Callable, Hashable, Mapping
from hashlib import blake2b

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language_from_request

from actions.held.pages import Page, Pages
from actions.held.readings import Reading, one_reading
from actions.parameters import MOVED, FilterError

log = structlog.get_logger(__name__)

KEPT_S: Mapping[str, int] = {
    **dict.fromkeys(("home", "actions", "action", "revision", "announcement", "authority", "vendor", "vendors"), 600),
    **dict.fromkeys(("matrix", "map", "map_drawing", "timeline", "timeline_drawing", "changes", "compare"), 600),
    **dict.fromkeys(("suggestions", "about", "feeds", "vendors_drawing", "places_drawing"), 600),
    # They say when a place was polled last, which is no change of the directory.
    **dict.fromkeys(("jurisdiction", "jurisdictions"), 60),
}
"""Addresses whose pages are kept, and for how long at most; each goes at once when the directory changes."""
LONGEST_QUERY = 1000
"""A longer query string is answered and not kept."""
LEVEL = 4
"""Of gzip: a twentieth larger than level 6, in little more than half of the time."""
_TAKES_GZIP = re.compile(r"\bgzip\b")


class KeptPagesMiddleware:
    """Answers a reader who is nobody in particular with the page that was made for another, while it is true.

    A page is kept under its address, language and day, and under the edition of the directory, which is asked for
    at each request. Whoever carries a session, a form's token or a message is answered anew, and what sets a cookie
    or holds a nonce is not kept. Everything is in the memory of this process: nothing has to be reached or emptied.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages = Pages()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with one_reading() as now:
            kept_s = _kept_s(request) if _is_nobody(request) else 0
            edition = _edition(now) if kept_s else None
            if edition is None:
                return self.get_response(request)
            key = _key(request)
            page = self.pages.get(key, edition)
            if page is None:
                answer = self.get_response(request)
                if not _may_be_kept(request, answer):
                    return answer
                page = _page(answer, edition, kept_s)
                self.pages.put(key, page)
            else:
                log.info("kept_page_answered", path=request.path)
            return _answer(request, page)


def _kept_s(request: HttpRequest) -> int:
    """For how long a page of this address may be kept; 0 for one that is not, which may need no database at all."""
    try:
        return KEPT_S.get(resolve(request.path_info).url_name or "", 0)
    except Resolver404:
        return 0


def _edition(now: Reading) -> int | None:
    """The edition; None where pages may not be kept, or where the database is away, which the view will tell."""
    try:
        return now.edition
    except (OperationalError, InterfaceError):
        return None


def _is_nobody(request: HttpRequest) -> bool:
    """Whether this page would be the same for everybody who asks for it."""
    own = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}
    asks = request.META
    return (
        own.isdisjoint(request.COOKIES)
        and "HTTP_AUTHORIZATION" not in asks
        and "HTTP_HX_REQUEST" not in asks
        and len(asks.get("QUERY_STRING", "")) <= LONGEST_QUERY
    )


def _key(request: HttpRequest) -> Hashable:
    """All that a page for nobody in particular depends on, but for the directory itself."""
    return (
        *(request.META.get("HTTP_HOST"), request.scheme, request.path, request.META.get("QUERY_STRING", "")),
        *(get_language_from_request(request), timezone.localdate()),
    )


def _may_be_kept(request: HttpRequest, answer: HttpResponse) -> bool:
    return (
        answer.status_code == 200
        and not answer.streaming
        and not answer.cookies
        and not answer.has_header("Cache-Control")
        and not answer.has_header("Content-Encoding")
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and not getattr(request, "_csp_nonce", None)
    )


def _page(answer: HttpResponse, edition: int, kept_s: int) -> Page:
    patch_vary_headers(answer, ("Accept-Encoding", "Accept-Language", "Cookie", "HX-Request"))
    answer["Cache-Control"] = "no-cache"  # a browser may keep it, and asks each time whether it still holds
    etag = f'W/"{blake2b(answer.content, digest_size=12).hexdigest()}"'
    headers = tuple((name, value) for name, value in answer.items() if name != "Content-Length")
    body = gzip.compress(answer.content, LEVEL, mtime=0)
    return Page(headers, body, etag, edition, time.monotonic() + kept_s)


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    """The page as this reader takes it: not at all if it is known already, else compressed or plain."""
    known = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    if page.etag in known or "*" in known:
        answer: HttpResponse = HttpResponseNotModified()
    elif _TAKES_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        answer = HttpResponse(page.body, headers={"Content-Encoding": "gzip"})
    else:
        answer = HttpResponse(gzip.decompress(page.body))
    for name, value in page.headers:
        if answer.status_code == 200 or name in {"Cache-Control", "Vary"}:
            answer[name] = value
    answer["ETag"] = page.etag
    if answer.status_code == 200:
        answer["Content-Length"] = str(len(answer.content))
    return answer


FEED_ENDINGS = ("feed.atom", "feed.rss", "feed.json")


class FilterErrorMiddleware:
    """Answers `FilterError` for every view: a page for people, plain text where a feed was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, FilterError):
            return None
        if error.parameter in MOVED and MOVED[error.parameter] not in request.GET:
            return redirect(f"{request.path}?{_renamed(request.GET, error.parameter)}", permanent=True)
        if request.path.endswith(FEED_ENDINGS):
            return HttpResponse(f"{error}\n", status=400, content_type="text/plain; charset=utf-8")
        context = {"message": str(error), "parameter": error.parameter}
        return render(request, "actions/filter_error.html", context, status=400)


def _renamed(query: QueryDict, name: str) -> str:
    """The same query string under the name that a parameter has now."""
    moved = query.copy()
    moved.setlist(MOVED[name], moved.pop(name))
    return moved.urlencode()
