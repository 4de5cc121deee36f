"""Celery entry points of delivery."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from bantracker.delivery import sending


@shared_task(ignore_result=True, soft_time_limit=60, time_limit=90)
def deliver_due() -> None:
    """Tell the hub what has changed and may be told."""
    sending.deliver_due(timezone.now())
