"""The cues: a grammar that all languages share, and the words of one language each.

`grammar.yaml` says which word lists together in one sentence tell what; a file per language says
which words belong to the lists, with an example sentence for each cue. Both are read elsewhere
(`ingest.vocabulary`) and compiled here. Names that need no list: `vendor` is a vendor or a class
of vendors, `app_vendor` one whose product is an app or a service on the net, `apps_only` where all
are such, `software_vendor` one of programs, `place` a jurisdiction or an authority.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from ingest.core.leaning import WordWeights
from ingest.core.lexicon import Lexicon
from ingest.core.nameindex import NameIndex
from ingest.core.terms import Node, Terms, compile_terms

BUILT_IN = frozenset({"vendor", "app_vendor", "apps_only", "software_vendor", "place"})
MARKS = ("kind", "stage", "reaction", "noise", "aside", "own_act", "denial")
"""What a cue may tell: a kind, a stage, a reaction; that an item is about something else (`noise`);
that a sentence recalls earlier or foreign steps (`aside`), tells what a vendor itself does
(`own_act`), or that nothing is done (`denial`)."""

KINDS = frozenset(
    {"procurement_ban", "shutdown_order", "advisory", "removal_order", "market_restriction", "sanctions_listing"}
)
BARE_BAN = "ban"
"""The kind of a cue that tells of a ban, but not whom it binds: the rest of the item decides."""

STAGES = frozenset({"proposed", "adopted", "challenged", "lifted", "rejected"})
CLASS = "class"
"""Words for a class of vendors, which stand for one by name."""

UNSAID = "unsaid"
"""Phrases of which the words tell nothing: other meanings ("First Amendment"), and what is denied in passing."""

READ_BY_RULES = frozenset({CLASS, "announce", "effective", "out_of_scope", UNSAID})
"""Word lists that rules read themselves, without a cue."""

_CUE_FIELDS = frozenset({*MARKS, "name", "means", "needs", "without", "next", "near", "before", "weight"})
_JOIN_FIELDS = frozenset({"meets", "first", "then", "within", "means"})
_FILE_FIELDS = frozenset({"spaces", "words", "examples"})


class VocabularyError(ValueError):
    """A cue file says something that cannot be meant; the sentence names file and place."""


class _Bits(dict[str, int]):
    """A bit for each name of a list, so that a set of them is one whole number; filled as names are met."""

    def __missing__(self, name: str) -> int:
        self[name] = bit = 1 << len(self)
        return bit


BIT: Mapping[str, int] = _Bits()


def bits_of(names: Iterable[str]) -> int:
    """A set of names as a number. Each may be given once only."""
    return sum(map(BIT.__getitem__, names))


_LEAST_NEEDS = 2
"""A ban told by so few lists is that of a vendor that is named already."""


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """What a sentence tells when all of `needs` and none of `without` are met in it.

    The two lists of `next` must stand beside each other in that order, the first at the head of
    the sentence. Of the first two word lists of `needs` no more than `near` letters lie between
    a hit of one and a hit of the other; where `is_ordered`, the first must stand before the second.
    """

    name: str
    mark: str
    value: str
    needs: tuple[frozenset[str], ...]
    without: frozenset[str] = frozenset()
    next: tuple[str, str] | None = None
    near: int = 0
    is_ordered: bool = False
    weight: float = 1.0
    each_of: int = field(init=False, repr=False)
    """The needs of one list."""
    one_of: tuple[int, ...] = field(init=False, repr=False)
    """The needs of several."""
    none_of: int = field(init=False, repr=False)
    """What it is without."""
    in_words: tuple[int, ...] = field(init=False, repr=False)
    """The needs that word lists alone must meet, whatever the sentence names."""
    is_bare: bool = field(init=False, repr=False)
    """Whether it is a ban told by so little that the vendor must be named before."""

    def __post_init__(self) -> None:
        set_field = object.__setattr__
        set_field(self, "each_of", bits_of(frozenset().union(*(need for need in self.needs if len(need) == 1))))
        set_field(self, "one_of", tuple(bits_of(need) for need in self.needs if len(need) > 1))
        set_field(self, "none_of", bits_of(self.without))
        set_field(self, "in_words", tuple(bits_of(need) for need in self.needs if not need & BUILT_IN))
        set_field(self, "is_bare", self.value == BARE_BAN and len(self.needs) <= _LEAST_NEEDS)

    @property
    def lists(self) -> frozenset[str]:
        """The word lists without which the cue cannot hold, one of each alternative."""
        return frozenset().union(*self.needs)

    def holds_among(self, met: int) -> bool:
        """Whether all needs and nothing else is among what a sentence meets (`bits_of`)."""
        each_of = self.each_of
        return met & each_of == each_of and not met & self.none_of and all(map(met.__and__, self.one_of))

    def can_hold(self, met: int) -> bool:
        """Whether it may hold somewhere in a text that meets these word lists (`bits_of`), whatever it names."""
        return all(map(met.__and__, self.in_words))


@dataclass(frozen=True, slots=True)
class Join:
    """Two word lists of which a hit of the second at most `within` letters behind one of the first meets a third."""

    group: str
    first: str
    then: str
    within: int


@dataclass(frozen=True, slots=True)
class LanguageCues:
    """The words of one language and the cues of the grammar that they can meet."""

    language: str
    groups: frozenset[str]
    terms: Terms
    cues: tuple[Cue, ...]
    examples: Mapping[str, str]
    is_fallback: bool = False
    """Whether it stands for a language without a file of its own, so that every answer is unsure."""
    joins: tuple[Join, ...] = ()
    by_lead: Mapping[str, tuple[Cue, ...]] = field(default_factory=dict, repr=False)
    """The cues by the word lists of their first need that is no name."""
    of_kinds: Mapping[str, tuple[Cue, ...]] = field(default_factory=dict, repr=False)
    """Those of them that tell of a kind."""

    def led_by(self, groups: Iterable[str]) -> Iterable[Cue]:
        """The cues of which the first need is met, some perhaps twice; all others cannot hold."""
        by_lead = self.by_lead
        return chain.from_iterable([by_lead[group] for group in groups if group in by_lead])

    def may_name_a_class(self, folded: str, nodes: Sequence[Node | None]) -> bool:
        """Whether a class of vendors may be met in a folded text: a few lists are looked for, not all.

        `nodes` is what each word begins of these (`lexicon`).
        """
        met = {group for group, _, _ in self.terms.find_first(folded, nodes)}
        return any(lists <= met for lists in _ways_to(CLASS, self.joins))

    def may_tell_a_kind(self, groups: AbstractSet[str]) -> bool:
        """Whether a cue of a kind may hold in a text that meets these word lists, whatever it names."""
        met, of_kinds = bits_of(groups), self.of_kinds
        return any(cue.can_hold(met) for group in groups for cue in of_kinds.get(group, ()))


@dataclass(slots=True)
class Vocabulary:
    """All cue files; each is read when an item in its language is met first."""

    languages: Mapping[str, str]
    """The cue file that reads a language; one of another language where the two are close."""
    read: Callable[[str], LanguageCues]
    fallback: str
    weights: WordWeights = field(default_factory=WordWeights)
    """What single words lean to, in all languages."""
    _known: dict[str, LanguageCues] = field(default_factory=dict)
    _lexicons: dict[str, Lexicon] = field(default_factory=dict, init=False)
    """By cue file; a copy with other weights begins without any."""

    def for_language(self, language: str) -> LanguageCues:
        name = self.languages.get(language, self.fallback)
        if name not in self._known:
            self._known[name] = self.read(name)
        return self._known[name]

    def lexicon(self, language: str, names: NameIndex) -> Lexicon:
        """What is known of the words of a language; other names make a new one."""
        cues = self.for_language(language)
        known = self._lexicons.get(cues.language)
        if known is None or known.names is not names:
            self._lexicons[cues.language] = known = Lexicon(cues.terms, names, self.weights)
        return known


def compile_grammar(rows: Iterable[Mapping[str, Any]]) -> tuple[Cue, ...]:
    """The cues that all languages share. Raises VocabularyError for anything it does not know."""
    cues = tuple(_cue(f"grammar, cue {number}", row) for number, row in enumerate(rows, start=1))
    names = [cue.name for cue in cues]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise VocabularyError(f"grammar: there are two cues “{twice}”.")
    return cues


def compile_joins(rows: Iterable[Mapping[str, Any]]) -> tuple[Join, ...]:
    """The word lists that are met by two others side by side. Raises VocabularyError for anything it does not know."""
    joins = []
    for number, row in enumerate(rows, start=1):
        if unknown := set(row) - _JOIN_FIELDS:
            raise VocabularyError(f"grammar, join {number}: “{min(unknown)}” is not a field of a join.")
        joins.append(Join(row["meets"], row["first"], row["then"], int(row["within"])))
    return tuple(joins)


def compile_language(
    name: str,
    content: Mapping[str, Any],
    grammar: Iterable[Cue],
    joins: Iterable[Join] = (),
    *,
    is_fallback: bool = False,
) -> LanguageCues:
    """One cue file. Cues for which the language has no words are left out.

    Raises VocabularyError for a list or an example that the grammar does not know.
    """
    unknown = set(content) - _FILE_FIELDS
    if unknown:
        raise VocabularyError(f"{name}: “{min(unknown)}” is not a part of a cue file.")
    cues = tuple(grammar)
    words, joined = content["words"], tuple(joins)
    _check_lists(name, words, cues, joined)
    groups = {group: [_checked(f"{name}, {group}", word) for word in listed] for group, listed in words.items()}
    examples, is_spaced = dict(content.get("examples", {})), bool(content.get("spaces", True))
    spoken_joins = tuple(join for join in joined if join.first in groups and join.then in groups)
    can_be_met = groups.keys() | {join.group for join in spoken_joins}
    spoken = tuple(cue for cue in cues if cue.can_hold(bits_of(can_be_met)) and (not cue.next or cue.next[1] in groups))
    stray = set(examples) - {cue.name for cue in spoken}
    if stray:
        raise VocabularyError(f"{name}: the example “{min(stray)}” belongs to no cue of this language.")
    return LanguageCues(
        language=name,
        groups=frozenset(groups),
        terms=compile_terms(groups, is_spaced=is_spaced, first_lists=frozenset().union(*_ways_to(CLASS, spoken_joins))),
        cues=spoken,
        examples=examples,
        is_fallback=is_fallback,
        joins=spoken_joins,
        by_lead=_by_lead(spoken),
        of_kinds=_by_lead(cue for cue in spoken if cue.mark == "kind"),
    )


def _ways_to(group: str, joins: Iterable[Join]) -> list[frozenset[str]]:
    """The lists that must be met together for `group` to be met: itself alone, or two that a join puts together."""
    return [frozenset({group}), *(frozenset({join.first, join.then}) for join in joins if join.group == group)]


def _by_lead(cues: Iterable[Cue]) -> dict[str, tuple[Cue, ...]]:
    index: dict[str, tuple[Cue, ...]] = {}
    for cue in cues:
        for group in next(need for need in cue.needs if not need & BUILT_IN):
            index[group] = (*index.get(group, ()), cue)
    return index


def _check_lists(name: str, words: Iterable[str], cues: tuple[Cue, ...], joins: tuple[Join, ...]) -> None:
    parts = {part for join in joins for part in (join.first, join.then)}
    known = READ_BY_RULES.union(parts, *(cue.lists | cue.without | set(cue.next or ()) for cue in cues)) - BUILT_IN
    unknown = set(words) - known
    if unknown:
        raise VocabularyError(f"{name}: no cue and no rule reads the word list “{min(unknown)}”.")


def _checked(where: str, word: object) -> str:
    if not isinstance(word, str) or not word.strip("*. "):
        raise VocabularyError(f"{where}: “{word}” is no word; in YAML on, off, yes and no need quotes.")
    if not word.split()[0].strip("*."):
        raise VocabularyError(f"{where}: “{word}” begins with a word left open; a term begins with a word of its own.")
    return word


def _cue(where: str, row: Mapping[str, Any]) -> Cue:
    unknown = set(row) - _CUE_FIELDS
    if unknown:
        raise VocabularyError(f"{where}: “{min(unknown)}” is not a field of a cue.")
    marks = [mark for mark in MARKS if mark in row]
    if len(marks) != 1:
        raise VocabularyError(f"{where}: a cue tells exactly one of {', '.join(MARKS)}.")
    value = str(row[marks[0]])
    if (marks[0] == "kind" and value not in KINDS | {BARE_BAN}) or (marks[0] == "stage" and value not in STAGES):
        raise VocabularyError(f"{where}: “{value}” is not a {marks[0]}.")
    beside = [str(name) for name in row.get("next", ())]
    if beside and len(beside) != 2:
        raise VocabularyError(f"{where}: “next” names two word lists.")
    needs = [str(need) for need in (*row.get("needs", ()), *beside)]
    if not needs:
        raise VocabularyError(f"{where}: a cue needs at least one word list.")
    return Cue(
        name=str(row["name"]),
        mark=marks[0],
        value=value,
        needs=tuple(frozenset(need.split("|")) for need in needs),
        without=frozenset(map(str, row.get("without", ()))),
        next=(beside[0], beside[1]) if beside else None,
        near=int(row.get("near", row.get("before", 0))),
        is_ordered="before" in row,
        weight=float(row.get("weight", 1.0)),
    )
