"""Reads what lies here: the shared grammar, the words of one language each, and what single words lean to."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from actions.starter.sheets import read_yaml
from ingest.core.leaning import WordWeights, read_weights
from ingest.core.vocabulary import LanguageCues, Vocabulary, compile_grammar, compile_joins, compile_language

FOLDER = Path(__file__).resolve().parent
WEIGHTS = FOLDER / "weights.tsv"
GRAMMAR = "grammar"
FALLBACK = "other"
"""The file for languages without one of their own."""


@lru_cache(maxsize=1)
def load() -> Vocabulary:
    """All cue files, and what words lean to. A file that is wrong raises a sentence when it is first read."""
    return replace(load_cues(), weights=_weights())


@lru_cache(maxsize=1)
def load_cues() -> Vocabulary:
    """All cue files alone, for those who learn what words lean to. Raises VocabularyError."""
    grammar = _grammar()
    cues = compile_grammar(grammar["cues"])
    joins = compile_joins(grammar["joins"])

    def read(name: str) -> LanguageCues:
        content = read_yaml(FOLDER / f"{name}.yaml")
        return compile_language(name, content, cues, joins, is_fallback=name == FALLBACK)

    languages = {name: name for name in file_names() if name != FALLBACK} | grammar["read_as"]
    return Vocabulary(languages=languages, read=read, fallback=FALLBACK)


def meanings() -> dict[str, str]:
    """What each word list is for, in the words of the grammar."""
    return dict(_grammar()["lists"])


def file_names() -> list[str]:
    """The names of the files that hold words: language codes, and that of the fallback."""
    return [path.stem for path in sorted(FOLDER.glob("*.yaml")) if path.stem != GRAMMAR]


def _weights() -> WordWeights:
    with WEIGHTS.open(encoding="utf-8") as lines:
        return read_weights(lines)


def _grammar() -> dict[str, Any]:
    content: dict[str, Any] = read_yaml(FOLDER / f"{GRAMMAR}.yaml")
    return content
