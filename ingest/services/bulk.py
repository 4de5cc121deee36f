"""Many rows in one statement: they travel column by column, as arrays in the server's own format.

The ORM builds a parameter for each value and a CASE for each row. Here a column in which all rows are alike travels
once, and neither side writes or reads a text of the whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from django.db.models.base import ModelState

_LONGEST = 8_000_000
"""Characters of one statement, about: a bound on memory, here and in the database."""

Columns = Mapping[str, list[Any]]
"""Rows by their columns: each has a value for every row."""

Row = TypeVar("Row", bound=models.Model)

_LENGTH = re.compile(r"\(\d+\)")
_EMPTY = {list: "[]", dict: "{}"}
_QUOTED = re.compile(r'(["\\])')
_write = json.JSONEncoder(ensure_ascii=False, default=str, separators=(",", ":")).encode


def row_like(pattern: Row, **values: Any) -> Row:  # noqa: ANN401 - whatever the fields hold
    """A new row as `pattern`, not yet stored, save for `values`: columns, and rows at the other end of foreign keys.

    `Model.__init__` looks at every field, which costs more than all else that a new entry asks of us. Give lists and
    objects of its own to each row: those of the pattern are shared.
    """
    row = object.__new__(type(pattern))
    held = row.__dict__
    held.update(pattern.__dict__)
    held["_state"] = state = ModelState()  # what Django's own `Model.from_db` sets
    state.fields_cache = {}
    for name, value in values.items():
        if isinstance(value, models.Model):
            held[f"{name}_id"] = value.pk
            state.fields_cache[name] = value
        else:
            held[name] = value
    return row


def insert_rows(rows: Sequence[models.Model], *, returning: Sequence[str] = ()) -> list[tuple[Any, ...]]:
    """Insert rows of one model whose key the database gives; gives the columns named by `returning`.

    Rows that a constraint knows already are left out, and give nothing.
    """
    if not rows:
        return []
    return insert_columns(type(rows[0]), _columns_of_new(rows), returning=returning)


def insert_alike(pattern: models.Model, differing: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows that are all as `pattern`, save for the fields in `differing`: one value of each for every row.

    Rows that a constraint knows already are left out.
    """
    count = len(next(iter(differing.values())))
    columns = {column: values * count for column, values in _columns_of_new([pattern]).items()}
    for name, values in differing.items():
        columns[_field(pattern, name).column] = list(values)
    insert_columns(type(pattern), columns)


def insert_columns(
    model: type[models.Model], columns: Columns, *, returning: Sequence[str] = ()
) -> list[tuple[Any, ...]]:
    """Insert rows given by their columns; see `insert_rows`. Nobody fills in a default."""
    if not columns:
        return []
    meta = model._meta  # noqa: SLF001  # Django's documented way to a model's fields
    names = ", ".join(f'"{column}"' for column in columns)
    wanted = ", ".join(f'"{meta.get_field(name).column}"' for name in returning)  # type: ignore[union-attr]
    told: list[tuple[Any, ...]] = []
    with bound_apart() as cursor:
        for part in _by_length(columns):
            values, table, parameters = _as_table(model, part)
            cursor.execute(
                f"INSERT INTO {meta.db_table} ({names}) SELECT {', '.join(values.values())} FROM {table} "
                "ON CONFLICT DO NOTHING" + (f" RETURNING {wanted}" if wanted else ""),
                parameters,
            )
            told += cursor.fetchall() if wanted else ()
    return told


def update_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the fields `names` of rows of one model, by primary key. Call it inside a transaction."""
    if not rows:
        return
    model, meta = type(rows[0]), type(rows[0])._meta  # noqa: SLF001  # as above
    key = str(meta.pk.column)
    columns = _columns_of(rows, [meta.pk, *(_field(rows[0], name) for name in names)])
    with bound_apart() as cursor:
        for part in _by_length(columns):
            values, table, parameters = _as_table(model, part, key=key)
            assigned = ", ".join(f'"{column}" = {value}' for column, value in values.items() if column != key)
            cursor.execute(
                f"UPDATE {meta.db_table} AS kept SET {assigned} FROM {table} WHERE kept.{key} = {values[key]}",
                parameters,
            )


@contextmanager
def bound_apart() -> Iterator[CursorWrapper]:
    """A cursor whose parameters the server puts in place, not the driver; else as any other of Django's."""
    connection.ensure_connection()
    cursor: Any = psycopg.Cursor(connection.connection)
    with connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor) as ours:
        yield ours


def _as_table(model: type[models.Model], columns: Columns, *, key: str = "") -> tuple[dict[str, str], str, list[Any]]:
    """Rows as a table that a statement reads from: how it names each column's value, the table, and its parameters.

    Of a column in which all rows are alike only the first value is sent; `key` is one in which none are.
    """
    kinds = {field.column: field for field in model._meta.concrete_fields}  # noqa: SLF001  # as above
    values, parameters, arrays = {}, [], []
    for column, listed in columns.items():
        kind, sent, convert = _way_of(kinds[column])
        ready = listed if convert is None else list(map(convert, listed))
        is_alike = column != key and ready.count(ready[0]) == len(ready)
        if not is_alike:
            arrays.append((column, sent))
        values[column] = f"%s::{kind}" if is_alike else f'new."{column}"' + (f"::{kind}" if kind != sent else "")
        parameters.append((not is_alike, ready[0] if is_alike else ready))
    if not arrays:
        arrays.append(("ordinal", "integer"))
        parameters.append((True, list(range(len(next(iter(columns.values())))))))
    names = ", ".join(f'"{column}"' for column, _ in arrays)
    table = f"unnest({', '.join(f'%b::{sent}[]' for _, sent in arrays)}) AS new ({names})"
    return values, table, [sent for is_list, sent in sorted(parameters, key=lambda one: one[0])]


def _way_of(field: Any) -> tuple[str, str, Callable[[Any], Any] | None]:  # noqa: ANN401 - Django's fields have no types
    """The type of a field's column without its length, the type as which its values are sent, and how they are made."""
    kind = _LENGTH.sub("", field.db_type(connection))
    if isinstance(field, ArrayField):
        return kind, "text", _array_text
    if kind == "jsonb":
        return kind, "text", _json_text
    if kind in {"varchar", "text"}:
        return kind, kind, _plain
    return kind, kind, float if kind == "double precision" and not field.null else None


def _plain(text: Any) -> Any:  # noqa: ANN401 - whatever a field of text holds
    """A choice is a text of another type, and all of one column must be of one."""
    return text if text.__class__ is str or text is None else str(text)


def _json_text(value: Any) -> str | None:  # noqa: ANN401 - whatever JSON knows
    if value is None:
        return None
    return (not value and _EMPTY.get(value.__class__)) or _write(value)


def _array_text(values: Sequence[Any] | None) -> str | None:
    """A list as the server writes it."""
    if values is None:
        return None
    return "{" + ",".join('"' + _QUOTED.sub(r"\\\1", str(value)) + '"' for value in values) + "}"


def _field(row: models.Model, name: str) -> Any:  # noqa: ANN401 - Django's fields have no types
    return row._meta.get_field(name)  # noqa: SLF001  # as above


def _given_fields(model: type[models.Model]) -> list[Any]:
    """The fields that a new row brings: neither its key, where the database gives it, nor what is worked out."""
    return [
        field
        for field in model._meta.concrete_fields  # noqa: SLF001  # as above
        if not isinstance(field, models.AutoField) and not field.generated
    ]


def _columns_of_new(rows: Sequence[models.Model]) -> dict[str, list[Any]]:
    fields = _given_fields(type(rows[0]))
    for field in fields:
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            for row in rows:
                field.pre_save(row, add=True)
    return _columns_of(rows, fields)


def _columns_of(rows: Sequence[models.Model], fields: Sequence[Any]) -> dict[str, list[Any]]:
    return {field.column: [getattr(row, field.attname) for row in rows] for field in fields}


def _by_length(columns: Columns) -> Iterator[Columns]:
    """The rows in parts of a bounded length, at least one row in each."""
    texts = [column for column in columns.values() if column and isinstance(column[0], str)]
    count = len(next(iter(columns.values())))
    if sum(sum(map(len, filter(None, column))) for column in texts) <= _LONGEST:
        if count:
            yield columns
        return
    start = length = 0
    for place in range(count):
        own = sum(len(column[place] or "") for column in texts)
        if length and length + own > _LONGEST:
            yield {name: column[start:place] for name, column in columns.items()}
            start, length = place, 0
        length += own
    yield {name: column[start:] for name, column in columns.items()}
