"""Load the starter directory: 392 actions, 152 vendors, 179 sources."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from actions.starter import files
from actions.starter.loading import Report, load_directory
from ingest.services.coverage import update_every_place
from ingest.starter.loading import load_sources, source_entries

TABLES = ("jurisdictions", "vendors", "actions", "sources")


class Command(BaseCommand):
    help = "Load the starter directory. Safe to repeat; an editor's change is never overwritten."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        totals = {
            "vendors": len(files.vendor_entries()),
            "actions": len(files.action_entries()),
            "sources": len(source_entries()),
        }
        columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            bars: dict[str, TaskID] = {name: progress.add_task(name, total=total) for name, total in totals.items()}

            def tell(table: str) -> None:
                progress.advance(bars[table])

            report = load_directory(tell)
            load_sources(report, tell)
        update_every_place()
        self.say(report)

    def say(self, report: Report) -> None:
        for table in TABLES:
            made, updated, same = report.made[table], report.updated[table], report.unchanged[table]
            self.stdout.write(f"{table}: {made} new, {updated} updated, {same} unchanged")
        for line in report.kept:
            self.stdout.write(f"kept as it is: {line}")
        if report.unlinked:
            self.stdout.write(f"targets without a vendor: {len(report.unlinked)}")
            for line in report.unlinked:
                self.stdout.write(f"  {line}")
