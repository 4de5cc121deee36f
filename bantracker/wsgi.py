"""The web entry point."""

import gc
import os

import structlog
from django.core.wsgi import get_wsgi_application
from django.db import Error as DatabaseError
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bantracker.settings")
application = get_wsgi_application()


def make_ready() -> None:
    """Read what pages count over before the first reader waits for it, and before processes are forked: they share it.

    What was read is set apart from the collector of garbage, which would walk through it in the middle of a request.
    """
    from actions import held

    try:
        held.make_ready()
    except DatabaseError as error:
        structlog.get_logger(__name__).warning("web_begins_unprepared", error=str(error))
    connections.close_all()
    gc.collect()
    gc.freeze()


make_ready()
