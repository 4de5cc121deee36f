"""`manage.py capture`: what we hold of a page, shown or written as a WARC file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q, QuerySet
from django.utils import timezone

from ingest.models import Snapshot
from ingest.services.captures import archive_of, body_of


class Command(BaseCommand):
    help = "Show or export what we hold of a page: its answers, by address or by hash."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        show = deeds.add_parser("show", help="list the answers, or print one body")
        show.add_argument("page", metavar="ADDRESS_OR_HASH", help="an address, or the beginning of a SHA-256")
        show.add_argument("--body", action="store_true", help="print the body of the latest answer as text")
        export = deeds.add_parser("export", help="write the answers into one WARC file")
        export.add_argument("pages", nargs="+", metavar="ADDRESS_OR_HASH", help="addresses, or beginnings of hashes")
        export.add_argument("--output", required=True, type=Path, metavar="FILE", help="the .warc.gz file to write")

    def handle(self, *_args: Any, deed: str, **options: Any) -> None:
        if deed == "show":
            self._show(options["page"], is_body=options["body"])
        else:
            self._export(options["pages"], options["output"])

    def _show(self, page: str, *, is_body: bool) -> None:
        found = _held([page])
        if is_body:
            self.stdout.ending = ""
            self.stdout.write(body_of(found[0]).decode("utf-8", "replace"))
            return
        for snapshot in found:
            status = f"{snapshot.status_code} {snapshot.reason}".strip()
            made = snapshot.versions.count()
            told = f"{made} version{'' if made == 1 else 's'} made from it"
            self.stdout.write(
                f"{snapshot.fetched_at:%Y-%m-%d %H:%M:%S} UTC  {status}  {snapshot.byte_count} bytes  "
                f"{snapshot.sha256}  {snapshot.url}  {told}"
            )

    def _export(self, pages: list[str], output: Path) -> None:
        found = _held(pages)
        if output.exists():
            raise CommandError(f"{output} is there already, and is not overwritten. Give another name.")
        output.write_bytes(archive_of(found, name=output.name, now=timezone.now()))
        self.stdout.write(f"{len(found)} answer{'' if len(found) == 1 else 's'} written to {output}.")


def _held(pages: list[str]) -> list[Snapshot]:
    """The answers of these pages, the latest first; CommandError where one is not held."""
    wanted = Q()
    for page in pages:
        about = Q(url=page) | Q(asked_url=page)
        if all(char in "0123456789abcdef" for char in page.lower()) and len(page) >= 8:
            about |= Q(payload__sha256__startswith=page.lower())
        if not Snapshot.objects.filter(about).exists():
            raise CommandError(f"We hold no copy of {page}. See the desk for what is held of an item.", returncode=2)
        wanted |= about
    rows: QuerySet[Snapshot] = Snapshot.objects.filter(wanted).select_related("payload").order_by("-fetched_at", "-pk")
    return list(rows)
