"""A real worker that dies where a test wants it to: a log line is the place, a file the order.

Usage: python -m tests.ingest.mortal_worker QUEUE FOLDER. Whichever of its processes writes a log line whose event is
the name of a file in FOLDER takes that file away and is killed with signal 9 on the spot. Nothing in the product knows.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import structlog
from celery.signals import setup_logging

from bantracker.celery import app

FOLDER = Path(sys.argv[2])


def die_here(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    try:
        (FOLDER / str(event["event"])).unlink()
    except OSError:
        return event
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")


@setup_logging.connect
def listen(**_: object) -> None:
    """Put the ear before all other processors, the filter by level included."""
    structlog.configure(processors=[die_here, *structlog.get_config()["processors"]])


if __name__ == "__main__":
    app.conf.task_default_queue = sys.argv[1]
    app.worker_main(
        [
            "worker",
            "--concurrency=2",
            f"--queues={sys.argv[1]}",
            "--without-mingle",
            "--without-gossip",
            "--loglevel=ERROR",
        ]
    )
