"""Many rows in one statement: they travel as one JSON text, which the database takes apart.

The ORM builds a parameter for each value and a CASE for each row; here both sides do the work in C. Parameters go
beside the statement, so that a text of megabytes is neither quoted by us nor read twice by the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

import psycopg
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

_LONGEST = 8_000_000
"""Characters of one statement, about: a bound on memory, here and in the database."""

Values = Mapping[str, Any]
"""A row by its columns."""

_write = json.JSONEncoder(ensure_ascii=False, default=str, separators=(",", ":")).encode


def insert_rows(rows: Sequence[models.Model], *, returning: Sequence[str] = ()) -> list[tuple[Any, ...]]:
    """Insert rows of one model whose key the database gives; gives the columns named by `returning`.

    Rows that a constraint knows already are left out, and give nothing. Binary columns are not taken.
    """
    if not rows:
        return []
    model = type(rows[0])
    fields = _given_fields(model)
    return insert_values(model, list(_values_of(rows, fields, is_new=True)), returning=returning)


def insert_values(
    model: type[models.Model], rows: Sequence[Values], *, returning: Sequence[str] = ()
) -> list[tuple[Any, ...]]:
    """Insert rows given by their columns, all of the same; see `insert_rows`. Nobody fills in a default."""
    if not rows:
        return []
    meta = model._meta  # noqa: SLF001  # Django's documented way to a model's fields
    names = ", ".join(f'"{column}"' for column in rows[0])
    wanted = ", ".join(f'"{meta.get_field(name).column}"' for name in returning)  # type: ignore[union-attr]
    told: list[tuple[Any, ...]] = []
    with bound_apart() as cursor:
        for texts in _by_length(rows):
            cursor.execute(
                f"INSERT INTO {meta.db_table} ({names}) SELECT {names} "
                f"FROM json_populate_recordset(null::{meta.db_table}, %s::json) ON CONFLICT DO NOTHING"
                + (f" RETURNING {wanted}" if wanted else ""),
                [texts],
            )
            told += cursor.fetchall() if wanted else ()
    return told


def insert_alike(pattern: models.Model, differing: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows that are all as `pattern`, save for the fields in `differing`: one value of each for every row.

    Rows that a constraint knows already are left out.
    """
    meta = pattern._meta  # noqa: SLF001  # as above
    fields = _given_fields(type(pattern))
    [kept] = _values_of([pattern], fields, is_new=True)
    own: dict[str, str] = {}
    for name in differing:
        field: Any = meta.get_field(name)
        own[field.column] = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
    names = ", ".join(f'"{column}"' for column in kept)
    values = ", ".join(f'own."{column}"' if column in own else f'pattern."{column}"' for column in kept)
    columns, lists = ", ".join(f'"{column}"' for column in own), ", ".join(f"%s::{kind}[]" for kind in own.values())
    with bound_apart() as cursor:
        cursor.execute(
            f"INSERT INTO {meta.db_table} ({names}) SELECT {values} "
            f"FROM json_populate_record(null::{meta.db_table}, %s::json) AS pattern, "
            f"unnest({lists}) AS own ({columns}) ON CONFLICT DO NOTHING",
            [_write(kept), *(list(listed) for listed in differing.values())],
        )


def update_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the fields `names` of rows of one model, by primary key. Call it inside a transaction."""
    if not rows:
        return
    meta = type(rows[0])._meta  # noqa: SLF001  # as above
    fields: list[Any] = [meta.get_field(name) for name in names]
    assigned = ", ".join(f'"{field.column}" = new."{field.column}"' for field in fields)
    with bound_apart() as cursor:
        for texts in _by_length(list(_values_of(rows, [meta.pk, *fields], is_new=False))):
            cursor.execute(
                f"UPDATE {meta.db_table} AS kept SET {assigned} "
                f"FROM json_populate_recordset(null::{meta.db_table}, %s::json) AS new "
                f"WHERE kept.{meta.pk.column} = new.{meta.pk.column}",
                [texts],
            )


@contextmanager
def bound_apart() -> Iterator[CursorWrapper]:
    """A cursor whose parameters the server puts in place, not the driver; else as any other of Django's."""
    connection.ensure_connection()
    cursor: Any = psycopg.Cursor(connection.connection)
    with connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor) as ours:
        yield ours


def _given_fields(model: type[models.Model]) -> list[Any]:
    """The fields that a new row brings: neither its key, where the database gives it, nor what is worked out."""
    return [
        field
        for field in model._meta.concrete_fields  # noqa: SLF001  # as above
        if not isinstance(field, models.AutoField) and not field.generated
    ]


def _values_of(rows: Sequence[models.Model], fields: Sequence[Any], *, is_new: bool) -> Iterator[Values]:
    for field in fields if is_new else ():
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            for row in rows:
                field.pre_save(row, add=True)
    columns = [field.column for field in fields]
    values = attrgetter(*(field.attname for field in fields))
    for row in rows:
        yield dict(zip(columns, values(row), strict=True))


def _by_length(rows: Sequence[Values]) -> Iterator[str]:
    """The rows as JSON arrays of a bounded length, at least one row in each."""
    start = length = 0
    for place, row in enumerate(rows):
        own = sum(len(value) for value in row.values() if isinstance(value, str))
        if length and length + own > _LONGEST:
            yield _write(rows[start:place])
            start, length = place, 0
        length += own
    yield _write(rows[start:])
