"""The project: settings, addresses, processes. No business rule lives here."""

from bantracker.celery import app as celery_app

__all__ = ["celery_app"]
