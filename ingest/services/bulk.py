"""Many rows in one statement: they travel as one JSON text, which the database takes apart.

The ORM builds a parameter for each value and a CASE for each row; here both sides do the work in C.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, models

_LONGEST = 8_000_000
"""Characters of one statement, about: a bound on memory, here and in the database."""

_write = json.JSONEncoder(ensure_ascii=False, default=str, separators=(",", ":")).encode


def insert_rows(rows: Sequence[models.Model], *, returning: Sequence[str] = ()) -> list[tuple[Any, ...]]:
    """Insert rows of one model whose key the database gives; gives the columns named by `returning`.

    Rows that a constraint knows already are left out, and give nothing. Binary columns are not taken.
    """
    if not rows:
        return []
    meta = type(rows[0])._meta  # noqa: SLF001  # Django's documented way to a model's fields
    fields = [
        field for field in meta.concrete_fields if not isinstance(field, models.AutoField) and not field.generated
    ]
    names = ", ".join(f'"{field.column}"' for field in fields)
    wanted = ", ".join(f'"{meta.get_field(name).column}"' for name in returning)  # type: ignore[union-attr]
    told: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for texts in _by_length([_written(row, fields, is_new=True) for row in rows]):
            cursor.execute(
                f"INSERT INTO {meta.db_table} ({names}) SELECT {names} "
                f"FROM json_populate_recordset(null::{meta.db_table}, %s::json) ON CONFLICT DO NOTHING"
                + (f" RETURNING {wanted}" if wanted else ""),
                [texts],
            )
            told += cursor.fetchall() if wanted else ()
    return told


def update_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the fields `names` of rows of one model, by primary key. Call it inside a transaction."""
    if not rows:
        return
    meta = type(rows[0])._meta  # noqa: SLF001  # as above
    fields: list[Any] = [meta.get_field(name) for name in names]
    assigned = ", ".join(f'"{field.column}" = new."{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        for texts in _by_length([_written(row, [meta.pk, *fields], is_new=False) for row in rows]):
            cursor.execute(
                f"UPDATE {meta.db_table} AS kept SET {assigned} "
                f"FROM json_populate_recordset(null::{meta.db_table}, %s::json) AS new "
                f"WHERE kept.{meta.pk.column} = new.{meta.pk.column}",
                [texts],
            )


def _written(row: models.Model, fields: Sequence[Any], *, is_new: bool) -> str:
    if is_new:
        return _write({field.column: field.pre_save(row, add=True) for field in fields})
    return _write({field.column: getattr(row, field.attname) for field in fields})


def _by_length(texts: Sequence[str]) -> Iterator[str]:
    """The rows as JSON arrays of a bounded length, at least one row in each."""
    start = length = 0
    for place, text in enumerate(texts):
        if length and length + len(text) > _LONGEST:
            yield f"[{','.join(texts[start:place])}]"
            start, length = place, 0
        length += len(text)
    yield f"[{','.join(texts[start:])}]"
