"""`manage.py load_samples`: put the sample sources of the demo on the books."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ingest.services import load_samples


class Command(BaseCommand):
    help = "Load the sample sources, running. Safe to repeat; for the demo only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--base-url",
            default=settings.BASE_URL,
            help="where this demo answers the worker, such as http://127.0.0.1:8000; FETCH_ALLOW must name it",
        )

    def handle(self, *_args: Any, base_url: str, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Samples are for the demo. Set DEMO=1 to load them.")
        self.stdout.write(f"{load_samples(base_url)} sample sources are on the books.")
