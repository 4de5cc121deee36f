"""Whether this process lives, whether the site can serve, and the figures a collector reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from hmac import compare_digest
from threading import Lock

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bantracker.figures import FIGURES, QUEUE

ANSWER_WITHIN_S = 1.5
BEAT_SEEN = "beat:seen"
"""The cache key under which the tick task leaves its time (ISO 8601): beat, broker and a worker did their part."""
BEAT_SILENT_AFTER = timedelta(seconds=60)


def check_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()  # this thread is ours: nothing else would close it
    return "ok"


def check_broker() -> str:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
        client.ping()
    return "ok"


def check_beat() -> str:
    seen = cache.get(BEAT_SEEN)
    if seen is None:
        return "not seen lately"
    age = timezone.now() - datetime.fromisoformat(seen)
    return "ok" if age < BEAT_SILENT_AFTER else f"last seen {age.total_seconds():.0f} s ago"


CHECKS: dict[str, Callable[[], str]] = {"database": check_database, "broker": check_broker, "beat": check_beat}


class Probes:
    """Run checks beside the request, so that a server that hangs cannot hold the answer.

    A check that still hangs is waited for again, never started twice.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=len(CHECKS), thread_name_prefix="readyz")
        self._running: dict[str, Future[str]] = {}
        self._lock = Lock()

    def ask(self, *, within_s: float) -> dict[str, str]:
        """Give each check's word: `ok`, or why not."""
        with self._lock:
            for name, check in CHECKS.items():
                if name not in self._running or self._running[name].done():
                    self._running[name] = self._pool.submit(check)
            asked = dict(self._running)
        wait(asked.values(), timeout=within_s)
        return {name: _word(future) for name, future in asked.items()}


def _word(future: Future[str]) -> str:
    if not future.done():
        return f"no answer within {ANSWER_WITHIN_S} s"
    error = future.exception()
    # The class alone: the text of a connection error names hosts and users, and this page is public.
    return f"not reachable ({type(error).__name__})" if error else future.result()


probes = Probes()


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer as long as this process does."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when database, broker and beat do their part, else 503 with what does not."""
    checks = probes.ask(within_s=ANSWER_WITHIN_S)
    is_ready = all(word == "ok" for word in checks.values())
    body = {"status": "ready" if is_ready else "not ready", "checks": checks}
    return JsonResponse(body, status=200 if is_ready else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures as Prometheus text, to whoever sends `Authorization: Bearer <METRICS_TOKEN>`."""
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not compare_digest(given.encode(), token.encode()):
        raise Http404
    return HttpResponse("".join(metric_lines()), content_type="text/plain; version=0.0.4; charset=utf-8")


def metric_lines() -> Iterator[str]:
    """Write each figure; one that cannot be had is left out, and `bantracker_up` says which part is away."""
    for name, word in probes.ask(within_s=ANSWER_WITHIN_S).items():
        yield f'bantracker_up{{part="{name}"}} {int(word == "ok")}\n'
    try:
        with connection.cursor() as cursor:
            for name, query in FIGURES.items():
                cursor.execute(query)
                yield f"bantracker_{name} {cursor.fetchone()[0]}\n"
    except DatabaseError:
        pass
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            yield f"bantracker_tasks_waiting {client.llen(QUEUE)}\n"
    except redis.RedisError:
        pass
