"""Two texts laid side by side, by words. Pure, and bounded: a long text is compared line by line first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Op = Literal["same", "del", "ins"]

_WORDS_AT_ONCE = 1_500
"""Words that are compared with one another; the time grows with their square."""

_LINES_AT_ONCE = 2_000
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_]+(?:['’.,:/-][^\W_]+)*|\s+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, was taken out, or was put in."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line before and after. One side is empty where a line came or went; `is_same` where nothing changed."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    is_same: bool = False


def tokens_of(text: str) -> list[str]:
    """Words, spaces and marks; in scripts without spaces each letter. Joined, they are the text again."""
    return _TOKEN.findall(text)


def diff_rows(before: str, after: str) -> list[Row]:
    """The lines of two texts in pairs, with what changed inside of them by words."""
    old, new = before.split("\n"), after.split("\n")
    rows: list[Row] = []
    for op, old_part, new_part in _aligned(old, new, most=_LINES_AT_ONCE):
        if op == "equal":
            rows += [Row((Piece("same", line),), (Piece("same", line),), is_same=True) for line in old_part]
        else:
            rows += _changed_rows(old_part, new_part)
    return rows


def changed_words(before: str, after: str) -> tuple[list[str], list[str]]:
    """The runs that were taken out and put in, without the spaces around them."""
    out, came = [], []
    for row in diff_rows(before, after):
        if not row.is_same:
            out += [piece.text.strip() for piece in row.before if piece.op == "del"]
            came += [piece.text.strip() for piece in row.after if piece.op == "ins"]
    return [run for run in out if run], [run for run in came if run]


def _changed_rows(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    """Lines that changed, each beside its likest; where their numbers differ, beside none."""
    if len(old) == len(new):
        for before, after in zip(old, new, strict=True):
            yield _row(before, after)
        return
    at = 0
    for line in new:
        likest = _likest(line, old, at)
        if likest is None:
            yield Row((), (Piece("ins", line),))
            continue
        yield from (Row((Piece("del", gone),), ()) for gone in old[at:likest])
        yield _row(old[likest], line)
        at = likest + 1
    yield from (Row((Piece("del", gone),), ()) for gone in old[at:])


def _likest(line: str, old: Sequence[str], at: int) -> int | None:
    words = set(line.split())
    best, best_share = None, 0.4
    for position in range(at, min(len(old), at + 50)):
        others = set(old[position].split())
        share = len(words & others) / (len(words | others) or 1)
        if share > best_share:
            best, best_share = position, share
    return best


def _row(before: str, after: str) -> Row:
    left: list[Piece] = []
    right: list[Piece] = []
    for op, old, new in _aligned(tokens_of(before), tokens_of(after), most=_WORDS_AT_ONCE):
        if op == "equal":
            left.append(Piece("same", "".join(old)))
            right.append(Piece("same", "".join(new)))
            continue
        if old:
            left.append(Piece("del", "".join(old)))
        if new:
            right.append(Piece("ins", "".join(new)))
    return Row(tuple(_joined(left)), tuple(_joined(right)), is_same=before == after)


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """A space between two changed words belongs to the change, so that a run reads as one."""
    kept: list[Piece] = []
    for piece in pieces:
        if len(kept) > 1 and kept[-1].op == "same" and kept[-1].text.isspace() and kept[-2].op == piece.op != "same":
            kept[-2:] = [Piece(piece.op, kept[-2].text + kept[-1].text + piece.text)]
        elif kept and kept[-1].op == piece.op:
            kept[-1] = Piece(piece.op, kept[-1].text + piece.text)
        else:
            kept.append(piece)
    yield from kept


def _aligned(
    old: Sequence[str], new: Sequence[str], *, most: int
) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """`SequenceMatcher` between what both begin and end with; beyond `most` the middle counts as changed whole."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if start:
        yield "equal", old[:start], new[:start]
    old_middle, new_middle = old[start : len(old) - end], new[start : len(new) - end]
    if len(old_middle) > most or len(new_middle) > most:
        yield "replace", old_middle, new_middle
    else:
        for op, a, b, c, d in SequenceMatcher(None, old_middle, new_middle, autojunk=False).get_opcodes():
            yield op, old_middle[a:b], new_middle[c:d]
    if end:
        yield "equal", old[len(old) - end :], new[len(new) - end :]
