"""The Celery application: JSON messages, a static schedule, no result backend."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import beat_init
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bantracker.settings")

app = Celery("bantracker")
# "Current" is one thread's word for it; a task started from a request's thread must find this one too.
app.set_default()
app.steps["worker"].add(DjangoStructLogInitStep)
app.conf.update(
    broker_url=settings.REDIS_URL,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # a broker that was away for a day is found again
    # A task lost with its worker is delivered again after this; every time limit is far below it.
    broker_transport_options={"visibility_timeout": 900},
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=300,
    task_soft_time_limit=240,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_max_memory_per_child=250_000,
    beat_schedule_filename=str(settings.DATA_DIR / "celerybeat-schedule"),
    timezone="UTC",
    beat_schedule={
        "tick": {"task": "ingest.tasks.tick", "schedule": 10.0, "options": {"expires": 10}},
        "deliver": {"task": "bantracker.delivery.tasks.deliver_due", "schedule": 15.0, "options": {"expires": 15}},
        "keep": {"task": "ingest.tasks.roll_up_fetches", "schedule": 3600.0, "options": {"expires": 600}},
        "pages": {"task": "ingest.tasks.read_pages", "schedule": 60.0, "options": {"expires": 60}},
        "captures": {"task": "ingest.tasks.keep_captures", "schedule": 3600.0, "options": {"expires": 600}},
        "look_after": {"task": "ingest.tasks.look_after_sources", "schedule": 60.0, "options": {"expires": 60}},
        "learn": {"task": "ingest.tasks.learn", "schedule": 3600.0, "options": {"expires": 600}},
        "prune_lines": {"task": "actions.tasks.prune_line_changes", "schedule": 3600.0, "options": {"expires": 600}},
        "advance": {"task": "actions.tasks.advance_due", "schedule": 3600.0, "options": {"expires": 600}},
    },
)
app.autodiscover_tasks()


@beat_init.connect
def tick_at_once(**_: object) -> None:
    """Do not let a fresh start wait for the first full interval."""
    app.send_task("ingest.tasks.tick", expires=10)
