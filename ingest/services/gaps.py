"""Gaps: where entries were probably lost, older pages are read back to one that is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.core.cache import cache
from django.db import transaction

from ingest.core.identity import identify_all
from ingest.core.parsing import parse_document
from ingest.core.types import Document
from ingest.http import Answer, Ask, fetch_one
from ingest.models import Finding, FindingKind, Item, Source
from ingest.services.storing import keep_snapshot, store_entries

log = structlog.get_logger(__name__)

MOST_PAGES = 10
GAPS_AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Walk:
    """How far back a gap was read: pages, entries found, and whether a known one was met."""

    pages: int = 0
    recovered: int = 0
    is_closed: bool = False
    error: str = ""


def close_gaps(now: datetime) -> int:
    """Read back the gaps for which the publisher names older pages; tells how many were looked at."""
    open_gaps = (
        Finding.objects.standing()
        .filter(kind=FindingKind.GAP, source__is_paused=False)
        .exclude(values__next_url="")
        .exclude(values__has_key="pages")
        .select_related("source")
        .order_by("since")[:GAPS_AT_ONCE]
    )
    count = 0
    for finding in open_gaps:
        walk = walk_back(finding.source, str(finding.values.get("next_url", "")), lost_since=finding.since, now=now)
        _note_walk(finding, walk, now)
        count += 1
    return count


def walk_back(source: Source, url: str, *, lost_since: datetime, now: datetime) -> Walk:
    """Follow `next` pages from `url` to an entry known before `lost_since`, at most MOST_PAGES; all is stored."""
    met: set[str] = {source.url}
    recovered = 0
    for pages in range(1, MOST_PAGES + 1):
        met.add(url)
        answer = fetch_one(Ask(url), memory=cache)
        document = Document(format="", error=answer.error) if answer.error else _read(source, answer, now)
        if document.error:
            return Walk(pages, recovered, error=document.error)
        new, known = _store(source, answer, document, lost_since=lost_since, now=now)
        recovered += new
        if known:
            return Walk(pages, recovered, is_closed=True)
        url = document.next_url
        if not url or url in met:
            return Walk(pages, recovered)
    return Walk(MOST_PAGES, recovered)


def _read(source: Source, answer: Answer, now: datetime) -> Document:
    return parse_document(
        answer.body,
        content_type=answer.content_type,
        url=answer.final_url,
        format=source.format,
        config=source.config,
        now=now,
    )


@transaction.atomic
def _store(
    source: Source, answer: Answer, document: Document, *, lost_since: datetime, now: datetime
) -> tuple[int, int]:
    """How many entries of an older page were new, and how many were known before the gap."""
    held = Source.objects.select_for_update().get(pk=source.pk)
    keys = {identity.key for identity in identify_all(document.entries)}
    known = Item.objects.filter(source=held, key__in=keys, first_seen_at__lte=lost_since).count()
    counts = store_entries(
        source=held,
        entries=document.entries,
        language=document.language,
        snapshot=keep_snapshot(answer, now),
        now=now,
    )
    return counts.new_count, known


def _note_walk(finding: Finding, walk: Walk, now: datetime) -> None:
    finding.values = finding.values | {"pages": walk.pages, "recovered": walk.recovered, "error": walk.error[:300]}
    finding.seen_at = now
    finding.closed_at = now if walk.is_closed else None
    finding.save(update_fields=["values", "seen_at", "closed_at"])
    log.info(
        "gap_read_back",
        source=finding.source.slug,
        pages=walk.pages,
        recovered=walk.recovered,
        closed=walk.is_closed,
        error=walk.error or None,
    )
