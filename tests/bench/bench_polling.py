"""Polling on 2 worker processes: first and unchanged rounds, 100,000 sources, a bomb, memory; `reader` beside it.

The work is done by real Celery workers on real servers; the feeds come from a process of their own. First rounds are
taken on two sets of feeds: our own, and those saved from real sites where they lie beside the project.
BENCH_POLLS sets how many polls the long run takes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from bantracker.stack.places import BASE
from tests.bench import corpus, saved
from tests.bench.feedserver import feed_server
from tests.bench.peers import run_peer
from tests.bench.rows import Row

_Figures = dict[str, float]


def measure() -> list[Row]:
    """The rows; without saved feeds theirs are left out, with a sentence."""
    count = len(saved.documents())
    with feed_server() as place:
        ours = _ours(place, count)
        peer = run_peer("peer_reader.py", place, "own", str(corpus.FEEDS), "rounds")
        on_saved = run_peer("peer_reader.py", place, "saved", str(count), "first") if count else {}
        bomb = run_peer("peer_reader.py", place, "own", "1", "bomb")
    if not count:
        sys.stderr.write("The saved feeds do not lie beside the project, so the rows on them are left out.\n")
    rows = [*_first_rows("our own", ours["first"]["own"], peer)]
    if count:
        rows += _first_rows("saved", ours["first"]["saved"], on_saved)
    return [*rows, *_other_rows(ours, peer, bomb)]


def _first_rows(name: str, ours: _Figures, peer: _Figures) -> Iterator[Row]:
    feeds, entries = int(ours["feeds"]), int(ours["entries"])
    what = f"first round, {name} feeds"
    how = f"{feeds} feeds, {entries:,} entries, {ours['kb']:.0f} kB each; {_failed(ours)}"
    beside = f"reader stores {peer['entries']:,.0f}; {_failed(peer)}" if peer else ""
    told = f"{how} ({ours['relevant']:.0f} proposed); {beside}"
    yield Row(what, ours["rate"], "feeds/s", told, peer.get("first"), "reader" if peer else "", "≥ 5 × reader")
    beside = "the worker processes, without PostgreSQL"
    yield Row(f"{what}, processor", ours["cpu_ms"], "ms/feed", beside, peer.get("cpu_ms"), "reader" if peer else "")


def _failed(figures: _Figures) -> str:
    return f"{figures['failed']:.0f} failed"


def _other_rows(ours: dict, peer: _Figures, bomb: _Figures) -> list[Row]:
    name, feeds = "reader" if peer else "", corpus.FEEDS
    return [
        Row(
            "nothing changed, 304", ours["not_modified"], "feeds/s", f"{feeds} feeds, 5 rounds",
            peer.get("not_modified"), name, "≥ 250",
        ),
        Row(
            "nothing changed, same bytes", ours["same_bytes"], "feeds/s", f"{feeds} feeds, 5 rounds, no validators",
            peer.get("same_bytes"), name, "≥ 250",
        ),
        Row("100,000 sources, sustained", ours["sustained"], "polls/s", ours["sustained_how"], goal="≥ 250"),
        Row("100,000 sources, processor time", ours["cpu_ms"], "ms/poll", "of the two worker processes together"),
        Row("claim at 100,000 over 1,000", ours["claim_ratio"], "×", ours["claim_how"], goal="≤ 1.5"),
        Row(
            "bomb of 195 kB to 200 MB", ours["bomb_grown_mb"], "MB grown", "refused; by how much the highest size grew",
            bomb.get("grown_mb"), name, "< 30",
        ),
        Row("worker after the long run", ours["worker_mb"], "MB", ours["worker_how"], goal="< 250"),
    ]  # fmt: skip


def _ours(place: str, saved_count: int) -> dict:
    """Measured in a process of its own, so that settings and database are those of the run."""
    environment = {
        **os.environ,
        "FETCH_ALLOW": place,
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "bantracker.settings",
    }
    command = [sys.executable, "-m", "tests.bench.polling_run", place, str(saved_count)]
    done = subprocess.run(command, cwd=BASE, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))
