"""All addresses. Each app names its own; this file says which app answers where."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from bantracker import health
from bantracker.languages import choose_language
from bantracker.robots import robots
from bantracker.status import status
from bantracker.styleguide import styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("status/", status, name="status"),
    path("language/", choose_language, name="choose_language"),
    path("robots.txt", robots, name="robots"),
    path("styleguide/", styleguide, name="styleguide"),
    path("", include("actions.urls")),  # before the others: a page of the directory is asked for most
    path("", include("ingest.urls")),
]
