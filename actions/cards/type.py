"""Setting text with the site's own faces: Pillow reads the same font files as the browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from PIL import ImageDraw, ImageFont

from actions.faces import EASTERN, FAMILIES, FONTS, script_of

LEADING = 1.18
"""The height of a line, in sizes of its type."""
Colour = str
_EASTERN = "[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]"


@lru_cache(maxsize=64)
def _font(family: str, script: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    if script == EASTERN:
        return ImageFont.truetype(FONTS / f"{EASTERN}.woff2", size)
    font = ImageFont.truetype(FONTS / f"{FAMILIES[family]}-{script}.woff2", size)
    font.set_variation_by_axes([weight])
    return font


class Face:
    """A family at a size and weight, over all its files."""

    def __init__(self, family: str, size: int, weight: int = 400) -> None:
        self.family, self.size, self.weight = family, size, weight

    def _runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        """Stretches of one script, each with its font; letters that we have no face for are left out."""
        run, script = "", "latin"
        for letter in text:
            of = script_of(letter)
            if of != script and of and (letter != " " or script == EASTERN):  # Noto's subset has no space
                if run:
                    yield _font(self.family, script, self.size, self.weight), run
                run, script = "", of
            if of:
                run += letter
        if run:
            yield _font(self.family, script, self.size, self.weight), run

    def width(self, text: str) -> float:
        return sum(font.getlength(run) for font, run in self._runs(text))

    def write(self, canvas: ImageDraw.ImageDraw, text: str, at: tuple[float, float], colour: Colour) -> float:
        """Write on a base line; returns where the text ends."""
        x, y = at
        for font, run in self._runs(text):
            canvas.text((x, y), run, font=font, fill=colour, anchor="ls")
            x += font.getlength(run)
        return x

    def lines(self, text: str, *, width: float) -> list[str]:
        """The text in lines of at most this width, broken where `_breakable` says; what is longer alone is cut."""
        lines: list[str] = []
        line = ""
        for piece in _breakable(text):
            tried = f"{line}{piece}".lstrip()
            if line and self.width(tried.rstrip()) > width:
                lines.append(line.rstrip())
                line = self._cut(piece.lstrip(), width)
            else:
                line = self._cut(tried, width)
        return [*lines, line.rstrip()] if line else lines

    def _cut(self, text: str, width: float) -> str:
        while len(text) > 1 and self.width(text) > width:
            text = text.removesuffix("…")[:-1] + "…"
        return text


def _breakable(text: str) -> list[str]:
    """Pieces between which a line may end: words with the space behind them, and each letter of the East."""
    return re.findall(rf"{_EASTERN}\s*|(?:(?!{_EASTERN})\S)+\s*", " ".join(text.split()))


def fitted(
    text: str, *, family: str, weight: int, sizes: tuple[int, ...], box: tuple[float, float]
) -> tuple[Face, list[str]]:
    """The largest of `sizes` at which the text fits the box; at the smallest, what is too much ends in an ellipsis."""
    width, height = box
    for size in sizes[:-1]:
        face = Face(family, size, weight)
        lines = face.lines(text, width=width)
        if len(lines) * size * LEADING <= height:
            return face, lines
    face = Face(family, sizes[-1], weight)
    lines = face.lines(text, width=width)
    most = max(1, int(height / (face.size * LEADING)))
    if len(lines) <= most:
        return face, lines
    return face, [*lines[: most - 1], face.lines(f"{lines[most - 1]}…", width=width)[0]]
