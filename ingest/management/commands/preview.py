"""`manage.py preview FILE_OR_URL…`: read documents as sources without storing anything."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ingest.core.parsing import FORMATS, parse_document
from ingest.core.parsing.sniffing import WEB_PAGE
from ingest.core.suggesting import Suggestion, suggest_config, why_nothing
from ingest.core.text import read_entry
from ingest.core.types import Document, Entry

_WRONG_USE = 2


@dataclass(frozen=True, slots=True)
class Reader:
    """How documents are read: the format, the selectors or paths, and the language that is declared."""

    format: str = "auto"
    config: dict[str, Any] = field(default_factory=dict)
    language: str = ""
    url: str = ""
    """Where a saved file came from."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as it is shown, and the suggestion that it was read with, if it was."""

    document: Document
    suggestion: Suggestion | None = None


class Command(BaseCommand):
    help = (
        "Read feeds, listing pages or API answers and print one JSON object per entry, then one per document. "
        "Stores nothing and needs no database, broker or settings."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("documents", nargs="+", metavar="FILE_OR_URL")
        parser.add_argument("--format", choices=FORMATS, help="what the documents are; found out by default")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--source", metavar="SLUG", help="read them as this source of the starter directory is read")
        how.add_argument("--config", metavar="FILE", help="selectors or paths, as YAML or JSON")
        parser.add_argument("--url", default="", help="the address that a saved file came from, for its relative links")
        parser.add_argument("--live", action="store_true", help="take the source from the database")

    def handle(self, *_args: Any, documents: list[str], **options: Any) -> None:
        reader = _reader(options)
        for name in documents:
            self._preview(name, _read(name, reader), reader)

    def _preview(self, name: str, shown: Shown, reader: Reader) -> None:
        document = shown.document
        for entry in document.entries:
            self._write(_entry_as_json(name, entry, document.language or reader.language))
        last: dict[str, Any] = {"document": name, "entries": len(document.entries), "error": document.error}
        if shown.suggestion is not None:
            config = json.dumps(shown.suggestion.config, ensure_ascii=False)
            self.stderr.write(f"{name} was read with a suggested config. {shown.suggestion.reason} {config}")
            last["suggested"] = dict(shown.suggestion.config)
        self._write(last)

    def _write(self, row: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(row, ensure_ascii=False))


def _reader(options: dict[str, Any]) -> Reader:
    reader = Reader()
    if options["source"]:
        reader = (_live_source if options["live"] else _starter_source)(options["source"])
    if options["config"]:
        reader = Reader(config=_config(Path(options["config"])))
    return replace(reader, format=options["format"] or reader.format, url=options["url"])


def _starter_source(slug: str) -> Reader:
    from ingest.starter.loading import source_entries

    for row in source_entries():
        if row["id"] == slug:
            return Reader(format=row["format"], config=row.get("config") or {}, language=row.get("language") or "")
    raise CommandError(f"The starter directory has no source “{slug}”.", returncode=_WRONG_USE)


def _live_source(slug: str) -> Reader:
    from ingest.models import Source

    source = Source.objects.filter(slug=slug).first()
    if source is None:
        raise CommandError(f"The database has no source “{slug}”.", returncode=_WRONG_USE)
    return Reader(format=source.format, config=source.config, language=source.language)


def _config(path: Path) -> dict[str, Any]:
    try:
        config = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CommandError(f"The config {path} cannot be read as YAML or JSON.", returncode=_WRONG_USE) from error
    if not isinstance(config, dict):
        raise CommandError(f"The config {path} does not hold names with values.", returncode=_WRONG_USE)
    return config


def _read(name: str, reader: Reader) -> Shown:
    """Read one document. One that cannot be had or read is answered by its error."""
    if name.startswith(("http://", "https://")):
        return _read_url(name, reader)
    try:
        body = Path(name).read_bytes()
    except OSError as error:
        return Shown(Document(format="", error=f"The file {name} cannot be read: {error.strerror}."))
    return _shown(body, reader, url=reader.url)


def _read_url(url: str, reader: Reader) -> Shown:
    from ingest import http

    answer = http.fetch_one(http.Ask(url), memory=http.own_memory())
    if answer.error:
        return Shown(Document(format="", error=answer.error))
    return _shown(answer.body, reader, url=answer.final_url or url, content_type=answer.content_type)


def _shown(body: bytes, reader: Reader, *, url: str, content_type: str = "") -> Shown:
    """A body read as it is polled; a page or an API without a config by the best suggestion, which says so."""
    now = timezone.now()
    document = parse_document(
        body, now=now, content_type=content_type, url=url, format=reader.format, config=reader.config
    )
    is_asked = reader.format in {"html_listing", "json_api"}
    if document.error is None or reader.config or not (is_asked or document.format == WEB_PAGE):
        return Shown(document)
    best = next(iter(suggest_config(body, url=url, content_type=content_type, now=now)), None)
    is_as_asked = is_asked and best is not None and best.format == reader.format
    if best is None or not (is_as_asked or best.is_confident):
        return Shown(_explained(document, body, content_type, is_asked=is_asked))
    return Shown(replace(document, format=best.format, entries=best.entries, error=None), best)


def _explained(document: Document, body: bytes, content_type: str, *, is_asked: bool) -> Document:
    """The document with why no reading of it could be proposed."""
    why = why_nothing(body, content_type=content_type)
    if is_asked:
        return replace(document, error=why)
    is_wall = why in (document.error or "")
    return document if is_wall else replace(document, error=f"{document.error} {why}")


def _entry_as_json(document: str, entry: Entry, language: str) -> dict[str, Any]:
    read = read_entry(entry, fallback_language=language)
    return {
        "document": document,
        "guid": entry.guid,
        "url": entry.url,
        "title": read.title,
        "text": read.text,
        "published_at": _instant(entry.published_at),
        "updated_at": _instant(entry.updated_at),
        "lang": read.language,
    }


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
