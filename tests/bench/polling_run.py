"""One run of our own polling, against a feed server that is up: prints its figures as one JSON object.

Usage: python -m tests.bench.polling_run 127.0.0.1:PORT SAVED_FEEDS, with DATABASE_URL, REDIS_URL and FETCH_ALLOW set.
Makes a database of its own beside the one named, and drops it again.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import django
import psutil

from bantracker.stack.places import BASE

BROKER_NUMBER = 15
"""A database of the broker that nothing else uses: no task of a running site is taken, and none of ours left."""
os.environ["REDIS_URL"] = urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{BROKER_NUMBER}"))
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import QuerySet, Sum  # noqa: E402
from django.utils import timezone  # noqa: E402

from bantracker.celery import app  # noqa: E402
from ingest import services, tasks  # noqa: E402
from ingest.models import Fetch, Item, Proposal, Source  # noqa: E402
from tests.bench.corpus import FEEDS  # noqa: E402

WORKERS = 2
MANY = 100_000
FEW = 1_000
ROUNDS = 5
POLLS = int(os.environ.get("BENCH_POLLS", "50000"))

_OF_ITS_OWN = {
    "slug": "'many-' || n",
    "url": "%(start)s || n || '/' || n %% 300",
    "etag": """'"' || n %% 300 || '"'""",
    "next_poll_at": "now() - n * interval '1 second'",
}
"""What each of the many sources has for itself; all else is as in the first."""


@contextmanager
def database() -> Iterator[str]:
    """A fresh database with the starter directory in it; gives its address for the workers."""
    wanted = settings.DATABASES["default"]["NAME"] + "_bench"
    settings.DATABASES["default"]["TEST"] = connection.settings_dict["TEST"] = {
        **connection.settings_dict["TEST"],
        "NAME": wanted,
    }
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    call_command("load_starter", stdout=sys.stderr)
    parts = urlsplit(os.environ["DATABASE_URL"])
    try:
        yield urlunsplit(parts._replace(path=f"/{wanted}"))
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


@contextmanager
def workers(database_url: str) -> Iterator[psutil.Process]:
    """Celery as in production, on a queue of its own."""
    command = [sys.executable, "-m", "celery", "-A", "bantracker", "worker", "--concurrency", str(WORKERS)]
    command += ["--without-mingle", "--without-gossip", "--loglevel", "WARNING"]
    environment = {**os.environ, "DATABASE_URL": database_url}
    with subprocess.Popen(command, cwd=BASE, env=environment, stdout=sys.stderr) as process:
        try:
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait(30)


def wait_until(is_done, *, look_s: float = 0.05) -> float:
    """Seconds until `is_done`, by looks that cost little themselves; RuntimeError after ten minutes."""
    started = time.monotonic()
    while not is_done():
        if time.monotonic() - started > 600:
            raise RuntimeError("The work was not done after ten minutes.")
        time.sleep(look_s)
    return time.monotonic() - started


def add_sources(name: str, start: str, count: int) -> None:
    Source.objects.bulk_create(
        Source(
            slug=f"{name}-{n}", name=f"{name} {n}", url=f"{start}/{n}", publisher_kind="press", is_paused=False,
        )
        for n in range(count)
    )  # fmt: skip


def is_polled(name: str, moment) -> bool:
    """Whether all sources of a name were polled since a moment."""
    left = f"slug LIKE '{name}-%%' AND (last_polled_at IS NULL OR last_polled_at < %s)"
    return _tell(f"SELECT NOT EXISTS (SELECT 1 FROM ingest_source WHERE {left})", moment)


def is_answered() -> bool:
    """Whether nothing waits for the classifier."""
    return _tell("SELECT NOT EXISTS (SELECT 1 FROM ingest_waitingversion)")


def _tell(question: str, *values) -> bool:
    """What a statement says: the ORM would take a few hundredths of the processor time of a round to ask it."""
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchone()[0]


def round_of(name: str) -> float:
    """Seconds for one round of these sources, from the tick to the last poll on the books."""
    Source.objects.filter(slug__startswith=f"{name}-").update(next_poll_at=None)
    moment = timezone.now()
    tasks.tick.delay()
    return wait_until(lambda: is_polled(name, moment))


def measure_rounds(place: str, worker: psutil.Process, saved_count: int) -> dict[str, object]:
    add_sources("warm", f"http://{place}/plain/own/warm", 40)
    round_of("warm")
    wait_until(is_answered)
    first = {}
    if saved_count:
        add_sources("saved", f"http://{place}/plain/saved/bench", saved_count)
        first["saved"] = first_round("saved", saved_count, worker)
    add_sources("bench", f"http://{place}/etag/own/bench", FEEDS)
    first["own"] = first_round("bench", FEEDS, worker)
    unchanged_s = statistics.mean(round_of("bench") for _ in range(ROUNDS))
    for source in Source.objects.filter(slug__startswith="bench-"):
        Source.objects.filter(pk=source.pk).update(url=source.url.replace("/etag/", "/plain/"))
    same_s = statistics.mean(round_of("bench") for _ in range(ROUNDS))
    return {"first": first, "not_modified": FEEDS / unchanged_s, "same_bytes": FEEDS / same_s}


def first_round(name: str, count: int, worker: psutil.Process) -> dict[str, float]:
    """Feeds a second from the tick to the last entry classified and grouped, and the processor time that took."""
    started, cpu_s = time.monotonic(), worker_cpu_s(worker)
    stored_s = round_of(name)
    wait_until(is_answered)
    took_s, cpu_s = time.monotonic() - started, worker_cpu_s(worker) - cpu_s
    sources = Source.objects.filter(slug__startswith=f"{name}-")
    sources.update(is_paused=name != "bench")
    bytes_read = Fetch.objects.filter(source__in=sources).aggregate(read=Sum("byte_count"))["read"]
    return {
        **what_came(sources),
        "feeds": count,
        "kb": bytes_read / count / 1000,
        "rate": count / took_s,
        "stored_rate": count / stored_s,
        "cpu_ms": cpu_s * 1000 / count,
    }


def what_came(sources: QuerySet[Source]) -> dict[str, float]:
    """What a first round left. A fast round that lost something would be no figure."""
    items = Item.objects.filter(source__in=sources)
    told = Fetch.objects.filter(source__in=sources).aggregate(entries=Sum("entry_count"), new=Sum("new_count"))
    proposals = Proposal.objects.filter(version__item__in=items)
    relevant = proposals.filter(is_relevant=True)
    lost = relevant.filter(version__item__story__isnull=True).count()
    if proposals.count() != items.count() or items.count() != told["new"] or lost:
        raise RuntimeError(f"The first round is not whole: {told}, {proposals.count()} proposals, {lost} of no story.")
    failed = sources.filter(last_outcome="failed").count()
    return {"entries": items.count(), "relevant": relevant.count(), "failed": failed}


def claim_ms(runs: int = 60) -> float:
    """What one claim of a full batch costs, in the median; each is taken back."""
    times = []
    for _ in range(runs):
        with transaction.atomic():
            started = time.perf_counter()
            services.claim_due(timezone.now(), services.BATCH)
            times.append(time.perf_counter() - started)
            transaction.set_rollback(True)
    return statistics.median(times) * 1000


def fill(place: str, first: int, last: int) -> None:
    """Sources that were read before, copied from one."""
    now = timezone.now()
    pattern, _ = Source.objects.get_or_create(
        slug="pattern",
        defaults={
            "name": "Many", "url": f"http://{place}/live/own/0/0", "publisher_kind": "press", "language": "en",
            "watched_since": now, "last_polled_at": now, "last_success_at": now, "last_body_at": now,
            "last_outcome": "read", "is_paused": False, "next_poll_at": now + timedelta(days=1),
        },
    )  # fmt: skip
    fields = [field for field in Source._meta.concrete_fields if not field.primary_key and not field.generated]
    columns = [str(field.column) for field in fields]
    values = [_OF_ITS_OWN.get(column, column) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO ingest_source ({', '.join(columns)}) SELECT {', '.join(values)} "
            "FROM ingest_source, generate_series(%(first)s, %(last)s) AS n WHERE id = %(pattern)s",
            {"start": f"http://{place}/live/own/", "first": first, "last": last, "pattern": pattern.pk},
        )
        cursor.execute("VACUUM ANALYZE ingest_source")


def measure_many(place: str, worker: psutil.Process) -> dict[str, object]:
    Source.objects.update(is_paused=True)
    fill(place, 1, FEW)
    at_few = claim_ms()
    fill(place, FEW + 1, MANY)
    at_many = claim_ms()
    moment = timezone.now()
    sizes: list[tuple[int, float]] = []
    started, cpu_s = time.monotonic(), worker_cpu_s(worker)

    def is_done() -> bool:
        done = Source.objects.filter(slug__startswith="many-", last_polled_at__gte=moment).count()
        if not sizes or done - sizes[-1][0] >= POLLS // 10 or done >= POLLS:
            sizes.append((done, largest_child_mb(worker)))
        if Source.objects.filter(lease_token__isnull=False).count() == 0:
            tasks.tick.delay()
        return done >= POLLS

    wait_until(is_done, look_s=1.0)
    took_s = time.monotonic() - started
    cpu_s = worker_cpu_s(worker) - cpu_s
    done, at_end = sizes[-1]
    middle = next(size for polls, size in sizes if polls >= POLLS // 2)
    return {
        "sustained": done / took_s,
        "sustained_how": f"{done:,} polls in {took_s:.0f} s on {WORKERS} workers; one answer in 50 brings a new entry",
        "cpu_ms": cpu_s * 1000 / done,
        "claim_ratio": at_many / at_few,
        "claim_how": f"a batch of {services.BATCH}: {at_many:.1f} ms against {at_few:.1f} ms, all overdue",
        "worker_mb": at_end,
        "worker_how": f"largest worker process after {done:,} polls; {at_end - middle:+.0f} MB over the second half",
    }


def worker_cpu_s(worker: psutil.Process) -> float:
    """Processor time of the worker's processes: steadier than the clock on a machine that others use too."""
    times = [child.cpu_times() for child in worker.children(recursive=True)]
    return sum(spent.user + spent.system for spent in times)


def largest_child_mb(worker: psutil.Process) -> float:
    return max(child.memory_info().rss for child in worker.children(recursive=True)) / 1e6


def measure_bomb(place: str) -> dict[str, float]:
    """In a process that has read a feed before, so that only the bomb counts."""
    code = (
        "import resource, sys, django; django.setup()\n"
        "from ingest.http import Ask, fetch_one, own_memory\n"
        "ask = lambda path: fetch_one(Ask('http://' + sys.argv[1] + path), memory=own_memory())\n"
        "assert not ask('/plain/own/warm/0').error\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "assert 'grows more than' in ask('/bomb').error\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, place], cwd=BASE, capture_output=True, text=True, check=True)
    return {"bomb_grown_mb": float(done.stdout)}


def main(place: str, saved_count: int) -> None:
    app.control.purge()
    with database() as address, workers(address) as worker:
        figures: dict[str, object] = {**measure_rounds(place, worker, saved_count), **measure_many(place, worker)}
    figures |= measure_bomb(place)
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
