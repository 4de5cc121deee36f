"""Names by the words with which they begin, so that a text is looked at once, word by word.

What a word may be the beginning of is remembered, so the cost grows with the words of a text and hardly with the
number of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, count
from typing import NamedTuple

from ingest.core.inflection import MOST_LETTERS, WORDS
from ingest.core.names import LEAST_STEM, Name, end_of
from ingest.core.words import HANGUL, IS_UNSPACED, WORD, Cut, Memory

_IS_HANGUL = re.compile(rf"[{HANGUL}]")
_FIRST_ARABIC = "\u0600"
"""No letter before it belongs to a script without spaces, or one that puts particles before its words."""

_ARABIC_PREFIX = re.compile(r"[\u0648\u0641\u0628\u0644\u0643]{0,2}(?:\u0627\u0644)?")
_KEY_LENGTH = 3
_PAIR = 2
_LEAST_INSIDE = 3
"""Letters of a Hangul name that is met inside a word; shorter ones are syllables of others."""


class _First(NamedTuple):
    """A name under the word that it begins with. `may_bend` lets the word go on."""

    word: str
    may_bend: bool
    name: Name


_Beginning = tuple[int, str, Name]
"""Where in a word a name may begin, with which letters, and the name."""

Begun = tuple[tuple[_Beginning, ...], dict[str, tuple[_Beginning, ...]]] | tuple[()]
"""The names that a word may begin whatever follows it, and all that it may begin by the letters that follow;
empty for a word that begins none, as most do."""


class _Bucket(NamedTuple):
    """Names whose first words begin with the same letters, the longest first."""

    words: frozenset[str]
    stems: tuple[str, ...]
    """The words that may bend."""
    firsts: tuple[_First, ...]

    def holds(self, word: str) -> bool:
        """Whether a name begins with this word; of rare words hardly one does."""
        return word in self.words or word.startswith(self.stems)


_EMPTY = _Bucket(frozenset(), (), ())


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Some names, ready to be looked for. Make it with `index_of`."""

    spaced: Mapping[str, _Bucket] = field(repr=False)
    unspaced: Mapping[str, tuple[Name, ...]] = field(repr=False)
    remembered: Memory[Begun] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "remembered", Memory(self.begun_by))

    def begun_in(self, cut: Cut) -> Sequence[Begun]:
        """What each word of a text may begin."""
        return list(map(self.remembered.__getitem__, cut[0]))

    def begun_by(self, word: str) -> Begun:
        if word[:1] < _FIRST_ARABIC and not self.spaced.get(word[:_KEY_LENGTH], _EMPTY).holds(word):
            return ()  # nearly every word that is met for the first time
        return _by_what_follows(word, tuple(self._beginnings(word)))

    def _beginnings(self, word: str) -> Iterator[_Beginning]:
        """The names that may begin in a word: where in it, with what, and which; the longest first at each place."""
        if IS_UNSPACED.match(word):
            for offset in range(len(word)):
                for name in self.unspaced.get(word[offset : offset + _PAIR], ()):
                    first_word = name.folded.partition(" ")[0]
                    is_inside = offset > 0 and _IS_HANGUL.match(name.folded)
                    is_syllable = len(name.folded) < _LEAST_INSIDE or len(first_word) < _PAIR
                    goes_on = name.folded.startswith(word[offset:])  # behind the word: "米、"
                    if (goes_on or word.startswith(first_word, offset)) and not (is_inside and is_syllable):
                        yield offset, name.folded, name
            return
        prefix = _ARABIC_PREFIX.match(word) if "\u0600" <= word[0] <= "\u06ff" else None
        for offset in range((prefix.end() if prefix else 0) + 1):
            rest = word[offset:]
            bucket = self.spaced.get(rest[:_KEY_LENGTH], _EMPTY)
            for first in bucket.firsts if bucket.holds(rest) else ():
                if letters := _letters_from(rest, first):
                    yield offset, letters, first.name


def vendors_of(begun: Begun) -> Begun:
    """Of all names that a word may begin those of vendors."""
    if not begun:
        return ()
    always, by_next = begun
    kept = _vendors_among(always)
    kept_by_next = {letters: vendors for letters, names in by_next.items() if (vendors := _vendors_among(names))}
    return (kept, kept_by_next) if kept or kept_by_next else ()


def _vendors_among(names: tuple[_Beginning, ...]) -> tuple[_Beginning, ...]:
    return tuple(one for one in names if one[2].sort == "vendor")


def names_met(all_begun: Sequence[Begun], text: str, folded: str, cut: Cut) -> Iterator[tuple[int, int, Name]]:
    """Where names stand in a text: start, end and name of each; where two begin at one letter, the longest.

    They come in order of place, and do not overlap. `cut` is the text as `cut_as_names_are` cuts it, `all_begun`
    what each of its words may begin.
    """
    done = 0
    words, ends = cut
    for number in compress(count(), all_begun):
        begun = all_begun[number]
        if not begun:
            continue
        end = ends[number]
        at = end - len(words[number])
        for offset, stem, name in begun[1].get(folded[end : end + _PAIR], begun[0]):
            start = at + offset
            if start < done or not folded.startswith(stem, start):
                continue
            done_here = end_of(name, text, folded, start)
            if done_here > 0:
                done = done_here
                yield start, done, name


def index_of(names: Iterable[Name]) -> NameIndex:
    """Index names; the longest first under each key."""
    spaced: dict[str, list[_First]] = {}
    unspaced: dict[str, list[Name]] = {}
    for name in names:
        word = WORD.match(name.folded)
        if not word:
            continue
        if IS_UNSPACED.match(name.folded):
            unspaced.setdefault(word[0][:_PAIR], []).append(name)
        else:
            first = _First(word[0], _may_bend(name, word[0]), name)
            spaced.setdefault(first.word[:_KEY_LENGTH], []).append(first)
    return NameIndex(
        spaced={key: _bucket(firsts) for key, firsts in spaced.items()},
        unspaced={key: tuple(sorted(bucket, key=_longest_first)) for key, bucket in unspaced.items()},
    )


def _letters_from(word: str, first: _First) -> str:
    """What a text must hold from `word` on to hold the name; empty where the name does not begin with this word."""
    name = first.name
    if word != first.word and not (first.may_bend and word.startswith(first.word)):
        return ""
    if name.ending != WORDS:
        return name.folded
    second = name.folded.partition(" ")[2].partition(" ")[0]
    return f"{word} {second}" if len(word) - len(first.word) <= MOST_LETTERS else ""


def _by_what_follows(word: str, beginnings: tuple[_Beginning, ...]) -> Begun:
    """Of some words begin dozens of names ("china mobile"), of which what stands behind the word excludes most."""
    if not beginnings:
        return ()
    follows = [stem[len(word) :][:_PAIR] if not at and stem.startswith(word) else "" for at, stem, _ in beginnings]
    told = [(key if len(key) == _PAIR else "", one) for key, one in zip(follows, beginnings, strict=True)]
    keys = {key for key, _ in told} - {""}
    always = tuple(one for key, one in told if not key)
    return always, {key: tuple(one for other, one in told if other in {"", key}) for key in keys}


def _longest_first(name: Name) -> tuple[int, bool, bool]:
    """Longer names before shorter ones; of equal ones, the exact before the free and the authority before the place."""
    return -len(name.folded), not name.is_exact, name.sort != "authority"


def _bucket(firsts: list[_First]) -> _Bucket:
    return _Bucket(
        frozenset(first.word for first in firsts),
        tuple({first.word for first in firsts if first.may_bend}),
        tuple(sorted(firsts, key=lambda first: _longest_first(first.name))),
    )


def _may_bend(name: Name, word: str) -> bool:
    """Whether the first word of a text may be longer than that of the name."""
    if name.ending == WORDS:
        return True
    is_whole = len(word) == len(name.folded)
    return is_whole and (name.is_open or bool(name.ending) or (name.sort == "vendor" and len(word) >= LEAST_STEM))
