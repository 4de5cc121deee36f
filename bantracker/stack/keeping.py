"""`make backup` and `make restore`: pg_dump's own format, put back in one transaction."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bantracker.stack.environment import read_env
from bantracker.stack.places import BASE, Places, StackError
from bantracker.stack.programs import SITE
from bantracker.stack.runs import AlreadyRunningError, data_places, only_one, read_about, servers
from bantracker.stack.supervision import Supervisor
from bantracker.stack.terminal import agrees, say, step
from bantracker.stack.wheels import postgres_program

# In one transaction with the restored rows: whoever looks sees the old database or the new one.
EMPTY = "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


@dataclass(frozen=True, slots=True)
class Database:
    """A database to save or fill: the variables by which PostgreSQL's programs find it."""

    environment: Mapping[str, str]
    supervisor: Supervisor | None

    @classmethod
    def at(cls, variables: Mapping[str, str], supervisor: Supervisor | None = None) -> Database:
        parts = urlsplit(variables["DATABASE_URL"])
        found = {
            "PGHOST": parts.hostname or "localhost",
            "PGPORT": str(parts.port or 5432),
            "PGUSER": unquote(parts.username or ""),
            "PGPASSWORD": unquote(parts.password or ""),
            "PGDATABASE": unquote(parts.path.lstrip("/")),
            "PGCONNECT_TIMEOUT": "10",
        }
        return cls({**variables, **{name: value for name, value in found.items() if value}}, supervisor)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs; StackError with what it said when it fails."""
        command = [str(postgres_program(program)), *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise StackError(f"{program} failed: {done.stderr.strip()}")

    def manage(self, *arguments: str) -> None:
        """Run one of the project's own commands against this database."""
        command = [sys.executable, str(BASE / "manage.py"), *arguments]
        if subprocess.run(command, env=self.environment, check=False, cwd=BASE).returncode != 0:
            raise StackError(f"manage.py {arguments[0]} failed; the lines above say why.")


@contextmanager
def reachable_database(environ: Mapping[str, str], doing: str) -> Iterator[Database]:
    """Give the database of this clone: the given one, the running one, or its servers for a while."""
    places = data_places(environ)
    supervisor = Supervisor(places)
    kept = {**read_env(places.env), **environ, "DATA_DIR": str(places.data)}
    if supervisor.answers():
        yield Database.at(kept, supervisor)
    elif environ.get("DATABASE_URL"):
        yield Database.at(kept)
    elif not (places.data / "postgres").exists() and not places.env.exists():
        raise StackError("There is no database here yet. make up makes it.")
    else:
        port, demo = int(kept.get("PORT", "8000")), kept.get("DEMO") == "true"
        with only_one(places, doing), servers(places, environ, port=port, demo=demo) as run:
            yield Database.at(run.plan.environment)


def backup(environ: Mapping[str, str]) -> int:
    """Write the database into .data/backups and say where, and how large it is."""
    places = data_places(environ)
    places.make()
    with reachable_database(environ, "being saved") as database:
        saved = save(database, places)
    say(f"Saved: {saved} ({saved.stat().st_size:,} bytes). Put it back with make restore FILE={saved}")
    return 0


def manage(environ: Mapping[str, str], *arguments: str) -> int:
    """Run one of the project's own commands on the database of this clone, running or not."""
    with reachable_database(environ, "in use") as database:
        database.manage(*arguments)
    return 0


def save(database: Database, places: Places, suffix: str = "") -> Path:
    """Write one dump, complete or not at all, and read its table of contents back."""
    target = places.backups / f"bantracker-{datetime.now(UTC):%Y%m%dT%H%M%SZ}{suffix}.dump"
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    with step("Saving the database"):
        try:
            database.run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={partial}")
            check_dump(partial)
        except StackError:
            partial.unlink(missing_ok=True)
            raise
    return partial.rename(target)


def check_dump(file: Path) -> None:
    """Refuse what is not a backup of this project."""
    if not file.is_file():
        raise StackError(f"There is no file {file}. Name one: make restore FILE=.data/backups/….dump")
    listed = subprocess.run(
        [str(postgres_program("pg_restore")), "--list", str(file)], capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        raise StackError(f"{file} is not a backup, or it is damaged: {listed.stderr.strip()}")
    if "TABLE DATA public django_migrations" not in listed.stdout:
        raise StackError(f"{file} is a backup of some other database: it has none of Bantracker's tables.")


def restore(environ: Mapping[str, str], *, file: str, force: bool) -> int:
    """Replace the database by a backup, all or nothing; what was there is saved first."""
    chosen = Path(file).absolute()
    if not file:
        raise StackError("Say which backup: make restore FILE=.data/backups/….dump")
    check_dump(chosen)
    if not force and not agrees(f"Replace the whole database by {chosen.name}?"):
        raise StackError("Nothing was changed. Without a terminal to ask at, add FORCE=1.")
    places = data_places(environ)
    places.make()
    try:
        with reachable_database(environ, "being restored") as database:
            _replace(database, places, chosen)
    except AlreadyRunningError:
        doing = read_about(places).get("doing", "busy")
        raise StackError(f"Bantracker is {doing} here at this moment. Try again when that is done.") from None
    return 0


def _replace(database: Database, places: Places, chosen: Path) -> None:
    stopped = database.supervisor.halt(SITE) if database.supervisor else []
    try:
        saved = save(database, places, "-before-restore")
        with step("Restoring"), tempfile.TemporaryDirectory(dir=places.run) as folder:
            script = Path(folder) / "restore.sql"
            script.touch(mode=0o600)
            database.run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(chosen))
            begin = Path(folder) / "begin.sql"
            begin.write_text(EMPTY)
            files = [f"--file={begin}", f"--file={script}"]
            database.run("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", *files)
        database.manage("migrate", "--verbosity=0")
    finally:
        if database.supervisor:
            database.supervisor.run(reversed(stopped))
    say(f"Restored from {chosen}. What was there before: {saved}")
    if stopped:
        say(f"Started again: {', '.join(stopped)}.")
    elif database.supervisor is None and os.environ.get("DATABASE_URL"):
        say("Programs on other machines keep what they have cached for some minutes; restart them to be sure.")
