"""Keeping the books small: old polls become daily totals, and days long past months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import structlog
from django.db import connection, transaction

from ingest.services.locks import Lock, hold

log = structlog.get_logger(__name__)

KEPT_DAYS = 30
"""Days that every poll which brought something or failed keeps its own row."""
DAYS_KEPT = 400
"""Days that a source and a host keep a row a day: a year can be compared with the one before."""
AT_ONCE = 20_000
"""Rows that one transaction moves, so that none holds others up."""

_COUNT_UNCHANGED = """
INSERT INTO ingest_fetchday AS kept
    (source_id, day, poll_count, unchanged_count, last_unchanged_at, failed_count, byte_count, new_count)
SELECT source, %(day)s, 1, 1, %(now)s, 0, 0, 0 FROM unnest(%(sources)s::bigint[]) AS source ORDER BY source
ON CONFLICT (source_id, day) DO UPDATE SET
    poll_count = kept.poll_count + 1, unchanged_count = kept.unchanged_count + 1, last_unchanged_at = %(now)s
"""
_ROLL_UP = """
WITH gone AS (
    DELETE FROM ingest_fetch WHERE id IN (
        SELECT id FROM ingest_fetch WHERE started_at < %(before)s ORDER BY started_at LIMIT %(limit)s
    ) RETURNING source_id, (started_at AT TIME ZONE 'UTC')::date AS day, outcome, byte_count, new_count
), written AS (
    INSERT INTO ingest_fetchday AS kept
        (source_id, day, poll_count, unchanged_count, failed_count, byte_count, new_count)
    SELECT source_id, day, count(*), count(*) FILTER (WHERE outcome IN ('not_modified', 'same_bytes')),
        count(*) FILTER (WHERE outcome = 'failed'), sum(byte_count), sum(new_count)
    FROM gone GROUP BY source_id, day ORDER BY source_id, day
    ON CONFLICT (source_id, day) DO UPDATE SET
        poll_count = kept.poll_count + excluded.poll_count,
        unchanged_count = kept.unchanged_count + excluded.unchanged_count,
        failed_count = kept.failed_count + excluded.failed_count,
        byte_count = kept.byte_count + excluded.byte_count,
        new_count = kept.new_count + excluded.new_count
) SELECT count(*) FROM gone
"""
_SUMMED = {
    "ingest_fetchday": (
        "source_id",
        ("poll_count", "unchanged_count", "failed_count", "byte_count", "new_count"),
    ),
    "ingest_hostday": (
        "host_id",
        (
            "request_count", "robots_count", "ok_count", "unchanged_count", "redirect_count", "client_error_count",
            "server_error_count", "no_answer_count", "forbidden_count", "put_off_count", "byte_count", "waited_ms",
        ),
    ),
}  # fmt: skip


def count_unchanged(source_ids: Sequence[int], now: datetime) -> None:
    """Count a poll that found nothing new for each of these sources, in one statement."""
    if source_ids:
        with connection.cursor() as cursor:
            cursor.execute(
                _COUNT_UNCHANGED, {"sources": list(source_ids), "now": now, "day": now.astimezone(UTC).date()}
            )


def roll_up_fetches(now: datetime) -> int:
    """Turn polls older than 30 days into totals of a source and a UTC day; tells how many rows went.

    A row goes and is counted in one statement, so none is counted twice, whoever runs beside us.
    """
    before = datetime.combine((now - timedelta(days=KEPT_DAYS)).astimezone(UTC).date(), datetime.min.time(), UTC)
    moved = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            hold(Lock.KEEPING)
            cursor.execute(_ROLL_UP, {"before": before, "limit": AT_ONCE})
            [(count,)] = cursor.fetchall()
        moved += int(count)
        if count < AT_ONCE:
            break
    if moved:
        log.info("fetches_rolled_up", rows=moved, before=before.isoformat())
    return moved


def roll_up_days(now: datetime) -> int:
    """Turn days older than 400 days, of sources and of hosts, into months; tells how many rows went."""
    before = (now - timedelta(days=DAYS_KEPT)).astimezone(UTC).date().replace(day=1)
    moved = 0
    for table, (owner, columns) in _SUMMED.items():
        with transaction.atomic(), connection.cursor() as cursor:
            hold(Lock.KEEPING)
            cursor.execute(_months(table, owner, columns), {"before": before})
            [(count,)] = cursor.fetchall()
        moved += int(count)
    return moved


def _months(table: str, owner: str, columns: Sequence[str]) -> str:
    """Sum all days but the first of each month into that first day. No part of it comes from outside."""
    names = ", ".join(columns)
    sums = ", ".join(f"sum({name})" for name in columns)
    added = ", ".join(f"{name} = kept.{name} + excluded.{name}" for name in columns)
    return (
        f"WITH gone AS (DELETE FROM {table} WHERE day < %(before)s AND extract(day FROM day) <> 1 RETURNING *), "
        f"written AS (INSERT INTO {table} AS kept ({owner}, day, {names}) "
        f"SELECT {owner}, date_trunc('month', day)::date, {sums} FROM gone GROUP BY 1, 2 "
        f"ON CONFLICT ({owner}, day) DO UPDATE SET {added}) SELECT count(*) FROM gone"
    )
