"""Words and phrases of the cue files, found in a folded text in one pass over its words.

Where a script has spaces, a text is looked at word by word: what a word begins is looked up once
and remembered, so that everyday text costs one dictionary look-up a word. Scripts without spaces
are looked at letter by letter, at those letters only with which a term begins.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from sys import intern
from typing import Any, NamedTuple, TypeVar

from ingest.core.folding import fold_in_place
from ingest.core.words import LONGEST_GAP, Memory, cut_words

_WORD = re.compile(r"\w+")
_GAP = rf"[^\w.!?;:\n]{{1,{LONGEST_GAP}}}"
"""What may stand between the words of a phrase: not the end of a clause."""

_ANY_WORDS = rf"(?:{_GAP}\w+){{0,6}}?"
_FARTHEST = 40
"""Words behind a beginning, empty ones included, among which a term with dots must have its longest."""

_ANY_LETTERS = r"[^。！？\n]{0,14}?"
_STOPS = frozenset(".!?;:\n")
_OPENING = 3
_KEY = 2
"""Letters by which the open words are looked up that may stand next."""

_ARABIC_PREFIX = re.compile(r"(?:[وفبلك]{0,2}ال|لل|و?س(?=[يت])|[وفبل](?=\w{3}))")

_LEAST_BARE = 2
"""Letters that an Arabic word keeps without its particles."""

Found = tuple[str, int, int]
"""A word list that is met, and where: (list, start, end)."""


_Rest = tuple[str, ...]
"""The words of a term behind its first."""


class _Start(NamedTuple):
    """What a word may begin: a term of a list, and the words with which it goes on."""

    group: str
    rest: _Rest


def _start(group: str, rest: _Rest) -> _Start:
    return _Start(group, rest) if rest else _of_one_word(group)


@cache
def _of_one_word(group: str) -> _Start:
    """Of ten thousand terms half are one word, so they share what they start."""
    return _Start(group, ())


_Searched = tuple[str, re.Pattern[str], str]
"""A rest that begins with dots or an open word: list, pattern, and a word without which it is not met."""

_More = tuple[
    tuple[str, ...],  # the lists of which a term ends here
    tuple[_Searched, ...],
    dict[str, tuple[tuple[str, "Node"], ...]],  # how the next word begins, the longest first, by its first letters
    "Node | None",  # whatever else the next word is
]
Node = tuple[dict[str, "Node"], _More | None]
Begun = tuple[Node | None, Node | None]
"""A word or words met, and how terms go on from there: whatever the next word is, it leads to one node at most.

First the nodes by the next word; then what else there is, None where the next word alone decides, as behind most
words. Plain tuples, since they are taken apart at each second word. What a word begins is kept twice: of all lists,
and of those alone that are looked for first; None where it begins nothing, as most words do.
"""

_BEGINS_NOTHING: Begun = (None, None)

_NOTHING: dict[str, Any] = {}
"""Shared by all nodes behind which nothing stands."""


@dataclass(slots=True)
class SpacedTerms:
    """Terms of a language that puts spaces between words."""

    exact: dict[str, list[_Start]] = field(default_factory=dict)
    opening: dict[str, list[_Start]] = field(default_factory=dict)
    """By the letters with which a word must begin."""
    closing: list[tuple[str, bool, _Start]] = field(default_factory=list)
    """Letters with which a word must end, or that it must hold."""
    lengths: dict[str, list[int]] = field(default_factory=dict)
    """How many letters those are that begin with the same few: most words begin with none of them."""
    first_lists: frozenset[str] = frozenset()
    remembered: Memory[Begun] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.remembered = Memory(self.begun_by)

    def add(self, group: str, term: str) -> None:
        """Take a term: words with stars at open ends, a lone star for a word, dots for up to six words."""
        first, *others = (part for word in term.split() for part in _parts(word))
        start, bare = _start(group, tuple(others)), intern(first.strip("*"))
        if first.startswith("*"):
            self.closing.append((bare, first.endswith("*"), start))
        elif first.endswith("*"):
            self.opening.setdefault(bare, []).append(start)
            lengths = self.lengths.setdefault(bare[:_OPENING], [])
            if len(bare) not in lengths:
                insort(lengths, len(bare))
        else:
            self.exact.setdefault(bare, []).append(start)

    def find(self, folded: str, nodes: Iterable[Node | None] | None = None) -> list[Found]:
        """All terms. `nodes` is what each word begins, where that is known already (`lexicon`)."""
        return _followed(folded, nodes or [of_all for of_all, _ in self._begun_in(folded)])

    def find_first(self, folded: str, nodes: Iterable[Node | None] | None = None) -> list[Found]:
        """The terms of `first_lists`."""
        return _followed(folded, nodes or [of_first for _, of_first in self._begun_in(folded)])

    def _begun_in(self, folded: str) -> Iterable[Begun]:
        return map(self.remembered.__getitem__, cut_words(folded)[0])

    def begun_by(self, word: str) -> Begun:
        starts = self._starts_of(word)
        if bare := _without_particles(word):
            starts += self._starts_of(bare)
        if not starts:
            return _BEGINS_NOTHING
        first = tuple(dict.fromkeys([start for start in starts if start.group in self.first_lists]))
        return _node(tuple(dict.fromkeys(starts))), _node(first) if first else None

    def _starts_of(self, word: str) -> list[_Start]:
        starts = list(self.exact.get(word, ()))
        for letters in range(1, _OPENING + 1):
            for length in self.lengths.get(word[:letters], ()):
                starts += self.opening.get(word[:length], ())
        for ending, is_inside, start in self.closing:
            if ending in word if is_inside else word.endswith(ending):
                starts.append(start)
        return starts


def _followed(folded: str, nodes: Iterable[Node | None]) -> list[Found]:
    """The terms that are found where one follows what each word of a text begins."""
    words, ends = cut_words(folded)
    found: list[Found] = []
    keep = found.append
    for number, begun in enumerate(nodes):
        if begun is None or (begun[1] is None and (word := words[number + 1]) and word not in begun[0]):
            continue  # most words begin no term, and most others do not go on
        closed, more = begun
        end, ahead = ends[number], number
        at = end - len(words[number])
        while True:
            opened, starred = _NOTHING, None
            if more is not None:
                ended, searched, opened, starred = more
                for group in ended:
                    keep((group, at, end))
                if searched:
                    found += _search(searched, words[ahead + 1 : ahead + _FARTHEST], folded, at, end)
            ahead += 1
            word = words[ahead]
            if not word:
                ahead += 1 if words[ahead + 1] else 2
                word = words[ahead]
            node = closed.get(word)
            if node is None and opened and (stems := opened.get(word[:_KEY])):
                node = _opened_by(word, stems)
            node = node or starred
            if node is None or (
                (gap := folded[end : ends[ahead] - len(word)]) != " " and (not word or not _STOPS.isdisjoint(gap))
            ):
                break
            end = ends[ahead]
            closed, more = node
    return found


def _opened_by(word: str, stems: Iterable[tuple[str, Node]]) -> Node | None:
    for stem, node in stems:
        if word.startswith(stem):
            return node
    return None


@cache
def _node(starts: tuple[_Start, ...]) -> Node:
    """How all terms go on that begin alike; the forms of one word share it."""
    ended: dict[str, None] = {}
    searched: dict[_Searched, None] = {}
    closed: dict[str, list[_Start]] = {}
    opened: dict[str, list[_Start]] = {}
    starred: list[_Start] = []
    for group, rest in starts:
        word, behind = rest[0] if rest else "", _start(group, rest[1:])
        stem = word.rstrip("*")
        if not rest:
            ended[group] = None
        elif word == "*":
            starred.append(behind)
        elif not _WORD.fullmatch(stem) or (stem != word and len(stem) < _KEY):
            searched[group, _pattern_of(rest), _longest_word(rest)] = None
        elif stem == word:
            closed.setdefault(word, []).append(behind)
        else:
            opened.setdefault(stem, []).append(behind)

    def led_by(word: str, own: Iterable[_Start] = ()) -> Node:
        """All that a next word leads to: terms that name it, that name how it begins, and that leave it open."""
        begun = [start for stem, behind in opened.items() if word.startswith(stem) for start in behind]
        return _node(tuple(dict.fromkeys([*own, *begun, *starred])))

    by_key: dict[str, list[tuple[str, Node]]] = {}
    for stem in sorted(opened, key=len, reverse=True):
        by_key.setdefault(stem[:_KEY], []).append((stem, led_by(stem)))
    has_more = bool(ended or searched or opened or starred)
    more = (
        tuple(ended),
        tuple(searched),
        {key: tuple(stems) for key, stems in by_key.items()} if opened else _NOTHING,
        led_by("") if starred else None,
    )
    by_word = {word: led_by(word, behind) for word, behind in closed.items()} if closed else _NOTHING
    return by_word, more if has_more else None


def _search(rests: Iterable[_Searched], behind: Iterable[str], folded: str, at: int, end: int) -> list[Found]:
    """The terms from `at` on whose rest stands behind `end`, where these words stand; of most the longest does not."""
    words = {"", *behind}
    return [
        (group, at, match.end())
        for group, rest, needed in rests
        if needed in words and (match := rest.match(folded, end))
    ]


@cache
def _pattern_of(rest: _Rest) -> re.Pattern[str]:
    return re.compile("".join(map(_word_pattern, rest)) + r"(?!\w)")


@dataclass(slots=True)
class UnspacedTerms:
    """Terms of a language that is written without spaces, or whose words take endings freely."""

    by_start: dict[str, list[tuple[str, re.Pattern[str] | None, str]]] = field(default_factory=dict)
    """By their first two letters, or the only one."""
    letters: re.Pattern[str] | None = None
    """Where a term may begin."""
    first: UnspacedTerms | None = None
    """Those of the lists that are looked for first."""

    def add(self, group: str, term: str) -> None:
        """Take a term; dots stand for a few letters between its parts."""
        parts = [fold_in_place(part.strip()) for part in term.strip("*").split("...")]
        pattern = re.compile(_ANY_LETTERS.join(map(re.escape, parts))) if len(parts) > 1 else None
        self.by_start.setdefault(parts[0][:_KEY], []).append((parts[0], pattern, group))
        self.letters = re.compile("[" + "".join({re.escape(start[0]) for start in self.by_start}) + "]")

    def begun_by(self, _word: str) -> Begun:
        """Nothing: where there are no words, terms are found by their letters."""
        return _BEGINS_NOTHING

    def find_first(self, folded: str, _nodes: Iterable[Node | None] | None = None) -> list[Found]:
        return self.first.find(folded) if self.first else []

    def find(self, folded: str, _nodes: Iterable[Node | None] | None = None) -> list[Found]:
        found: list[Found] = []
        for letter in self.letters.finditer(folded) if self.letters else ():
            at = letter.start()
            pair = folded[at : at + _KEY]
            begun = self.by_start.get(pair, ())
            alone = self.by_start.get(letter[0], ()) if pair != letter[0] else ()
            for text, pattern, group in (*begun, *alone):
                if folded.startswith(text, at):
                    if pattern is None:
                        found.append((group, at, at + len(text)))
                    elif match := pattern.match(folded, at):
                        found.append((group, at, match.end()))
        return found


Terms = SpacedTerms | UnspacedTerms
_T = TypeVar("_T", SpacedTerms, UnspacedTerms)


def compile_terms(
    groups: Mapping[str, Iterable[str]], *, is_spaced: bool, first_lists: frozenset[str] = frozenset()
) -> Terms:
    """Index the terms of all word lists of a language; some lists are looked for first."""
    if is_spaced:
        return _indexed(SpacedTerms(first_lists=first_lists), groups)
    first = {group: words for group, words in groups.items() if group in first_lists}
    return _indexed(UnspacedTerms(first=_indexed(UnspacedTerms(), first)), groups)


def _indexed(terms: _T, groups: Mapping[str, Iterable[str]]) -> _T:
    for group, words in groups.items():
        for word in words:
            terms.add(group, word)
    return terms


def _parts(word: str) -> list[str]:
    """A word of a term, folded; where a hyphen or an apostrophe is inside, its parts. Open sides stay open."""
    if not word.strip("*."):
        return [word]
    parts = fold_in_place(word.strip("*")).split()
    parts[0] = ("*" if word.startswith("*") else "") + parts[0]
    parts[-1] += "*" if word.endswith("*") else ""
    return list(map(intern, parts))


def _longest_word(rest: _Rest) -> str:
    """The longest of the words that stand in a text as they stand here; empty where there is none."""
    return max(filter(_WORD.fullmatch, rest), key=len, default="")


def _word_pattern(word: str) -> str:
    if word == "...":
        return _ANY_WORDS
    if word == "*":
        return _GAP + r"\w+"
    body = _GAP.join(re.escape(part) for part in fold_in_place(word.strip("*")).split())
    return _GAP + (r"\w*" if word.startswith("*") else "") + body + (r"\w*" if word.endswith("*") else r"(?!\w)")


def _without_particles(word: str) -> str:
    """What is left of an Arabic word without article and particles; empty where it has none."""
    match = _ARABIC_PREFIX.match(word) if "\u0600" <= word[:1] <= "\u06ff" else None
    return word[match.end() :] if match and len(word) - match.end() >= _LEAST_BARE else ""
