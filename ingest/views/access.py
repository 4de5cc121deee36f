"""Who may enter the desk: editors and operators. Others sign in, or read why not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

_Rest = ParamSpec("_Rest")
View = Callable[Concatenate[HttpRequest, _Rest], HttpResponse]


def _only(claim: str) -> Callable[[View[_Rest]], Callable[..., HttpResponseBase]]:
    def decorate(view: View[_Rest]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - passed through
            if not request.user.is_authenticated:
                return redirect_to_login(_way_back(request))
            if not getattr(request.user, claim):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return never_cache(guarded)

    return decorate


def _way_back(request: HttpRequest) -> str:
    """Where somebody goes on after signing in: where a form was sent to nothing can be read; where it stood, it can."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("referer", ""))
    is_ours = came_from.netloc == request.get_host() and came_from.path.startswith("/desk/")
    return urlunsplit(("", "", came_from.path, came_from.query, "")) if is_ours else reverse("desk")


editors_only = _only("may_decide")
operators_only = _only("may_operate")


def may_operate(request: HttpRequest) -> bool:
    """Whether who asks may change sources."""
    return bool(getattr(request.user, "may_operate", False))


def editor_of(request: HttpRequest) -> AbstractBaseUser:
    """Who decides; the decorators have let nobody else in."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user
