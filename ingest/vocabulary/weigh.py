"""Learns what words and traits lean to: `python -m ingest.vocabulary.weigh` after samples or cues were changed.

Reads `samples/*.jsonl`, items written for this project with what is in them, and writes `weights.tsv`. One
logistic regression a question, over words weighed by how rare they are among the samples.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log, sqrt
from pathlib import Path
from typing import Any

from ingest import gazetteer
from ingest.core.leaning import KINDS, QUESTIONS, REACTION, RELEVANT, STAGES, pieces_of, written
from ingest.core.reading import read_to_the_end
from ingest.core.types import ReadText
from ingest.vocabulary import FOLDER, WEIGHTS, load_cues

SAMPLES = FOLDER / "samples"
LEAST_ITEMS = 5
"""A word of fewer items is the name of an event, not a lesson."""

MOST_PIECES = 20_000
_STRENGTH = 16.0
"""Inverse of the penalty on weights; from 8 to 30 there was hardly a difference."""

_OF_RELEVANT = frozenset({*KINDS, *STAGES, REACTION})
"""Questions that are asked of relevant items only."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An item with its answers: its pieces with how often each stands there, and what is true of it."""

    pieces: Mapping[str, int]
    truths: frozenset[str]

    @property
    def is_relevant(self) -> bool:
        return RELEVANT in self.truths


def read_samples(folder: Path = SAMPLES) -> list[Sample]:
    """All samples that are no toss-up, in the order of their files."""
    return [sample_of(row) for row in read_rows(folder) if not row.get("ambiguous")]


def read_rows(folder: Path = SAMPLES, names: str = "*") -> Iterator[dict[str, Any]]:
    """The items as they are written down; `samples/README.md` says what their fields mean."""
    for path in sorted(folder.glob(f"{names}.jsonl")):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def sample_of(row: Mapping[str, Any]) -> Sample:
    """The pieces and traits of an item that is written down, and what is true of it."""
    item, published = item_of(row)
    reading = read_to_the_end(item, published=published, gazetteer=gazetteer.load(), vocabulary=load_cues())
    truths = {RELEVANT, row["stage"], *row["kinds"]} if row["relevant"] else set()
    if row.get("reaction"):
        truths.add(REACTION)
    return Sample(Counter([*pieces_of(reading.folded), *reading.traits()]), frozenset(truths))


def item_of(row: Mapping[str, Any]) -> tuple[ReadText, date | None]:
    """The text and the day of an item that is written down."""
    published = date.fromisoformat(row["published"]) if row.get("published") else None
    return ReadText(row["title"], row["text"], language=row["lang"]), published


def fit(samples: Sequence[Sample]) -> tuple[dict[str, list[float]], list[float]]:
    """Rarity and values of each piece that matters, and the bias of each question."""
    count = Counter(piece for sample in samples for piece in sample.pieces)
    rarity = {
        piece: log((1 + len(samples)) / (1 + items)) + 1 for piece, items in count.items() if items >= LEAST_ITEMS
    }
    values, _ = _fit(samples, rarity)
    loudest = sorted(rarity, key=lambda piece: (-max(map(abs, values[piece])) * sqrt(count[piece]), piece))[
        :MOST_PIECES
    ]
    values, bias = _fit(samples, {piece: rarity[piece] for piece in loudest})
    return {piece: [rarity[piece], *values[piece]] for piece in loudest}, bias


def _fit(samples: Sequence[Sample], rarity: Mapping[str, float]) -> tuple[dict[str, list[float]], list[float]]:
    from sklearn.linear_model import LogisticRegression

    columns = {piece: column for column, piece in enumerate(sorted(rarity))}
    matrix = _matrix(samples, rarity, columns)
    weights, bias = [], []
    for question in QUESTIONS:
        asked = [at for at, sample in enumerate(samples) if question not in _OF_RELEVANT or sample.is_relevant]
        truth = [question in samples[at].truths for at in asked]
        fitted = LogisticRegression(C=_STRENGTH, solver="liblinear", class_weight="balanced", random_state=0)
        fitted.fit(matrix[asked], truth)
        weights.append(fitted.coef_[0])
        bias.append(float(fitted.intercept_[0]))
    values = {
        piece: [float(of_question[column]) * rarity[piece] for of_question in weights]
        for piece, column in columns.items()
    }
    return values, bias


def _matrix(samples: Sequence[Sample], rarity: Mapping[str, float], columns: Mapping[str, int]) -> Any:  # noqa: ANN401 - of scipy
    from scipy.sparse import csr_matrix

    cells, at, ends = [], [], [0]
    for sample in samples:
        known = {piece: times for piece, times in sample.pieces.items() if piece in rarity}
        norm = sqrt(sum(times * rarity[piece] ** 2 for piece, times in known.items())) or 1.0
        cells += [times * rarity[piece] / norm for piece, times in known.items()]
        at += [columns[piece] for piece in known]
        ends.append(len(at))
    return csr_matrix((cells, at, ends), shape=(len(samples), len(columns)))


def main() -> None:
    samples = read_samples()
    WEIGHTS.write_text("\n".join(written(*fit(samples))) + "\n", encoding="utf-8")
    sys.stdout.write(f"{WEIGHTS.name} holds what {len(samples):,} samples teach of {MOST_PIECES:,} words.\n")


if __name__ == "__main__":
    main()
