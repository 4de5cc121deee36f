"""`manage.py preview FILE_OR_URL…`: read documents as sources without storing anything."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ingest.core.parsing import FORMATS, parse_document
from ingest.core.text import read_entry
from ingest.core.types import Document, Entry

_WRONG_USE = 2


@dataclass(frozen=True, slots=True)
class Reader:
    """How documents are read: the format, the selectors or paths, and the language that is declared."""

    format: str = "auto"
    config: dict[str, Any] = field(default_factory=dict)
    language: str = ""


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
        parser.add_argument("--live", action="store_true", help="take the source from the database")

    def handle(self, *_args: Any, documents: list[str], **options: Any) -> None:
        reader = _reader(options)
        for name in documents:
            document = _read(name, reader)
            for entry in document.entries:
                self._write(_entry_as_json(name, entry, document.language or reader.language))
            self._write({"document": name, "entries": len(document.entries), "error": document.error})

    def _write(self, row: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(row, ensure_ascii=False))


def _reader(options: dict[str, Any]) -> Reader:
    reader = Reader()
    if options["source"]:
        reader = (_live_source if options["live"] else _starter_source)(options["source"])
    if options["config"]:
        reader = Reader(config=_config(Path(options["config"])))
    return Reader(format=options["format"] or reader.format, config=reader.config, language=reader.language)


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


def _read(name: str, reader: Reader) -> Document:
    """Read one document. One that cannot be had or read is answered by its error."""
    if name.startswith(("http://", "https://")):
        return _read_url(name, reader)
    try:
        body = Path(name).read_bytes()
    except OSError as error:
        return Document(format="", error=f"The file {name} cannot be read: {error.strerror}.")
    return parse_document(body, now=timezone.now(), format=reader.format, config=reader.config)


def _read_url(url: str, reader: Reader) -> Document:
    from ingest import http

    answer = http.fetch_one(http.Ask(url), memory=http.own_memory())
    if answer.error:
        return Document(format="", error=answer.error)
    return parse_document(
        answer.body,
        now=timezone.now(),
        content_type=answer.content_type,
        url=answer.final_url or url,
        format=reader.format,
        config=reader.config,
    )


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
