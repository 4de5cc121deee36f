"""Why an item is read as it is: which word lists its sentences meet, by which words, and what that tells. Pure."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ingest.core.classify import as_english, propose
from ingest.core.folding import fold_in_place
from ingest.core.gazetteer import Gazetteer
from ingest.core.leaning import QUESTIONS
from ingest.core.matching import Hit
from ingest.core.reading import LONGEST, Reading, take_apart
from ingest.core.sentences import Sentence, split_sentences
from ingest.core.types import ReadText
from ingest.core.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class TracedSentence:
    """A sentence, the words that meet each list (names among them), the cues that hold, and why it may not count."""

    text: str
    is_title: bool
    met: Mapping[str, tuple[str, ...]]
    hits: tuple[Hit, ...]
    silenced_by: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """`file` is the cue file that read it; `leaning` is what its single words lean to, by question."""

    file: str
    sentences: tuple[TracedSentence, ...]
    leaning: Mapping[str, float]


def trace(item: ReadText, *, published: date | None, gazetteer: Gazetteer, vocabulary: Vocabulary) -> Trace:
    """Read an item as `propose` does, and tell what was met on the way, also where nothing came of it."""
    english = as_english(item)
    if english and propose(english, published=published, gazetteer=gazetteer, vocabulary=vocabulary).is_relevant:
        item = english
    text = item.full_text[:LONGEST]
    folded = fold_in_place(text)
    cues = vocabulary.for_language(item.language)
    sentences = split_sentences(text, title_length=len(item.title))
    met = _met(text, folded, sentences, item, gazetteer, vocabulary)
    reading = take_apart(item, published=published, gazetteer=gazetteer, vocabulary=vocabulary)
    lean = vocabulary.weights.lean(vocabulary.weights.row_of(folded))
    return Trace(
        file=cues.language,
        sentences=tuple(_traced(text, sentence, met[sentence.number], reading) for sentence in sentences),
        leaning={question: lean.of(question) for question in QUESTIONS},
    )


def _met(
    text: str,
    folded: str,
    sentences: tuple[Sentence, ...],
    item: ReadText,
    gazetteer: Gazetteer,
    vocabulary: Vocabulary,
) -> dict[int, dict[str, list[str]]]:
    found = list(vocabulary.for_language(item.language).terms.find(folded))
    names = [(mention.sort, mention.start, mention.end) for mention in gazetteer.find(text, folded)]
    met: dict[int, dict[str, list[str]]] = {sentence.number: {} for sentence in sentences}
    ends = [sentence.end for sentence in sentences[:-1]]
    for group, start, end in sorted([*found, *names], key=lambda one: one[1:]):
        words = met[bisect(ends, start)].setdefault(str(group), [])
        if text[start:end] not in words:
            words.append(text[start:end])
    return met


def _traced(text: str, sentence: Sentence, met: Mapping[str, list[str]], reading: Reading | None) -> TracedSentence:
    hits = tuple(hit for hit in reading.hits if hit.sentence.number == sentence.number) if reading else ()
    return TracedSentence(
        text=text[sentence.start : sentence.end],
        is_title=sentence.is_title,
        met={name: tuple(words) for name, words in sorted(met.items())},
        hits=hits,
        silenced_by=_silenced_by(sentence.number, reading),
    )


def _silenced_by(number: int, reading: Reading | None) -> str:
    if reading is None:
        return ""
    reasons = {
        "it denies a step, or the vendor itself acts": reading.idle,
        "it recalls earlier or foreign steps": reading.asides,
        "it tells what others say of the step": reading.answers,
    }
    return next((why for why, numbers in reasons.items() if number in numbers), "")
