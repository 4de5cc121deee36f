"""Addresses of ingest."""

from __future__ import annotations

from django.urls import path

from ingest.views.samples import sample

urlpatterns = [
    path("samples/<str:name>", sample, name="samples"),
]
