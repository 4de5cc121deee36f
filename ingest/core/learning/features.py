"""An item as the learned model sees it: hashed words of its beginning, and what the rules said of it.

Hashes are CRC-32, the same on every machine and in every run. A change to this module changes what the
numbers mean: raise SCHEMA, and models of the old one are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from zlib import crc32

from ingest.core.types import Proposed, ReadText

SCHEMA = 1

_MOST_WORDS = 60
_MOST_CHARACTERS = 400
"""Of the text below the title: an announcement says what it does in its lead."""

_MOST_SIGNS = 120
_WORD = re.compile(r"\w+")
_WITHOUT_SPACES = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Thai, Japanese, Chinese and Korean: pairs of signs say more there than what stands between spaces."""

_SCORE_STEPS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)


@dataclass(frozen=True, slots=True)
class Features:
    """Hashes of words, each weighing `word_value`, and hashes of the rules' signals, each weighing one."""

    words: tuple[int, ...]
    signals: tuple[int, ...]

    @property
    def word_value(self) -> float:
        """Long texts weigh no more than short ones."""
        return 1.0 / sqrt(len(self.words)) if self.words else 0.0


def features_of(read: ReadText, said: Proposed, *, publisher: str) -> Features:
    """The features of an item of which the rules said `said`; `publisher` is the kind of its source."""
    words = dict.fromkeys(_words(f"{read.title} \n {read.text[:_MOST_CHARACTERS]}".casefold()))
    signals = [crc32(signal.encode()) for signal in _signals(read, said, publisher)]
    return Features(tuple(words), tuple(signals))


def _words(text: str) -> list[int]:
    """Hashes of words and of pairs of words; the hash of a pair goes on from that of its first word."""
    words = [word.encode() for word in _WORD.findall(text)[:_MOST_WORDS]]
    hashes = [crc32(word) for word in words]
    hashes += [crc32(second, first) for first, second in zip(hashes, words[1:], strict=False)]
    if not text.isascii() and _WITHOUT_SPACES.search(text):
        signs = _WITHOUT_SPACES.findall(text)[:_MOST_SIGNS]
        hashes += [crc32(f"{one}{two}".encode()) for one, two in pairwise(signs)]
    return hashes


def _signals(read: ReadText, said: Proposed, publisher: str) -> Iterable[str]:
    """What the rules found, as claims that hold or do not: steps of scores, kinds, stage, names."""
    for step in _SCORE_STEPS:
        if said.score >= step:
            yield f"=score {step}"
    for kind in said.kinds:
        yield f"=kind {kind}"
    for draft in said.drafts[:8]:
        if draft.score >= 1.0:
            yield f"=strong {draft.kind}"
    yield f"=kinds {min(len(said.kinds), 4)}"
    yield f"=stage {said.stage or 'none'}"
    yield f"=stage quoted {any(piece.field == 'stage' for piece in said.evidence)}"
    yield f"=sure {said.is_relevant and not said.is_unsure}"
    yield f"=relevant {said.is_relevant}"
    yield f"=reaction {said.is_reaction}"
    yield f"=places {min(len(said.jurisdictions), 3)}"
    yield f"=vendors {min(len(said.vendors), 3)}"
    for vendor in said.vendors[:5]:
        yield f"=vendor {vendor}"
    for code in said.jurisdictions[:5]:
        yield f"=place {code}"
    yield f"=language {read.language}"
    yield f"=publisher {publisher}"
