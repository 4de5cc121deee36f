"""`manage.py reclassify`: what the classifier in use makes of kept items; old proposals stay."""

from __future__ import annotations

import logging
import sys
from argparse import ArgumentParser
from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from actions import labels
from actions.lifecycle import Kind
from ingest import tasks
from ingest.models import Reclassification
from ingest.services import reclassifying
from ingest.services.judging import in_use
from ingest.services.reclassifying import ReclassifyRefused, Scope

_WORDS = {
    "relevant:+": "become relevant",
    "relevant:-": "are relevant no more (what waits stays in the queue, as unsure)",
    "unsure:+": "become unsure",
    "unsure:-": "become sure",
    "same": "stay as they are",
}


class Command(BaseCommand):
    help = "Propose anew for kept items, in batches by the workers. Old proposals and decided stories stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=day, metavar="YYYY-MM-DD", help="items first seen on this day or later")
        parser.add_argument("--source", default="", metavar="SLUG", help="items of one source")
        parser.add_argument(
            "--version-older-than", default="", metavar="VERSION", help="last answered by an older one than this"
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing; say what would change")
        parser.add_argument("--here", action="store_true", help="do it in this process, with progress, not by workers")
        parser.add_argument("--resume", action="store_true", help="take up runs that were stopped")
        parser.add_argument("--status", action="store_true", help="how far the latest runs are")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["status"]:
            self._tell_runs()
            return
        scope = Scope(options["since"], options["source"], options["version_older_than"])
        if options["dry_run"]:
            done, found = reclassifying.preview(scope)
            self.stdout.write(f"{done} items would be read again by {in_use().version}. Nothing was written.")
            self._tell_differences(found)
            return
        runs = list(reclassifying.open_runs()) if options["resume"] else [self._started(scope)]
        if not runs:
            self.stdout.write("No run was stopped.")
        for run in runs:
            self._run(run, here=options["here"])

    def _started(self, scope: Scope) -> Reclassification:
        try:
            return reclassifying.start(scope, timezone.now())
        except ReclassifyRefused as refused:
            raise CommandError(str(refused), returncode=2) from refused

    def _run(self, run: Reclassification, *, here: bool) -> None:
        if not run.total:
            self.stdout.write(f"Nothing to do: every item in scope has an answer by {run.older_than} or newer.")
            return
        if not here:
            tasks.reclassify.delay(run.pk)
            self.stdout.write(f"Run {run.pk}: {run.total - run.done_count} items go to the workers.")
            self.stdout.write("See how far it is: manage.py reclassify --status")
            return
        logging.getLogger("ingest").setLevel(logging.WARNING)  # the bar says it to people
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
            bar = progress.add_task("Reclassifying", total=run.total, completed=run.done_count)
            while reclassifying.reclassify_batch(run.pk):
                run.refresh_from_db()
                progress.update(bar, completed=run.done_count)
        run.refresh_from_db()
        self.stdout.write(f"Run {run.pk}: {run.done_count} of {run.total} items were read again by {run.to_version}.")
        self._tell_differences(Counter(run.differences))

    def _tell_runs(self) -> None:
        runs = Reclassification.objects.all()[:10]
        if not runs:
            self.stdout.write("Nothing was reclassified yet.")
        for run in runs:
            state = "ended" if run.ended_at else "under way, or stopped: manage.py reclassify --resume"
            told = f"{run.to_version}, {run.done_count} of {run.total} items, {state}"
            self.stdout.write(f"Run {run.pk}, {run.started_at:%Y-%m-%d %H:%M}: {told}.")

    def _tell_differences(self, found: Counter[str]) -> None:
        for name, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])):
            self.stdout.write(f"{count:>7}  {_difference(name)}")


def _difference(name: str) -> str:
    """A difference in words, such as “Advisory: proposed now” or “stage: proposed, now adopted”."""
    if name in _WORDS:
        return _WORDS[name]
    sort, _colon, rest = name.partition(":")
    if sort == "kind":
        kind, _colon, sign = rest.partition(":")
        return f"{labels.KINDS[Kind(kind)]}: {'proposed now' if sign == '+' else 'proposed no more'}"
    before, _arrow, after = rest.partition(">")
    return f"stage: {before}, now {after}"


def day(text: str) -> date:
    return date.fromisoformat(text)
