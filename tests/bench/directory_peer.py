"""The same list in Datasette: the same rows in SQLite, with full text search and the same facets.

Datasette is asked over loopback, as it answers; ours is asked over loopback too, from gunicorn, in the same run.
Prints rows for the table; where Datasette is not installed it prints none and says so.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import Request, urlopen

import psycopg

from bantracker.stack.places import BASE
from tests.bench.directory_pages import p95
from tests.bench.synthetic import KINDS, PLACES, THINGS, WHERE

ASKED = 24
FACETS = ("kind", "stage", "jurisdiction", "is_challenged")
ARRAY_FACETS = ("vendors", "sectors", "binds", "forbids", "grades")
NARROWINGS = [
    (THINGS[n % len(THINGS)], WHERE[n * 7 % len(WHERE)], KINDS[n % len(KINDS)], PLACES[n % 12]) for n in range(ASKED)
]


def datasette() -> str | None:
    """Datasette's program: $DATASETTE, else beside this Python, else on the path."""
    beside = Path(sys.executable).with_name("datasette")
    return os.environ.get("DATASETTE") or (str(beside) if beside.exists() else shutil.which("datasette"))


def copy_rows(target: Path) -> None:
    """The directory as one SQLite table, indexed as Datasette's users do: every plain facet, and full text."""
    rows = sqlite3.connect(target)
    rows.execute(
        "CREATE TABLE actions (id INTEGER PRIMARY KEY, title, scope, kind, stage, jurisdiction, announced, "
        "is_challenged INTEGER, vendors, sectors, binds, forbids, grades)"
    )
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        found = connection.execute(
            "SELECT a.id, a.title, a.scope, l.kind, l.stage, j.code, a.announced_first::text, l.is_challenged::int, "
            "to_json(l.vendors)::text, to_json(l.sectors)::text, to_json(l.binds)::text, to_json(l.forbids)::text, "
            "to_json(l.grades)::text FROM actions_line l JOIN actions_action a ON a.id = l.action_id "
            "JOIN jurisdictions_jurisdiction j ON j.id = l.jurisdiction_id"
        )
        rows.executemany("INSERT INTO actions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", found)
    for column in (*FACETS, "announced"):
        rows.execute(f"CREATE INDEX by_{column} ON actions ({column})")
    rows.execute("CREATE VIRTUAL TABLE actions_fts USING fts5 (title, scope, content='actions', content_rowid='id')")
    rows.execute("INSERT INTO actions_fts (actions_fts) VALUES ('rebuild')")
    rows.execute("ANALYZE")
    rows.commit()
    rows.close()


@contextmanager
def served(command: list[str], port: int, path: str):
    """A server on loopback, ready to answer `path`: code and templates are loaded, no answer is kept."""
    server = subprocess.Popen(command, cwd=BASE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                ask(port, path)
                break
            except (URLError, ConnectionError):
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait()


def ask(port: int, path: str) -> float:
    """Milliseconds until the whole answer is there."""
    started = time.perf_counter()
    with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"}), timeout=60) as answer:
        answer.read()
    return (time.perf_counter() - started) * 1000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ours() -> list[float]:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "bantracker.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
    ]
    with served(command, port, "/actions/?sort=oldest"):
        return [
            ask(port, f"/actions/?q={thing}+{where}&kind={kind}&stage=in_force&jurisdiction={place}")
            for thing, where, kind, place in NARROWINGS
        ]


def theirs(program: str) -> list[float]:
    port = free_port()
    facets = "".join(f"&_facet={name}" for name in FACETS) + "".join(f"&_facet_array={name}" for name in ARRAY_FACETS)
    with tempfile.TemporaryDirectory(dir=BASE / "build") as folder:
        copy_rows(file := Path(folder) / "directory.db")
        limits = ["--setting", "sql_time_limit_ms", "20000", "--setting", "facet_time_limit_ms", "20000"]
        command = [program, "serve", str(file), "--port", str(port), *limits]
        with served(command, port, "/directory/actions"):
            return [
                ask(
                    port,
                    f"/directory/actions?_search={thing}+{where}&kind={kind}&stage=in_force&jurisdiction={place}"
                    f"&_sort_desc=announced&_size=50{facets}",
                )
                for thing, where, kind, place in NARROWINGS
            ]


def main() -> None:
    program = datasette()
    rows = []
    if program is None:
        sys.stderr.write("Datasette is not installed, so the list has no peer. Install requirements/bench.txt.\n")
    else:
        (BASE / "build").mkdir(exist_ok=True)
        own, peer = ours(), theirs(program)
        how = f"p95 of {ASKED} addresses: three filters, search and all counts, on the same rows"
        figures = {
            "list over loopback, ours": p95(own),
            "list over loopback, ours, median": median(own),
            "list over loopback, Datasette": p95(peer),
            "list over loopback, Datasette, median": median(peer),
        }
        rows = [{"what": what, "value": value, "unit": "ms", "how": how} for what, value in figures.items()]
        times = {"what": "list, times faster than Datasette", "value": p95(peer) / p95(own), "unit": "x", "how": how}
        rows.append(times)
    sys.stdout.write(json.dumps(rows) + "\n")


if __name__ == "__main__":
    main()
