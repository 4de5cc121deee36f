"""All addresses. Each app names its own; this file says which app answers where."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from bantracker import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
