"""The weights of a learned model as plain numbers, and what they say of an item.

A model is text (JSON): schema, rules version, and for each question a bias, weights by hashed feature and
two numbers that turn a sum into a probability. Nothing in it can run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp, isfinite
from typing import Any, NoReturn

from ingest.core.learning.features import SCHEMA, Features
from ingest.core.vocabulary import KINDS, STAGES

RELEVANT = "relevant"
CALIBRATION = "calibration"
"""Not a question about an item but how likely an item of a given score is; it looks at the score alone."""

QUESTIONS: tuple[str, ...] = (
    RELEVANT,
    *(f"kind:{kind}" for kind in sorted(KINDS)),
    *(f"stage:{stage}" for stage in sorted(STAGES)),
    CALIBRATION,
)

_LONGEST = 8_000_000
_MOST_WEIGHTS = 40_000
_LARGEST = 1_000.0


class ModelRefused(ValueError):  # noqa: N818 - a stored model that is not used, with its sentence
    """A stored model that cannot be used; `str()` is a sentence for the operator. The rules go on without it."""


@dataclass(frozen=True, slots=True)
class Question:
    """One yes-or-no question: `bias` plus weights of the features, then a logistic curve."""

    bias: float
    weights: Mapping[int, float] = field(default_factory=dict)
    slope: float = 1.0
    offset: float = 0.0

    def sum_of(self, features: Features) -> float:
        weights = self.weights
        words = sum([weights[word] for word in features.words if word in weights])
        signals = sum([weights[signal] for signal in features.signals if signal in weights])
        return self.bias + words * features.word_value + signals

    def probability(self, features: Features) -> float:
        return self.at(self.sum_of(features))

    def at(self, total: float) -> float:
        return logistic(self.slope * total + self.offset)


@dataclass(frozen=True, slots=True)
class Weights:
    """All questions that were learned, and beside which rules."""

    rules: str
    questions: Mapping[str, Question]

    def stages(self, features: Features) -> dict[str, float]:
        """How likely each stage is that was learned; they add up to one. Empty where none was."""
        sums = {
            name.removeprefix("stage:"): question.probability(features)
            for name, question in self.questions.items()
            if name.startswith("stage:")
        }
        whole = sum(sums.values())
        return {stage: share / whole for stage, share in sums.items()} if whole else {}

    def as_text(self) -> str:
        """The model as it is stored."""
        questions = {
            name: {
                "bias": round(question.bias, 6),
                "slope": round(question.slope, 6),
                "offset": round(question.offset, 6),
                "weights": {str(key): round(weight, 5) for key, weight in sorted(question.weights.items())},
            }
            for name, question in sorted(self.questions.items())
        }
        return json.dumps({"schema": SCHEMA, "rules": self.rules, "questions": questions}, sort_keys=True)


def logistic(total: float) -> float:
    """1 / (1 + e^-total), for any total."""
    if total < 0:
        grown = exp(max(total, -700.0))
        return grown / (1 + grown)
    return 1 / (1 + exp(-min(total, 700.0)))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read_weights(text: str, *, sha256: str, rules: str) -> Weights:
    """Read a stored model for use beside the rules `rules`. Raises ModelRefused with the sentence why not."""
    if digest_of(text) != sha256:
        _refuse("Its weights are not those that were stored: their checksum differs. Train again.")
    if len(text) > _LONGEST:
        _refuse(f"It has {len(text):,} characters, and at most {_LONGEST:,} are read. Train again.")
    try:
        stored = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        _refuse("It is not JSON. Train again.")
    if not isinstance(stored, dict) or stored.get("schema") != SCHEMA:
        _refuse(f"Its schema is not {SCHEMA}, the one that this release reads. Train again.")
    if stored.get("rules") != rules:
        _refuse(f"It was trained beside {stored.get('rules')}, and {rules} is in use. Train again.")
    questions = stored.get("questions")
    if not isinstance(questions, dict) or not questions:
        _refuse("It answers no question. Train again.")
    return Weights(rules, {name: _question(name, told) for name, told in questions.items()})


def _question(name: str, told: Any) -> Question:  # noqa: ANN401 - anything that JSON holds
    if name not in QUESTIONS:
        _refuse(f"It answers “{name[:60]}”, a question that nobody asks here. Train again.")
    if not isinstance(told, dict) or not isinstance(told.get("weights"), dict):
        _refuse(f"Its weights for “{name}” cannot be read. Train again.")
    if len(told["weights"]) > _MOST_WEIGHTS:
        _refuse(f"It has more than {_MOST_WEIGHTS:,} weights for “{name}”. Train again.")
    if not all(key.isascii() and key.isdecimal() and len(key) <= 10 for key in told["weights"]):
        _refuse(f"Its weights for “{name}” belong to features that are not ours. Train again.")
    numbers = {int(key): _number(name, value) for key, value in told["weights"].items()}
    return Question(
        bias=_number(name, told.get("bias")),
        weights=numbers,
        slope=_number(name, told.get("slope")),
        offset=_number(name, told.get("offset")),
    )


def _number(name: str, value: Any) -> float:  # noqa: ANN401 - anything that JSON holds
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not isfinite(value) or abs(value) > _LARGEST:
        _refuse(f"A weight for “{name}” is not a number that training gives. Train again.")
    return float(value)


def _no_number(_name: str) -> NoReturn:
    raise ValueError


def _refuse(sentence: str) -> NoReturn:
    raise ModelRefused(sentence)
