"""What stands, by vendor and place: the cells of the matrix, the map, a comparison and a checked list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from actions.filters import ActionFilters
from actions.lifecycle import STRENGTH, Kind
from actions.models.lines import LineQuerySet
from jurisdictions import codes
from jurisdictions.models import Jurisdiction

CLASSES = 0
"""Stands for a vendor's key where an action hits a class without a name."""

_RANK = {str(kind): rank for rank, kind in enumerate(STRENGTH)}


def rank(kind: str) -> int:
    """0 for the strictest kind."""
    return _RANK[kind]


@dataclass(frozen=True, slots=True)
class Hit:
    """One action that stands, as it meets one vendor (or CLASSES) in one place, by their keys."""

    vendor: int
    place: int
    kind: str
    slug: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What one vendor meets in one place: the strictest kind, how many actions, and one of the strictest."""

    kind: Kind
    count: int
    slug: str
    kinds: tuple[Kind, ...]
    """Every kind that stands there, the strictest first."""


Cells = Mapping[tuple[int, int], Cell]


def standing(filters: ActionFilters, day: date) -> list[Hit]:
    """What stands on `day` of all that these filters leave, by vendor and place; whatever day they name."""
    return hits(filters.lines(leave_out="on").standing_on(day))


def hits(lines: LineQuerySet) -> list[Hit]:
    """`lines` by vendor and place, in one query; one that hits a unit also hits each of its parents, once."""
    rows = lines.order_by().values_list("vendors", "jurisdiction", "kind", "slug")
    return [
        Hit(vendor, place, kind, slug) for vendors, place, kind, slug in rows for vendor in (*vendors,) or (CLASSES,)
    ]


def spread(found: Iterable[Hit], places: Mapping[int, Jurisdiction], *, counted_in: Iterable[str]) -> list[Hit]:
    """The same hits, and those of subdivisions for their country and of the Union for its members, where asked for."""
    wanted = frozenset(counted_in)
    members = [place.pk for place in places.values() if place.code in codes.UNION_MEMBERS]
    hit = list(found)
    more: list[Hit] = []
    for one in hit:
        place = places[one.place]
        if "subdivisions" in wanted and place.parent_id:
            more.append(Hit(one.vendor, place.parent_id, one.kind, one.slug))
        if "union" in wanted and place.code == codes.UNION:
            more += [Hit(one.vendor, member, one.kind, one.slug) for member in members]
    return list(dict.fromkeys(hit + more))


def cells(found: Iterable[Hit]) -> dict[tuple[int, int], Cell]:
    """The strictest of each vendor in each place."""
    gathered: dict[tuple[int, int], list[Hit]] = {}
    for hit in found:
        gathered.setdefault((hit.vendor, hit.place), []).append(hit)
    return {pair: cell_of(rows) for pair, rows in gathered.items()}


def cell_of(rows: list[Hit]) -> Cell:
    """One cell out of what stands there; `rows` hold at least one."""
    strictest = min(rows, key=lambda row: (_RANK[row.kind], row.slug))
    kinds = sorted({row.kind for row in rows}, key=_RANK.__getitem__)
    return Cell(
        kind=Kind(strictest.kind),
        count=len({row.slug for row in rows}),
        slug=strictest.slug,
        kinds=tuple(Kind(kind) for kind in kinds),
    )


def by_place(found: Iterable[Hit]) -> dict[int, Cell]:
    """The strictest of each place, whomever it hits."""
    gathered: dict[int, list[Hit]] = {}
    for hit in found:
        gathered.setdefault(hit.place, []).append(hit)
    return {place: cell_of(rows) for place, rows in gathered.items()}
