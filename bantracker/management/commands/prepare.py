"""Bring database, starter directory and static files up to this version; the step before web, worker and beat."""

from __future__ import annotations

import hashlib
import os
import time
from argparse import ArgumentParser
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bantracker.stack.terminal import Note, say, step


class Command(BaseCommand):
    help = "Migrate, load the starter directory, collect static files. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="also load the sample sources and make the demo editor")

    def handle(self, *_: Any, **options: Any) -> None:
        migrate()
        load("load_starter", "Loading the starter directory")
        if options["demo"]:
            load("load_samples", "Loading the sample sources")
            account = ("create_user", os.environ["DEMO_EMAIL"], "--role=editor", "--password-from=DEMO_PASSWORD")
            call_command(*account, "--replace", verbosity=0)
        collect_static()


class Counted(StringIO):
    """Takes what a command prints and shows how many lines of one kind there were."""

    def __init__(self, note: Note, word: str, total: int) -> None:
        super().__init__()
        self.note, self.word, self.total, self.count = note, word, total, 0

    def write(self, text: str) -> int:
        if self.word in text:
            self.count += 1
            self.note(f"{self.count} of {self.total}")
        return super().write(text)


def migrate() -> None:
    """Apply what is missing. Two at once wait for each other: servers start side by side."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('bantracker.prepare'))")
    executor = MigrationExecutor(connection)
    total = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    with step(f"Migrating the database ({total} to apply)" if total else "The database is up to date") as note:
        if total:
            call_command("migrate", interactive=False, stdout=Counted(note, "Applying", total))


def load(command: str, text: str) -> None:
    """Run one of the loading commands, which show their own progress, and say what they say in sum."""
    if command not in get_commands():
        say(f"{text}: not in this version.")
        return
    said, started = StringIO(), time.monotonic()
    call_command(command, stdout=said)
    say(f"{text} ({time.monotonic() - started:.1f} s)")
    for line in said.getvalue().splitlines():
        if line.strip() and not line.startswith(" "):  # the details below a line are for who runs the command itself
            say(f"  {line}")


def static_digest() -> str:
    """Name the state of all static sources by path, size and time."""
    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            found.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return found.hexdigest()


def collect_static(collect: Callable[..., object] = call_command) -> None:
    """Collect, hash and compress static files when one of them changed."""
    stamp, digest = Path(settings.STATIC_ROOT) / ".collected", static_digest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    with step("Collecting static files"):
        collect("collectstatic", interactive=False, verbosity=0)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)
