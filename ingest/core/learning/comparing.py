"""Whether a model is better than the rules on decisions that it has not seen, beyond chance.

One measure for every question: the *balanced credit*. An answer earns 1 where it is right, 0 where it is wrong and
one half where it is "unsure"; credits are averaged within each class, then over the classes. So a model that
answers with whatever is more common earns no more than a coin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

DRAWS = 1_000
CONFIDENCE = 0.99
"""One-sided, on held-back answers of all folds. Training is repeated each day, so chance has many tries."""

LATER_CONFIDENCE = 0.9
"""One-sided, on the latest decisions alone, by a model that saw only the earlier ones."""

LEAST_GAIN = 0.01
MOST_LOST = 0.02
"""By how much credit on true answers ("it is an action", "it is of this kind") may fall for gains elsewhere."""


@dataclass(frozen=True, slots=True)
class Held:
    """One held-back answer: its class in truth, and what rules and model earn on it."""

    story: int
    truth: Hashable
    rules: float
    model: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Balanced credit of both, their difference with its lower limit, and the credit on true answers."""

    rows: int
    stories: int
    rules: float
    model: float
    gain_low: float
    chance_better: float
    rules_on_true: float
    model_on_true: float

    @property
    def gain(self) -> float:
        return self.model - self.rules


def credit(answer: float, *, truth: bool) -> float:
    """What an answer between 0 (no) and 1 (yes) earns; 0.5 is "unsure"."""
    return answer if truth else 1 - answer


def compare(held: Sequence[Held], *, true_classes: frozenset[Hashable], seed: int = 0) -> Comparison:
    """Compare on held-back answers; the interval comes from drawing stories anew, the same draw for both."""
    rules, model = balanced(held, "rules"), balanced(held, "model")
    gains = sorted(_gains(held, seed))
    true = [answer for answer in held if answer.truth in true_classes]
    return Comparison(
        rows=len(held),
        stories=len({answer.story for answer in held}),
        rules=rules,
        model=model,
        gain_low=gains[int(len(gains) * (1 - CONFIDENCE))] if gains else -1.0,
        chance_better=_mean([float(gain > 0) for gain in gains]),
        rules_on_true=_mean([answer.rules for answer in true]),
        model_on_true=_mean([answer.model for answer in true]),
    )


def balanced(held: Sequence[Held], who: str) -> float:
    """The mean of the classes' mean credits; 0 without answers."""
    by_class: Mapping[Hashable, list[float]] = defaultdict(list)
    for answer in held:
        by_class[answer.truth].append(getattr(answer, who))
    return _mean([_mean(earned) for earned in by_class.values()])


def _gains(held: Sequence[Held], seed: int) -> list[float]:
    """The gain in each of DRAWS draws of stories with replacement; draws without one of the classes are left out."""
    import numpy as np

    stories = sorted({answer.story for answer in held})
    classes = sorted({answer.truth for answer in held}, key=repr)
    if not stories or not classes:
        return []
    number = {story: at for at, story in enumerate(stories)}
    counts = np.zeros((len(stories), len(classes)))
    gained = np.zeros_like(counts)
    for answer in held:
        cell = number[answer.story], classes.index(answer.truth)
        counts[cell] += 1
        gained[cell] += answer.model - answer.rules
    evenly = np.full(len(stories), 1 / len(stories))
    drawn = np.random.default_rng(seed).multinomial(len(stories), evenly, size=DRAWS)
    totals, sums = drawn @ counts, drawn @ gained
    whole = (totals > 0).all(axis=1)
    return [float(gain) for gain in (sums[whole] / totals[whole]).mean(axis=1)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
