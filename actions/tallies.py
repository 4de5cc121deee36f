"""Counts over lines that no QuerySet can say: by the vendors in a list, by place with the strictest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from actions.models.lines import LineQuerySet
from actions.sections import STRENGTH_OF


@dataclass(frozen=True, slots=True)
class Known:
    """How many actions are known, and how many of them stand on the day."""

    known: int
    standing: int


@dataclass(frozen=True, slots=True)
class Strictest:
    """What stands in one place: how much, and the key of the strictest."""

    jurisdiction: int
    count: int
    key: int


def by_vendor_and_kind(lines: LineQuerySet) -> list[tuple[int, str, int]]:
    """How many lines hit each vendor itself, split by kind."""
    sql, params = lines.values("kind", "vendors", "named_count").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT vendor, kind, count(*) FROM ({sql}) line
            CROSS JOIN LATERAL unnest(line.vendors[1:line.named_count]) AS vendor GROUP BY vendor, kind
            """,
            params,
        )
        return [(vendor, kind, count) for vendor, kind, count in cursor.fetchall()]


def by_group(lines: LineQuerySet, vendors: Collection[int], day: date) -> dict[int, Known]:
    """How many lines hit the group of each of `vendors`; a line counts once a group."""
    keys = list(vendors)
    sql, params = lines.hitting_any(keys).values("vendors", "stands").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT vendor, count(*), count(*) FILTER (WHERE line.stands @> %s::date) FROM ({sql}) line
            CROSS JOIN LATERAL unnest(line.vendors) AS vendor WHERE vendor = ANY (%s) GROUP BY vendor
            """,
            [day, *params, keys],
        )
        return {vendor: Known(known, standing) for vendor, known, standing in cursor.fetchall()}


def by_place(lines: LineQuerySet, day: date) -> dict[int, Known]:
    """How many lines each place has, and how many of them stand."""
    sql, params = lines.values("jurisdiction_id", "stands").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT jurisdiction_id, count(*), count(*) FILTER (WHERE stands @> %s::date)
            FROM ({sql}) line GROUP BY jurisdiction_id
            """,
            [day, *params],
        )
        return {place: Known(known, standing) for place, known, standing in cursor.fetchall()}


def strictest_by_place(lines: LineQuerySet) -> list[Strictest]:
    """For each place of `lines` the strictest and newest of them, the strictest places first."""
    columns = ("pk", "jurisdiction_id", "strength", "announced_first", "slug")
    sql, params = lines.annotate(strength=STRENGTH_OF).values_list(*columns).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT jurisdiction_id, lines, key FROM (
                SELECT DISTINCT ON (jurisdiction_id) jurisdiction_id, key, strength, announced_first, slug,
                       count(*) OVER (PARTITION BY jurisdiction_id) AS lines
                FROM ({sql}) line (key, jurisdiction_id, strength, announced_first, slug)
                ORDER BY jurisdiction_id, strength, announced_first DESC NULLS LAST, slug
            ) best ORDER BY strength, announced_first DESC NULLS LAST, slug
            """,
            params,
        )
        return [Strictest(place, count, key) for place, count, key in cursor.fetchall()]


def by_pair(lines: LineQuerySet, unnamed: int, vendors: Collection[int] | None) -> list[tuple[int, int, str, int, str]]:
    """Vendor (or `unnamed`), place, kind, how many lines, and one of their slugs; of `vendors` alone, if given."""
    sql, params = lines.values("jurisdiction_id", "kind", "slug", "vendors").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT vendor, jurisdiction_id, kind, count(*), min(slug) FROM ({sql}) line
            CROSS JOIN LATERAL unnest(CASE WHEN vendors = '{{}}' THEN ARRAY[%s::bigint] ELSE vendors END) AS vendor
            WHERE %s::bigint[] IS NULL OR vendor = ANY (%s::bigint[]) GROUP BY vendor, jurisdiction_id, kind
            """,
            [*params, unnamed, *2 * [None if vendors is None else list(vendors)]],
        )
        return [(vendor, place, kind, count, slug) for vendor, place, kind, count, slug in cursor.fetchall()]


def places_by_vendor(lines: LineQuerySet, unnamed: int) -> dict[int, int]:
    """In how many places each vendor (or `unnamed`) is hit."""
    sql, params = lines.values("jurisdiction_id", "vendors").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT vendor, count(DISTINCT jurisdiction_id) FROM ({sql}) line
            CROSS JOIN LATERAL unnest(CASE WHEN vendors = '{{}}' THEN ARRAY[%s::bigint] ELSE vendors END) AS vendor
            GROUP BY vendor
            """,
            [*params, unnamed],
        )
        return dict(cursor.fetchall())
