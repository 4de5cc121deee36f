"""Storing: entries become items and versions, each once; the constraints decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ingest.core.identity import content_digest, identify_all
from ingest.core.text import plain_of
from ingest.core.types import Entry
from ingest.models import Item, ItemAlias, ItemVersion, Snapshot, Source, Update, WaitingVersion
from ingest.services.bulk import insert_alike, insert_columns, insert_rows, row_like
from ingest.services.captures import keep_snapshot, keep_snapshots
from ingest.services.cleaning import clean, clean_url
from ingest.services.matching import Met, Name, Named, known_items
from ingest.services.versions import Given, Seen, add_versions, columns_of

__all__ = [
    "Given",
    "StoredEntries",
    "await_proposals",
    "clean",
    "clean_url",
    "keep_snapshot",
    "keep_snapshots",
    "store_documents",
    "store_entries",
]


@dataclass(frozen=True, slots=True)
class StoredEntries:
    """How many items were new, and how many known ones came with new content."""

    new_count: int = 0
    changed_count: int = 0
    version_ids: tuple[int, ...] = ()
    """The versions that were made and wait for the classifier."""


_ITEM = Item()
"""What a new item begins as."""

Answering = Callable[[Sequence[ItemVersion], datetime], Sequence[ItemVersion]]
"""Answers versions that were just stored, in the same transaction; gives those that shall wait for the classifier."""


def leave_all(versions: Sequence[ItemVersion], _now: datetime) -> Sequence[ItemVersion]:
    """Answer none: all wait."""
    return versions


def store_entries(
    *, source: Source, entries: Sequence[Entry], language: str, snapshot: Snapshot | None, now: datetime
) -> StoredEntries:
    """Keep what one document of `source` gave; see `store_documents`."""
    return store_documents([Given(source, entries, language, snapshot)], now)[source.pk]


def store_documents(
    given: Sequence[Given], now: datetime, *, answering: Answering = leave_all
) -> dict[int, StoredEntries]:
    """Keep what some sources gave, one document of each: new items, new versions of known ones, when each was seen.

    Call it inside a transaction that holds the sources' rows. Safe to repeat: the constraints
    `item_once_per_source` and `version_content_once_per_item` decide. Gives what was stored by
    the source's key. The number of statements does not grow with that of documents or entries.
    """
    documents = {one.source.pk: replace(one, language=one.language or one.source.language) for one in given}
    named = [entry for one in documents.values() for entry in _once_each(one)]
    known = known_items(named, now)
    seen = [_new(one, documents[one.source], now) for one in named if one.name not in known]
    items, known = _add_items(seen, known)
    seen = [one for one in seen if one.named.name in items]
    seen += [
        Seen(known[one.name].item, one, content_digest(one.entry, one.plain), documents[one.source], known[one.name])
        for one in named
        if one.name in known
    ]
    made = add_versions(seen, now)
    Item.objects.filter(pk__in=[met.item.pk for met in known.values()]).update(last_seen_at=now)
    _add_aliases(seen)
    waiting = answering(made, now)
    await_proposals(waiting, now)
    return _counted(documents, items, made, waiting)


def _once_each(given: Given) -> list[Named]:
    """Entries with their identities; one that stands twice in a document counts once."""
    named: dict[str, Named] = {}
    for identity, entry in zip(identify_all(given.entries), given.entries, strict=True):
        if identity.key not in named:
            named[identity.key] = Named(given.source.pk, identity, entry, plain_of(entry))
    return list(named.values())


def _new(named: Named, given: Given, now: datetime) -> Seen:
    """An entry that nothing is known of, with its item, not yet stored."""
    columns = columns_of(named.entry, named.plain, given.language)
    digest = content_digest(named.entry, named.plain)
    published_at = columns["published_at"]
    item = row_like(
        _ITEM,
        source=given.source,
        key=named.key,
        key_reason=named.identity.reason,
        title=columns["title"],
        url=columns["url"],
        published_at=min(published_at, now) if published_at else None,
        first_seen_at=now,
        last_seen_at=now,
        content_sha256=digest,
        story_reason={},
        instruments=[],
    )
    return Seen(item, named, digest, given, columns=columns)


def _add_items(seen: Sequence[Seen], known: dict[Name, Met]) -> tuple[dict[Name, int], dict[Name, Met]]:
    """Store the items of new entries; gives their keys, and what is known with those whose key was taken after all.

    A key is taken where an editor made the item that bears it a part of another one.
    """
    rows = insert_rows([one.item for one in seen], returning=["id", "source", "key"])
    stored = {(source, key): pk for pk, source, key in rows}
    items: dict[Name, int] = {}
    taken = []
    for one in seen:
        if pk := stored.get((one.item.source_id, one.item.key)):
            items[one.named.name] = one.item.pk = pk
        else:
            taken.append(one.named)
    if taken:
        found = {(item.source_id, item.key): item for item in Item.objects.named([(t.source, t.key) for t in taken])}
        known = known | {one.name: Met(found[one.source, one.key], "key", one.identity.key) for one in taken}
    return items, known


def await_proposals(versions: Sequence[ItemVersion], now: datetime) -> None:
    """Note that these versions, just stored, wait for the classifier."""
    if versions:
        insert_alike(WaitingVersion(since=now), {"version": [version.pk for version in versions]})


def _add_aliases(seen: Sequence[Seen]) -> None:
    """Only names that stand on one entry of the document are aliases; the first item to bear one keeps it."""
    uses = Counter((one.named.source, *alias) for one in seen for alias in set(one.named.identity.aliases))
    rows = [
        (one.named.source, one.item.pk, kind, clean(value, 500), _reason(one.met))
        for one in seen
        for kind, value in one.named.identity.aliases
        if uses[one.named.source, kind, value] == 1
    ]
    names = ("source_id", "item_id", "kind", "value", "reason")
    insert_columns(ItemAlias, dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)) if rows else {})


def _reason(met: Met | None) -> str:
    return "" if met is None or met.by == "key" else f"met by {met.by}"


def _counted(
    documents: Mapping[int, Given],
    items: Mapping[Name, int],
    made: Sequence[ItemVersion],
    waiting: Sequence[ItemVersion],
) -> dict[int, StoredEntries]:
    new = Counter(source for source, _ in items)
    changed = Counter(v.item.source_id for v in made if v.number > 1 and v.update != Update.NOISE)
    versions: dict[int, list[int]] = {}
    for version in waiting:
        versions.setdefault(version.item.source_id, []).append(version.pk)
    return {
        source: StoredEntries(new[source], changed[source], tuple(sorted(versions.get(source, ()))))
        for source in documents
    }
