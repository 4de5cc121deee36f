"""`manage.py sources`: list, pause, resume and add the sources that are polled."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from ingest.models import Item, PublisherKind, Source
from ingest.services import sources
from ingest.starter.loading import why_off


class Command(BaseCommand):
    help = "List, pause, resume or add sources."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|pause|resume|add")
        verbs.add_parser("list", help="all sources, with their state")
        for verb, meaning in (("pause", "stop polling"), ("resume", "poll again, now first")):
            one = verbs.add_parser(verb, help=meaning)
            one.add_argument("slugs", nargs="*", metavar="SLUG")
            one.add_argument("--all", action="store_true", dest="every", help="every source")
            one.add_argument("--jurisdiction", metavar="CODE", help="the sources of one place, such as CA")
            if verb == "resume":
                one.add_argument("--force", action="store_true", help="also those that are off for a reason")
        new = verbs.add_parser("add", help="put an address on the books, paused")
        new.add_argument("slug", metavar="SLUG")
        new.add_argument("url", metavar="URL")
        new.add_argument("--name", default="", help="what people read; the slug if not given")
        new.add_argument("--publisher", choices=PublisherKind.values, default=PublisherKind.PRESS)

    def handle(self, *_args: Any, verb: str, **options: Any) -> None:
        try:
            getattr(self, f"_{verb}")(options)
        except sources.SourceRefused as refused:
            raise CommandError(str(refused)) from refused
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def _list(self, _options: dict[str, Any]) -> None:
        rows = Source.objects.order_by("slug")
        held = dict(Item.objects.order_by().values_list("source").annotate(Count("pk")))
        for source in rows:
            state = "paused" if source.is_paused else "failing" if source.last_error else "running"
            seen = f"{source.last_success_at:%Y-%m-%d %H:%M}" if source.last_success_at else "never read"
            told = f"  {source.last_error}" if source.last_error else ""
            self.stdout.write(f"{source.slug:<44} {state:<8} {held.get(source.pk, 0):>6} items  {seen}{told}")
        running = sum(not source.is_paused for source in rows)
        self.stdout.write(f"{len(rows)} sources, {running} running.")

    def _pause(self, options: dict[str, Any]) -> None:
        chosen = _chosen(options)
        self.stdout.write(f"Paused {sources.pause(chosen, reason='Paused by the operator.')} of {len(chosen)} sources.")

    def _resume(self, options: dict[str, Any]) -> None:
        chosen = _chosen(options)
        resumed = sources.resume(chosen, force=options["force"])
        for source in chosen:
            if source.is_paused and (reason := why_off(source)):
                self.stdout.write(f"{source.slug} stays off. {reason} To poll it all the same, name it with --force.")
        self.stdout.write(f"Resumed {resumed} of {len(chosen)} sources.")

    def _add(self, options: dict[str, Any]) -> None:
        source = sources.add(
            slug=options["slug"],
            url=options["url"],
            name=options["name"] or options["slug"],
            publisher_kind=options["publisher"],
        )
        self.stdout.write(f"Added {source.slug}, paused. Start it with: manage.py sources resume {source.slug}")


def _chosen(options: dict[str, Any]) -> list[Source]:
    """The sources that the command line means; CommandError with a sentence where it means none."""
    slugs, code, every = options["slugs"], options["jurisdiction"], options["every"]
    if sum((bool(slugs), bool(code), every)) != 1:
        raise CommandError("Name the sources, or give --all, or --jurisdiction CODE.", returncode=2)
    if every:
        return list(Source.objects.exclude(slug="desk"))
    if code:
        chosen = list(Source.objects.filter(jurisdiction__code=code.upper()))
        if not chosen:
            raise CommandError(f"No source belongs to {code.upper()}.", returncode=2)
        return chosen
    chosen = list(Source.objects.filter(slug__in=slugs).exclude(slug="desk"))
    unknown = sorted(set(slugs) - {source.slug for source in chosen})
    if unknown:
        raise CommandError(f"There is no source named {', '.join(unknown)}. See: manage.py sources list", returncode=2)
    return chosen
