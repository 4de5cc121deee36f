"""Where each country lies on the map of `static/vendor/natural-earth/world.svg`, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

FILE = "vendor/natural-earth/world.svg"
_PATH = re.compile(r'<path id="([A-Z]{2})" data-x="([\d.]+)" data-y="([\d.]+)" data-size="(\w+)" d="([^"]+)"/>')
_BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


@dataclass(frozen=True, slots=True)
class Shape:
    """A country on the map: the middle of its largest part, in the units of the drawing, and its outline."""

    code: str
    x: float
    y: float
    is_point: bool
    """Too small to be seen as a shape: a page marks it by a ring."""
    outline: str


@dataclass(frozen=True, slots=True)
class World:
    width: int
    height: int
    shapes: dict[str, Shape]


@cache
def world() -> World:
    """The map's size and its countries by ISO 3166-1 code; raises LookupError where the file is missing."""
    found = finders.find(FILE)
    if not found:
        raise LookupError(f"The map {FILE} is missing from the static files.")
    text = Path(str(found)).read_text(encoding="utf-8")
    box = _BOX.search(text)
    if box is None:
        raise LookupError(f"The map {FILE} has no size.")
    shapes = {
        code: Shape(code, float(x), float(y), size == "point", outline)
        for code, x, y, size, outline in _PATH.findall(text)
    }
    return World(int(box[1]), int(box[2]), shapes)
