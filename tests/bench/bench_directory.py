"""The directory at 100,000 actions and 2,000 vendors: pages, counts and suggestions, beside Datasette on the same rows.

Every address is asked once in a fresh process ("cold": nothing of ours is kept between requests), then again ("warm").
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bantracker.stack.places import BASE
from tests.bench.rows import Row

SIZES = {"few": (1_000, 200), "many": (100_000, 2_000)}


@contextmanager
def database(name: str):
    """A database of its own on the server of this run; gone afterwards."""
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(program: str, url: str, *arguments: str) -> list[dict]:
    """Run one of the programs beside this module against a database, and read what it measured."""
    command = [sys.executable, "-m", f"tests.bench.{program}", *arguments]
    done = subprocess.run(command, env=environment(url), cwd=BASE, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def environment(url: str) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": url, "DEBUG": "0", "LOG_LEVEL": "ERROR"}


def gather_static_files(url: str) -> None:
    """What the site does at its start: without it, its own server has no style to name."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(command, env=environment(url), cwd=BASE, check=True)


def measure() -> list[Row]:
    figures: dict[str, dict[str, dict]] = {}
    rows: list[Row] = []
    for size, (actions, vendors) in SIZES.items():
        with database(f"bench_{size}") as url:
            run("directory_fill", url, str(actions), str(vendors))
            figures[size] = {figure["what"]: figure for figure in run("directory_pages", url)}
            if size == "many":
                gather_static_files(url)
                rows += [Row(**row) for row in run("directory_peer", url)]
                rows += [Row(**row) for row in run("directory_load", url)]
    how = "p95 at the server, 100,000 actions"
    for what, figure in figures["many"].items():
        rows.append(Row(f"{what}, cold", figure["cold_ms"], "ms", how))
        rows.append(Row(f"{what}, warm", figure["warm_ms"], "ms", how))
        rows.append(Row(f"{what}, size", figure["kb"], "kB", "largest answer, compressed with gzip"))
        few = figures["few"][what]["cold_ms"]
        rows.append(Row(f"{what}, growth", figure["cold_ms"] / few, "x", f"from 1,000 actions ({few:.1f} ms)"))
    return rows
