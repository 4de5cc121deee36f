"""Places on the map: what stands in each, and where it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from actions import grid
from actions.filters import ActionFilters
from actions.held import reading
from actions.shapes import Shape, World, world
from jurisdictions.models import Jurisdiction
from jurisdictions.names import name_order


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where something stands. `shape` is None where the map has none: a subdivision, the Union."""

    place: Jurisdiction
    cell: grid.Cell
    shape: Shape | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """The world with its spots, as `actions/_map.html` draws it."""

    world: World
    spots: tuple[Spot, ...]


def drawn(filters: ActionFilters) -> Drawn:
    """The map of what these filters leave on their day, for a page that shows more than a map."""
    spots = spots_of(grid.cells_by_place(filters, filters.day), reading().places)
    return Drawn(world(), tuple(spot for spot in spots if spot.shape))


def spots_of(cells: Mapping[int, grid.Cell], places: Mapping[int, Jurisdiction]) -> list[Spot]:
    """The strictest first, then by name."""
    shapes = world().shapes
    spots = [Spot(places[key], cell, shapes.get(places[key].code)) for key, cell in cells.items()]
    language = get_language()
    return sorted(spots, key=lambda spot: (grid.rank(spot.cell.kind), name_order(spot.place.name_in(language))))
