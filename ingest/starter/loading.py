"""Loading the starter sources: paused, safe to repeat, and never over an operator's change."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from actions.starter.files import digest, read_yaml
from actions.starter.loading import Report, Tell
from ingest.models import PublisherKind, Source, SourceFormat
from jurisdictions.services import keep_jurisdiction

FOLDER = Path(__file__).parent
RESTING = "Starter sources rest until an operator resumes them."


def source_entries() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = read_yaml(FOLDER / "sources.yaml")["sources"]
    return entries


@cache
def _off() -> dict[str, tuple[str, str]]:
    return {entry["id"]: (entry["url"], entry["off"]) for entry in source_entries() if entry.get("off")}


def why_off(source: Source) -> str:
    """Why a starter source is to stay off: it needs a key, or its owner forbids robots; empty where it is not.

    A source whose address an operator has changed, say to add the key, is no longer held back.
    """
    url, reason = _off().get(source.slug, ("", ""))
    return reason if url and source.url == url else ""


@transaction.atomic
def load_sources(report: Report, tell: Tell) -> None:
    """Make the sources that are not there yet. One that is there stays as its operator left it."""
    known = {source.slug: source for source in Source.objects.all()}
    fresh = []
    for entry in source_entries():
        tell("sources")
        source = known.get(entry["id"])
        if source is None:
            fresh.append(_source_of(entry))
            report.made["sources"] += 1
            continue
        if source.starter_digest != digest(entry):
            report.kept.append(f"source {source.slug}: the starter entry has changed; the source stays as it is")
        report.unchanged["sources"] += 1
    Source.objects.bulk_create(fresh)


def _source_of(entry: dict[str, Any]) -> Source:
    return Source(
        slug=entry["id"],
        name=entry["name"],
        url=entry["url"],
        homepage=entry["homepage"] or "",
        format=SourceFormat(entry["format"]),
        publisher_kind=PublisherKind(entry["publisher_kind"]),
        jurisdiction=keep_jurisdiction(entry["jurisdiction"]) if entry["jurisdiction"] else None,
        language=entry["language"] or "",
        topics=entry["topics"],
        notes=entry.get("notes") or "",
        is_verified_in_code=entry["verified"] == "code",
        poll_minutes=entry["poll_minutes"],
        is_paused=True,
        pause_reason=f"Off: {entry['off']}" if entry.get("off") else RESTING,
        config=entry.get("config") or {},
        starter_digest=digest(entry),
    )
