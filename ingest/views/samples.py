"""The sample sources as a publisher would serve them. They exist in the demo only."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from ingest.samples import Sample, samples


def _sample(name: str) -> Sample:
    if not settings.DEMO or name not in samples():
        raise Http404(_("There is no sample of this name."))
    return samples()[name]


def _body(request: HttpRequest, name: str) -> bytes:
    place = reverse("samples", kwargs={"name": name}).removesuffix(name)
    return _sample(name).body(request.build_absolute_uri(place))


def _etag(request: HttpRequest, name: str) -> str:
    return f'"{hashlib.sha256(_body(request, name)).hexdigest()[:32]}"'


def _changed_at(request: HttpRequest, name: str) -> datetime:  # noqa: ARG001  # the decorator's signature
    return _sample(name).changed_at


@require_safe
@condition(etag_func=_etag, last_modified_func=_changed_at)
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """One sample document, with validators, so that a second poll ends with 304."""
    return HttpResponse(_body(request, name), content_type=_sample(name).content_type)
