"""Matching: which item an entry is, and by what that is known. The reason is kept: it can be judged and undone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from rapidfuzz import fuzz

from actions.names import fold
from ingest.core.addresses import canonical_url
from ingest.core.identity import NAMES
from ingest.core.text import Plain
from ingest.core.types import Entry, Identity
from ingest.models import Item, ItemAlias, ItemVersion, Origin
from ingest.services.cleaning import clean

LIKENESS = "likeness"
_LIKE_TITLE = 85
_LIKE_TEXT = 0.8
_LEAST_TITLE = 12
"""Letters of a title that can tell an entry from others; "News" cannot."""

_SAME_DAY = timedelta(hours=36)
_SEEN_WITHIN = timedelta(days=60)
_DIGITS = re.compile(r"\d+")

Name = tuple[int, str]
"""A source's primary key, and the key of an entry in it."""


class Named(NamedTuple):
    """An entry of one source, with its identity and its content without markup."""

    source: int
    identity: Identity
    entry: Entry
    plain: Plain

    @property
    def name(self) -> Name:
        return self.source, self.identity.key

    @property
    def key(self) -> str:
        """The key as its column holds it."""
        return clean(self.identity.key)

    @property
    def title(self) -> str:
        return clean(self.plain.title.replace("\n", " "), 1_000)


@dataclass(frozen=True, slots=True)
class Met:
    """A known item and by what it was met: `key`, the kind of an alias, or `likeness`."""

    item: Item
    by: str
    value: str = ""


Finder = Callable[[Sequence[Named], Sequence[Named], datetime], Iterable[tuple[Name, Met]]]


def known_items(named: Sequence[Named], now: datetime) -> dict[Name, Met]:
    """Items that the entries of some documents, one of each source, are known as.

    An item is met once in a document: by key before alias, by alias before likeness. The number
    of queries does not grow with that of sources or entries. Sources that hold nothing are told by one.
    """
    old = set(Item.objects.held_by(sorted({one.source for one in named})))
    named = [one for one in named if one.source in old]
    if not named:
        return {}
    rows = Item.objects.standing().named([(one.source, one.key) for one in named])
    by_key = {(item.source_id, item.key): item for item in rows}
    met = {
        one.name: Met(by_key[one.source, one.key], "key", one.identity.key)
        for one in named
        if (one.source, one.key) in by_key
    }
    taken = {found.item.pk for found in met.values()}
    finders: tuple[Finder, ...] = (_by_alias, _by_likeness)
    for find in finders:
        strangers = [one for one in named if one.name not in met]
        for name, found in find(strangers, named, now) if strangers else ():
            # Two entries that an editor made one item are both that item, in one document too.
            is_made_one = found.by == "key"
            if (found.item.pk not in taken or is_made_one) and name not in met:
                taken.add(found.item.pk)
                met[name] = found
    return met


def _by_alias(strangers: Sequence[Named], named: Sequence[Named], _now: datetime) -> Iterable[tuple[Name, Met]]:
    uses = Counter((one.source, *alias) for one in named for alias in set(one.identity.aliases))
    asked = {one.name: (("key", one.key), *one.identity.aliases) for one in strangers}
    names = {(name[0], kind, clean(value, 500)) for name, aliases in asked.items() for kind, value in aliases}
    rows = ItemAlias.objects.named(sorted(names)).select_related("item")
    known = {(row.source_id, row.kind, row.value): row.item for row in rows}
    for one in strangers if known else ():
        for kind, value in asked[one.name]:
            item = known.get((one.source, kind, clean(value, 500)))
            is_only = uses[one.source, kind, value] <= 1
            if item and is_only and (kind in NAMES or _is_like_title(item.title, one.plain.title)):
                yield one.name, Met(item, kind, value)
                break


def _is_like_title(title: str, came: str) -> bool:
    """Titles alike, and with the same numbers: "Update 12" is not "Update 13"."""
    one, other = fold(title), fold(came)
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    return one == other or (len(one) >= _LEAST_TITLE and fuzz.ratio(one, other) >= _LIKE_TITLE)


def _by_likeness(strangers: Sequence[Named], _named: Sequence[Named], now: datetime) -> Iterable[tuple[Name, Met]]:
    """An entry under a new name: the same title, the same address or day, and a like text."""
    wanted = {(one.source, one.title) for one in strangers if len(fold(one.title)) >= _LEAST_TITLE}
    if not wanted:
        return
    sources = {source for source, _ in wanted}
    rows = Item.objects.standing().filter(source__in=sources, last_seen_at__gte=now - _SEEN_WITHIN)
    candidates: dict[tuple[int, str], list[Item]] = {}
    for item in rows.titled(sorted(wanted)).order_by("-last_seen_at", "-pk"):
        candidates.setdefault((item.source_id, item.title), []).append(item)
    if not candidates:
        return
    items = [item.pk for found in candidates.values() for item in found]
    texts, numbers = _latest_texts(items), _document_numbers(items)
    for one in strangers:
        own = {value for kind, value in one.identity.aliases if kind == "fr_document"}
        for item in candidates.get((one.source, one.title), ()):
            has_other_number = own and numbers.get(item.pk) and own.isdisjoint(numbers[item.pk])
            if not has_other_number and _is_one(item, one, texts.get(item.pk, "")):
                yield one.name, Met(item, LIKENESS, one.title[:200])
                break


def _latest_texts(items: Sequence[int]) -> Mapping[int, str]:
    rows = ItemVersion.objects.filter(item__in=items, origin=Origin.ENTRY).order_by("item_id", "-number")
    return dict(rows.distinct("item_id").values_list("item_id", "text"))


def _document_numbers(items: Sequence[int]) -> Mapping[int, set[str]]:
    numbers: dict[int, set[str]] = {}
    for item, value in ItemAlias.objects.filter(item__in=items, kind="fr_document").values_list("item_id", "value"):
        numbers.setdefault(item, set()).add(value)
    return numbers


def _is_one(item: Item, named: Named, text: str) -> bool:
    entry = named.entry
    has_one_address = bool(entry.url) and canonical_url(item.url) == canonical_url(entry.url)
    days = (item.published_at, entry.published_at)
    has_one_day = days[0] is not None and days[1] is not None and abs(days[0] - days[1]) <= _SAME_DAY
    if not (has_one_address or has_one_day):
        return False
    one, other = set(fold(text).split()), set(fold(named.plain.text).split())
    return one == other or len(one & other) / (len(one | other) or 1) >= _LIKE_TEXT
