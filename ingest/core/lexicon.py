"""What there is to know of a word, found out once: what it leans to, and which terms and names it may begin.

A word met before costs one look-up for all of that. Since so much else is known of it by then, what is looked for
first (classes and vendors, `reading`) costs little more than a walk over what the words of a text begin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.core.leaning import MOST_WORDS, Row, WordWeights
from ingest.core.nameindex import Begun, NameIndex, vendors_of
from ingest.core.terms import Node, Terms
from ingest.core.words import Memory, cut_as_names_are, cut_words

_Known = tuple[Row, Node | None, Node | None, Begun, Begun]


class Told(NamedTuple):
    """What the words of one text begin, in their order, and what they lean to together."""

    row: Row
    """The rows of the different words with which it begins, added up."""
    terms: Sequence[Node | None]
    first_terms: Sequence[Node | None]
    """Of all lists, and of those that are looked for first."""
    names: Sequence[Begun]
    vendors: Sequence[Begun]
    """Of all names, and of vendors alone; by the words as `cut_as_names_are` cuts them."""


_NOTHING_KNOWN: _Known = (0, None, None, (), ())
"""Of most words, so they share it."""
_TOLD_NOTHING = Told(0, (), (), (), ())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language, as far as they were met, told by its terms, by all names and by what words lean to."""

    terms: Terms
    names: NameIndex
    weights: WordWeights
    _known: Memory[_Known] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", Memory(self._find_out))

    def look_up(self, folded: str) -> Told:
        """All that is known of the words of a folded text."""
        cut, as_names = cut_words(folded), cut_as_names_are(folded)
        known = self._known.__getitem__
        rows, terms, first_terms, names, vendors = zip(*map(known, cut[0]), strict=True)
        if as_names is not cut:
            if not as_names[0]:
                return _TOLD_NOTHING
            rows, _, _, names, vendors = zip(*map(known, as_names[0]), strict=True)
        by_word = dict(zip(as_names[0][:MOST_WORDS], rows, strict=False))
        return Told(sum(by_word.values()), terms, first_terms, names, vendors)

    def _find_out(self, word: str) -> _Known:
        names = self.names.begun_by(word)
        known = (self.weights.row_of_word(word), *self.terms.begun_by(word), names, vendors_of(names))
        return known if any(known) else _NOTHING_KNOWN
