"""`manage.py poll`: poll named sources, or all that are due, here and now, with progress."""

from __future__ import annotations

import logging
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ingest import services
from ingest.models import FetchOutcome, Source
from ingest.services.sources import NO_CONTACT

_WORDS = {
    FetchOutcome.READ: "read",
    FetchOutcome.NOT_MODIFIED: "not modified",
    FetchOutcome.SAME_BYTES: "same bytes as before",
    FetchOutcome.FAILED: "failed",
    None: "put off",
}


class Command(BaseCommand):
    help = "Poll sources now: the named ones, or all that are due. New items are proposed and grouped at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="short names of sources, due or not")
        parser.add_argument("--all-due", action="store_true", help="every running source whose time has come")

    def handle(self, *_args: Any, slugs: list[str], all_due: bool, **_options: Any) -> None:
        if bool(slugs) == all_due:
            raise CommandError("Name the sources to poll, or give --all-due.", returncode=2)
        total = _check(slugs) if slugs else Source.objects.due(timezone.now()).count()
        if not total:
            self.stdout.write("No source is due.")
            return
        logging.getLogger("ingest").setLevel(logging.WARNING)  # the lines below say it to people
        counts: Counter[str] = Counter()
        for stored in self._watched(_polled(slugs), total):
            counts[_WORDS[stored.outcome]] += 1
            counts["new"] += stored.new_count
            counts["changed"] += stored.changed_count
            services.propose_items(stored.to_propose)
        services.propose_items(services.waiting_versions(timezone.now()))
        self.stdout.write(_summary(counts))

    def _watched(self, polled: Iterator[services.Stored], total: int) -> Iterator[services.Stored]:
        """A bar with counts on a terminal, a line for each source elsewhere; failures are told on both."""
        if not sys.stderr.isatty():
            for stored in polled:
                self.stdout.write(_line(stored))
                yield stored
            return
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task("Polling", total=total)
            new = 0
            for stored in polled:
                new += stored.new_count
                progress.update(task, advance=1, description=f"Polling ({new} new items)")
                if stored.error:
                    progress.console.print(_line(stored), markup=False, highlight=False)
                yield stored


def _check(slugs: list[str]) -> int:
    found = {source.slug: source for source in Source.objects.filter(slug__in=slugs)}
    unknown = [slug for slug in slugs if slug not in found]
    if unknown:
        raise CommandError(f"There is no source named {', '.join(unknown)}. See: manage.py sources list", returncode=2)
    if not settings.CONTACT and not all(source.is_sample for source in found.values()):
        raise CommandError(NO_CONTACT)
    return len(found)


def _polled(slugs: list[str]) -> Iterator[services.Stored]:
    if slugs:
        token = services.claim_named(slugs, timezone.now())
        if token is not None:
            yield from services.poll_claimed(token)
        return
    while (token := services.claim_due(timezone.now())) is not None:
        yield from services.poll_claimed(token)


def _line(stored: services.Stored) -> str:
    if stored.outcome == FetchOutcome.READ:
        told = f"read, {stored.entry_count} entries, {stored.new_count} new, {stored.changed_count} changed"
    else:
        told = _WORDS[stored.outcome] + (f": {stored.error}" if stored.error else "")
    return f"{stored.slug}: {told}"


def _summary(counts: Counter[str]) -> str:
    polled = sum(counts[word] for word in _WORDS.values())
    parts = [f"{counts[word]} {word}" for word in _WORDS.values() if counts[word]]
    return f"Polled {polled} sources: {', '.join(parts)}. {counts['new']} new items, {counts['changed']} changed."
