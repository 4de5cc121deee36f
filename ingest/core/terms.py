"""Words and phrases of the cue files, found in a folded text in one pass over its words.

Where a script has spaces, a text is looked at word by word: what a word begins is looked up once
and remembered, so that everyday text costs one dictionary look-up a word. Scripts without spaces
are looked at letter by letter, at those letters only with which a term begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.core.folding import fold_in_place

_WORD = re.compile(r"\w+")
_GAP = r"[^\w.!?;:\n]{1,3}"
"""What may stand between the words of a phrase: not the end of a clause."""

_ANY_WORDS = rf"(?:{_GAP}\w+){{0,6}}?"
_ANY_LETTERS = r"[^。！？\n]{0,14}?"
_REMEMBERED = 20_000
"""Words of a language whose terms are remembered; then the memory starts anew."""

_ARABIC_PREFIX = re.compile(r"(?:[وفبلك]{0,2}ال|لل|و?س(?=[يت])|[وفبل](?=\w{3}))")

Found = tuple[str, int, int]
"""A word list that is met, and where: (list, start, end)."""


@dataclass(frozen=True, slots=True)
class _Start:
    """What a word may begin: a term of a list, and how the term goes on."""

    group: str
    rest: re.Pattern[str] | None
    holds: str = ""
    """Letters that the rest holds, whatever its stars stand for: a text without them need not be matched."""
    after: str = ""
    """The very word that must follow; empty where several may."""


Starts = tuple[tuple[_Start, ...], dict[str, tuple[_Start, ...]]]
"""What a word begins whatever follows it, and what it begins before a certain word."""


@dataclass(slots=True)
class SpacedTerms:
    """Terms of a language that puts spaces between words."""

    exact: dict[str, list[_Start]] = field(default_factory=dict)
    opening: dict[str, list[_Start]] = field(default_factory=dict)
    """By the letters with which a word must begin."""
    closing: list[tuple[str, bool, _Start]] = field(default_factory=list)
    """Letters with which a word must end, or that it must hold."""
    remembered: dict[str, Starts] = field(default_factory=dict)

    def add(self, group: str, term: str) -> None:
        """Take a term: words with stars at open ends, a lone star for a word, dots for up to six words."""
        first, *others = term.split()
        rest = re.compile("".join(map(_word_pattern, others)) + r"(?!\w)") if others else None
        start = _Start(group, rest, _longest_letters(others), _word_after(others))
        bare = fold_in_place(first.strip("*"))
        if " " in bare:  # a hyphen or an apostrophe inside: the rest is a word of its own
            self.add(group, " ".join([*_split_folded(first), *others]))
        elif first.startswith("*"):
            self.closing.append((bare, first.endswith("*"), start))
        elif first.endswith("*"):
            self.opening.setdefault(bare, []).append(start)
        else:
            self.exact.setdefault(bare, []).append(start)

    def find(self, folded: str) -> Iterator[Found]:
        words = list(_WORD.finditer(folded))
        texts = [word[0] for word in words]
        texts.append("")
        for number, word in enumerate(words):
            told = self.remembered.get(texts[number]) or self._remember(texts[number])
            at, end = word.span()
            for start in told[0]:
                if start.rest is None:
                    yield start.group, at, end
                elif folded.find(start.holds, end) >= 0 and (match := start.rest.match(folded, end)):
                    yield start.group, at, match.end()
            for start in told[1].get(texts[number + 1], ()) if told[1] else ():
                if start.rest and (match := start.rest.match(folded, end)):
                    yield start.group, at, match.end()

    def _remember(self, word: str) -> Starts:
        if len(self.remembered) >= _REMEMBERED:
            self.remembered.clear()
        starts = dict.fromkeys(start for form in _forms(word) for start in self._starts_of(form))
        before: dict[str, list[_Start]] = {}
        for start in starts:
            if start.after:
                before.setdefault(start.after, []).append(start)
        found = (
            tuple(start for start in starts if not start.after),
            {after: tuple(listed) for after, listed in before.items()},
        )
        self.remembered[word] = found
        return found

    def _starts_of(self, word: str) -> Iterator[_Start]:
        yield from self.exact.get(word, ())
        for length in range(1, len(word) + 1):
            yield from self.opening.get(word[:length], ())
        for ending, is_inside, start in self.closing:
            if ending in word if is_inside else word.endswith(ending):
                yield start


@dataclass(slots=True)
class UnspacedTerms:
    """Terms of a language that is written without spaces, or whose words take endings freely."""

    by_letter: dict[str, list[tuple[str, re.Pattern[str] | None, str]]] = field(default_factory=dict)
    letters: re.Pattern[str] | None = None

    def add(self, group: str, term: str) -> None:
        """Take a term; dots stand for a few letters between its parts."""
        parts = [fold_in_place(part.strip()) for part in term.strip("*").split("...")]
        pattern = re.compile(_ANY_LETTERS.join(map(re.escape, parts))) if len(parts) > 1 else None
        self.by_letter.setdefault(parts[0][0], []).append((parts[0], pattern, group))
        self.letters = re.compile("[" + "".join(map(re.escape, self.by_letter)) + "]")

    def find(self, folded: str) -> Iterator[Found]:
        if self.letters is None:
            return
        for letter in self.letters.finditer(folded):
            at = letter.start()
            for text, pattern, group in self.by_letter[letter[0]]:
                if folded.startswith(text, at):
                    if pattern is None:
                        yield group, at, at + len(text)
                    elif match := pattern.match(folded, at):
                        yield group, at, match.end()


Terms = SpacedTerms | UnspacedTerms


def compile_terms(groups: Iterable[tuple[str, Iterable[str]]], *, is_spaced: bool) -> Terms:
    """Index the terms of all word lists of a language."""
    terms: Terms = SpacedTerms() if is_spaced else UnspacedTerms()
    for group, words in groups:
        for word in words:
            terms.add(group, word)
    return terms


def _split_folded(word: str) -> list[str]:
    """The parts of a hyphenated word as words; open sides stay open."""
    parts = fold_in_place(word.strip("*")).split()
    parts[0] = ("*" if word.startswith("*") else "") + parts[0]
    parts[-1] += "*" if word.endswith("*") else ""
    return parts


def _longest_letters(words: Iterable[str]) -> str:
    """The longest run of letters among words that may hold stars and dots; empty where there is none."""
    runs = (
        run for word in words for run in fold_in_place(word.strip("*")).split() if "*" not in run and "." not in run
    )
    return max(runs, key=len, default="")


def _word_after(words: Sequence[str]) -> str:
    """The first of the words, if it is one word and closed at both ends."""
    word = fold_in_place(words[0]) if words and "*" not in words[0] and "." not in words[0] else ""
    return word if _WORD.fullmatch(word) else ""


def _word_pattern(word: str) -> str:
    if word == "...":
        return _ANY_WORDS
    if word == "*":
        return _GAP + r"\w+"
    body = _GAP.join(re.escape(part) for part in fold_in_place(word.strip("*")).split())
    return _GAP + (r"\w*" if word.startswith("*") else "") + body + (r"\w*" if word.endswith("*") else r"(?!\w)")


def _forms(word: str) -> Iterator[str]:
    """The word itself; of an Arabic one also what is left without article and particles."""
    yield word
    if "\u0600" <= word[0] <= "\u06ff":
        match = _ARABIC_PREFIX.match(word)
        if match and len(word) - match.end() >= 2:
            yield word[match.end() :]
