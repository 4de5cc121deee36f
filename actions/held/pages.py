"""Whole pages held in memory under the edition that they show. Knows no request: `actions.middleware` asks."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

MOST_BYTES = 32_000_000
"""All pages of a process together, as they are held."""
LARGEST = 1_000_000
"""A page above this is not held."""


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it goes out: `body` is compressed with gzip, `etag` is that of the page before."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    edition: int
    until: float
    """On the clock of `time.monotonic`."""


class Pages:
    """The pages asked for last; those that nobody asked for make room."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._held: OrderedDict[Hashable, Page] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable, edition: int) -> Page | None:
        """The page under this key, if it is of this edition and not over its time."""
        with self._lock:
            page = self._held.get(key)
            if page is None:
                return None
            if page.edition != edition or page.until < time.monotonic():
                self._drop(key)
                return None
            self._held.move_to_end(key)
            return page

    def put(self, key: Hashable, page: Page) -> None:
        if len(page.body) > LARGEST:
            return
        with self._lock:
            self._drop(key)
            self._held[key] = page
            self._bytes += len(page.body)
            while self._bytes > self._most_bytes:
                self._drop(next(iter(self._held)))

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._bytes = 0

    def __len__(self) -> int:
        return len(self._held)

    def _drop(self, key: Hashable) -> None:
        page = self._held.pop(key, None)
        self._bytes -= len(page.body) if page else 0
