"""Keeps one table of lines a process, and knows when it is out of date.

The database logs which lines each transaction changed (migration `log_of_changed_lines`). A reader
keeps the snapshot under which it read; what was logged by a transaction that this snapshot
did not see is read again. No change that was committed can be missed, whatever the order of commits.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Lock

import numpy as np
from django.db import connection
from django.utils import timezone

from actions.held.readings import one_reading, reading
from actions.held.table import EPOCH, LISTS, NO_DAY, NUMBERS, SEPARATOR, SPANS, Coded, Many, Numbers, Table

MOST_CHANGED = 2_000
"""If more lines than this were changed, all are read anew."""
LONGEST_KEPT_S = 12 * 3600
"""A table is read anew after this time: the log is pruned after a day (`tasks.prune_line_changes`)."""

_KEYS = {False: "action_id", True: "revision_id"}
_TABLES = {False: "actions_line", True: "actions_pastline"}
_BETWEEN, _WITHIN = "\x1e", "\x1d"
"""Stand between the texts of two lines, and between those of one."""


@dataclass(frozen=True)
class _Kept:
    table: Table
    snapshot: str
    read_at: float
    edition: int


_kept: dict[tuple[str, bool], _Kept] = {}
_lock = Lock()


def current(*, past: bool = False) -> Table:
    """All lines as they are now, or (`past`) all that our record ever held.

    Costs nothing where no page has changed (`held.readings`). Inside a transaction that has written, lines are
    read for this call alone, for they may yet be rolled back.
    """
    now = reading()
    if past not in now.tables:
        now.tables[past] = _read(past=past) if now.edition is None else _of_edition(now.edition, past=past)
    return now.tables[past]


def make_ready() -> None:
    """Read names and all lines, those of the past too, and what is worked out of them once, before anybody waits."""
    with one_reading() as now:
        _names = (now.places, now.vendors)
        for past in (False, True):
            table = current(past=past)
            table.holds("stands", timezone.localdate())
            table.order("changed")
            _once = (table.strength, table.by_slug, table.vendors.coded, table.vendors.rows, table.vendors.places)


def _of_edition(edition: int, *, past: bool) -> Table:
    """What was kept under this edition, else what it has become. An edition is asked for before any line is read."""
    where = (str(connection.settings_dict["NAME"]), past)
    kept = _kept.get(where)
    if kept and kept.edition == edition:
        return kept.table
    with _lock:
        kept = _kept.get(where)
        news = _news(kept)
        if kept is None or news.is_all:
            table = _read(past=past)
        elif news.changed:
            table = kept.table.changed(news.changed, _read(past=past, actions=news.changed))
        else:
            table = kept.table
        read_at = kept.read_at if kept and not news.is_all else time.monotonic()
        _kept[where] = _Kept(table, news.snapshot, read_at, edition)
        return table


@dataclass(frozen=True)
class _News:
    snapshot: str
    changed: Collection[int]
    is_all: bool


def _news(kept: _Kept | None) -> _News:
    """What changed since `kept` was read. The snapshot is taken before the lines are read, never after."""
    is_old = kept is None or time.monotonic() - kept.read_at > LONGEST_KEPT_S
    since = None if kept is None or is_old else kept.snapshot
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pg_current_snapshot()::text,
                   ARRAY(SELECT DISTINCT COALESCE(action_id, 0) FROM actions_linechange
                         WHERE changed_by >= pg_snapshot_xmin(%(since)s::pg_snapshot)
                           AND changed_by < pg_snapshot_xmax(pg_current_snapshot())
                           AND NOT pg_visible_in_snapshot(changed_by, %(since)s::pg_snapshot)
                         LIMIT %(most)s)
            """,
            {"since": since, "most": MOST_CHANGED + 1},
        )
        snapshot, changed = cursor.fetchone()
    return _News(snapshot, changed, is_old or 0 in changed or len(changed) > MOST_CHANGED)


def _read(*, past: bool, actions: Collection[int] | None = None) -> Table:
    """Lines in the order of a table. Each column comes as one value: a Python object a cell takes ten times as long."""
    where = "" if actions is None else "WHERE line.action_id = ANY(%s)"
    numbers = [f"string_agg({_packed(name, past=past)}, ''::bytea)" for name in (*NUMBERS, "vendor_count")]
    together = [f", '{_WITHIN}', ".join(map(_word, names)) for names in _TOGETHER]
    words = [*(f"concat({names})" for names in together), *(f"line.{name}::text" for name in SPANS), "line.slug"]
    texts = [f"string_agg({word}, '{_BETWEEN}')" for word in words]
    vendors = "string_agg(NULLIF(array_to_string(line.vendors, ','), ''), ',')"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join([*numbers, *texts, vendors])} FROM {_TABLES[past]} line {where}",
            [] if actions is None else [list(actions)],
        )
        found = cursor.fetchone()
    count = len(NUMBERS)
    numbered = {name: _unpacked(name, column) for name, column in zip(NUMBERS, found, strict=False)}
    *told, slugs = (column.split(_BETWEEN) if column is not None else [] for column in found[count + 1 : -1])
    hit = np.fromstring(found[-1], dtype=np.int64, sep=",") if found[-1] else np.zeros(0, dtype=np.int64)
    return _table(numbered, Many(_unpacked("vendor_count", found[count]), hit), told, slugs)


def _table(numbers: dict[str, Numbers], vendors: Many, told: list[list[str]], slugs: list[str]) -> Table:
    """Columns put in order: the newest announced first, and by their slugs within a day."""
    by_slug = np.empty(len(slugs), dtype=np.int64)
    by_slug[sorted(range(len(slugs)), key=slugs.__getitem__)] = np.arange(len(slugs))
    order = np.lexsort((by_slug, -numbers["announced_first"]))
    rows = order.tolist()
    slugs_in_order = np.empty(len(rows), dtype=object)
    slugs_in_order[:] = [slugs[row] for row in rows]
    columns = [Coded.of([column[row] for row in rows]) for column in told]
    coded: dict[str, Coded] = {}
    for names, column in zip(_TOGETHER, columns, strict=False):
        coded |= zip(names, column.parted(_WITHIN, len(names)), strict=True)
    places = coded["jurisdiction"]
    return Table(
        numbers={name: column[order] for name, column in numbers.items()},
        coded={**coded, "jurisdiction": Coded(tuple(map(int, places.values)), places.codes)},
        spans=dict(zip(SPANS, columns[len(_TOGETHER) :], strict=True)),
        vendors=vendors.at(order),
        slugs=slugs_in_order,
        _orders={"slug": np.argsort(by_slug[order])},
    )


_TOGETHER = (("kind", "stage", "jurisdiction"), ("binds", "forbids"), ("sectors", "grades"))
"""Columns with few different values; those that come as one text, of which few are different too."""


def _word(name: str) -> str:
    """A column with few different values, as text."""
    if name in LISTS:
        return f"array_to_string(line.{name}, '{SEPARATOR}')"
    return "line.jurisdiction_id" if name == "jurisdiction" else f"line.{name}"


def _packed(name: str, *, past: bool) -> str:
    """A column of numbers in the bytes in which PostgreSQL sends one: dates as four of them, all else as eight."""
    if name in _DAYS:
        return f"date_send(COALESCE(line.{name}, '-infinity'))"
    if name in _INSTANTS:
        is_there = past or name == "changed_at"
        return f"timestamptz_send(COALESCE(line.{name}, 'epoch'))" if is_there else "timestamptz_send('epoch')"
    told = {"key": f"line.{_KEYS[past]}", "action": "line.action_id", "country": "line.country_id"}
    told |= {"vendor_count": "cardinality(line.vendors)"}
    told |= {name: f"line.{name}::int" for name in ("reaches_members", "is_challenged")}
    return f"int8send({told.get(name, f'line.{name}')})"


_DAYS = frozenset(name for name in NUMBERS if name.endswith(("_first", "_last")))
_INSTANTS = frozenset({"changed_at", "known_from", "known_until"})
_FIRST_DAY = date(2000, 1, 1).toordinal()
_FIRST_INSTANT = (datetime(2000, 1, 1, tzinfo=UTC) - EPOCH) // datetime.resolution
"""From which PostgreSQL counts days and microseconds."""


def _unpacked(name: str, column: bytes | None) -> Numbers:
    if name not in _DAYS:
        numbers = np.frombuffer(column or b"", dtype=">i8").astype(np.int64)
        return numbers + _FIRST_INSTANT if name in _INSTANTS else numbers
    days = np.frombuffer(column or b"", dtype=">i4").astype(np.int64)
    return np.where(days == np.iinfo(np.int32).min, NO_DAY, days + _FIRST_DAY)
