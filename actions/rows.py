"""Rows of a list: what a line of a table shows of an action, as it is now or as our record held it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from django.core.paginator import EmptyPage, Page, Paginator
from django.db import connection
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actions import search, sentences
from actions.addresses import address_of
from actions.filters import ActionFilters
from actions.held import Held, reading
from actions.held.readings import VendorName
from actions.held.table import Numbers
from actions.models import Revision
from actions.spans import Precision, Span, parse_span
from jurisdictions.models import Jurisdiction

ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One action in a list. `whom` names the vendors that it hits, else its targets."""

    slug: str
    url: str
    title: str
    kind: str
    stage: str
    jurisdiction: Jurisdiction
    announced: Span | None
    effective: Span | None
    whom: str

    @property
    def place_url(self) -> str:
        return address_of("jurisdiction", self.jurisdiction.code)

    @property
    def place_name(self) -> str:
        """The place as lists name it: a subdivision with its country."""
        place = self.jurisdiction
        return f"{place.display_name}, {place.parent.display_name}" if place.parent else place.display_name


def page_of(filters: ActionFilters, total: int) -> Page[Row]:
    """The page of the list that the filters ask for; a page beyond the last does not exist."""
    paginator: Paginator[Any] = Paginator(range(total), ROWS_PER_PAGE)
    try:
        page = paginator.page(filters.page)
    except EmptyPage as error:
        raise Http404(_("This list has %(count)d pages.") % {"count": paginator.num_pages}) from error
    return Page(rows_of(filters, offset=page.start_index() - 1 if total else 0), filters.page, paginator)


def rows_of(filters: ActionFilters, *, offset: int = 0, count: int = ROWS_PER_PAGE) -> list[Row]:
    """So many rows of what the filters leave, in the order that was asked for."""
    lines = filters.held()
    if filters.q and filters.sort in {"", "relevance"} and not filters.known_on:
        best = search.ranked(lines.keys(count=search.RANKED), filters.q)
        rest = lines.keys(offset=search.RANKED, count=max(0, offset + count - search.RANKED))
        return rows_by_key([*best, *rest][offset : offset + count])
    return rows_by_line(lines, filters, sort=filters.sort, offset=offset, count=count)


def rows_by_line(lines: Held, filters: ActionFilters, *, sort: str = "", offset: int = 0, count: int) -> list[Row]:
    """Rows for a stretch of `lines`, as they are now or as we said on the day that the filters name."""
    keys = lines.keys(_order(lines, sort), offset=offset, count=count)
    return said_rows(keys) if filters.known_on else rows_by_key(keys)


def _order(lines: Held, sort: str) -> Numbers | None:
    """The order that was asked for; None is the newest announced first."""
    if sort != "place":
        return lines.table.order(sort) if sort else None
    places = lines.table.coded["jurisdiction"]
    rows = reading().places
    ranks = {place: rank for rank, place in enumerate(sorted(places.values, key=lambda key: rows[key].code))}
    return np.argsort(places.numbers(ranks.__getitem__), kind="stable")


def rows_by_key(keys: Iterable[int]) -> list[Row]:
    """Rows of actions by primary key, in the order of the keys; one query, however many."""
    wanted = list(keys)
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [search.packed(wanted)])
        found = {row[0]: row for row in cursor.fetchall()}
    now, language = reading(), get_language()
    places, vendors = now.places, now.vendors
    return [_row(found[key], places, vendors, language) for key in wanted if key in found]


def said_rows(revisions: Sequence[int]) -> list[Row]:
    """Rows of what revisions held, each leading to its permanent address."""
    found = {revision.pk: revision for revision in Revision.objects.filter(pk__in=revisions).select_related("action")}
    places = {place.code: place for place in reading().places.values()}
    return [_said_row(found[key], places) for key in revisions if key in found]


_ROWS = """
    SELECT id, slug, title, kind, stage, jurisdiction_id, announced_first, announced_last, announced_precision,
           effective_first, effective_last, effective_precision, names, vendors
    FROM actions_action action, LATERAL (
        SELECT array_agg(name ORDER BY position, id) AS names, array_agg(vendor_id ORDER BY position, id) AS vendors
        FROM actions_target WHERE action_id = action.id
    ) hit
    WHERE id = ANY(%s::bigint[])
"""


def _row(
    row: Sequence[Any], places: Mapping[int, Jurisdiction], known: Mapping[int, VendorName], language: str | None
) -> Row:
    _key, slug, title, kind, stage, place, *spans, names, vendors = row
    hit = [known[key].name for key in vendors or () if key]
    return Row(
        slug=slug,
        url=address_of("action", slug),
        title=title,
        kind=kind,
        stage=stage,
        jurisdiction=places[place],
        announced=_span(*spans[:3]),
        effective=_span(*spans[3:]),
        whom=_enumerated(tuple(hit or names or ()), language),
    )


@lru_cache(maxsize=4096)
def _enumerated(names: tuple[str, ...], _language: str | None) -> str:
    """Each of the names once, in the language of the reader: many rows hit the same vendors."""
    return sentences.enumerate_names(list(dict.fromkeys(names)))


@lru_cache(maxsize=8192)
def _span(first: date | None, last: date, precision: str) -> Span | None:
    return Span(first, last, Precision(precision)) if first else None


def _said_row(revision: Revision, places: dict[str, Jurisdiction]) -> Row:
    record = revision.record
    vendors = dict.fromkeys(target["vendor_name"] for target in record["targets"] if target["vendor_name"])
    return Row(
        slug=record["slug"],
        url=reverse("revision", args=[revision.action.slug, revision.number]),
        title=record["title"],
        kind=record["kind"],
        stage=record["stage"],
        jurisdiction=places[record["jurisdiction"]],
        announced=parse_span(record["announced"]["text"]),
        effective=parse_span(record["effective"]["text"]),
        whom=sentences.enumerate_names(list(vendors) or [target["name"] for target in record["targets"]]),
    )
