"""The card itself: plain values in, the bytes of a PNG out."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw

from actions.cards.type import LEADING, Face, fitted
from actions.lifecycle import Kind
from actions.templatetags.views import COLOURS, PATHS

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
PAPER, INK, QUIET, RULE = "#fdfcf9", "#1c1f2b", "#5b6070", "#d9d6ce"
FINENESS = 4
"""Shapes are drawn so many times larger and then shrunk, so that their edges are smooth."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the bar at the foot: how many of a kind stand, and the kind in a short word."""

    kind: Kind
    count: int
    word: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. `fill` is that of the mark, as on pages; a card without a kind has no mark."""

    corner: str
    title: str
    text: str
    foot: str
    site: str
    kind: Kind | None = None
    fill: str = "solid"
    label: str = ""
    parts: tuple[Part, ...] = ()


def png(card: Card) -> bytes:
    """The card as a PNG of 1200 by 630."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, WIDTH, 11), fill=INK)
    Face("serif", 38, 700).write(canvas, "Bantracker", (MARGIN, 78), INK)
    corner = Face("sans", 30)
    corner.write(canvas, card.corner, (WIDTH - MARGIN - corner.width(card.corner), 78), QUIET)
    top = 122
    if card.kind:
        _mark(image, card.kind, card.fill, at=(MARGIN, top + 4), size=38)
        Face("sans", 32, 600).write(canvas, card.label, (MARGIN + 56, top + 34), INK)
        top += 66
    _text(canvas, card, top)
    _foot(image, canvas, card)
    out = io.BytesIO()
    image.quantize(colors=64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _text(canvas: ImageDraw.ImageDraw, card: Card, top: float) -> None:
    """Title and text between the head and the foot, as large as they fit."""
    bottom = HEIGHT - (190 if card.parts else 116)
    room = bottom - top
    sizes: tuple[int, ...] = (76, 68, 60, 54, 48, 42) if card.kind or not card.text else (84, 72, 60, 48)
    share = room if not card.text else room * (0.78 if card.kind else 0.4)
    face, lines = fitted(card.title, family="serif", weight=600, sizes=sizes, box=(WIDTH - 2 * MARGIN, share))
    y = top + face.size
    for line in lines:
        face.write(canvas, line, (MARGIN, y), INK)
        y += face.size * LEADING
    if card.text:
        left = bottom - (y - face.size) - 16
        family, sizes = ("sans", (32, 28)) if card.kind else ("serif", (42, 38, 34, 30))
        face, lines = fitted(card.text, family=family, weight=400, sizes=sizes, box=(WIDTH - 2 * MARGIN, left))
        y += face.size - 34 if card.kind else 0
        for line in lines:
            face.write(canvas, line, (MARGIN, y), QUIET if card.kind else INK)
            y += face.size * LEADING


def _foot(image: Image.Image, canvas: ImageDraw.ImageDraw, card: Card) -> None:
    """The bar by kind, with its marks, and below a rule where the card comes from."""
    if card.parts:
        _bar(image, canvas, card.parts)
    canvas.line((MARGIN, HEIGHT - 84, WIDTH - MARGIN, HEIGHT - 84), fill=RULE, width=2)
    face = Face("sans", 26)
    face.write(canvas, card.foot, (MARGIN, HEIGHT - 42), QUIET)
    face.write(canvas, card.site, (WIDTH - MARGIN - face.width(card.site), HEIGHT - 42), QUIET)


def _bar(image: Image.Image, canvas: ImageDraw.ImageDraw, parts: Sequence[Part]) -> None:
    total = sum(part.count for part in parts)
    x, width, face = float(MARGIN), WIDTH - 2 * MARGIN, Face("sans", 28, 600)
    for part in parts:
        end = x + width * part.count / total
        canvas.rectangle((x, HEIGHT - 166, end - 2, HEIGHT - 148), fill=COLOURS[part.kind])
        x = end
    at, word = float(MARGIN), Face("sans", 26)
    for part in parts:
        _mark(image, part.kind, "solid", at=(at, HEIGHT - 128), size=24)
        at = face.write(canvas, f"{part.count} ", (at + 34, HEIGHT - 106), INK)
        at = word.write(canvas, part.word, (at, HEIGHT - 106), QUIET) + 36


def _mark(image: Image.Image, kind: Kind, fill: str, *, at: tuple[float, float], size: int) -> None:
    """The mark of a kind, filled by stage as `static/marks.svg` fills it."""
    side = size * FINENESS
    unit = side / 16
    drawn = _shape(kind, side, is_solid=fill in {"solid", "half", "paused"})
    canvas = ImageDraw.Draw(drawn)
    if fill == "half":
        canvas.rectangle((side // 2, 0, side, side), fill=0)
        drawn = ImageChops.lighter(drawn, _shape(kind, side, is_solid=False))
    elif fill == "paused":
        canvas.line((unit, 15 * unit, 15 * unit, unit), fill=0, width=round(4 * unit))
    if fill in {"struck", "paused"}:
        canvas.line((unit, 15 * unit, 15 * unit, unit), fill=255, width=round(1.6 * unit))
    mask = drawn.resize((size, size), Image.Resampling.LANCZOS)
    image.paste(COLOURS[kind], (round(at[0]), round(at[1])), mask)


def _shape(kind: Kind, side: int, *, is_solid: bool) -> Image.Image:
    """The shape of a kind as a mask: full, or its outline alone."""
    mask = Image.new("L", (side, side), 0)
    canvas, unit = ImageDraw.Draw(mask), side / 16
    fill, width = (255 if is_solid else 0), round(1.6 * unit)
    if kind is Kind.ADVISORY:
        canvas.ellipse((1.5 * unit, 1.5 * unit, 14.5 * unit, 14.5 * unit), fill=fill, outline=255, width=width)
    else:
        corners = [(x * unit, y * unit) for x, y in points(PATHS[kind])]
        canvas.polygon(corners, fill=fill, outline=255, width=width)
    return mask


def points(path: str) -> list[tuple[float, float]]:
    """The corners of a path of straight lines, as `PATHS` writes them: M, H, V, L and h, v."""
    found: list[tuple[float, float]] = []
    for command, text in re.findall(r"([MLHVhvz])([^MLHVhvz]*)", path):
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", text)]
        x, y = found[-1] if found else (0.0, 0.0)
        if command in "ML":
            found += list(zip(numbers[::2], numbers[1::2], strict=True))
        elif command in "Hh":
            found.append((numbers[0] + (x if command == "h" else 0), y))
        elif command in "Vv":
            found.append((x, numbers[0] + (y if command == "v" else 0)))
    return found
