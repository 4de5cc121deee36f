"""/healthz, /readyz and /metrics tell the truth, and in time."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from bantracker import health
from bantracker.figures import FIGURES


@pytest.fixture
def beat_seen():
    def seen(ago: timedelta) -> None:
        cache.set(health.BEAT_SEEN, (timezone.now() - ago).isoformat(), 600)

    cache.delete(health.BEAT_SEEN)
    yield seen
    cache.delete(health.BEAT_SEEN)


def test_healthz_needs_no_server(client):
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db(transaction=True)
def test_readyz_is_ready_when_all_three_do_their_part(client, beat_seen):
    beat_seen(timedelta(seconds=5))
    answer = client.get("/readyz")
    assert answer.json() == {"status": "ready", "checks": {"database": "ok", "broker": "ok", "beat": "ok"}}
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("ago_s", "word"), [(None, "not seen lately"), (90, "last seen 90 s ago")])
def test_readyz_names_a_silent_beat(client, beat_seen, ago_s, word):
    if ago_s:
        beat_seen(timedelta(seconds=ago_s))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": "ok", "broker": "ok", "beat": word}


def test_readyz_names_a_broker_that_is_away_without_its_address(client, settings, monkeypatch):
    settings.REDIS_URL = "redis://:secret@127.0.0.1:1/0"
    monkeypatch.setattr(health, "CHECKS", {"broker": health.check_broker})
    monkeypatch.setattr(health, "probes", health.Probes())
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"broker": "not reachable (ConnectionError)"}


def test_readyz_does_not_wait_for_a_server_that_hangs_nor_ask_it_twice(client, monkeypatch):
    free, asked = Event(), []

    def hang() -> str:
        asked.append(1)
        free.wait(10)
        return "ok"

    monkeypatch.setattr(health, "CHECKS", {"database": hang})
    monkeypatch.setattr(health, "ANSWER_WITHIN_S", 0.2)
    monkeypatch.setattr(health, "probes", health.Probes())
    started = time.monotonic()
    answers = [client.get("/readyz") for _ in range(3)]
    free.set()
    assert time.monotonic() - started < 2
    assert [answer.status_code for answer in answers] == [503, 503, 503]
    assert answers[0].json()["checks"] == {"database": "no answer within 0.2 s"}
    assert asked == [1]


def test_metrics_are_not_there_without_a_token(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_metrics_give_every_figure_to_who_has_the_token(client, settings):
    settings.METRICS_TOKEN = "let-me-in"
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    text = client.get("/metrics", headers={"Authorization": "Bearer let-me-in"}).content.decode()
    for name in [*FIGURES, "tasks_waiting"]:
        assert f"\nbantracker_{name} " in text
    assert 'bantracker_up{part="database"} 1' in text


@pytest.mark.django_db
@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_is_one_count(name):
    with connection.cursor() as cursor:
        cursor.execute(FIGURES[name])
        assert cursor.fetchall() == [(0,)]


def test_a_task_sent_from_any_thread_belongs_to_this_application():
    from celery import current_app

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: current_app.main).result() == "bantracker"
