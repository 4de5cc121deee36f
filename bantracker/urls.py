"""All addresses. Each app names its own; this file says which app answers where."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from bantracker.styleguide import styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("styleguide/", styleguide, name="styleguide"),
    path("", include("ingest.urls")),
]
