"""Workers are killed with signal 9 at each step of a round; afterwards each entry is there once, and only once."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from ingest import tasks
from ingest.models import Fetch, Item, ItemVersion, Proposal, Source, Story, WaitingVersion
from tests.ingest.feeds import ORDER, WEATHER, rss
from tests.ingest.server import reply

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_memory")]

STEPS = [
    "batch_claimed",  # claimed, and the message not sent
    "batch_begun",  # claimed, nothing asked
    "answers_read",  # asked and parsed, nothing stored
    "entries_stored",  # in the middle of the transaction that stores entries and answers those that say nothing
    "answers_stored",  # stored, nobody told the classifier
    "items_read",  # classified, nothing stored
    "proposals_stored",  # in the middle of a transaction, before grouping
    "items_proposed",  # all done, the message not yet acknowledged
]
FEEDS = 2
_PAUSE = threading.Event()
_LOOKS = 60


def soon(condition: Callable[[], bool], *, seconds: float = 120) -> None:
    """Wait until `condition` holds; the work is done by other processes, for whom time passes every few seconds."""
    until = time.monotonic() + seconds
    for look in itertools.count(1):
        if condition():
            return
        assert time.monotonic() < until, "The round did not end in time."
        if look % _LOOKS == 0:
            let_time_pass()
        _PAUSE.wait(0.05)


@contextmanager
def worker(queue: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker of two processes, on this test's database, in a process group of its own."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = os.environ | {
        "DATABASE_URL": urlunsplit(address),
        "FETCH_ALLOW": ",".join(settings.FETCH_ALLOW),
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-W", "ignore", "-m", "tests.ingest.mortal_worker", queue, str(folder)]
    with subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture
def add_feeds(make_source, allowed):
    """Sources of one round: each reports the same order and some weather of its own."""

    def add(name: str) -> None:
        for number in range(FEEDS):
            path = f"/{name}/{number}"
            texts = [(f"{name}-{number}-{guid}", title, text) for guid, title, text in (ORDER, WEATHER)]
            allowed.replies[path] = reply(rss(*texts))
            make_source(path, slug=f"{name}-{number}".replace("_", "-"), poll_minutes=1_440)

    return add


def let_time_pass() -> None:
    """What two minutes and five do: leases that nobody renews run out, and lost messages count as lost."""
    past = timezone.now() - timedelta(minutes=10)
    Source.objects.filter(lease_token__isnull=False).update(lease_until=past)
    WaitingVersion.objects.update(since=past)
    tasks.tick.delay()


def is_all_done() -> bool:
    sources = Source.objects.count()
    return Proposal.objects.count() == 2 * sources and not WaitingVersion.objects.exists()


def assert_each_entry_is_there_once(sources: int) -> None:
    assert Item.objects.count() == 2 * sources
    assert ItemVersion.objects.count() == 2 * sources
    assert Proposal.objects.count() == 2 * sources
    assert Proposal.objects.values("version").distinct().count() == 2 * sources
    assert Item.objects.filter(is_relevant=True).count() == sources
    assert Item.objects.filter(is_relevant=True, story__isnull=False).count() == sources
    assert Item.objects.filter(is_relevant=False, story__isnull=False).count() == 0
    assert Story.objects.count() == 1
    assert Fetch.objects.filter(outcome="read").count() == sources
    assert not Source.objects.filter(last_success_at__isnull=True).exists()


def test_a_process_killed_at_any_step_loses_nothing_and_doubles_nothing(add_feeds, queue, tmp_path):
    with worker(queue, tmp_path):
        for place, step in enumerate(STEPS):
            add_feeds(step)
            order = tmp_path / step
            order.touch()
            tasks.tick.delay()
            soon(lambda order=order: not order.exists())
            let_time_pass()
            soon(is_all_done)
            assert_each_entry_is_there_once((place + 1) * FEEDS)


def test_a_worker_killed_with_all_its_processes_is_made_good_by_the_next(add_feeds, queue, tmp_path):
    step = "proposals_stored"
    add_feeds(step)
    order = tmp_path / step
    order.touch()
    with worker(queue, tmp_path):
        tasks.tick.delay()
        soon(lambda: not order.exists())
    assert not is_all_done()
    with worker(queue, tmp_path):
        let_time_pass()
        soon(is_all_done)
    assert_each_entry_is_there_once(FEEDS)
