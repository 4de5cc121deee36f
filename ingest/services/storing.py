"""Storing: entries become items and versions, each once; the constraints decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from ingest.core.identity import identify_all
from ingest.core.types import Entry
from ingest.models import Item, ItemAlias, ItemVersion, Snapshot, Source, Update
from ingest.services.captures import keep_snapshot
from ingest.services.cleaning import clean, clean_url
from ingest.services.matching import Met, Named, known_items
from ingest.services.versions import Columns, Seen, add_versions, columns_of

__all__ = ["StoredEntries", "await_proposals", "clean", "clean_url", "keep_snapshot", "store_entries"]


@dataclass(frozen=True, slots=True)
class StoredEntries:
    """How many items were new, and how many known ones came with new content."""

    new_count: int = 0
    changed_count: int = 0
    version_ids: tuple[int, ...] = ()
    """The versions that were made; each waits for the classifier."""


def store_entries(
    *, source: Source, entries: Sequence[Entry], language: str, snapshot: Snapshot | None, now: datetime
) -> StoredEntries:
    """Keep what `source` gave: new items, new versions of known ones, and when each was last seen.

    Call it inside a transaction that holds the source's row. Safe to repeat: the constraints
    `item_once_per_source` and `version_content_once_per_item` decide. `language` is what the
    document declares.
    """
    named = _once_each(entries)
    language = language or source.language
    known = known_items(source, named, now)
    strangers = {identity.key: (identity, entry) for identity, entry in named if identity.key not in known}
    columns = {key: columns_of(entry, language) for key, (_, entry) in strangers.items()}
    new = _add_items(source, list(strangers.values()), columns, now)
    seen = [
        Seen(new[identity.key], entry, identity, columns=columns[identity.key])
        if identity.key in new
        else Seen(known[identity.key].item, entry, identity, known[identity.key])
        for identity, entry in named
    ]
    made = add_versions(seen, language=language, snapshot=snapshot, now=now)
    Item.objects.filter(pk__in=[met.item.pk for met in known.values()]).update(last_seen_at=now)
    _add_aliases(source, seen)
    changed = sum(version.number > 1 and version.update != Update.NOISE for version in made)
    return StoredEntries(new_count=len(new), changed_count=changed, version_ids=await_proposals(made, now))


def _once_each(entries: Sequence[Entry]) -> list[Named]:
    """Entries with their identities; one that stands twice in a document counts once."""
    named: dict[str, Named] = {}
    for identity, entry in zip(identify_all(entries), entries, strict=True):
        named.setdefault(identity.key, (identity, entry))
    return list(named.values())


def _add_items(
    source: Source, strangers: Sequence[Named], columns: Mapping[str, Columns], now: datetime
) -> dict[str, Item]:
    if not strangers:
        return {}
    items = [
        Item(
            source=source,
            key=clean(identity.key),
            key_reason=identity.reason,
            title=columns[identity.key]["title"],
            url=columns[identity.key]["url"],
            published_at=_not_after(columns[identity.key]["published_at"], now),
            first_seen_at=now,
            last_seen_at=now,
        )
        for identity, _ in strangers
    ]
    Item.objects.bulk_create(items, ignore_conflicts=True, batch_size=500)
    stored = {item.key: item for item in Item.objects.filter(source=source, key__in=[item.key for item in items])}
    return {identity.key: stored[clean(identity.key)] for identity, _ in strangers}


def _not_after(instant: datetime | None, now: datetime) -> datetime | None:
    return min(instant, now) if instant else None


def await_proposals(versions: Sequence[ItemVersion], now: datetime) -> tuple[int, ...]:
    """Note that these versions wait for the classifier; gives their keys, which `ignore_conflicts` does not."""
    if not versions:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ingest_waitingversion (version_id, since) SELECT id, %s FROM ingest_itemversion "
            "JOIN unnest(%s::bigint[], %s::varchar[]) AS made(item_id, content_sha256) USING (item_id, content_sha256) "
            "ORDER BY id ON CONFLICT DO NOTHING RETURNING version_id",
            [now, [version.item_id for version in versions], [version.content_sha256 for version in versions]],
        )
        return tuple(sorted(pk for (pk,) in cursor.fetchall()))


def _add_aliases(source: Source, seen: Sequence[Seen]) -> None:
    """Only names that stand on one entry of the document are aliases; the first item to bear one keeps it."""
    uses = Counter(alias for one in seen for alias in set(one.identity.aliases))
    ItemAlias.objects.bulk_create(
        [
            ItemAlias(source=source, item=one.item, kind=kind, value=clean(value, 500), reason=_reason(one.met))
            for one in seen
            for kind, value in one.identity.aliases
            if uses[kind, value] == 1
        ],
        ignore_conflicts=True,
        batch_size=1_000,
    )


def _reason(met: Met | None) -> str:
    return "" if met is None or met.by == "key" else f"met by {met.by}"
