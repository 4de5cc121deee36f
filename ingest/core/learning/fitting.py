"""Fitting one question: logistic regression over hashed features, cut to its largest weights, then calibrated.

scikit-learn is imported where it is used: only the training task pays for it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ingest.core.learning.features import Features
from ingest.core.learning.weights import Question

_STRENGTH = 4.0
"""Inverse of the penalty on weights; between 0.5 and 16 there was hardly a difference."""

_LEAST_STORIES = 2
"""A feature that only one story has is its name, not a lesson."""

_MOST_WEIGHTS = 8_000
_FOLDS = 5
_INNER_FOLDS = 3


def fold_of(group: int, folds: int = _FOLDS) -> int:
    """The fold of a story: by hash, so that it stays the same when rows are added."""
    return zlib.crc32(str(group).encode()) % folds


@dataclass(frozen=True)
class Pool:
    """Rows to learn from: their features and the story of each. Built once, fitted many times on parts."""

    features: Sequence[Features]
    stories: Sequence[int]

    @cached_property
    def names(self) -> dict[int, int]:
        """All features, numbered in the order of their hashes."""
        hashes = sorted({hashed for row in self.features for hashed in (*row.words, *row.signals)})
        return {hashed: column for column, hashed in enumerate(hashes)}

    @cached_property
    def matrix(self) -> Any:  # noqa: ANN401 - a matrix of scipy, one line a row
        cells = [
            (line, self.names[hashed], value)
            for line, row in enumerate(self.features)
            for hashes, value in ((row.words, row.word_value), (row.signals, 1.0))
            for hashed in hashes
        ]
        return _sparse(cells, (len(self.features), len(self.names)))

    @cached_property
    def matrix_of_stories(self) -> Any:  # noqa: ANN401 - a matrix of scipy, one line a story
        numbers = {story: line for line, story in enumerate(sorted(set(self.stories)))}
        cells = {
            (numbers[story], self.names[hashed])
            for row, story in zip(self.features, self.stories, strict=True)
            for hashed in (*row.words, *row.signals)
        }
        return _sparse([(line, column, 1.0) for line, column in sorted(cells)], (len(numbers), len(self.names)))

    def columns(self, lines: Sequence[int]) -> list[int]:
        """Features that two or more of the stories of these rows have."""
        numbers = {story: line for line, story in enumerate(sorted(set(self.stories)))}
        chosen = sorted({numbers[self.stories[line]] for line in lines})
        counts = self.matrix_of_stories[chosen].sum(axis=0).tolist()[0]
        return [column for column, count in enumerate(counts) if count >= _LEAST_STORIES]


def fit(pool: Pool, answers: Sequence[bool], lines: Sequence[int] | None = None) -> Question:
    """The question, fitted on these rows of the pool and calibrated on answers that their own folds held back."""
    lines = range(len(answers)) if lines is None else lines
    sums: list[float] = []
    held: list[bool] = []
    for fold in range(_INNER_FOLDS):
        inside = [line for line in lines if fold_of(pool.stories[line], _INNER_FOLDS) != fold]
        if has_both(answers, inside):
            question = _fit_plain(pool, answers, inside)
            outside = [line for line in lines if fold_of(pool.stories[line], _INNER_FOLDS) == fold]
            sums += [question.sum_of(pool.features[line]) for line in outside]
            held += [answers[line] for line in outside]
    slope, offset = _calibrated(sums, held)
    return replace(_fit_plain(pool, answers, lines), slope=slope, offset=offset)


def held_back(pool: Pool, answers: Sequence[bool]) -> list[float]:
    """For each row the probability by a question that was fitted without its story's fold."""
    probabilities = [0.5] * len(answers)
    for fold in range(_FOLDS):
        inside = [line for line, story in enumerate(pool.stories) if fold_of(story) != fold]
        if has_both(answers, inside):
            question = fit(pool, answers, inside)
            for line, story in enumerate(pool.stories):
                if fold_of(story) == fold:
                    probabilities[line] = question.probability(pool.features[line])
    return probabilities


def has_both(answers: Sequence[bool], lines: Sequence[int]) -> bool:
    return len({answers[line] for line in lines}) == 2


def _fit_plain(pool: Pool, answers: Sequence[bool], lines: Sequence[int]) -> Question:
    from sklearn.linear_model import LogisticRegression

    columns = pool.columns(lines)
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", random_state=0)
    model.fit(pool.matrix[list(lines)][:, columns], [answers[line] for line in lines])
    hashes = list(pool.names)
    found = {hashes[column]: float(weight) for column, weight in zip(columns, model.coef_[0], strict=True)}
    largest = sorted(found, key=lambda hashed: (-abs(found[hashed]), hashed))[:_MOST_WEIGHTS]
    weights = {hashed: round(found[hashed], 5) for hashed in largest}
    return Question(
        bias=round(float(model.intercept_[0]), 6), weights={key: value for key, value in weights.items() if value}
    )


def _sparse(cells: Sequence[tuple[int, int, float]], shape: tuple[int, int]) -> Any:  # noqa: ANN401 - of scipy
    from scipy.sparse import csr_matrix

    values = [value for _line, _column, value in cells]
    return csr_matrix((values, ([line for line, _, _ in cells], [column for _, column, _ in cells])), shape=shape)


def _calibrated(sums: Sequence[float], answers: Sequence[bool]) -> tuple[float, float]:
    """Slope and offset that turn sums into probabilities, after Platt (1999); a penalty stands for his prior."""
    from sklearn.linear_model import LogisticRegression

    if len(set(answers)) < 2:
        return 1.0, 0.0
    model = LogisticRegression(C=1.0, solver="liblinear", random_state=0, intercept_scaling=10.0)
    model.fit([[total] for total in sums], answers)
    return max(0.0, round(float(model.coef_[0][0]), 6)), round(float(model.intercept_[0]), 6)


def calibrate(scores: Sequence[float], answers: Sequence[bool]) -> Question:
    """The question "how likely is an item of this score": a curve over the score alone."""
    slope, offset = _calibrated(scores, answers)
    return Question(bias=0.0, slope=slope, offset=offset)
