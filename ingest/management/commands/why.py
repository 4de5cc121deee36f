"""`manage.py why "Ottawa boots Hikvision"`: what an item is read as, and by which words and rules."""

from __future__ import annotations

import os
import re
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ingest import gazetteer, vocabulary
from ingest.core.classify import propose
from ingest.core.leaning import RELEVANT
from ingest.core.matching import Hit
from ingest.core.plaintext import read_plain
from ingest.core.tracing import Trace, TracedSentence, trace
from ingest.core.types import Proposed

_LEAST_LEAN = 0.5
_CODE = re.compile(r"[a-zA-Z]{2,3}([-_][a-zA-Z0-9]+)*")


def main(arguments: Sequence[str]) -> None:
    """Run the command without settings, whatever the environment names."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    Command().run_from_argv(["manage.py", "why", *arguments])


class Command(BaseCommand):
    help = (
        "Tell why an item is read as it is: each sentence with the word lists that it meets, the rules of grammar.yaml "
        "that hold in it, and what single words lean to. Needs no database, broker or settings."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("title")
        parser.add_argument("text", nargs="?", default="")
        parser.add_argument("--language", default="", type=_code, help="a code such as de; else it is found by itself")
        parser.add_argument("--published", type=_day, help="the day of publication, such as 2026-11-22")

    def handle(self, *_args: Any, title: str, text: str, language: str, published: date | None, **_: Any) -> None:
        if not (title + text).strip():
            raise CommandError("There is neither a title nor a text to read.", returncode=2)
        item = read_plain(_plain(title), _plain(text), language=language)
        known, cues = gazetteer.load(), vocabulary.load()
        proposed = propose(item, published=published, gazetteer=known, vocabulary=cues)
        traced = trace(item, published=published, gazetteer=known, vocabulary=cues)
        for line in _told(proposed, traced, vocabulary.meanings()):
            self.stdout.write(line)


def _code(language: str) -> str:
    if language and not _CODE.fullmatch(language):
        raise ArgumentTypeError(f"“{language}” is no code of a language. Write one such as de or pt-BR.")
    return language


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no day. Write one such as 2026-11-22.") from None


def _plain(text: str) -> str:
    """What the shell gave, with a mark for each byte that is not UTF-8."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _told(proposed: Proposed, traced: Trace, meanings: Mapping[str, str]) -> Iterator[str]:
    yield _outcome(proposed)
    yield f"Read with the words of ingest/vocabulary/{traced.file}.yaml."
    for number, sentence in enumerate(traced.sentences, start=1):
        yield ""
        yield f"{number}. {sentence.text}"
        yield from _of_sentence(sentence, meanings)
    yield ""
    yield _leaning(traced.leaning)
    yield (
        f"To change it: add a word to its list in {traced.file}.yaml or take it out, or change a rule in grammar.yaml; "
        "then ask again. docs/classifier.md says where the other rules stand."
    )


def _outcome(proposed: Proposed) -> str:
    if not proposed.is_relevant:
        return f"Not proposed (score {proposed.score:.2f})."
    parts = [", ".join(proposed.kinds), proposed.stage, ", ".join(proposed.jurisdictions), ", ".join(proposed.vendors)]
    sure = "unsure" if proposed.is_unsure else "sure"
    return f"Proposed, {sure} (score {proposed.score:.2f}): " + " · ".join(part or "–" for part in parts)


def _of_sentence(sentence: TracedSentence, meanings: Mapping[str, str]) -> Iterator[str]:
    if not sentence.met:
        yield "   No list is met."
    for name, words in sentence.met.items():
        meaning = f"  ({meanings[name]})" if name in meanings else ""
        yield f"   {name}: {'; '.join(words)}{meaning}"
    for hit in sentence.hits:
        yield f"   → {_rule(hit)}"
    if sentence.silenced_by:
        yield f"   Does not count: {sentence.silenced_by}."


def _rule(hit: Hit) -> str:
    needs = " + ".join("|".join(sorted(need)) for need in hit.cue.needs)
    value = "" if hit.cue.value == "yes" else f" {hit.cue.value}"
    return f"{hit.cue.mark}{value} by the rule “{hit.cue.name}” ({needs}), weight {hit.cue.weight:g}"


def _leaning(leaning: Mapping[str, float]) -> str:
    relevant = leaning.get(RELEVANT, 0.0)
    rest = [f"{name} {value:+.1f}" for name, value in leaning.items() if name != RELEVANT and value >= _LEAST_LEAN]
    told = f"Single words lean {relevant:+.1f} to a step at all" + (f", and to {', '.join(rest)}" if rest else "")
    return f"{told} (weights.tsv, learned from ingest/vocabulary/samples)."
