"""Evidence drawn into a text: the text cut into pieces, each with the fields that rest on it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

LONGEST_QUOTE = 300
"""Characters of a source that a public page may show; they stay their owner's."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A slice of a text. `fields` rest on it; `ending` are those whose evidence ends with it."""

    text: str
    fields: tuple[str, ...] = ()
    ending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """Where the evidence of `field` stands: `text[start:end]`, in code points."""

    field: str
    start: int
    end: int


def read_slices(evidence: Iterable[Mapping[str, Any]], *, length: int) -> list[Slice]:
    """The slices of stored evidence that lie in a text of `length`; what points beyond it is left out."""
    found: dict[Slice, None] = {}
    for piece in evidence:
        start, end = piece.get("start"), piece.get("end")
        if type(start) is int and type(end) is int and 0 <= start < end <= length:
            found[Slice(str(piece.get("field", "")), start, end)] = None
    return list(found)


def mark_pieces(text: str, slices: Iterable[Slice], *, start: int = 0, end: int | None = None) -> list[Piece]:
    """Cut `text[start:end]` so that each piece is wholly inside or outside of every slice."""
    stop = len(text) if end is None else end
    inside = [Slice(s.field, max(s.start, start), min(s.end, stop)) for s in slices if s.start < stop and s.end > start]
    cuts = sorted({start, stop, *(s.start for s in inside), *(s.end for s in inside)})
    pieces = []
    for left, right in pairwise(cuts):
        over = [s for s in inside if s.start <= left and right <= s.end]
        pieces.append(
            Piece(
                text[left:right],
                tuple(dict.fromkeys(s.field for s in over)),
                tuple(dict.fromkeys(s.field for s in over if s.end == right)),
            )
        )
    return pieces


def quote_of(text: str, place: Slice) -> str:
    """The slice as it may be quoted: at most LONGEST_QUOTE characters, cut between words, still a slice."""
    exact = text[place.start : place.end].strip()
    if len(exact) <= LONGEST_QUOTE:
        return exact
    head = exact[:LONGEST_QUOTE]
    return head[: head.rfind(" ")] if " " in head else head
