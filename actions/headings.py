"""An action in one line of a list of days: what it is called, with its mark and its place, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from actions.addresses import address_of
from actions.held import reading
from actions.spans import Precision, Span
from jurisdictions.models import Jurisdiction


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of an action with all that its mark tells."""

    pk: int
    slug: str
    title: str
    kind: str
    stage: str
    jurisdiction: Jurisdiction
    effective: Span | None

    def get_absolute_url(self) -> str:
        return address_of("action", self.slug)


def headings(keys: Iterable[int]) -> dict[int, Heading]:
    """Headings of actions by their keys; one query, and none for no key."""
    wanted = list(keys)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_HEADINGS, [wanted])
        rows = cursor.fetchall()
    places = reading().places
    return {
        key: Heading(key, slug, title, kind, stage, places[place], _span(first, last, precise))
        for key, slug, title, kind, stage, place, first, last, precise in rows
    }


def _span(first: date | None, last: date, precision: str) -> Span | None:
    return Span(first, last, Precision(precision)) if first else None


_HEADINGS = """
    SELECT id, slug, title, kind, stage, jurisdiction_id, effective_first, effective_last, effective_precision
    FROM actions_action WHERE id = ANY(%s)
"""
