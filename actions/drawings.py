"""Charts as files that stand alone: title, what narrows them, legend, source and day, in faces of their own."""

from __future__ import annotations

import textwrap
from base64 import b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string

from actions import faces, labels
from actions.filters import Chosen
from actions.lifecycle import STRENGTH, Kind

WIDTH, MARGIN = 984, 12
_TITLE, _TOLD, _FOOT = (17, 24), (12, 17), (11, 15)
"""Size and leading of the type in the head and at the foot."""
_WIDEST = 0.52
"""Of a size: what a letter takes on average in a line that must not run out of the drawing."""
_SIGN_LEFT, _SIGN_GAP, _LETTER = 15, 20, 5.3
"""Of the legend: from a mark to its word, between words, and a letter of 11 units."""


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    y: int


@dataclass(frozen=True, slots=True)
class Sign:
    """A kind in the legend."""

    kind: Kind
    word: str
    x: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a drawing, in its units; the drawing itself begins `top` below the edge."""

    title: str
    width: int
    height: int
    top: int
    heads: tuple[Line, ...]
    told: tuple[Line, ...]
    signs: tuple[Sign, ...]
    signs_y: int
    foot: tuple[Line, ...]


def frame(
    title: str, *, told: str, source: str, height: int, kinds: Collection[Kind] = (), width: int = WIDTH
) -> Frame:
    """The frame of a drawing of this height: `told` says what it shows, `source` where it is from.

    The legend names `kinds`.
    """
    heads = _lines(title, width, _TITLE, first=MARGIN + _TITLE[0])
    below = heads[-1].y + 6
    under = _lines(told, width, _TOLD, first=below + _TOLD[0]) if told else ()
    top = (under[-1].y if under else below) + 12
    signs = _signs([kind for kind in STRENGTH if kind in kinds])
    signs_y = top + height + 22
    foot = _lines(source, width, _FOOT, first=(signs_y + 24 if signs else top + height + 24))
    return Frame(title, width, foot[-1].y + MARGIN, top, heads, under, signs, signs_y, foot)


def narrowed_by(chosen: Sequence[Chosen]) -> str:
    """What a drawing is narrowed by, in one line."""
    return " · ".join(one.label for one in chosen)


def _lines(text: str, width: int, type_: tuple[int, int], *, first: int) -> tuple[Line, ...]:
    """The text in lines that keep within the drawing, the first on base line `first`."""
    size, leading = type_
    lines = textwrap.wrap(text, int((width - 2 * MARGIN) / (size * _WIDEST)))
    return tuple(Line(line, first + leading * i) for i, line in enumerate(lines))


def _signs(kinds: Sequence[Kind]) -> tuple[Sign, ...]:
    words = [str(labels.KINDS[kind]) for kind in kinds]
    steps = [_SIGN_LEFT + round(_LETTER * len(word)) + _SIGN_GAP for word in words]
    return tuple(map(Sign, kinds, words, accumulate(steps, initial=MARGIN)))


def answer(template: str, context: dict[str, Any], around: Frame, *, name: str) -> HttpResponse:
    """The drawing as an SVG file; a browser shows it as it is and saves it under `name`.

    Its policy allows nothing but the one style that carries its faces.
    """
    text = render_to_string(template, {**context, "frame": around})
    style = faces.style_for(text)
    given = HttpResponse(text.replace("<style/>", f"<style>{style}</style>", 1), content_type="image/svg+xml")
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    given["Content-Disposition"] = f'inline; filename="{name}.svg"'
    given["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{allowed}'; font-src data:; frame-ancestors 'none'"
    )
    return given
