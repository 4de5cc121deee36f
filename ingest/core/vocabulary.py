"""The cues of one language: named word lists, and which of them together tell what.

Cue files are read elsewhere (`ingest.vocabulary`) and compiled here. A cue holds where each of
its word lists, or one of several (`forbid|remove`), has a hit in the same sentence. Three names
need no list: `vendor` is a vendor or a class of vendors, `app_vendor` one whose product is an
app or a service on the net, `place` a jurisdiction or authority.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.core.folding import fold_in_place

BUILT_IN = frozenset({"vendor", "app_vendor", "place"})
MARKS = ("kind", "stage", "reaction", "noise", "aside")
"""What a cue may tell: a kind, a stage, a reaction, that an item is about something else (`noise`),
or that a sentence recalls earlier or foreign steps (`aside`)."""

KINDS = frozenset(
    {"procurement_ban", "shutdown_order", "advisory", "removal_order", "market_restriction", "sanctions_listing"}
)
STAGES = frozenset({"proposed", "adopted", "challenged", "lifted", "rejected"})
_KNOWN_FIELDS = frozenset({*MARKS, "needs", "without", "weight", "example"})


_WORD = re.compile(r"\w+")
_KEY_LENGTH = 3


class VocabularyError(ValueError):
    """A cue file says something that cannot be meant; the sentence names file and place."""


@dataclass(frozen=True, slots=True)
class Term:
    """A folded word or phrase. An open side may be continued by more letters; `pattern` is one open inside."""

    text: str
    is_open_left: bool
    is_open_right: bool
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """What a sentence tells when all of `needs` and none of `without` are met in it."""

    mark: str
    value: str
    needs: tuple[frozenset[str], ...]
    without: frozenset[str]
    weight: float
    example: str


@dataclass(frozen=True, slots=True)
class LanguageCues:
    """One cue file. Terms are found by the first letters of a word; the rest are looked for one by one."""

    languages: tuple[str, ...]
    groups: Mapping[str, tuple[Term, ...]]
    cues: tuple[Cue, ...]
    by_key: Mapping[str, tuple[tuple[str, Term], ...]]
    unkeyed: tuple[tuple[str, Term], ...]

    def find(self, folded: str) -> Iterator[tuple[str, int, int]]:
        """Each hit of a word list, as (list, start, end)."""
        keys = {folded[word.start() : word.start() + _KEY_LENGTH] for word in _WORD.finditer(folded)}
        for key in keys:
            for group, term in self.by_key.get(key, ()):
                for start, end in find_term(term, folded):
                    yield group, start, end
        for group, term in self.unkeyed:
            if term.pattern or term.text in folded:
                for start, end in find_term(term, folded):
                    yield group, start, end


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All cue files. A language without a file is read with the English one."""

    files: tuple[LanguageCues, ...]
    by_language: Mapping[str, LanguageCues]

    def for_language(self, language: str) -> LanguageCues:
        return self.by_language.get(language) or self.by_language["en"]


def compile_vocabulary(files: Mapping[str, Mapping[str, Any]]) -> Vocabulary:
    """Compile cue files, by file name. Raises VocabularyError for anything it does not know."""
    compiled = tuple(_compile_file(name, content) for name, content in sorted(files.items()))
    by_language = {language: cues for cues in compiled for language in cues.languages}
    if "en" not in by_language:
        raise VocabularyError("There is no cue file for English, which all other languages fall back on.")
    return Vocabulary(files=compiled, by_language=by_language)


def _compile_file(name: str, content: Mapping[str, Any]) -> LanguageCues:
    unknown = set(content) - {"languages", "whole_words", "words", "cues"}
    if unknown:
        raise VocabularyError(f"{name}: “{min(unknown)}” is not a part of a cue file.")
    is_whole = bool(content.get("whole_words", True))
    groups = {
        group: tuple(_term(f"{name}, {group}", word, is_whole=is_whole) for word in words)
        for group, words in content["words"].items()
    }
    cues = tuple(_cue(f"{name}, cue {number}", row, groups) for number, row in enumerate(content["cues"], start=1))
    keyed: dict[str, list[tuple[str, Term]]] = {}
    unkeyed: list[tuple[str, Term]] = []
    for group, terms in groups.items():
        for term in terms:
            is_keyed = not term.is_open_left and len(term.text) >= _KEY_LENGTH
            (keyed.setdefault(term.text[:_KEY_LENGTH], []) if is_keyed else unkeyed).append((group, term))
    return LanguageCues(
        languages=tuple(content["languages"]),
        groups=groups,
        cues=cues,
        by_key={key: tuple(found) for key, found in keyed.items()},
        unkeyed=tuple(unkeyed),
    )


def _term(where: str, word: object, *, is_whole: bool) -> Term:
    if not isinstance(word, str) or not word.strip("* "):
        raise VocabularyError(f"{where}: “{word}” is no word; in YAML on, off, yes and no need quotes.")
    text = fold_in_place(word.strip("*"))
    is_open_left, is_open_right = not is_whole or word.startswith("*"), not is_whole or word.endswith("*")
    pattern = None
    if "*" in text:
        inside = r"\w*".join(map(re.escape, text.split("*")))
        pattern = re.compile(("" if is_open_left else r"(?<!\w)") + inside + ("" if is_open_right else r"(?!\w)"))
    return Term(text, is_open_left, is_open_right, pattern)


def _cue(where: str, row: Mapping[str, Any], groups: Iterable[str]) -> Cue:
    unknown = set(row) - _KNOWN_FIELDS
    if unknown:
        raise VocabularyError(f"{where}: “{min(unknown)}” is not a field of a cue.")
    marks = [mark for mark in MARKS if mark in row]
    if len(marks) != 1:
        raise VocabularyError(f"{where}: a cue tells exactly one of {', '.join(MARKS)}.")
    value = str(row[marks[0]])
    if (marks[0] == "kind" and value not in KINDS) or (marks[0] == "stage" and value not in STAGES):
        raise VocabularyError(f"{where}: “{value}” is not a {marks[0]}.")
    needs = tuple(frozenset(str(need).split("|")) for need in row["needs"])
    without = frozenset(map(str, row.get("without", ())))
    _check_groups(where, [*(group for need in needs for group in need), *without], groups)
    return Cue(
        mark=marks[0],
        value=value,
        needs=needs,
        without=without,
        weight=float(row.get("weight", 1.0)),
        example=str(row["example"]),
    )


def _check_groups(where: str, named: Sequence[str], groups: Iterable[str]) -> None:
    missing = [group for group in named if group not in BUILT_IN and group not in set(groups)]
    if missing:
        raise VocabularyError(f"{where}: there is no word list “{missing[0]}”.")


def find_term(term: Term, folded: str) -> list[tuple[int, int]]:
    """Where a term stands in a folded text, as (start, end)."""
    if term.pattern:
        return [match.span() for match in term.pattern.finditer(folded)]
    found: list[tuple[int, int]] = []
    at = folded.find(term.text)
    while at >= 0:
        end = at + len(term.text)
        if (term.is_open_left or at == 0 or not folded[at - 1].isalnum()) and (
            term.is_open_right or end >= len(folded) or not folded[end].isalnum()
        ):
            found.append((at, end))
        at = folded.find(term.text, end)
    return found
