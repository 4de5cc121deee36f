"""Locks that a transaction holds until it ends, so that two workers do not do one thing twice."""

from __future__ import annotations

from enum import IntEnum

from django.db import connection


class Lock(IntEnum):
    """Keys of PostgreSQL's advisory locks; unique in the project, chosen at random."""

    GROUPING = 7_310_224_411
    KEEPING = 7_310_224_412
    LEARNING = 7_310_224_416
    COUNTING = 7_310_224_417


def hold(lock: Lock) -> None:
    """Wait for `lock` and keep it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(lock)])
