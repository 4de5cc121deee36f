"""A condition on several columns at once, which the ORM has no word for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models.expressions import RawSQL


def stands_in(table: str, columns: Mapping[str, str], values: Sequence[tuple[Any, ...]]) -> RawSQL:
    """A condition: the columns of `table`, given with their types, stand together in one of `values`.

    Only names of ours go into the SQL; the values are parameters.
    """
    names = ", ".join(f'{table}."{name}"' for name in columns)
    types = ", ".join(f"%s::{kind}[]" for kind in columns.values())
    lists = [list(column) for column in zip(*values, strict=True)] or [[] for _ in columns]
    return RawSQL(f"(({names}) IN (SELECT * FROM unnest({types})))", lists, models.BooleanField())  # noqa: S611
