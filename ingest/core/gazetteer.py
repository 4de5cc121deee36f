"""Names of vendors, places and authorities, found in a text in one pass.

A name is looked for where a word begins. What a word may be the beginning of is remembered, so
the cost grows with the words of a text and hardly with the number of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from ingest.core.candidates import find_candidates, find_in_rows
from ingest.core.inflection import MOST_LETTERS, WORDS
from ingest.core.names import LEAST_STEM, Name, Sort, end_of
from ingest.core.placewords import PlaceWords
from ingest.core.words import HANGUL, IS_UNSPACED, WORD, Memory, cut_as_names_are

CANDIDATE = "candidate"
"""The role of a name that is no known vendor's, but stands where one would."""

_IS_HANGUL = re.compile(rf"[{HANGUL}]")
_ARABIC_PREFIX = re.compile(r"[\u0648\u0641\u0628\u0644\u0643]{0,2}(?:\u0627\u0644)?")
_KEY_LENGTH = 3
_PAIR = 2
_LEAST_INSIDE = 3
"""Letters of a Hangul name that is met inside a word; shorter ones are syllables of others."""

_WINDOW = 90
"""Code points around an ambiguous name in which something must tell that the vendor is meant."""

_JOINED = re.compile(r"[\s,，、;/&+]*(?:and|or|und|et|y|e|och|og|en|i|a|и|та|و|と|和|及|與|与)?[\s,，、]*")
_APP_SECTORS = (
    *(
        "app",
        "social",
        "messag",
        "video streaming",
        "video platform",
        "video conferencing",
        "streaming",
        "internet",
        "online retail",
        "gam",
    ),
    *("artificial intelligence", "search", "satellite internet", "payments", "file sharing", "logistics platform"),
    "biometric identity",
)


class Mention(NamedTuple):
    """A name met in a text. `value` is a vendor's common name, a code, or an authority's name."""

    start: int
    end: int
    sort: Sort
    value: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor by its common name. `parent` may be the vendor behind an app."""

    name: str
    slug: str = ""
    home: str = ""
    sector: str = ""
    parent: str = ""

    @property
    def is_app(self) -> bool:
        """Whether its product is an app or a service on the net, so that a plain ban shuts it down."""
        return _is_of_apps(self.sector)

    @property
    def is_software(self) -> bool:
        """Whether its product is a program that runs on the computers of those who bought it."""
        return "software" in self.sector or "cybersecurity" in self.sector


@lru_cache(maxsize=512)
def _is_of_apps(sector: str) -> bool:
    return any(word in sector for word in _APP_SECTORS)


@dataclass(frozen=True, slots=True)
class Authority:
    name: str
    jurisdiction: str


class _Vendors(dict[str, Vendor]):
    """Vendors by name; of a candidate nothing but its name is known."""

    def __missing__(self, name: str) -> Vendor:
        return Vendor(name=name)


class _First(NamedTuple):
    """A name under the word that it begins with. `may_bend` lets the word go on."""

    word: str
    may_bend: bool
    name: Name


_Beginning = tuple[int, str, Name]
"""Where in a word a name may begin, with which letters, and the name."""

_Begun = tuple[tuple[_Beginning, ...], dict[str, tuple[_Beginning, ...]]] | tuple[()]
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
class Gazetteer:
    """All known names. Make it with `build`."""

    vendors: Mapping[str, Vendor]
    authorities: Mapping[str, Authority]
    spaced: Mapping[str, _Bucket] = field(repr=False)
    unspaced: Mapping[str, tuple[Name, ...]] = field(repr=False)
    contexts: Mapping[str, re.Pattern[str]] = field(default_factory=dict, repr=False)
    everyday: frozenset[str] = frozenset()
    """Vendors that everyday texts name for a thousand reasons."""
    place_words: PlaceWords = field(default_factory=PlaceWords, repr=False)
    remembered: Memory[_Begun] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "remembered", Memory(self._begun_by))

    def jurisdiction_of(self, mention: Mention) -> str:
        """The code that a place or an authority stands for."""
        return self.authorities[mention.value].jurisdiction if mention.sort == "authority" else mention.value

    def find(self, text: str, folded: str, language: str = "") -> list[Mention]:
        """Names in order of place; where two begin at one letter, the longest. They do not overlap.

        What is an everyday word of `language` names no place. A text may hold candidates: names in a row
        with vendors, or where it names none, where one would stand.
        """
        mentions: list[Mention] = []
        unsure: list[tuple[int, Name]] = []
        done = 0
        words, ends = cut_as_names_are(folded)
        for number, begun in enumerate(map(self.remembered.__getitem__, words)):
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
                    if name.needs:
                        unsure.append((len(mentions), name))
                    mentions.append(Mention(start, done, name.sort, name.value, name.role))
        if unsure:
            mentions = self._without_others(mentions, unsure, folded)
        mentions = [one for one in mentions if one.value and not self._is_word(one, text, folded, language)]
        taken = [mention[:2] for mention in mentions]
        vendors = [mention[:2] for mention in mentions if mention.sort == "vendor"]
        spans = find_in_rows(text, vendors, taken) if vendors else find_candidates(text, words, taken)
        unknown = [Mention(*span, "vendor", text[slice(*span)], CANDIDATE) for span in spans]
        return sorted([*mentions, *unknown]) if unknown else mentions

    def _is_word(self, mention: Mention, text: str, folded: str, language: str) -> bool:
        if mention.sort == "vendor" or not text[mention.start].islower():
            return False
        word = folded[mention.start : mention.end]
        return self.place_words.is_word(word, language, is_place=mention.sort == "place")

    def _begun_by(self, word: str) -> _Begun:
        return _by_what_follows(word, tuple(self._beginnings(word))) if word else ()

    def _beginnings(self, word: str) -> Iterator[tuple[int, str, Name]]:
        """The names that may begin in a word: where in it, with what, and which; the longest first at each place."""
        if IS_UNSPACED.match(word):
            for offset in range(len(word)):
                for name in self.unspaced.get(word[offset : offset + _PAIR], ()):
                    first_word = name.folded.partition(" ")[0]
                    is_inside = offset > 0 and _IS_HANGUL.match(name.folded)
                    is_syllable = len(name.folded) < _LEAST_INSIDE or len(first_word) < _PAIR
                    if word.startswith(first_word, offset) and not (is_inside and is_syllable):
                        yield offset, name.folded, name
            return
        prefix = _ARABIC_PREFIX.match(word) if "\u0600" <= word[0] <= "\u06ff" else None
        for offset in range((prefix.end() if prefix else 0) + 1):
            rest = word[offset:]
            bucket = self.spaced.get(rest[:_KEY_LENGTH], _EMPTY)
            for first in bucket.firsts if bucket.holds(rest) else ():
                if letters := _letters_from(rest, first):
                    yield offset, letters, first.name

    def _without_others(self, mentions: list[Mention], unsure: list[tuple[int, Name]], folded: str) -> list[Mention]:
        """Drop ambiguous names near which nothing tells that the vendor is meant."""
        sure_at = set(range(len(mentions))) - {number for number, _ in unsure}
        dropped: set[int] = set()
        for number, name in unsure:
            mention = mentions[number]
            around = folded[max(0, mention.start - _WINDOW) : mention.end + _WINDOW]
            if self.contexts[name.needs].search(around) or _is_listed(mentions, number, sure_at, folded):
                sure_at.add(number)
            else:
                dropped.add(number)
        return [mention for number, mention in enumerate(mentions) if number not in dropped]


def _letters_from(word: str, first: _First) -> str:
    """What a text must hold from `word` on to hold the name; empty where the name does not begin with this word."""
    name = first.name
    if word != first.word and not (first.may_bend and word.startswith(first.word)):
        return ""
    if name.ending != WORDS:
        return name.folded
    second = name.folded.partition(" ")[2].partition(" ")[0]
    return f"{word} {second}" if len(word) - len(first.word) <= MOST_LETTERS else ""


def _by_what_follows(word: str, beginnings: tuple[_Beginning, ...]) -> _Begun:
    """Of some words begin dozens of names ("china mobile"), of which what stands behind the word excludes most."""
    if not beginnings:
        return ()
    follows = [stem[len(word) :][:_PAIR] if not at and stem.startswith(word) else "" for at, stem, _ in beginnings]
    told = [(key if len(key) == _PAIR else "", one) for key, one in zip(follows, beginnings, strict=True)]
    keys = {key for key, _ in told} - {""}
    always = tuple(one for key, one in told if not key)
    return always, {key: tuple(one for other, one in told if other in {"", key}) for key in keys}


def _is_listed(mentions: list[Mention], number: int, sure_at: set[int], folded: str) -> bool:
    """Whether a name stands in a row with a sure vendor: "Viber, Signal and WhatsApp"."""
    for other in (number - 1, number + 1):
        if other in sure_at and mentions[other].sort == "vendor":
            left, right = sorted((mentions[number], mentions[other]))
            if _JOINED.fullmatch(folded, left.end, right.start):
                return True
    return False


def _longest_first(name: Name) -> tuple[int, bool, bool]:
    """Longer names before shorter ones; of equal ones, the exact before the free and the authority before the place."""
    return -len(name.folded), not name.is_exact, name.sort != "authority"


def build(
    *,
    vendors: Iterable[Vendor],
    authorities: Iterable[Authority],
    names: Iterable[Name],
    contexts: Mapping[str, re.Pattern[str]] | None = None,
    everyday: frozenset[str] = frozenset(),
    place_words: PlaceWords | None = None,
) -> Gazetteer:
    """Index the names; the longest first under each key."""
    spaced: dict[str, list[_First]] = {}
    unspaced: dict[str, list[Name]] = {}
    for name in dict.fromkeys(names):
        word = WORD.match(name.folded)
        if not word:
            continue
        if IS_UNSPACED.match(name.folded):
            unspaced.setdefault(word[0][:_PAIR], []).append(name)
        else:
            first = _First(word[0], _may_bend(name, word[0]), name)
            spaced.setdefault(first.word[:_KEY_LENGTH], []).append(first)
    return Gazetteer(
        vendors=_Vendors((vendor.name, vendor) for vendor in vendors),
        authorities={authority.name: authority for authority in authorities},
        spaced={key: _bucket(firsts) for key, firsts in spaced.items()},
        unspaced={key: tuple(sorted(bucket, key=_longest_first)) for key, bucket in unspaced.items()},
        contexts=contexts or {},
        everyday=everyday,
        place_words=place_words or PlaceWords(),
    )


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
