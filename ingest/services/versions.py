"""Versions: what an item's content became, sorted as it is stored, so that only news reaches an editor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from ingest import gazetteer
from ingest.core.folding import fold_in_place
from ingest.core.gazetteer import Gazetteer
from ingest.core.text import Plain, read_entry
from ingest.core.types import Entry
from ingest.core.updates import Content, Sorted, sort_update
from ingest.models import Item, ItemVersion, Origin, Snapshot, Source, Story, StoryState, Update
from ingest.services.bulk import insert_rows, row_like, update_rows
from ingest.services.cleaning import clean, clean_url
from ingest.services.matching import Met, Named

Columns = dict[str, Any]
"""The columns of a version that come from its entry."""

MOST_NOISE = 24
"""Noisy versions that are kept of one item; a counter that still counts then is not stored again."""

_REACHES_EDITOR = {Update.SUBSTANCE, Update.RETRACTION}
_LONGEST_REASON = 200


_VERSION = ItemVersion()
"""What a new version begins as."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one document of a source gave. `language` is what the document declares, else the source."""

    source: Source
    entries: Sequence[Entry]
    language: str = ""
    snapshot: Snapshot | None = None


class Seen(NamedTuple):
    """An entry of a document with the item that it is. `columns` stand beside new items, `met` beside known ones."""

    item: Item
    named: Named
    digest: str
    given: Given
    met: Met | None = None
    columns: Columns | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    """A stored version without its texts."""

    pk: int
    item: int
    number: int
    digest: str
    update: str
    origin: str
    returned: int


def add_versions(seen: Sequence[Seen], now: datetime) -> list[ItemVersion]:
    """Add a version wherever an item's content is new; gives those that were made, with their keys.

    An item that shows what it showed before gets no version; the first time that it goes back
    on a change of substance, its decided story waits again, and later swings are only counted.
    """
    changed = [one for one in _once_each(seen) if one.met is None or one.item.content_sha256 != one.digest]
    held = _held_versions([one.item.pk for one in changed if one.met])
    returned = [(one, old) for one in changed if (old := _with_digest(held, one.item.pk, one.digest))]
    fresh = [one for one in changed if not _with_digest(held, one.item.pk, one.digest)]
    shown = {one.item.pk: _shown(held.get(one.item.pk, ()), one.item.content_sha256) for one in fresh if one.met}
    texts = ItemVersion.objects.in_bulk([old.pk for old in shown.values() if old]) if shown else {}
    versions = []
    for one in fresh:
        old = shown.get(one.item.pk)
        version = _version(one, now, before=texts.get(old.pk) if old else None)
        version.number = max((each.number for each in held.get(one.item.pk, ())), default=0) + 1
        _show(one.item, version.title, version.url, one.digest)
        noisy = sum(each.update == Update.NOISE for each in held.get(one.item.pk, ()))
        if version.update != Update.NOISE or noisy < MOST_NOISE:
            versions.append(version)
    made = _insert(versions)
    if returned:
        _swing_back(returned, held)
    # New items were stored with what they show.
    update_rows([one.item for one in changed if one.met], ["title", "url", "content_sha256"])
    return made


def _insert(versions: Sequence[ItemVersion]) -> list[ItemVersion]:
    keys = {
        (item, digest): pk for pk, item, digest in insert_rows(versions, returning=["id", "item", "content_sha256"])
    }
    for version in versions:
        version.pk = keys.get((version.item_id, version.content_sha256))
    return [version for version in versions if (version.item_id, version.content_sha256) in keys]


def columns_of(entry: Entry, plain: Plain, language: str) -> Columns:
    """What a version keeps of its entry: as it came, and as a person reads it."""
    read = read_entry(entry, fallback_language=language, plain=plain)
    return {
        "title_as_came": clean(entry.title, 1_000),
        "html_as_came": clean(entry.html),
        "title": clean(read.title, 1_000),
        "text": clean(read.text),
        "repair": read.repair,
        "language": clean(read.language, 12),
        "url": clean_url(entry.url),
        "author": clean(entry.author, 300),
        "published_at": entry.published_at,
        "updated_at": entry.updated_at,
    }


def sort_against(before: ItemVersion, title: str, text: str, language: str) -> Sorted:
    """What a new content is against a stored version, knowing the names of places and vendors."""
    return sort_update(
        Content(before.title, before.text, before.language), Content(title, text, language), is_name=_is_name
    )


def reasons_of(found: Sorted) -> list[list[str]]:
    """The reasons as a version keeps them."""
    return [[what, clean(words, _LONGEST_REASON)] for what, words in found.reasons]


def _once_each(seen: Sequence[Seen]) -> Iterable[Seen]:
    """Two entries of one document never are one item; the first stands where they would."""
    return {one.item.pk: one for one in reversed(seen)}.values()


def _held_versions(items: Sequence[int]) -> dict[int, list[_Held]]:
    held: dict[int, list[_Held]] = {}
    if not items:
        return held
    rows = ItemVersion.objects.filter(item__in=items).order_by("number")
    for row in rows.values_list("pk", "item_id", "number", "content_sha256", "update", "origin", "returned_count"):
        held.setdefault(row[1], []).append(_Held(*row))
    return held


def _with_digest(held: Mapping[int, Sequence[_Held]], item: int, digest: str) -> _Held | None:
    return next((each for each in held.get(item, ()) if each.digest == digest), None)


def _shown(versions: Sequence[_Held], digest: str) -> _Held | None:
    """The version that the source showed last: what a new one is compared with."""
    entries = [each for each in versions if each.origin == Origin.ENTRY]
    return next((each for each in entries if each.digest == digest), entries[-1] if entries else None)


def _version(one: Seen, now: datetime, *, before: ItemVersion | None) -> ItemVersion:
    version = row_like(
        _VERSION,
        item=one.item,
        content_sha256=one.digest,
        snapshot=one.given.snapshot,
        seen_at=now,
        named=_named(one),
        update_reasons=[],
        page_starts=[],
        **(one.columns or columns_of(one.named.entry, one.named.plain, one.given.language)),
    )
    if before is not None:
        found = sort_against(before, version.title, version.text, version.language)
        version.update, version.update_reasons = found.kind, reasons_of(found)
    return version


def _named(one: Seen) -> dict[str, Any]:
    return {
        "key": one.named.key,
        "by": one.met.by if one.met else "new",
        "value": clean(one.met.value, 500) if one.met else "",
        "aliases": [[kind, clean(value, 500)] for kind, value in one.named.identity.aliases],
    }


def _show(item: Item, title: str, url: str, digest: str) -> None:
    item.title, item.url, item.content_sha256 = title, url, digest


def _swing_back(returned: Sequence[tuple[Seen, _Held]], held: Mapping[int, Sequence[_Held]]) -> None:
    """Items that show again what they showed before: counted, and news only the first time."""
    texts = ItemVersion.objects.in_bulk([old.pk for _, old in returned])
    news = []
    for one, old in returned:
        left = _shown(held[one.item.pk], one.item.content_sha256) if one.item.content_sha256 else None
        version = texts[old.pk]
        _show(one.item, version.title, version.url, old.digest)
        if left is None or left.pk == old.pk:
            continue
        version.returned_count += 1
        is_first = not any(each.returned for each in held[one.item.pk])
        if is_first and left.update in _REACHES_EDITOR and one.item.story_id:
            news.append(one.item.story_id)
    ItemVersion.objects.bulk_update(texts.values(), ["returned_count"])
    decided = Story.objects.filter(pk__in=news, state__in=[StoryState.APPROVED, StoryState.REJECTED])
    decided.update(state=StoryState.UPDATES)


def _is_name(word: str) -> bool:
    return bool(_names().find(word, fold_in_place(word)))


@lru_cache(maxsize=1)
def _names() -> Gazetteer:
    return gazetteer.load()
