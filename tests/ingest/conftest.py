from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import count

import pytest
from django.core.cache import cache

from bantracker.celery import app
from ingest.models import Source
from tests.ingest.server import LoopbackServer, serving

_numbers = count(1)


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """A loopback server without manners; tests say what it answers."""
    with serving() as running:
        yield running


@pytest.fixture
def allowed(server, settings) -> LoopbackServer:
    """The loopback server, lifted for the gate."""
    settings.FETCH_ALLOW = [server.place]
    return server


@pytest.fixture
def no_memory() -> Iterator[None]:
    """The shared memory of the gate, empty."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def make_source(allowed, db):
    """A running source at a path of the loopback server."""

    def make(path: str = "/feed", **columns: object) -> Source:
        number = next(_numbers)
        columns = {"slug": f"source-{number}", "name": f"Source {number}", "is_paused": False} | columns
        return Source.objects.create(**{"url": allowed.url(path), "publisher_kind": "press"} | columns)

    return make


@pytest.fixture
def queue() -> Iterator[str]:
    """A queue of this test alone on the real broker, emptied afterwards."""
    name = f"test-{uuid.uuid4()}"
    send_to(name)
    yield name
    send_to("celery")
    with app.connection_for_write() as connection:
        connection.default_channel.queue_delete(name)


def send_to(name: str) -> None:
    app.conf.task_default_queue = name
    vars(app).pop("amqp", None)  # Celery's cached names of queues
