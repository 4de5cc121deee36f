"""What a feed tells of actions, as they are now or as our record held them: read narrowly, a hundred at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from actions import sentences
from actions.addresses import address_of
from actions.filters import ActionFilters
from actions.held import reading
from actions.held.table import EPOCH
from actions.lifecycle import Kind, Stage
from actions.models import Revision
from actions.spans import Precision, Span, parse_span
from jurisdictions.models import Jurisdiction


@dataclass(frozen=True, slots=True)
class Told:
    """What a feed tells of an action. `vendors` are slugs with names, `cited` addresses, titles, publishers, grades."""

    slug: str
    url: str
    title: str
    summary: str
    kind: Kind
    stage: Stage
    place: Jurisdiction
    announced: Span | None
    effective: Span | None
    ended: Span | None
    instrument: str
    whom: str
    vendors: tuple[tuple[str, str], ...]
    cited: tuple[tuple[str, str, str, str], ...]
    changed_at: datetime


def told(filters: ActionFilters, *, most: int) -> list[Told]:
    """What the filters leave, the latest change first."""
    lines = filters.held()
    keys = lines.keys(lines.table.order("changed"), count=most)
    changed = lines.table.changed_at(keys)
    at = {key: EPOCH + timedelta(microseconds=changed[key]) for key in keys}
    return _then(at) if filters.known_on else _now(at)


def _now(changed_at: dict[int, datetime]) -> list[Told]:
    """Actions by their keys, each with the time of its change, in this order."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [list(changed_at)])
        rows = {row[0]: row for row in cursor.fetchall()}
    places = reading().places
    return [_told_now(rows[key], places[rows[key][6]], at) for key, at in changed_at.items() if key in rows]


_TOLD = """
    SELECT id, slug, title, COALESCE(NULLIF(summary, ''), NULLIF(scope, ''), title), kind, stage, jurisdiction_id,
           instrument, hit.targets, said.pages, announced_first, announced_last, announced_precision, effective_first,
           effective_last, effective_precision, ended_first, ended_last, ended_precision
    FROM actions_action action, LATERAL (
        SELECT json_agg(json_build_array(target.name, vendor.slug, vendor.name) ORDER BY position, target.id)::text
        FROM actions_target target LEFT JOIN actions_vendor vendor ON vendor.id = target.vendor_id
        WHERE target.action_id = action.id
    ) hit (targets), LATERAL (
        SELECT json_agg(json_build_array(url, page.title, publisher, grade) ORDER BY page.id)::text
        FROM actions_actioncitation cited JOIN actions_citation page ON page.id = cited.citation_id
        WHERE cited.action_id = action.id
    ) said (pages)
    WHERE id = ANY(%s)
"""


def _told_now(row: tuple[Any, ...], place: Jurisdiction, changed_at: datetime) -> Told:
    _key, slug, title, summary, kind, stage, _place, instrument, targets, pages, *spans = row
    hit: list[tuple[str, str | None, str]] = json.loads(targets or "[]")
    return Told(
        slug=slug,
        url=address_of("action", slug),
        title=title,
        summary=summary,
        kind=Kind(kind),
        stage=Stage(stage),
        place=place,
        announced=_span(*spans[:3]),
        effective=_span(*spans[3:6]),
        ended=_span(*spans[6:]),
        instrument=instrument,
        whom=sentences.enumerate_names([name for name, _slug, _vendor in hit]),
        vendors=tuple(sorted({(vendor, name) for _target, vendor, name in hit if vendor})),
        cited=tuple(map(tuple, json.loads(pages or "[]"))),
        changed_at=changed_at,
    )


def _span(first: date | None, last: date, precision: str) -> Span | None:
    return Span(first, last, Precision(precision)) if first else None


def _then(changed_at: dict[int, datetime]) -> list[Told]:
    """What revisions held, by their keys, at their permanent addresses."""
    said = Revision.objects.select_related("action").in_bulk(changed_at)
    places = {place.code: place for place in reading().places.values()}
    return [_told_then(said[key], places[said[key].record["jurisdiction"]], at) for key, at in changed_at.items()]


def _told_then(revision: Revision, place: Jurisdiction, changed_at: datetime) -> Told:
    record = revision.record
    vendors = {(target["vendor"], target["vendor_name"]) for target in record["targets"] if target["vendor"]}
    return Told(
        slug=record["slug"],
        url=f"{address_of('action', revision.action.slug)}revisions/{revision.number}/",
        title=record["title"],
        summary=record["summary"] or record["scope"] or record["title"],
        kind=Kind(record["kind"]),
        stage=Stage(record["stage"]),
        place=place,
        announced=parse_span(record["announced"]["text"]),
        effective=parse_span(record["effective"]["text"]),
        ended=parse_span(record["ended"]["text"]),
        instrument=record["instrument"],
        whom=sentences.enumerate_names([target["name"] for target in record["targets"]]),
        vendors=tuple(sorted(vendors)),
        cited=tuple((page["url"], page["title"], page["publisher"], page["grade"]) for page in record["citations"]),
        changed_at=changed_at,
    )
