"""Celery entry points of the directory."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.db import connection
from django.utils import timezone

from actions import services

log = structlog.get_logger(__name__)


@shared_task(ignore_result=True, soft_time_limit=60, time_limit=90)
def advance_due() -> None:
    """Turn what takes effect today into actions in force."""
    advanced = services.advance_due(timezone.now().date())
    if advanced:
        log.info("actions_advanced", actions=[action.slug for action in advanced])


@shared_task(ignore_result=True, soft_time_limit=60, time_limit=90)
def prune_line_changes() -> None:
    """Forget what was changed more than a day ago; no process keeps lines or pages that long (`held`)."""
    with connection.cursor() as cursor:
        for log in ("actions_linechange", "actions_pagechange"):
            cursor.execute(f"DELETE FROM {log} WHERE logged_at < now() - interval '1 day'")
