"""The canary: a changed reading of a source is run over every page of it that we keep, before it is saved."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from ingest.core.identity import content_digest, identify_all
from ingest.core.parsing import parse_document
from ingest.core.types import Document, Entry
from ingest.models import Snapshot, Source
from ingest.services.captures import body_of

MOST_PAGES = 40
LONGEST_S = 15.0
"""A person waits for it; what was not reached in time is said."""

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class PageDiff:
    """One kept page under the old reading and the new one. Titles are the first few; counts are of all."""

    snapshot: Snapshot
    before: int
    after: int
    error: str
    appearing: int
    vanishing: int
    changing: int
    appear: tuple[str, ...] = ()
    vanish: tuple[str, ...] = ()
    change: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        return not (self.error or self.appearing or self.vanishing or self.changing)


@dataclass(frozen=True, slots=True)
class Canary:
    """The new reading over all kept pages; `left_out` were not reached in time."""

    pages: tuple[PageDiff, ...]
    left_out: int = 0

    @property
    def differing(self) -> tuple[PageDiff, ...]:
        return tuple(page for page in self.pages if not page.is_same)

    @property
    def same_count(self) -> int:
        return sum(page.is_same for page in self.pages)


def kept_pages(source: Source) -> Sequence[Snapshot]:
    """The newest pages that we keep of a source."""
    theirs = Snapshot.objects.filter(Q(fetches__source=source) | Q(versions__item__source=source)).distinct()
    return list(theirs.select_related("payload").order_by("-fetched_at")[:MOST_PAGES])


def try_reading(source: Source, *, format: str, config: Mapping[str, Any], now: datetime) -> Canary:  # noqa: A002 - as in Source
    """Read each kept page of `source` as it is read now and as it would be."""
    started = time.monotonic()
    pages = kept_pages(source)
    diffs: list[PageDiff] = []
    for number, snapshot in enumerate(pages):
        if time.monotonic() - started > LONGEST_S:
            return Canary(tuple(diffs), left_out=len(pages) - number)
        body = body_of(snapshot)
        old = _read(body, snapshot, source.format, source.config, now)
        new = _read(body, snapshot, format, config, now)
        diffs.append(_diff(snapshot, old, new))
    return Canary(tuple(diffs))


def _read(body: bytes, snapshot: Snapshot, format: str, config: Mapping[str, Any], now: datetime) -> Document:  # noqa: A002
    content_type = next((value for name, value in snapshot.headers if name.casefold() == "content-type"), "")
    return parse_document(body, content_type=content_type, url=snapshot.url, format=format, config=config, now=now)


def _diff(snapshot: Snapshot, old: Document, new: Document) -> PageDiff:
    before, after = _by_key(old.entries), _by_key(new.entries)
    appear = [after[key].title or key for key in after if key not in before]
    vanish = [before[key].title or key for key in before if key not in after]
    change = [after[key].title or key for key in after if key in before and _differs(before[key], after[key])]
    return PageDiff(
        snapshot=snapshot,
        before=len(old.entries),
        after=len(new.entries),
        error=new.error or "",
        appearing=len(appear),
        vanishing=len(vanish),
        changing=len(change),
        appear=tuple(appear[:_SHOWN]),
        vanish=tuple(vanish[:_SHOWN]),
        change=tuple(change[:_SHOWN]),
    )


def _by_key(entries: Sequence[Entry]) -> dict[str, Entry]:
    return dict(zip((identity.key for identity in identify_all(entries)), entries, strict=True))


def _differs(old: Entry, new: Entry) -> bool:
    return content_digest(old) != content_digest(new) or old.published_at != new.published_at
