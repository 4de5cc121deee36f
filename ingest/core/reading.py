"""What stands where in an item: sentences, names, and the cues that hold in each sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ingest.core.folding import fold_in_place
from ingest.core.gazetteer import Gazetteer, Mention
from ingest.core.sentences import Sentence, split_sentences
from ingest.core.types import ReadText
from ingest.core.vocabulary import Cue, LanguageCues, Vocabulary

LONGEST = 20_000
"""Code points of an item that are looked at: an announcement says what it does long before that."""

_YEAR = re.compile(r"(?<![\d.,/-])(?<!Act of )(?<!Law of )(?:19|20)\d\d(?![\d.,/-]?\d)")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that holds in a sentence."""

    cue: Cue
    sentence: Sentence


@dataclass(slots=True)
class Reading:
    """An item taken apart. `groups[sentence][list]` is the first hit of a word list there."""

    text: str
    folded: str
    sentences: tuple[Sentence, ...]
    mentions: Mapping[int, list[Mention]]
    groups: Mapping[int, Mapping[str, Span]]
    hits: list[Hit] = field(default_factory=list)
    language: str = ""
    asides: frozenset[int] = frozenset()
    """Sentences that recall earlier or foreign steps."""
    answers: frozenset[int] = frozenset()
    """Sentences below the lead that tell what others say of the step."""

    def hits_of(self, mark: str) -> list[Hit]:
        return [hit for hit in self.hits if hit.cue.mark == mark]

    def vendors_in(self, number: int) -> list[Mention]:
        return [mention for mention in self.mentions.get(number, ()) if mention.sort == "vendor"]

    def places_in(self, number: int) -> list[Mention]:
        return [mention for mention in self.mentions.get(number, ()) if mention.sort != "vendor"]


def take_apart(item: ReadText, *, published: date | None, gazetteer: Gazetteer, vocabulary: Vocabulary) -> Reading:
    """Find sentences, names and cues. Only the first part of a very long item is looked at."""
    text = item.full_text[:LONGEST]
    folded = fold_in_place(text)
    sentences = split_sentences(text, title_length=len(item.title))
    cues = vocabulary.for_language(item.language)
    mentions = _by_sentence(sentences, gazetteer.find(text, folded))
    groups = _groups_by_sentence(sentences, cues, folded)
    for number, named in mentions.items():
        for mention in named:
            span = (mention.start, mention.end)
            groups[number].setdefault("vendor" if mention.sort == "vendor" else "place", span)
            if mention.sort == "vendor" and gazetteer.vendors[mention.value].is_app:
                groups[number].setdefault("app_vendor", span)
    for found in groups.values():
        if "class" in found:
            found.setdefault("vendor", found["class"])
    _carry_vendor(sentences, groups)
    reading = Reading(
        text=text, folded=folded, sentences=sentences, mentions=mentions, groups=groups, language=item.language
    )
    reading.hits = [hit for sentence in sentences for hit in _hits(sentence, groups.get(sentence.number, {}), cues)]
    reading.asides = _asides(reading, published)
    reading.answers = frozenset(hit.sentence.number for hit in reading.hits_of("reaction") if hit.sentence.number > 1)
    return reading


def _by_sentence(sentences: tuple[Sentence, ...], mentions: list[Mention]) -> dict[int, list[Mention]]:
    found: dict[int, list[Mention]] = defaultdict(list)
    at = 0
    for mention in mentions:
        while at < len(sentences) and sentences[at].end <= mention.start:
            at += 1
        if at < len(sentences):
            found[sentences[at].number].append(mention)
    return found


def _groups_by_sentence(sentences: tuple[Sentence, ...], cues: LanguageCues, folded: str) -> dict[int, dict[str, Span]]:
    numbers = _numbers_by_position(sentences, len(folded))
    found: dict[int, dict[str, Span]] = defaultdict(dict)
    for group, start, end in cues.find(folded):
        there = found[numbers[start]]
        if group not in there or start < there[group][0]:
            there[group] = (start, end)
    return found


def _carry_vendor(sentences: tuple[Sentence, ...], groups: dict[int, dict[str, Span]]) -> None:
    """A sentence that names no vendor speaks of the one before it ("The app may not be used …")."""
    for name in ("vendor", "app_vendor"):
        last: Span | None = None
        for sentence in sentences:
            found = groups[sentence.number]
            last = found.get(name, last)
            if last and found:
                found.setdefault(name, last)


def _numbers_by_position(sentences: tuple[Sentence, ...], length: int) -> list[int]:
    numbers: list[int] = []
    for sentence in sentences:
        numbers += [sentence.number] * (sentence.end - len(numbers))
    return numbers + [len(sentences) - 1] * (length - len(numbers))


def _hits(sentence: Sentence, groups: Mapping[str, Span], cues: LanguageCues) -> list[Hit]:
    hits = []
    named = groups.keys()
    for cue in cues.cues:
        if cue.needs[0].isdisjoint(named) or not cue.without.isdisjoint(named):
            continue
        if not any(need.isdisjoint(named) for need in cue.needs[1:]):
            hits.append(Hit(cue, sentence))
    return hits


def _asides(reading: Reading, published: date | None) -> frozenset[int]:
    """Sentences told as background: by their words, or since they date from before this year.

    The year is that of publication; where that is unknown, the latest that the text names.
    """
    years = {
        sentence.number: {int(year[0]) for year in _YEAR.finditer(reading.text, sentence.start, sentence.end)}
        for sentence in reading.sentences
    }
    this_year = published.year if published else max((year for named in years.values() for year in named), default=0)
    earlier = {number for number, named in years.items() if named and max(named) < this_year}
    told = {hit.sentence.number for hit in reading.hits_of("aside")}
    first_of_text = 1 if reading.sentences and reading.sentences[0].is_title else 0
    return frozenset(number for number in earlier | told if number > first_of_text)
