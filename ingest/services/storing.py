"""Storing: entries become items and versions, each once; the constraints decide."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from actions.names import fold
from ingest.core.identity import content_digest, identify_all
from ingest.core.text import read_entry
from ingest.core.types import Entry, Identity
from ingest.http import Answer
from ingest.models import Item, ItemAlias, ItemVersion, Snapshot, Source

_LONGEST_URL = 2_000
_QUICKLY = 1
"""zlib's level: a third of the time of the usual one for a tenth more bytes."""

Columns = dict[str, Any]
"""The columns of a version that come from its entry."""

_NAMES = frozenset({"guid", "guid_path", "fr_document", "celex"})
"""Aliases that name one entry by themselves. An address may be shared: it needs the same title too."""


@dataclass(frozen=True, slots=True)
class StoredEntries:
    """How many items were new, and how many known ones came with new content."""

    new_count: int = 0
    changed_count: int = 0
    version_ids: tuple[int, ...] = ()
    """The versions that were made; each waits for the classifier."""


def keep_snapshot(answer: Answer, now: datetime) -> Snapshot:
    """The bytes that came, kept once by hash."""
    found = Snapshot.objects.filter(sha256=answer.sha256).defer("body").first()
    if found is not None:
        return found
    Snapshot.objects.bulk_create(
        [
            Snapshot(
                sha256=answer.sha256,
                body=zlib.compress(answer.body, _QUICKLY),
                byte_count=len(answer.body),
                url=clean_url(answer.final_url),
                status_code=answer.status or 200,
                headers=[list(pair) for pair in answer.headers],
                fetched_at=now,
            )
        ],
        ignore_conflicts=True,
    )
    return Snapshot.objects.defer("body").get(sha256=answer.sha256)


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
    known = _known_items(source, named)
    strangers = {identity.key: (identity, entry) for identity, entry in named if identity.key not in known}
    columns = {key: _columns(entry, language) for key, (_, entry) in strangers.items()}
    new = _add_items(source, [identity for identity, _ in strangers.values()], columns, now)
    by_key = known | new
    seen = [(by_key[identity.key], entry, columns.get(identity.key)) for identity, entry in named]
    made = _add_versions(seen, language=language, snapshot=snapshot, now=now)
    Item.objects.filter(pk__in=[item.pk for item in known.values()]).update(last_seen_at=now)
    _add_aliases(source, named, by_key)
    return StoredEntries(
        new_count=len(new), changed_count=len(made) - len(new), version_ids=_await_proposals(made, now)
    )


def clean(text: str, limit: int | None = None) -> str:
    """Text as PostgreSQL holds it: no NUL, no lone surrogates, at most `limit` characters."""
    text = text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return text if limit is None else text[:limit]


def clean_url(url: str) -> str:
    """The address, or nothing where it is too long to keep: a cut address would lead elsewhere."""
    url = clean(url)
    return url if len(url) <= _LONGEST_URL else ""


def _once_each(entries: Sequence[Entry]) -> list[tuple[Identity, Entry]]:
    """Entries with their identities; one that stands twice in a document counts once."""
    named: dict[str, tuple[Identity, Entry]] = {}
    for identity, entry in zip(identify_all(entries), entries, strict=True):
        named.setdefault(identity.key, (identity, entry))
    return list(named.values())


def _known_items(source: Source, named: Sequence[tuple[Identity, Entry]]) -> dict[str, Item]:
    """Items that this document's entries are known as, by the entries' keys."""
    keys = [identity.key for identity, _ in named]
    known = {item.key: item for item in Item.objects.filter(source=source, key__in=keys)}
    strangers = [(identity, entry) for identity, entry in named if identity.key not in known]
    taken = {item.pk for item in known.values()}
    for identity, item in _met_by_alias(source, strangers, named):
        if item.pk not in taken:
            taken.add(item.pk)
            known[identity.key] = item
    return known


def _met_by_alias(
    source: Source, strangers: Sequence[tuple[Identity, Entry]], named: Sequence[tuple[Identity, Entry]]
) -> Iterable[tuple[Identity, Item]]:
    if not strangers:
        return
    uses = Counter(alias for identity, _ in named for alias in set(identity.aliases))
    values = {value for identity, _ in strangers for _, value in identity.aliases}
    rows = ItemAlias.objects.filter(source=source, value__in=values).select_related("item")
    met = {(row.kind, row.value): row.item for row in rows}
    for identity, entry in strangers:
        for kind, value in identity.aliases:
            item = met.get((kind, value))
            if item and uses[kind, value] == 1 and (kind in _NAMES or fold(item.title) == fold(entry.title)):
                yield identity, item
                break


def _add_items(
    source: Source, identities: Sequence[Identity], columns: Mapping[str, Columns], now: datetime
) -> dict[str, Item]:
    if not identities:
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
        for identity in identities
    ]
    Item.objects.bulk_create(items, ignore_conflicts=True, batch_size=500)
    stored = {item.key: item for item in Item.objects.filter(source=source, key__in=[item.key for item in items])}
    return {identity.key: stored[clean(identity.key)] for identity in identities}


def _not_after(instant: datetime | None, now: datetime) -> datetime | None:
    return min(instant, now) if instant else None


def _add_versions(
    seen: Sequence[tuple[Item, Entry, Columns | None]], *, language: str, snapshot: Snapshot | None, now: datetime
) -> list[ItemVersion]:
    """Add a version wherever an item's content is new. Columns stand beside new items."""
    numbers: Counter[int] = Counter()
    held: set[tuple[int, str]] = set()
    older = [item.pk for item, _, columns in seen if columns is None or item.first_seen_at != now]
    rows = ItemVersion.objects.filter(item__in=older)
    for item_id, number, digest in rows.values_list("item_id", "number", "content_sha256"):
        numbers[item_id] = max(numbers[item_id], number)
        held.add((item_id, digest))
    versions, renamed = [], []
    for item, entry, columns in seen:
        digest = content_digest(entry)
        if (item.pk, digest) in held:
            continue
        held.add((item.pk, digest))
        numbers[item.pk] += 1
        fixed = {"item": item, "number": numbers[item.pk], "content_sha256": digest, "snapshot": snapshot}
        version = ItemVersion(**fixed, seen_at=now, **(columns or _columns(entry, language)))
        versions.append(version)
        if columns is None:
            item.title, item.url = version.title, version.url
            renamed.append(item)
    ItemVersion.objects.bulk_create(versions, ignore_conflicts=True, batch_size=200)
    Item.objects.bulk_update(renamed, ["title", "url"], batch_size=500)
    return versions


def _await_proposals(versions: Sequence[ItemVersion], now: datetime) -> tuple[int, ...]:
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


def _columns(entry: Entry, language: str) -> Columns:
    read = read_entry(entry, fallback_language=language)
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


def _add_aliases(source: Source, named: Sequence[tuple[Identity, Entry]], by_key: dict[str, Item]) -> None:
    """Only names that stand on one entry of the document are aliases; the first item to bear one keeps it."""
    uses = Counter(alias for identity, _ in named for alias in set(identity.aliases))
    ItemAlias.objects.bulk_create(
        [
            ItemAlias(source=source, item=by_key[identity.key], kind=kind, value=clean(value, 500))
            for identity, _ in named
            for kind, value in identity.aliases
            if uses[kind, value] == 1
        ],
        ignore_conflicts=True,
        batch_size=1_000,
    )
