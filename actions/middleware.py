"""Where a query string that cannot be answered becomes an answer: 400, in a full sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from actions.parameters import MOVED, FilterError

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
