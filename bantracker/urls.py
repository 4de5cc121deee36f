"""All addresses. Each app names its own; this file says which app answers where."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("ingest.urls")),
]
