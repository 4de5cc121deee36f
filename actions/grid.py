"""What stands, by vendor and place: the cells of the matrix, the map, a comparison and a checked list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from actions import tallies
from actions.filters import ActionFilters
from actions.held import reading
from actions.lifecycle import STRENGTH, Kind
from jurisdictions import codes
from jurisdictions.models import Jurisdiction

CLASSES = 0
"""False, as no key is. Stands for a vendor's key where an action hits a class without a name."""

_KINDS = {str(kind): kind for kind in STRENGTH}
_RANK = {str(kind): rank for rank, kind in enumerate(STRENGTH)}


def rank(kind: str) -> int:
    """0 for the strictest kind."""
    return _RANK[kind]


@dataclass(frozen=True, slots=True)
class Hit:
    """How many actions of one kind meet one vendor (or CLASSES) in one place, by their keys, and one of them."""

    vendor: int
    place: int
    kind: str
    count: int
    slug: str


class Cell(NamedTuple):
    """What one vendor meets in one place: the strictest kind, how many actions, and one of the strictest.

    A matrix has thousands of them: a named tuple is made in a tenth of the time that a dataclass takes.
    """

    kind: Kind
    count: int  # type: ignore[assignment]  # tuples count by a method of this name, which nobody calls on a cell
    slug: str
    kinds: tuple[Kind, ...]
    """Every kind that stands there, the strictest first."""


Cells = Mapping[tuple[int, int], Cell]


def standing(filters: ActionFilters, day: date, *, vendors: Collection[int] | None = None) -> list[Hit]:
    """What stands on `day` of all that these filters leave, whatever day they name; of `vendors` alone, if given.

    One that hits a unit also hits each of its parents, once.
    """
    lines = filters.held(leave_out="on").standing_on(day)
    return [Hit(*row) for row in tallies.by_pair(lines, CLASSES, vendors)]


def widest(filters: ActionFilters, day: date) -> dict[int, int]:
    """Every vendor that anything hits on `day`, with in how many places, most first; CLASSES comes last."""
    found = tallies.places_by_vendor(filters.held(leave_out="on").standing_on(day), CLASSES)
    order = sorted(found, key=lambda vendor: (vendor == CLASSES, -found[vendor], vendor))
    return {vendor: found[vendor] for vendor in order}


def standing_by_place(filters: ActionFilters, day: date) -> list[Hit]:
    """What stands on `day`, by place alone: `vendor` is CLASSES throughout."""
    lines = filters.held(leave_out="on").standing_on(day)
    return [Hit(CLASSES, *row) for row in tallies.first_of_place_and_kind(lines)]


def spread(found: Iterable[Hit], places: Mapping[int, Jurisdiction], *, counted_in: Iterable[str]) -> list[Hit]:
    """The same hits, and those of subdivisions for their country and of the Union for its members, where asked for."""
    wanted = frozenset(counted_in)
    members = [place.pk for place in places.values() if place.code in codes.UNION_MEMBERS]
    hit = list(found)
    more: list[Hit] = []
    for one in hit:
        place = places[one.place]
        if "subdivisions" in wanted and place.parent_id:
            more.append(replace(one, place=place.parent_id))
        if "union" in wanted and place.code == codes.UNION:
            more += [replace(one, place=member) for member in members]
    return hit + more


def cells_of(
    filters: ActionFilters, day: date, *, vendors: Collection[int] | None = None
) -> dict[tuple[int, int], Cell]:
    """`cells` of all that is `standing`, counted as these filters count."""
    if filters.counted_in:
        return cells(spread(standing(filters, day, vendors=vendors), reading().places, counted_in=filters.counted_in))
    lines = filters.held(leave_out="on").standing_on(day)
    return {
        (vendor, place): Cell((kinds := _kinds_in(bits))[0], count, slug, kinds)
        for vendor, place, bits, count, slug in tallies.strictest_by_pair(lines, CLASSES, vendors)
    }


def cells(found: Iterable[Hit]) -> dict[tuple[int, int], Cell]:
    """The strictest of each vendor in each place."""
    gathered: dict[tuple[int, int], list[Hit]] = {}
    for hit in found:
        gathered.setdefault((hit.vendor, hit.place), []).append(hit)
    return {pair: cell_of(rows) for pair, rows in gathered.items()}


def cell_of(rows: list[Hit]) -> Cell:
    """One cell out of what stands there; `rows` hold at least one."""
    if len(rows) == 1:  # nearly every cell of a large matrix
        (row,) = rows
        kind = _KINDS[row.kind]
        return Cell(kind=kind, count=row.count, slug=row.slug, kinds=(kind,))
    strictest = min(rows, key=lambda row: (_RANK[row.kind], row.slug))
    kinds = sorted({row.kind for row in rows}, key=_RANK.__getitem__)
    return Cell(
        kind=Kind(strictest.kind),
        count=sum(row.count for row in rows),
        slug=strictest.slug,
        kinds=tuple(Kind(kind) for kind in kinds),
    )


def cells_by_place(filters: ActionFilters, day: date) -> dict[int, Cell]:
    """`by_place` of all that stands there, counted as these filters count."""
    if filters.counted_in:
        return by_place(spread(standing_by_place(filters, day), reading().places, counted_in=filters.counted_in))
    lines = filters.held(leave_out="on").standing_on(day)
    return {
        place: Cell((kinds := _kinds_in(bits))[0], count, slug, kinds)
        for place, bits, count, slug in tallies.strictest_of_places(lines)
    }


@lru_cache(maxsize=256)
def _kinds_in(bits: int) -> tuple[Kind, ...]:
    """Kinds by their ranks, the strictest first."""
    return tuple(kind for rank, kind in enumerate(STRENGTH) if bits >> rank & 1)


def by_place(found: Iterable[Hit]) -> dict[int, Cell]:
    """The strictest of each place, whomever it hits."""
    gathered: dict[int, list[Hit]] = {}
    for hit in found:
        gathered.setdefault(hit.place, []).append(hit)
    return {place: cell_of(rows) for place, rows in gathered.items()}
