"""Tasks through a real broker and a real worker; each may run twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from celery.contrib.testing.worker import start_worker
from celery.signals import task_postrun
from django.core.cache import cache
from django.db import connections
from django.utils import timezone

from bantracker.celery import app, let_connections_go
from ingest import services, tasks
from ingest.models import Fetch, Item, ItemVersion, Proposal, Source
from tests.ingest.feeds import ITEMS, rss
from tests.ingest.server import reply

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_memory")]


@pytest.fixture
def worker(queue) -> Iterator[None]:
    """A Celery worker in a thread, on the real broker. It lets go of its connection, for no process ends with it."""
    task_postrun.connect(let_connections_go)
    with start_worker(app, pool="solo", perform_ping_check=False, queues=[queue], loglevel="WARNING"):
        yield
    task_postrun.disconnect(let_connections_go)


def wait_for(condition, seconds: float = 15) -> bool:
    """Whether `condition` came true in time; the work is another thread's."""
    until = time.monotonic() + seconds
    pause = threading.Event()
    while not condition() and time.monotonic() < until:
        pause.wait(0.05)
    return condition()


def test_a_tick_ends_with_proposals_through_broker_and_worker(make_source, allowed, worker):
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    make_source()
    tasks.tick.delay()
    tasks.tick.delay()
    assert wait_for(lambda: Proposal.objects.count() == 2)
    assert Fetch.objects.count() == 1
    assert [asked.path for asked in allowed.asked] == ["/feed"]


def test_a_worker_keeps_its_connection_and_finds_another_where_that_was_lost(queue, monkeypatch):
    backends = []

    def note(_: object) -> None:
        backends.append(backend())
        if len(backends) == 3:
            connections.close_all()

    monkeypatch.setattr("ingest.services.propose_items", note)
    with start_worker(app, pool="solo", perform_ping_check=False, queues=[queue], loglevel="WARNING"):
        for number in range(2):
            tasks.propose_items.delay([])
            assert wait_for(lambda wanted=number + 1: len(backends) == wanted)
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [backends[0]])
        tasks.propose_items.delay([])
        assert wait_for(lambda: len(backends) == 3)
    assert backends[0] == backends[1] != backends[2]


def backend() -> int:
    """The process of the server that answers this thread."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_a_tick_tells_that_beat_is_alive(queue):
    tasks.tick()
    seen = datetime.fromisoformat(cache.get("beat:seen"))
    assert (datetime.now(UTC) - seen).total_seconds() < 5
    assert 100 < cache._cache.get_client().ttl(cache.make_key("beat:seen")) <= 120


def test_a_batch_delivered_twice_is_polled_once(make_source, allowed, queue):
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    make_source()
    token = str(services.claim_due(timezone.now()))
    tasks.poll_claimed(token)
    tasks.poll_claimed(token)
    assert Fetch.objects.count() == 1


def test_versions_whose_message_was_lost_are_sent_by_a_later_tick_once(make_source, allowed, queue):
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    make_source()
    now = timezone.now()
    for stored in services.poll_claimed(services.claim_due(now)):
        assert len(stored.to_propose) == 1  # the order; and here the worker dies
    assert services.waiting_versions(now) == []
    later = now + timedelta(minutes=6)
    assert services.waiting_versions(later) == [ItemVersion.objects.get(item__key="order").pk]
    assert services.waiting_versions(later) == []
    tasks.propose_items(list(ItemVersion.objects.values_list("pk", flat=True)))
    assert services.waiting_versions(later + timedelta(minutes=6)) == []


def test_a_worker_that_dies_while_storing_leaves_nothing_half_done(make_source, allowed, queue, monkeypatch):
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    make_source()
    token = services.claim_due(timezone.now())

    def die(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("ingest.services.polling.save_learnt", die)
        with pytest.raises(SystemExit):
            tasks.poll_claimed(str(token))
    assert not Item.objects.exists()
    assert Source.objects.get().lease_token == token
    tasks.poll_claimed(str(token))  # the broker delivers it again
    assert Item.objects.count() == 2
    assert Fetch.objects.count() == 1


def test_proposing_rows_that_are_gone_is_harmless(queue):
    tasks.propose_items([1, 2, 3])
    tasks.roll_up_fetches()
    connections.close_all()
