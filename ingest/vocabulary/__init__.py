"""Reads the cue files that lie here, one per language or group of languages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from actions.starter.sheets import read_yaml
from ingest.core.vocabulary import Vocabulary, compile_vocabulary

FOLDER = Path(__file__).resolve().parent


@lru_cache(maxsize=1)
def load() -> Vocabulary:
    """All cue files, compiled. Raises VocabularyError with a sentence where one is wrong."""
    files = {path.stem: read_yaml(path) for path in sorted(FOLDER.glob("*.yaml"))}
    return compile_vocabulary(files)
