"""What the words of an item lean to, beside what its cues say.

A cue is sure of what it says, but silent wherever a writer finds words that nobody listed. A word by itself
says little, but an item has a hundred. So each word has weights, learned from the sample items in
`ingest/vocabulary/samples/` (`python -m ingest.vocabulary.weigh`), and their sum speaks for or against
each answer. So have its traits: the word lists that it meets, those that its title meets, and the cues that hold.
They mean the same in all languages. How much that may decide: docs/decisions/0039-lists-and-cues-lean-as-words-do.md.

A question's sum is its bias + Σ value ÷ √ Σ rarity², over the pieces of the item that have weights: long
items weigh no more than short ones. It is then drawn towards 0 where the pieces are few. 0 is a toss-up; it grows
like log-odds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import sqrt
from struct import Struct

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
REACTION = "reaction"
QUESTIONS = (RELEVANT, *KINDS, *STAGES, REACTION)

_COLUMNS = {question: column for column, question in enumerate(QUESTIONS)}

_BITS = 32
_FIELDS = Struct(f"<{2 + len(QUESTIONS)}i")
_SIGNS_OF_ALL = sum(1 << (_BITS * place + _BITS - 1) for place in range(2 + len(QUESTIONS)))

Row = int
"""What is known of a piece, as one number, so that the rows of an item are added up in one go.

Each 32 bits of it are a field: how many rows these are, their rarity squared in hundredths, then a value in
tenths for each of QUESTIONS.
"""


def row_of(rarity: float, values: Iterable[float]) -> Row:
    """The row of one piece. Of rarity and values the first decimal counts, and no more is written down."""
    fields = (1, round(rarity * 10) ** 2, *(round(value * 10) for value in values))
    return sum(number << (_BITS * place) for place, number in enumerate(fields))


def _fields_of(row: Row) -> tuple[int, ...]:
    """The fields of a sum of rows; a negative one had borrowed from the next."""
    return _FIELDS.unpack(((row + _SIGNS_OF_ALL) ^ _SIGNS_OF_ALL).to_bytes(_FIELDS.size, "little"))


def pieces_of(folded: str) -> Iterator[str]:
    """The pieces of a folded text that may have weights: each word once, a longer one with its stem; no number."""
    return chain.from_iterable(map(_pieces, _words_of(folded)))


def traits_of(*, lists: Iterable[str], in_title: Iterable[str] = (), cues: Iterable[str] = ()) -> list[str]:
    """The pieces that stand for the word lists that are met, there and in the title, and for the cues that hold."""
    traits = list(map(_LIST_TRAITS.__getitem__, lists))
    traits += map(_TITLE_TRAITS.__getitem__, in_title)
    traits += map(_CUE_TRAITS.__getitem__, cues)
    return traits


_LIST_TRAITS, _TITLE_TRAITS, _CUE_TRAITS = (Memory(prefix.__add__) for prefix in ("list:", "title:", "cue:"))


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


Pull = tuple[float, float]
"""What holds where many pieces lean, and how much is added to it where none does."""


@dataclass(frozen=True, slots=True)
class Joining:
    """How much counts what cues tell, and from where a kind is drafted (`joining`).

    `python -m ingest.vocabulary.hold_out --tune` tells what other numbers would bring.
    """

    score: Pull = (0.0, 3.0)
    silence: Pull = (0.0, 3.0)
    """What speaks against a step if no cue tells of a kind."""
    kind: Pull = (0.0, 2.0)
    stage: Pull = (0.5, 7.0)
    reaction: Pull = (0.5, 5.0)
    reaction_bar: Pull = (0.0, 5.0)
    bar: Pull = (0.1, 3.0)
    untold_bar: Pull = (0.1, 5.0)
    """Of a kind that no cue tells of."""
    leaning: Pull = (0.9, 0.0)
    """What the leaning to relevance counts beside the score of the cues."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """The sum of each question; of one that was not asked it is 0."""

    sums: Mapping[str, float] = field(default_factory=dict)
    trust: float = 0.0
    """From 0, where nothing is known, towards 1 the more pieces have weights."""

    def pull(self, pull: Pull) -> float:
        return pull[0] + pull[1] * (1.0 - self.trust) ** 2

    def of(self, question: str) -> float:
        return self.sums.get(question, 0.0)


@dataclass(frozen=True, slots=True)
class WordWeights:
    """The weights of all words. Without any, nothing leans."""

    bias: tuple[float, ...] = (0.0,) * len(QUESTIONS)
    rows: Mapping[str, Row] = field(default_factory=dict)
    joining: Joining = Joining()
    _known: Memory[Row] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", Memory(self.row_of_word))

    def row_of_word(self, word: str) -> Row:
        """The rows of its pieces, added up."""
        row_of_piece = self.rows.get
        if IS_UNSPACED.match(word):
            return sum([row_of_piece(piece, 0) for piece in _pieces(word)])
        row = row_of_piece(word, 0)  # none for a number, which is no piece
        of_stem = row_of_piece(word[:STEM] + "*", 0) if len(word) > STEM else 0
        return row + of_stem if row and of_stem else row or of_stem  # no new number where one of them is all

    def row_of(self, folded: str) -> Row:
        """The rows of the words with which a folded text begins, added up."""
        return sum(map(self._known.__getitem__, _words_of(folded)))

    def lean(self, words: Row, traits: Iterable[str] = ()) -> Leaning:
        """What a text leans to by its words (`row_of`) and its traits (`traits_of`)."""
        count, rarity, *values = _fields_of(self._sum_of(words, traits))
        norm, trust = sqrt(rarity) or 1.0, _trust(count)
        sums = [trust * (bias + value / norm) for bias, value in zip(self.bias, values, strict=True)]
        return Leaning(dict(zip(QUESTIONS, sums, strict=True)), trust)

    def relevance(self, words: Row, traits: Iterable[str] = ()) -> float:
        """The sum of the first question alone: most items are left at that."""
        count, rarity, value, *_ = _fields_of(self._sum_of(words, traits))
        return _trust(count) * (self.bias[0] + value / (sqrt(rarity) or 1.0))

    def speaks_for(self, question: str, folded: str, traits: Iterable[str] = ()) -> int:
        """How much a sentence speaks for a question, however long it is."""
        return _fields_of(self._sum_of(self.row_of(folded), traits))[2 + _COLUMNS[question]]

    def _sum_of(self, words: Row, traits: Iterable[str]) -> Row:
        rows = self.rows
        return sum([rows[trait] for trait in traits if trait in rows], words)


def _trust(count: int) -> float:
    return count / (count + _FEW)


def read_weights(lines: Iterable[str]) -> WordWeights:
    """Read a table as `weigh` writes it: names of columns, the bias, then a piece a line. Raises ValueError."""
    split = (line.rstrip("\n").split("\t") for line in lines)
    if (head := next(split, [])) != ["piece", "rarity", *QUESTIONS]:
        raise ValueError(f"The columns of the weights are {', '.join(head)}; others are read here.")
    (_, _, *bias), *table = split
    rows = {piece: row_of(float(rarity), map(float, values)) for piece, rarity, *values in table}
    return WordWeights(tuple(map(float, bias)), rows)


def written(weights: Mapping[str, Sequence[float]], bias: Sequence[float]) -> Iterator[str]:
    """The lines of a table: `weights` has rarity and values of each piece, `bias` a number for each question."""
    yield "\t".join(["piece", "rarity", *QUESTIONS])
    for piece, numbers in chain([("(bias)", (0.0, *bias))], sorted(weights.items())):
        yield "\t".join([piece, *(f"{number:.1f}".removesuffix(".0") for number in numbers)])
