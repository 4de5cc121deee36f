"""What one request reads once: the edition of the directory, and the names in it.

An edition is a number of this process that grows whenever a transaction was committed that changed what public
pages show (migration `log_of_changed_pages`). Whatever was made of the directory under one edition is true until
the next. The log is read as `held.store` reads its own: by the snapshot under which was asked last.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from django.db import connection

from actions.held.table import Table
from actions.models import Vendor
from jurisdictions.models import Jurisdiction

LONGEST_UNASKED_S = 12 * 3600
"""Who has not asked for so long takes it that something has changed: the log is pruned after a day."""


Made = TypeVar("Made")


class VendorName(NamedTuple):
    slug: str
    name: str


def letter_of(name: str) -> str:
    """The letter under which a name is listed; digits and signs share one heading."""
    first = unicodedata.normalize("NFD", name)[:1].upper()
    return first if "A" <= first <= "Z" else "0–9"


class _Places(dict[int, Jurisdiction]):
    """A place that came in while this was read is looked up by itself."""

    def __missing__(self, key: int) -> Jurisdiction:
        return Jurisdiction.objects.select_related("parent").get(pk=key)


class Vendors(dict[int, VendorName]):
    """As of places. `homes` and `parents` are keys by the key of a vendor, where it has any."""

    def __init__(self, rows: Iterable[tuple[int, str, str, int | None, int | None]] = ()) -> None:
        told = list(rows)
        super().__init__({key: VendorName(slug, name) for key, slug, name, _, _ in told})
        self.homes = {key: home for key, _, _, home, _ in told if home}
        self.parents = {key: parent for key, _, _, _, parent in told if parent}

    def __missing__(self, key: int) -> VendorName:
        return VendorName(*Vendor.objects.values_list("slug", "name").get(pk=key))

    @cached_property
    def in_order(self) -> list[tuple[str, int]]:
        """The letter under which each is listed, and its key, by letter and name."""
        listed = [(letter_of(vendor.name), key) for key, vendor in self.items()]
        return sorted(listed, key=lambda row: (row[0], self[row[1]].name.casefold()))

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for key, parent in self.parents.items():
            found.setdefault(parent, []).append(key)
        return found

    def below(self, key: int) -> list[int]:
        """All that belong to the group of a vendor, but for itself."""
        found = dict.fromkeys(self._children.get(key, ()))
        for one in (waiting := list(found)):
            new = [child for child in self._children.get(one, ()) if child not in found and child != key]
            found |= dict.fromkeys(new)
            waiting += new
        return list(found)


@dataclass(frozen=True, slots=True)
class _Asked:
    edition: int
    snapshot: str
    at: float


_asked: dict[str, _Asked] = {}
_places: dict[str, tuple[int, Mapping[int, Jurisdiction]]] = {}
_vendors: dict[str, tuple[int, Vendors]] = {}
_made: dict[str, tuple[int, dict[Hashable, Any]]] = {}
_lock = Lock()


class Reading:
    """What is asked of the database at most once while it lasts. Nothing in it may be changed by who reads it."""

    @cached_property
    def edition(self) -> int | None:
        """The edition, by one short query; None inside a transaction that has written, which keeps nothing."""
        while True:
            known = _asked.get(_database())
            is_old = known is None or time.monotonic() - known.at > LONGEST_UNASKED_S
            snapshot, is_writing, is_new = _news(None if known is None or is_old else known.snapshot)
            if is_writing:
                return None
            edition = (known.edition if known else 0) + (is_old or is_new)
            with _lock:  # never around the query: a database that hangs would halt every thread
                if _asked.get(_database()) is known:
                    _asked[_database()] = _Asked(edition, snapshot, time.monotonic())
                    return edition
                if not (is_old or is_new):
                    return edition

    @cached_property
    def tables(self) -> dict[bool, Table]:
        """The lines, those of the past under True, for `store.current`, which fills this."""
        return {}

    @cached_property
    def places(self) -> Mapping[int, Jurisdiction]:
        """Every place by its key, with its parent."""
        kept = _places.get(_database())
        if kept and kept[0] == self.edition:
            return kept[1]
        found = _Places(Jurisdiction.objects.in_bulk())
        for place in found.values():
            place.parent = found[place.parent_id] if place.parent_id else None
        if self.edition is not None:
            _places[_database()] = (self.edition, found)
        return found

    @cached_property
    def vendors(self) -> Vendors:
        """Slug and name of every vendor by its key, and how they belong together."""
        kept = _vendors.get(_database())
        if kept and kept[0] == self.edition:
            return kept[1]
        found = Vendors(Vendor.objects.order_by().values_list("pk", "slug", "name", "home", "parent"))
        if self.edition is not None:
            _vendors[_database()] = (self.edition, found)
        return found

    def kept(self, what: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, asked once an edition for each `what`: for what many pages work out of all lines alike.

        Of `what` there may be few, such as one a language; `make` must depend on nothing else but the directory.
        """
        if self.edition is None:
            return make()
        kept = _made.get(_database())
        if kept is None or kept[0] != self.edition:
            kept = _made[_database()] = (self.edition, {})
        if what not in kept[1]:
            kept[1][what] = make()
        found: Made = kept[1][what]
        return found


_now: ContextVar[Reading | None] = ContextVar("reading", default=None)


def reading() -> Reading:
    """That of this request; outside of any, one that starts now."""
    return _now.get() or Reading()


@contextmanager
def one_reading() -> Iterator[Reading]:
    """Everything inside reads the directory as it is now: for a request that only reads."""
    token = _now.set(found := Reading())
    try:
        yield found
    finally:
        _now.reset(token)


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def _news(since: str | None) -> tuple[str, bool, bool]:
    """The snapshot of now, whether this transaction has written, whether anything changed that `since` did not see."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned() IS NOT NULL,
                   EXISTS (SELECT FROM actions_pagechange
                           WHERE changed_by >= pg_snapshot_xmin(%(since)s::pg_snapshot)
                             AND changed_by < pg_snapshot_xmax(pg_current_snapshot())
                             AND NOT pg_visible_in_snapshot(changed_by, %(since)s::pg_snapshot))
            """,
            {"since": since},
        )
        snapshot, is_writing, is_new = cursor.fetchone()
    return snapshot, is_writing, is_new
