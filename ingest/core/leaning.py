"""What the words of an item lean to, beside what its cues say.

A cue is sure of what it says, but silent wherever a writer finds words that nobody listed. A word by itself
says little, but an item has a hundred. So each word has weights, learned from the sample items in
`ingest/vocabulary/samples/` (`python -m ingest.vocabulary.weigh`), and their sum speaks for or against
each answer. So have its signs: the word lists that it meets, those that its title meets, and the cues that hold.
They mean the same in all languages. docs/decisions/0039-signs-lean-as-words-do.md says how much that may decide.

A question's sum is its bias + Σ value ÷ √ Σ rarity², over the pieces of the item that have weights: long
items weigh no more than short ones. It is then drawn towards 0 where the pieces are few. 0 is a toss-up; it grows
like log-odds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from math import sqrt

from ingest.core.words import IS_UNSPACED, Memory, cut_as_names_are

MOST_WORDS = 200
"""Of the beginning of an item: an announcement says what it does in its lead."""

STEM = 5
"""Letters by which the forms of a longer word are known together; written `forbi*`."""

_FEW = 35
"""Of so few pieces the sum counts half: a headline alone is left to its cues."""

_SIGNS = (2, 3)
"""Of scripts without spaces, so many signs in a row are a word."""

RELEVANT = "relevant"
STAGES = ("adopted", "challenged", "lifted", "proposed", "rejected")
KINDS = (
    "advisory",
    "market_restriction",
    "procurement_ban",
    "removal_order",
    "sanctions_listing",
    "shutdown_order",
)
QUESTIONS = (RELEVANT, *KINDS, *STAGES)

_COLUMNS = {question: column for column, question in enumerate(QUESTIONS, start=1)}

Row = tuple[float, ...]
"""Rarity squared, then a value for each of QUESTIONS."""


def pieces_of(folded: str) -> Iterator[str]:
    """The pieces of a folded text that may have weights: each word once, a longer one with its stem; no number."""
    return chain.from_iterable(map(_pieces, _words_of(folded)))


def signs_of(*, lists: Iterable[str], in_title: Iterable[str] = (), cues: Iterable[str] = ()) -> list[str]:
    """The pieces that stand for the word lists that are met, there and in the title, and for the cues that hold."""
    signs = ["list:" + name for name in lists]
    signs += ["title:" + name for name in in_title]
    return signs + ["cue:" + name for name in cues]


def _words_of(folded: str) -> dict[str, None]:
    words, _ = cut_as_names_are(folded)
    return dict.fromkeys(words[:MOST_WORDS])


def _pieces(word: str) -> Iterator[str]:
    if not word.isascii() and IS_UNSPACED.match(word):
        yield from (word[at : at + size] for size in _SIGNS for at in range(len(word) - size + 1))
        return
    if word and not word.isdigit():
        yield word
    if len(word) > STEM:
        yield word[:STEM] + "*"


@dataclass(frozen=True, slots=True)
class Leaning:
    """The sum of each question; of one that was not asked it is 0."""

    sums: Mapping[str, float] = field(default_factory=dict)
    trust: float = 0.0
    """From 0, where nothing is known, towards 1 the more pieces have weights."""

    def of(self, question: str) -> float:
        return self.sums.get(question, 0.0)


@dataclass(frozen=True, slots=True)
class WordWeights:
    """The weights of all words. Without any, nothing leans."""

    bias: Row = (0.0,) * (1 + len(QUESTIONS))
    rows: Mapping[str, Row] = field(default_factory=dict)
    _known: Memory[tuple[Row, ...]] = field(init=False, repr=False, compare=False)
    """The rows of each word that was met."""

    def __post_init__(self) -> None:
        rows = self.rows

        def find(word: str) -> tuple[Row, ...]:
            return tuple([rows[piece] for piece in _pieces(word) if piece in rows])

        object.__setattr__(self, "_known", Memory(find))

    def lean(self, folded: str, signs: Iterable[str] = ()) -> Leaning:
        """What the beginning of a folded text leans to, with its signs (`signs_of`)."""
        rows = self._rows_of(folded, signs)
        return Leaning(dict(zip(QUESTIONS, self._sums(rows), strict=True)), _trust(rows))

    def relevance(self, folded: str, signs: Iterable[str] = ()) -> float:
        """The sum of the first question alone: most items are left at that."""
        rows, column = self._rows_of(folded, signs), _COLUMNS[RELEVANT]
        norm = sqrt(sum([row[0] for row in rows])) or 1.0
        return _trust(rows) * (self.bias[column] + sum([row[column] for row in rows]) / norm)

    def speaks_for(self, question: str, folded: str, signs: Iterable[str] = ()) -> float:
        """How much a sentence speaks for a question, however long it is."""
        column = _COLUMNS[question]
        return sum([row[column] for row in self._rows_of(folded, signs)])

    def _rows_of(self, folded: str, signs: Iterable[str]) -> list[Row]:
        known, rows = self._known, self.rows
        found = [row for word in _words_of(folded) for row in known[word]]
        return found + [rows[sign] for sign in signs if sign in rows]

    def _sums(self, rows: list[Row]) -> list[float]:
        if not rows:
            return [0.0] * len(QUESTIONS)
        rarity, *values = map(sum, zip(*rows, strict=True))
        norm, trust = sqrt(rarity) or 1.0, _trust(rows)
        return [trust * (bias + value / norm) for bias, value in zip(self.bias[1:], values, strict=True)]


def _trust(rows: Sequence[Row]) -> float:
    return len(rows) / (len(rows) + _FEW)


def read_weights(lines: Iterable[str]) -> WordWeights:
    """Read a table as `weigh` writes it: names of columns, the bias, then a piece a line. Raises ValueError."""
    split = (line.rstrip("\n").split("\t") for line in lines)
    if (head := next(split, [])) != ["piece", "rarity", *QUESTIONS]:
        raise ValueError(f"The columns of the weights are {', '.join(head)}; others are read here.")
    (_, *bias), *table = split
    number = cache(float)  # there are some hundred numbers, each a thousand times
    rows = {piece: (number(rarity) ** 2, *map(number, values)) for piece, rarity, *values in table}
    return WordWeights((0.0, *map(float, bias[1:])), rows)


def written(weights: Mapping[str, Sequence[float]], bias: Sequence[float]) -> Iterator[str]:
    """The lines of a table: `weights` has rarity and values of each piece, `bias` a number for each question."""
    yield "\t".join(["piece", "rarity", *QUESTIONS])
    for piece, numbers in chain([("(bias)", (0.0, *bias))], sorted(weights.items())):
        yield "\t".join([piece, *(f"{number:.1f}".removesuffix(".0") for number in numbers)])
