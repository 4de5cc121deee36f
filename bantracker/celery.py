"""The Celery application: JSON messages, a static schedule, no result backend."""

from __future__ import annotations

import gc
import os

import structlog
from celery import Celery
from celery.signals import beat_init, task_prerun, worker_init, worker_process_shutdown, worker_shutdown
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections, connections
from django_structlog.celery.steps import DjangoStructLogInitStep

log = structlog.get_logger(__name__)

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
        "count": {"task": "ingest.tasks.count_decisions", "schedule": 30.0, "options": {"expires": 30}},
        "learn": {"task": "ingest.tasks.learn", "schedule": 3600.0, "options": {"expires": 600}},
        "prune_lines": {"task": "actions.tasks.prune_line_changes", "schedule": 3600.0, "options": {"expires": 600}},
        "advance": {"task": "actions.tasks.advance_due", "schedule": 3600.0, "options": {"expires": 600}},
    },
)
# Celery's own care for Django would open a connection for each task: a process of the server, a handshake, and
# catalogues to be read anew. Ours is kept for as long as a page's would be (CONN_MAX_AGE), see `look_at_connections`.
app.conf["CELERY_DB_REUSE_MAX"] = 1_000_000
app.autodiscover_tasks()


@beat_init.connect
def tick_at_once(**_: object) -> None:
    """Do not let a fresh start wait for the first full interval."""
    app.send_task("ingest.tasks.tick", expires=10)


@task_prerun.connect
def look_at_connections(**_: object) -> None:
    """Before a task: let go of a connection that is old, and ask one that is kept whether it still leads anywhere."""
    close_old_connections()


@worker_process_shutdown.connect
@worker_shutdown.connect
def let_connections_go(**_: object) -> None:
    connections.close_all()


@worker_init.connect
def make_ready(**_: object) -> None:
    """Read names and words before the processes are forked: they share them, and so does each that follows one.

    What was read is set apart from the collector of garbage, which would walk through it again and again.
    """
    from ingest import services

    try:
        services.make_ready()
    except DatabaseError as error:
        log.warning("worker_begins_unprepared", error=str(error))
    connections.close_all()
    gc.collect()
    gc.freeze()
