"""Ingest: sources are polled, their items proposed, and stories decided."""

from __future__ import annotations

from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "ingest"

    def ready(self) -> None:
        from ingest import checks  # noqa: F401  # importing registers them
