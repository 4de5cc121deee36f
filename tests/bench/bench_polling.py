"""Polling on 2 worker processes: first and unchanged rounds, 100,000 sources, a bomb, memory; `reader` beside it.

The work is done by real Celery workers on real servers; the feeds come from a process of their own.
BENCH_POLLS sets how many polls the long run takes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from bantracker.stack.places import BASE
from tests.bench.corpus import FEEDS
from tests.bench.feedserver import feed_server
from tests.bench.peers import run_peer
from tests.bench.rows import Row


def measure() -> list[Row]:
    with feed_server() as place:
        ours = _ours(place)
        rounds = run_peer("peer_reader.py", place, str(FEEDS), "rounds")
        bomb = run_peer("peer_reader.py", place, "1", "bomb")
    name = "reader" if rounds else ""
    first = f"{FEEDS} feeds of 10 entries, 23 kB: fetched, stored, classified, grouped (reader only stores)"
    return [
        Row("first round", ours["first"], "feeds/s", first, rounds.get("first"), name, "≥ 5 × reader"),
        Row("first round, stored", ours["first_stored"], "feeds/s", "the same round until all entries are stored"),
        Row(
            "nothing changed, 304", ours["not_modified"], "feeds/s", f"{FEEDS} feeds, 5 rounds",
            rounds.get("not_modified"), name, "≥ 250",
        ),
        Row(
            "nothing changed, same bytes", ours["same_bytes"], "feeds/s", f"{FEEDS} feeds, 5 rounds, no validators",
            rounds.get("same_bytes"), name, "≥ 250",
        ),
        Row("100,000 sources, sustained", ours["sustained"], "polls/s", ours["sustained_how"], goal="≥ 250"),
        Row("claim at 100,000 over 1,000", ours["claim_ratio"], "×", ours["claim_how"], goal="≤ 1.5"),
        Row(
            "bomb of 195 kB to 200 MB", ours["bomb_grown_mb"], "MB grown", "refused; by how much the highest size grew",
            bomb.get("grown_mb"), name, "< 30",
        ),
        Row("worker after the long run", ours["worker_mb"], "MB", ours["worker_how"], goal="< 250"),
    ]  # fmt: skip


def _ours(place: str) -> dict:
    """Measured in a process of its own, so that settings and database are those of the run."""
    environment = {
        **os.environ,
        "FETCH_ALLOW": place,
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "bantracker.settings",
    }
    command = [sys.executable, "-m", "tests.bench.polling_run", place]
    done = subprocess.run(command, cwd=BASE, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))
