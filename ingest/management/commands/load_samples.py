"""`manage.py load_samples`: put the sample sources of the demo on the books."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ingest.http import rules_from_settings, why_not_asked
from ingest.services import load_samples

PLACE = "/samples/"


class Command(BaseCommand):
    help = "Load the sample sources, running. Safe to repeat; for the demo only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--base-url",
            default=allowed_base(),
            help="where this demo answers the worker, such as http://127.0.0.1:8000; by default what FETCH_ALLOW names",
        )

    def handle(self, *_args: Any, base_url: str, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Samples are for the demo. Set DEMO=1 to load them.")
        address = base_url.rstrip("/") + PLACE
        if refusal := why_not_asked(address, rules_from_settings().allow):
            raise CommandError(f"The samples could not be read at {address}. {refusal} Name it in FETCH_ALLOW.")
        self.stdout.write(f"{load_samples(base_url)} sample sources are on the books.")


def allowed_base() -> str:
    """Where FETCH_ALLOW lets this deployment read its own samples; else its public address.

    The two differ: people are given `localhost`, and the gate opens for one numeric address only.
    """
    named = (entry for entry in settings.FETCH_ALLOW if "://" in entry and entry.endswith(PLACE))
    return next(named, settings.BASE_URL + PLACE).removesuffix(PLACE)
