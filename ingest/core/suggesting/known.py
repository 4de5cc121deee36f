"""The last known items of a source, to find their like on a page that has changed."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.core.suggesting.choosing import address_of
from ingest.core.types import Entry

_Element = Any
"""An element of lxml, which has no types."""


@dataclass(frozen=True, slots=True)
class Known:
    """Titles and addresses, folded."""

    titles: frozenset[str]
    urls: frozenset[str]

    @classmethod
    def of(cls, titles: Collection[str], urls: Collection[str]) -> Known:
        return cls(frozenset(map(_folded, titles)) - {""}, frozenset(map(_bare, urls)) - {""})

    @property
    def size(self) -> int:
        return max(len(self.titles), len(self.urls))

    def hits(self, entries: Collection[Entry]) -> int:
        """How many known items are among the entries, by title or by address."""
        titles = {_folded(entry.title) for entry in entries} & self.titles
        urls = {_bare(entry.url) for entry in entries} & self.urls
        return max(len(titles), len(urls))

    def share_in(self, items: Sequence[_Element], texts: Sequence[str], base: str) -> float:
        """The share of the items that hold exactly what is known of one."""
        hits = 0
        for item, text in zip(items, texts, strict=True):
            folded = _folded(text)
            addresses = {_bare(address_of(one, base)) for one in item.iter("a")}
            inside = sum(title in folded for title in self.titles)
            hits += inside == 1 or (not inside and len(addresses & self.urls) == 1)
        return hits / max(1, self.size, len(items))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _bare(url: str) -> str:
    return re.sub(r"^https?://[^/]*", "", url).rstrip("/")
