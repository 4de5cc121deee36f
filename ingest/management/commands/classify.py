"""`manage.py classify < items.jsonl`: propose for items without storing anything."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from ingest import lines


class Command(BaseCommand):
    help = lines.HELP
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        lines.add_arguments(parser)

    def handle(self, *_args: Any, live: bool, **_options: Any) -> None:
        for answer in lines.answers(sys.stdin.buffer, live=live):
            self.stdout.write(answer)
