"""Where a query string that cannot be answered becomes an answer: 400, in a full sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from actions.filters import FilterError

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
        if request.path.endswith(FEED_ENDINGS):
            return HttpResponse(f"{error}\n", status=400, content_type="text/plain; charset=utf-8")
        context = {"message": str(error), "parameter": error.parameter}
        return render(request, "actions/filter_error.html", context, status=400)
