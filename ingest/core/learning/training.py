"""Training on decisions: each question is fitted, held against the rules, and used only where it is better."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from ingest.core.learning import comparing, fitting, policy
from ingest.core.learning.comparing import Comparison, Held, credit
from ingest.core.learning.features import Features, features_of
from ingest.core.learning.fitting import Pool
from ingest.core.learning.rows import Row
from ingest.core.learning.weights import CALIBRATION, RELEVANT, Question, Weights
from ingest.core.vocabulary import KINDS, STAGES

LEAST_STORIES = 20
"""Stories of each class that a question needs, in all, and LEAST_LATER among the latest."""

LEAST_LATER = 5
_EARLIER_SHARE = 0.7
_OTHER = "other"

Bars = tuple[float, float]
"""The scores from which the rules find an item relevant, and from which that is sure."""

Probabilities = Sequence[Mapping[str, float]]


class Verdict(StrEnum):
    """What became of a question."""

    BETTER = "better"
    NOT_BETTER = "not_better"
    TOO_FEW = "too_few"
    TOO_FEW_LATER = "too_few_later"


@dataclass(frozen=True, slots=True)
class Report:
    """One question: what there was to learn from, and how rules and model compare on what was held back.

    `held` compares on all folds, `later` on the latest decisions by a model of the earlier ones.
    """

    question: str
    verdict: Verdict
    stories: Mapping[str, int]
    """Stories by class, such as {"yes": 40, "no": 3}."""
    held: Comparison | None = None
    later: Comparison | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"verdict": str(self.verdict), "needed": LEAST_STORIES, "needed_later": LEAST_LATER}


@dataclass(frozen=True, slots=True)
class Trained:
    """The weights of all questions that could be fitted, None where none could, and a report on each question."""

    weights: Weights | None
    reports: tuple[Report, ...]

    @property
    def better(self) -> list[str]:
        return [report.question for report in self.reports if report.verdict is Verdict.BETTER]


@dataclass(frozen=True, slots=True)
class _Task:
    """A question of training: whom it is asked about, the truth, what the rules earn and what the model would.

    `names` are the yes-or-no questions that it is made of; `earn` gets a row and their probabilities.
    """

    question: str
    rows: Sequence[Row]
    names: Sequence[str]
    truth: Callable[[Row], Hashable]
    rules: Callable[[Row], float]
    model: Callable[[Row, Mapping[str, float]], float]
    true_classes: frozenset[Hashable] = frozenset({True})
    least_classes: int = 2
    trained_on: Sequence[Row] = field(default_factory=list)
    """Rows that the fit may use beyond those that the question is asked about."""


def train(rows: Sequence[Row], *, rules: str, bars: Bars) -> Trained:
    """Fit every question that has enough decisions and hold each against the rules named `rules`.

    The same rows give the same weights and the same verdicts.
    """
    rows = sorted(rows, key=lambda row: (row.decided_at, row.item))
    features = {id(row): features_of(row.read, row.said, publisher=row.publisher) for row in rows}
    fitted: dict[str, Question] = {}
    reports = []
    for task in _tasks(rows):
        report = _report(task, features)
        reports.append(report)
        if report.held is not None:
            rows_of = task.trained_on or task.rows
            pool = _pool(rows_of, features)
            fitted |= {name: fitting.fit(pool, _answers(name, rows_of)) for name in task.names}
    calibration, report = _calibration(rows, bars)
    reports.append(report)
    if calibration:
        fitted[CALIBRATION] = calibration
    return Trained(Weights(rules, fitted) if fitted else None, tuple(reports))


def _tasks(rows: Sequence[Row]) -> list[_Task]:
    proposed = [row for row in rows if row.said.is_relevant]
    near = [row for row in rows if not row.said.is_relevant and row.said.score >= policy.NEAR]
    return [
        _Task(
            RELEVANT,
            proposed,
            [RELEVANT],
            truth=lambda row: row.is_relevant,
            rules=lambda row: credit(0.5 if row.said.is_unsure else 1.0, truth=row.is_relevant),
            model=lambda row, told: credit(_lane(row, told[RELEVANT]), truth=row.is_relevant),
            trained_on=rows,
        ),
        _Task(
            policy.MISSED,
            near,
            [RELEVANT],
            truth=lambda row: row.is_relevant,
            rules=lambda row: credit(0.0, truth=row.is_relevant),
            model=lambda row, told: credit(_offer(told[RELEVANT]), truth=row.is_relevant),
            trained_on=rows,
        ),
        *(_kind_task(kind, proposed) for kind in sorted(KINDS)),
        _stage_task(proposed),
    ]


def _lane(row: Row, probability: float) -> float:
    return 0.5 if policy.placed_unsure(row.said, probability, {RELEVANT}) else 1.0


def _offer(probability: float) -> float:
    return 0.5 if probability >= policy.OFFERED_FROM else 0.0


def _kind_task(kind: str, proposed: Sequence[Row]) -> _Task:
    name = f"kind:{kind}"
    drafted = [row for row in proposed if row.is_relevant and kind in row.said.kinds and kind in row.kinds]

    def kept(row: Row, told: Mapping[str, float]) -> float:
        return 1.0 if len(row.said.kinds) == 1 or told[name] >= policy.DOUBTED_BELOW else 0.0

    return _Task(
        name,
        drafted,
        [name],
        truth=lambda row: row.kinds[kind],
        rules=lambda row: credit(1.0, truth=row.kinds[kind]),
        model=lambda row, told: credit(kept(row, told), truth=row.kinds[kind]),
    )


def _stage_task(proposed: Sequence[Row]) -> _Task:
    told = [row for row in proposed if row.is_relevant and row.stage and row.said.stage]
    counted = _stories_by(told, lambda row: row.stage)
    common = sorted(stage for stage in STAGES if len(counted.get(stage, ())) >= LEAST_STORIES)

    def answer(row: Row, shares: Mapping[str, float]) -> str | None:
        whole = sum(shares.values()) or 1.0
        best = max(shares, key=lambda name: (shares[name], name))
        return best.removeprefix("stage:") if shares[best] / whole >= policy.RETOLD_FROM else row.said.stage

    return _Task(
        policy.STAGE,
        told,
        [f"stage:{stage}" for stage in common],
        truth=lambda row: row.stage if row.stage in common else _OTHER,
        rules=lambda row: float(row.said.stage == row.stage),
        model=lambda row, shares: float(answer(row, shares) == row.stage),
        true_classes=frozenset({"adopted"}),
    )


def _pool(rows: Sequence[Row], features: Mapping[int, Features]) -> Pool:
    return Pool([features[id(row)] for row in rows], [row.story for row in rows])


def _answers(name: str, rows: Sequence[Row]) -> list[bool]:
    """What the rows answer to the yes-or-no question `name`."""
    sort, _, value = name.partition(":")
    if sort == "kind":
        return [row.kinds[value] for row in rows]
    return [row.stage == value if sort == "stage" else row.is_relevant for row in rows]


def _report(task: _Task, features: Mapping[int, Features]) -> Report:
    counted = _stories_by(task.rows, task.truth)
    told = {_word(truth): len(stories) for truth, stories in sorted(counted.items(), key=lambda pair: repr(pair[0]))}
    full = [stories for truth, stories in counted.items() if truth != _OTHER and len(stories) >= LEAST_STORIES]
    if len(full) < task.least_classes or not task.names:
        return Report(task.question, Verdict.TOO_FEW, told)
    held = _compare(task, task.rows, _crossed(task, features))
    earlier, later = _split(task.rows)
    there = _stories_by(later, task.truth)
    if sum(len(stories) >= LEAST_LATER for truth, stories in there.items() if truth != _OTHER) < len(full):
        return Report(task.question, Verdict.TOO_FEW_LATER, told, held)
    seen = {row.story for row in later}
    past = [row for row in task.trained_on or earlier if row.story not in seen and row.decided_at < later[0].decided_at]
    latest = _compare(task, later, _foretold(task, past, later, features))
    verdict = Verdict.BETTER if _is_better(held, latest) else Verdict.NOT_BETTER
    return Report(task.question, verdict, told, held, latest)


def _is_better(held: Comparison, later: Comparison) -> bool:
    is_sure = held.gain_low > 0 and held.gain >= comparing.LEAST_GAIN
    lasts = later.gain > 0 and later.chance_better >= comparing.LATER_CONFIDENCE
    spares = held.model_on_true >= held.rules_on_true - comparing.MOST_LOST
    return is_sure and lasts and spares


def _compare(task: _Task, rows: Sequence[Row], probabilities: Probabilities) -> Comparison:
    held = [
        Held(row.story, task.truth(row), task.rules(row), task.model(row, told))
        for row, told in zip(rows, probabilities, strict=True)
    ]
    return comparing.compare(held, true_classes=task.true_classes)


def _crossed(task: _Task, features: Mapping[int, Features]) -> Probabilities:
    """Each row's probabilities by questions that never saw its story."""
    rows = task.trained_on or task.rows
    pool, asked = _pool(rows, features), {id(row) for row in task.rows}
    columns = []
    for name in task.names:
        told = fitting.held_back(pool, _answers(name, rows))
        columns.append([value for row, value in zip(rows, told, strict=True) if id(row) in asked])
    return [dict(zip(task.names, values, strict=True)) for values in zip(*columns, strict=True)]


def _foretold(
    task: _Task, past: Sequence[Row], later: Sequence[Row], features: Mapping[int, Features]
) -> Probabilities:
    """The later rows' probabilities by questions that saw the earlier ones; one half where those were all alike."""
    pool, questions = _pool(past, features), {}
    for name in task.names:
        answers = _answers(name, past)
        has_both = fitting.has_both(answers, range(len(past)))
        questions[name] = fitting.fit(pool, answers) if has_both else Question(bias=0.0)
    return [{name: question.probability(features[id(row)]) for name, question in questions.items()} for row in later]


def _split(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Earlier and later stories, by the day of their first decision; a story is never on both sides."""
    stories = list(dict.fromkeys(row.story for row in rows))
    earlier = set(stories[: int(len(stories) * _EARLIER_SHARE)])
    return [row for row in rows if row.story in earlier], [row for row in rows if row.story not in earlier]


def _stories_by(rows: Sequence[Row], truth: Callable[[Row], Hashable]) -> dict[Hashable, set[int]]:
    stories: dict[Hashable, set[int]] = defaultdict(set)
    for row in rows:
        stories[truth(row)].add(row.story)
    return stories


def _word(truth: Hashable) -> str:
    return {True: "yes", False: "no"}.get(truth, str(truth)) if isinstance(truth, bool) else str(truth)


def _calibration(rows: Sequence[Row], bars: Bars) -> tuple[Question | None, Report]:
    """How likely a score is, learned of decisions, beside what the rules' bars say by themselves."""
    asked = [row for row in rows if row.said.is_relevant]
    told = {_word(truth): len(stories) for truth, stories in _stories_by(asked, lambda row: row.is_relevant).items()}
    if min(told.get("yes", 0), told.get("no", 0)) < LEAST_STORIES:
        return None, Report(CALIBRATION, Verdict.TOO_FEW, told)
    held = _calibrated_credit(asked, [fitting.fold_of(row.story) for row in asked], bars)
    _, later = _split(asked)
    seen = {row.story for row in later}
    latest = _calibrated_credit(asked, [int(row.story in seen) for row in asked], bars, only=1)
    verdict = Verdict.BETTER if _is_better(held, latest) else Verdict.NOT_BETTER
    question = fitting.calibrate([row.said.score for row in asked], [row.is_relevant for row in asked])
    return question, Report(CALIBRATION, verdict, told, held, latest)


def _calibrated_credit(rows: Sequence[Row], folds: Sequence[int], bars: Bars, *, only: int | None = None) -> Comparison:
    """One minus the squared error of the probability, each row's by the rows of the other folds."""
    held = []
    for fold in sorted(set(folds)) if only is None else [only]:
        inside = [row for row, its in zip(rows, folds, strict=True) if its != fold]
        curve = fitting.calibrate([row.said.score for row in inside], [row.is_relevant for row in inside])
        for row in (row for row, its in zip(rows, folds, strict=True) if its == fold):
            by_rules = policy.likely(row.said.score, relevant=bars[0], sure=bars[1])
            earned = [1 - (p - row.is_relevant) ** 2 for p in (by_rules, curve.at(row.said.score))]
            held.append(Held(row.story, "all", *earned))
    return comparing.compare(held, true_classes=frozenset())
