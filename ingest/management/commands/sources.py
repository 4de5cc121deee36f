"""`manage.py sources`: add, import, export, show, list, pause and resume the sources that are polled."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count
from django.utils import timezone

from ingest.core.publishers import jurisdiction_of_host
from ingest.core.types import Document
from ingest.desk import findings
from ingest.models import Finding, Item, PublisherKind, Source, SourceFormat
from ingest.services import adding, looking, previewing, sources, subscriptions, suggesting
from ingest.starter.loading import why_off

_WRONG_USE = 2


class Command(BaseCommand):
    help = "Add, import, export, show, list, pause or resume sources."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="add|import|export|show|list|pause|resume")
        _add_arguments(verbs.add_parser("add", help="look at addresses and put them on the books"))
        several = verbs.add_parser("import", help="add every feed of an OPML file")
        several.add_argument("file", type=Path, metavar="FILE")
        several.add_argument("--start", action="store_true", help="poll them from now on; paused otherwise")
        out = verbs.add_parser("export", help="write all sources as OPML, with selectors and intervals")
        out.add_argument("file", nargs="?", type=Path, metavar="FILE", help="standard output if not given")
        verbs.add_parser("list", help="all sources, with their state")
        verbs.add_parser("show", help="what we know of one source").add_argument("slug", metavar="SLUG")
        for verb, meaning in (("pause", "stop polling"), ("resume", "poll again, now first")):
            one = verbs.add_parser(verb, help=meaning)
            one.add_argument("slugs", nargs="*", metavar="SLUG")
            one.add_argument("--all", action="store_true", dest="every", help="every source")
            one.add_argument("--jurisdiction", metavar="CODE", help="the sources of one place, such as CA")
            if verb == "resume":
                one.add_argument("--force", action="store_true", help="also those that are off for a reason")

    def handle(self, *_args: Any, verb: str, **options: Any) -> None:
        try:
            getattr(self, f"_{verb}")(options)
        except sources.SourceRefused as refused:
            raise CommandError(str(refused)) from refused

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

    def _show(self, options: dict[str, Any]) -> None:
        source = Source.objects.filter(slug=options["slug"]).select_related("jurisdiction").first()
        if source is None:
            raise CommandError(f"There is no source named {options['slug']}.", returncode=_WRONG_USE)
        now = timezone.now()
        facts = {
            "name": source.name,
            "address": source.url,
            "format": source.format,
            "place": source.jurisdiction.code if source.jurisdiction else "",
            "state": f"paused: {source.pause_reason}"
            if source.is_paused
            else f"polled every {source.poll_minutes} min",
            "last success": f"{source.last_success_at:%Y-%m-%d %H:%M}" if source.last_success_at else "never",
            "items": str(Item.objects.filter(source=source).count()),
            "last error": source.last_error,
        }
        for name, value in facts.items():
            self.stdout.write(f"{name:<14}{value or '-'}")
        for finding in Finding.objects.standing().filter(source=source).select_related("source"):
            self.stdout.write(f"finding       {findings.say(finding, now=now)}")

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
        urls = options["urls"]
        if len(urls) > 1 and (options["slug"] or options["name"]):
            raise CommandError("A name or a slug can be given for one address only.", returncode=_WRONG_USE)
        failed = 0
        for url in urls:
            try:
                source = adding.add_source(_new_source(url, options), start=options["start"])
            except sources.SourceRefused as refused:
                failed += 1
                self.stderr.write(f"{url}: {refused}")
                continue
            state = "polled from now on" if options["start"] else f"paused; start it: sources resume {source.slug}"
            self.stdout.write(f"Added {source.slug} ({source.get_format_display()}), {state}.")
        if failed:
            raise CommandError(f"{failed} of {len(urls)} addresses were not added.")

    def _import(self, options: dict[str, Any]) -> None:
        try:
            body = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"The file {options['file']} cannot be read: {error.strerror}.") from error
        done = subscriptions.import_opml(body, start=options["start"], now=timezone.now())
        if done.error:
            raise CommandError(done.error)
        for one in done.refused:
            self.stderr.write(f"{one.named}: {one.sentence}")
        self.stdout.write(
            f"Added {len(done.added)} sources; {len(done.known)} were known already; {len(done.refused)} were refused."
        )

    def _export(self, options: dict[str, Any]) -> None:
        body = subscriptions.export_opml(timezone.now())
        if options["file"] is None:
            self.stdout.write(body.decode(), ending="")
            return
        try:
            options["file"].write_bytes(body)
        except OSError as error:
            raise CommandError(f"The file {options['file']} cannot be written: {error.strerror}.") from error
        self.stdout.write(
            f"Wrote {Source.objects.exclude(format=SourceFormat.DESK).count()} sources to {options['file']}."
        )


def _add_arguments(new: ArgumentParser) -> None:
    new.add_argument("urls", nargs="+", metavar="URL", help="a feed, a page that names one, or an API")
    new.add_argument("--name", default="", help="what people read; the document's own title if not given")
    new.add_argument("--slug", default="", help="its short name; made from the name if not given")
    new.add_argument("--publisher", choices=PublisherKind.values, help="told from the host if not given")
    new.add_argument("--jurisdiction", metavar="CODE", help="told from the host if not given")
    new.add_argument("--language", help="told from the document if not given")
    new.add_argument("--minutes", type=int, help="interval; from what the document shows if not given")
    new.add_argument("--format", choices=[one for one in SourceFormat.values if one != "desk"], default="auto")
    new.add_argument("--config", type=Path, metavar="FILE", help="selectors or paths, as YAML or JSON")
    new.add_argument(
        "--suggested", action="store_true", help="a page or an API without a feed: by the best reading of it"
    )
    new.add_argument("--start", action="store_true", help="poll it from now on; paused otherwise")
    new.add_argument("--unseen", action="store_true", help="do not ask the address now")


def _new_source(url: str, options: dict[str, Any]) -> adding.NewSource:
    """What to add for an address: as it is, or the one feed that the page names."""
    config = _config(options["config"])
    if options["unseen"]:
        address, document = url, Document(format=options["format"])
    else:
        address, document, config = _settle(url, options["format"], config, is_suggested=options["suggested"])
    told = previewing.suggest(address, document, now=timezone.now())
    place = jurisdiction_of_host(address) if options["jurisdiction"] is None else options["jurisdiction"].upper()
    return adding.NewSource(
        url=address,
        name=options["name"] or told.name,
        slug=options["slug"],
        format=document.format or options["format"],
        config=config,
        publisher_kind=options["publisher"] or told.publisher_kind,
        jurisdiction=place,
        language=told.language if options["language"] is None else options["language"],
        homepage=told.homepage,
        poll_minutes=options["minutes"] or told.poll_minutes,
    )


def _settle(
    url: str,
    format: str,  # noqa: A002 - as in Source
    config: dict[str, Any],
    *,
    is_suggested: bool,
) -> tuple[str, Document, dict[str, Any]]:
    """The address that is really read, what it gives, and by which config; SourceRefused where none is."""
    now = timezone.now()
    if config or (format != "auto" and not is_suggested):
        document = looking.read(looking.fetch_kept(url), now=now, format=format, config=config)
        if document.error:
            raise sources.SourceRefused(document.error)
        return url, document, config
    looked = looking.look(url, now=now)
    if looked.document is not None:
        _refuse_known(looked.address, led_from=url)
        return url, looked.document, config
    if looked.error or looked.wall:
        raise sources.SourceRefused(
            looked.error or f"{looked.wall} Open the address in a browser, and wait or write to its owner."
        )
    feeds = looked.readable_feeds
    if len(feeds) == 1:
        return feeds[0].candidate.url, feeds[0].document, config
    if feeds:
        named = ", ".join(feed.candidate.url for feed in feeds)
        raise sources.SourceRefused(f"This page names {len(feeds)} feeds. Add one of them: {named}")
    best = suggesting.best_reading(looked, now=now)
    if is_suggested and best.document is not None:
        return url, best.document, dict(best.config)
    raise sources.SourceRefused(best.sentence)


def _refuse_known(address: str, *, led_from: str) -> None:
    """SourceRefused where an address leads to one that we read already."""
    known = Source.objects.filter(url=address).first() if address != led_from else None
    if known is not None:
        raise sources.SourceRefused(f"It leads to {address}, which “{known.name}” ({known.slug}) has already.")


def _config(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        config = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CommandError(f"The config {path} cannot be read as YAML or JSON.", returncode=_WRONG_USE) from error
    if not isinstance(config, dict):
        raise CommandError(f"The config {path} does not hold names with values.", returncode=_WRONG_USE)
    return config


def _chosen(options: dict[str, Any]) -> list[Source]:
    """The sources that the command line means; CommandError with a sentence where it means none."""
    slugs, code, every = options["slugs"], options["jurisdiction"], options["every"]
    if sum((bool(slugs), bool(code), every)) != 1:
        raise CommandError("Name the sources, or give --all, or --jurisdiction CODE.", returncode=_WRONG_USE)
    if every:
        return list(Source.objects.exclude(slug="desk"))
    if code:
        chosen = list(Source.objects.filter(jurisdiction__code=code.upper()))
        if not chosen:
            raise CommandError(f"No source belongs to {code.upper()}.", returncode=_WRONG_USE)
        return chosen
    chosen = list(Source.objects.filter(slug__in=slugs).exclude(slug="desk"))
    unknown = sorted(set(slugs) - {source.slug for source in chosen})
    if unknown:
        raise CommandError(
            f"There is no source named {', '.join(unknown)}. See: manage.py sources list", returncode=_WRONG_USE
        )
    return chosen
