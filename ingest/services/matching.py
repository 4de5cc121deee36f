"""Matching: which item an entry is, and by what that is known. The reason is kept: it can be judged and undone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapidfuzz import fuzz

from actions.names import fold
from ingest.core.addresses import canonical_url
from ingest.core.identity import NAMES
from ingest.core.text import html_to_text
from ingest.core.types import Entry, Identity
from ingest.models import Item, ItemAlias, ItemVersion, Origin, Source
from ingest.services.cleaning import clean

Named = tuple[Identity, Entry]

LIKENESS = "likeness"
_LIKE_TITLE = 85
_LIKE_TEXT = 0.8
_LEAST_TITLE = 12
"""Letters of a title that can tell an entry from others; "News" cannot."""

_SAME_DAY = timedelta(hours=36)
_SEEN_WITHIN = timedelta(days=60)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Met:
    """A known item and by what it was met: `key`, the kind of an alias, or `likeness`."""

    item: Item
    by: str
    value: str = ""


def known_items(source: Source, named: Sequence[Named], now: datetime) -> dict[str, Met]:
    """Items that this document's entries are known as, by the entries' keys.

    An item is met once in a document: by key before alias, by alias before likeness.
    """
    keys = [clean(identity.key) for identity, _ in named]
    by_key = {item.key: item for item in Item.objects.standing().filter(source=source, key__in=keys)}
    met = {
        identity.key: Met(by_key[clean(identity.key)], "key", identity.key)
        for identity, _ in named
        if clean(identity.key) in by_key
    }
    taken = {found.item.pk for found in met.values()}
    for find in (_by_alias, _by_likeness):
        strangers = [(identity, entry) for identity, entry in named if identity.key not in met]
        for key, found in find(source, strangers, named, now) if strangers else ():
            # Two entries that an editor made one item are both that item, in one document too.
            is_made_one = found.by == "key"
            if (found.item.pk not in taken or is_made_one) and key not in met:
                taken.add(found.item.pk)
                met[key] = found
    return met


def _by_alias(
    source: Source, strangers: Sequence[Named], named: Sequence[Named], _now: datetime
) -> Iterable[tuple[str, Met]]:
    uses = Counter(alias for identity, _ in named for alias in set(identity.aliases))
    asked = {identity.key: (("key", clean(identity.key)), *identity.aliases) for identity, _ in strangers}
    values = {clean(value, 500) for aliases in asked.values() for _, value in aliases}
    rows = ItemAlias.objects.filter(source=source, value__in=values).select_related("item")
    known = {(row.kind, row.value): row.item for row in rows}
    for identity, entry in strangers:
        for kind, value in asked[identity.key]:
            item = known.get((kind, clean(value, 500)))
            if item and uses[kind, value] <= 1 and (kind in NAMES or _is_like_title(item.title, entry)):
                yield identity.key, Met(item, kind, value)
                break


def _is_like_title(title: str, entry: Entry) -> bool:
    """Titles alike, and with the same numbers: "Update 12" is not "Update 13"."""
    one, other = fold(title), fold(html_to_text(entry.title))
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    return one == other or (len(one) >= _LEAST_TITLE and fuzz.ratio(one, other) >= _LIKE_TITLE)


def _by_likeness(
    source: Source, strangers: Sequence[Named], _named: Sequence[Named], now: datetime
) -> Iterable[tuple[str, Met]]:
    """An entry under a new name: the same title, the same address or day, and a like text."""
    titles = {identity.key: _title_of(entry) for identity, entry in strangers}
    wanted = {title for title in titles.values() if len(fold(title)) >= _LEAST_TITLE}
    if not wanted:
        return
    rows = Item.objects.standing().filter(source=source, title__in=wanted, last_seen_at__gte=now - _SEEN_WITHIN)
    candidates: dict[str, list[Item]] = {}
    for item in rows.order_by("-last_seen_at", "-pk"):
        candidates.setdefault(item.title, []).append(item)
    if not candidates:
        return
    items = [item.pk for found in candidates.values() for item in found]
    texts, numbers = _latest_texts(items), _document_numbers(items)
    for identity, entry in strangers:
        own = {value for kind, value in identity.aliases if kind == "fr_document"}
        for item in candidates.get(titles[identity.key], ()):
            has_other_number = own and numbers.get(item.pk) and own.isdisjoint(numbers[item.pk])
            if not has_other_number and _is_one(item, entry, texts.get(item.pk, "")):
                yield identity.key, Met(item, LIKENESS, titles[identity.key][:200])
                break


def _title_of(entry: Entry) -> str:
    return clean(html_to_text(entry.title).replace("\n", " "), 1_000)


def _latest_texts(items: Sequence[int]) -> Mapping[int, str]:
    rows = ItemVersion.objects.filter(item__in=items, origin=Origin.ENTRY).order_by("item_id", "-number")
    return dict(rows.distinct("item_id").values_list("item_id", "text"))


def _document_numbers(items: Sequence[int]) -> Mapping[int, set[str]]:
    numbers: dict[int, set[str]] = {}
    for item, value in ItemAlias.objects.filter(item__in=items, kind="fr_document").values_list("item_id", "value"):
        numbers.setdefault(item, set()).add(value)
    return numbers


def _is_one(item: Item, entry: Entry, text: str) -> bool:
    has_one_address = bool(entry.url) and canonical_url(item.url) == canonical_url(entry.url)
    days = (item.published_at, entry.published_at)
    has_one_day = days[0] is not None and days[1] is not None and abs(days[0] - days[1]) <= _SAME_DAY
    if not (has_one_address or has_one_day):
        return False
    one, other = set(fold(text).split()), set(fold(html_to_text(entry.html)).split())
    return one == other or len(one & other) / (len(one | other) or 1) >= _LIKE_TEXT
