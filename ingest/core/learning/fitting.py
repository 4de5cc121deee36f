"""Fitting one question: logistic regression over hashed features, cut to its largest weights, then calibrated.

scikit-learn is imported where it is used: only the training task pays for it.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ingest.core.learning.features import Features
from ingest.core.learning.weights import Question

_STRENGTH = 4.0
"""Inverse of the penalty on weights; chosen between 0.5 and 16 by cross-validation, with hardly a difference."""

_LEAST_STORIES = 2
"""A feature that only one story has is its name, not a lesson."""

_MOST_WEIGHTS = 8_000
_FOLDS = 5
_INNER_FOLDS = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One row as a question sees it. `group` is its story."""

    features: Features
    answer: bool
    group: int


def fold_of(group: int, folds: int = _FOLDS) -> int:
    """The fold of a story: by hash, so that it stays the same when rows are added."""
    return zlib.crc32(str(group).encode()) % folds


def fit(examples: Sequence[Example]) -> Question:
    """The question, calibrated on answers that its own folds held back."""
    question = _fit_plain(examples)
    held, answers = _held_sums(examples)
    slope, offset = _calibrated(held, answers) if held else (1.0, 0.0)
    return replace(question, slope=slope, offset=offset)


def held_back(examples: Sequence[Example]) -> list[float]:
    """For each example the probability by a question that was fitted without its story's fold."""
    probabilities = [0.5] * len(examples)
    for fold in range(_FOLDS):
        inside = [example for example in examples if fold_of(example.group) != fold]
        if not has_both(inside):
            continue
        question = fit(inside)
        for at, example in enumerate(examples):
            if fold_of(example.group) == fold:
                probabilities[at] = question.probability(example.features)
    return probabilities


def has_both(examples: Sequence[Example]) -> bool:
    return len({example.answer for example in examples}) == 2


def _held_sums(examples: Sequence[Example]) -> tuple[list[float], list[bool]]:
    sums, answers = [], []
    for fold in range(_INNER_FOLDS):
        inside = [example for example in examples if fold_of(example.group, _INNER_FOLDS) != fold]
        if not has_both(inside):
            continue
        question = _fit_plain(inside)
        for example in examples:
            if fold_of(example.group, _INNER_FOLDS) == fold:
                sums.append(question.sum_of(example.features))
                answers.append(example.answer)
    return sums, answers


def _fit_plain(examples: Sequence[Example]) -> Question:
    from sklearn.linear_model import LogisticRegression

    columns = _columns(examples)
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", random_state=0)
    model.fit(_matrix(examples, columns), [example.answer for example in examples])
    numbers = model.coef_[0]
    largest = sorted(columns, key=lambda feature: (-abs(numbers[columns[feature]]), feature))[:_MOST_WEIGHTS]
    weights = {feature: round(float(numbers[columns[feature]]), 5) for feature in largest}
    return Question(
        bias=round(float(model.intercept_[0]), 6), weights={key: value for key, value in weights.items() if value}
    )


def _columns(examples: Sequence[Example]) -> dict[int, int]:
    """Features that two stories or more have, numbered."""
    stories: Counter[int] = Counter()
    seen: set[tuple[int, int]] = set()
    for example in examples:
        for feature in (*example.features.words, *example.features.signals):
            if (feature, example.group) not in seen:
                seen.add((feature, example.group))
                stories[feature] += 1
    kept = sorted(feature for feature, count in stories.items() if count >= _LEAST_STORIES)
    return {feature: column for column, feature in enumerate(kept)}


def _matrix(examples: Sequence[Example], columns: dict[int, int]) -> Any:  # noqa: ANN401 - a matrix of scipy
    from scipy.sparse import csr_matrix

    values: list[float] = []
    indices: list[int] = []
    starts = [0]
    for example in examples:
        for features, value in ((example.features.words, example.features.word_value), (example.features.signals, 1.0)):
            for feature in features:
                if feature in columns:
                    indices.append(columns[feature])
                    values.append(value)
        starts.append(len(indices))
    return csr_matrix((values, indices, starts), shape=(len(examples), max(len(columns), 1)))


def _calibrated(sums: Sequence[float], answers: Sequence[bool]) -> tuple[float, float]:
    """Slope and offset that turn sums into probabilities (Platt 1999), with his smoothed targets' prior as penalty."""
    from sklearn.linear_model import LogisticRegression

    if len(set(answers)) < 2:
        return 1.0, 0.0
    model = LogisticRegression(C=1.0, solver="lbfgs").fit([[total] for total in sums], answers)
    return max(0.0, round(float(model.coef_[0][0]), 6)), round(float(model.intercept_[0]), 6)


def calibrate(scores: Sequence[float], answers: Sequence[bool]) -> Question:
    """The question "how likely is an item of this score": a curve over the score alone."""
    slope, offset = _calibrated(scores, answers)
    return Question(bias=0.0, slope=slope, offset=offset)
