"""Keeps one table of lines a process, and knows when it is out of date.

The database logs which lines each transaction changed (migration `log_of_changed_lines`). A reader
keeps the snapshot under which it read; what was logged by a transaction that this snapshot
did not see is read again. No change that was committed can be missed, whatever the order of commits.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from threading import Lock

import numpy as np
from django.db import connection

from actions.held.readings import reading
from actions.held.table import CODED, LISTS, NO_DAY, NUMBERS, SEPARATOR, SPANS, Coded, Many, Numbers, Table

MOST_CHANGED = 2_000
"""If more lines than this were changed, all are read anew."""
LONGEST_KEPT_S = 12 * 3600
"""A table is read anew after this time: the log is pruned after a day (`tasks.prune_line_changes`)."""

_KEYS = {False: "action_id", True: "revision_id"}
_TABLES = {False: "actions_line", True: "actions_pastline"}
_BETWEEN = "\x1e"
"""Stands between the texts of two lines."""


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
    numbers = [f"string_agg(int8send({name}), '')" for name in (*NUMBERS, "vendor_count")]
    texts = [f"string_agg({name}, E'{_BETWEEN}')" for name in (*CODED, *SPANS, "slug", "vendors")]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {", ".join([*numbers, *texts])} FROM (
                SELECT {_columns(past=past)} FROM {_TABLES[past]} line {where}
                ORDER BY line.announced_first DESC NULLS LAST, line.slug
            ) line
            """,
            [] if actions is None else [list(actions)],
        )
        found = cursor.fetchone()
    counted = [np.frombuffer(column or b"", dtype=">i8").astype(np.int64) for column in found[: len(numbers)]]
    told = [column.split(_BETWEEN) if column else [] for column in found[len(numbers) :]]
    return _table(counted, told)


def _table(counted: list[Numbers], told: list[list[str]]) -> Table:
    lines = len(counted[0])
    texts = dict(zip((*CODED, *SPANS), ((column or [""] * lines) for column in told), strict=False))
    coded = {name: Coded.of(texts[name]) for name in CODED}
    places = coded["jurisdiction"]
    slugs = np.empty(lines, dtype=object)
    slugs[:] = told[-2]
    entries = [int(key) for text in told[-1] for key in text.split(",")]
    return Table(
        numbers=dict(zip(NUMBERS, counted, strict=False)),
        coded={**coded, "jurisdiction": Coded(tuple(map(int, places.values)), places.codes)},
        spans={name: Coded.of(texts[name]) for name in SPANS},
        vendors=Many(counted[-1], np.array(entries, dtype=np.int64)),
        slugs=slugs,
    )


def _columns(*, past: bool) -> str:
    """All columns under their names, numbers as bigint and the rest as text."""
    days = {name for name in NUMBERS if name.endswith(("_first", "_last"))}
    told = {"key": f"line.{_KEYS[past]}", "action": "line.action_id", "country": "line.country_id"}
    told |= {name: f"line.{name}::int" for name in ("reaches_members", "is_challenged")}
    told |= {name: f"COALESCE(line.{name} - DATE '0001-01-01' + 1, {NO_DAY})" for name in days}
    told["changed_at"] = _instant("changed_at")
    told |= {name: _instant(name) if past else "0" for name in ("known_from", "known_until")}
    told["vendor_count"] = "cardinality(line.vendors)"
    told = {name: f"({told.get(name, f'line.{name}')})::bigint" for name in (*NUMBERS, "vendor_count")}
    told |= {name: f"array_to_string(line.{name}, E'{SEPARATOR}')" for name in LISTS}
    told |= {name: f"line.{name}::text" for name in ("kind", "stage", *SPANS, "slug")}
    told |= {"jurisdiction": "line.jurisdiction_id::text", "vendors": "NULLIF(array_to_string(line.vendors, ','), '')"}
    names = (*NUMBERS, "vendor_count", *CODED, *SPANS, "slug", "vendors")
    return ", ".join(f"{told[name]} AS {name}" for name in names)


def _instant(column: str) -> str:
    """Microseconds since 1970; 0 where there is none."""
    return f"COALESCE((extract(epoch FROM line.{column}) * 1000000)::bigint, 0)"
