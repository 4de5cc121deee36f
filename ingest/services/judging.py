"""The classifier in use: the rules, and what a learned model may change of what they said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import structlog

from ingest import vocabulary
from ingest.core import classify
from ingest.core.doubts import Doubt, doubts_of
from ingest.core.learning import policy
from ingest.core.learning.versions import combined
from ingest.core.learning.weights import CALIBRATION, RELEVANT, ModelRefused, Weights, read_weights
from ingest.core.types import Proposed, ReadText
from ingest.models import ItemVersion, LearnedModel, Proposal, Switch

log = structlog.get_logger(__name__)

Answers = Sequence[tuple[ItemVersion, Proposed]]


@dataclass(frozen=True, slots=True)
class InUse:
    """What answers now. `asked` are the questions that the model won; `refused` says why a model is not used."""

    weights: Weights | None = None
    asked: frozenset[str] = frozenset()
    number: int | None = None
    refused: str = ""

    @property
    def version(self) -> str:
        """The name under which proposals are stored. A calibration alone changes no proposal."""
        return combined(classify.VERSION, self.number if self.asked - {CALIBRATION} else None)


def in_use() -> InUse:
    """The rules alone, or with the model that was switched on last; a model that cannot be read is refused aloud."""
    switch = Switch.objects.only("model_id", "questions").first()
    if switch is None or switch.model_id is None:
        return InUse()
    stored = LearnedModel.objects.only("number", "weights_sha256").get(pk=switch.model_id)
    read = _weights(stored.pk, stored.weights_sha256, classify.VERSION)
    asked = frozenset(switch.questions)
    refused = read if isinstance(read, str) else _lacks(read, asked)
    if refused or isinstance(read, str):
        log.warning("learned_model_refused", model=stored.number, reason=refused)
        return InUse(refused=refused)
    return InUse(read, asked, stored.number)


@lru_cache(maxsize=4)
def _weights(pk: int, sha256: str, rules: str) -> Weights | str:
    """The weights of a stored model, or the sentence why it is refused. Read once in each process."""
    try:
        return read_weights(
            LearnedModel.objects.values_list("weights", flat=True).get(pk=pk), sha256=sha256, rules=rules
        )
    except ModelRefused as refused:
        return str(refused)


def forget_weights() -> None:
    """Read the weights anew at the next question: after a restore of the database, and in tests."""
    _weights.cache_clear()


def _lacks(weights: Weights, asked: frozenset[str]) -> str:
    """A sentence where the model lacks weights for a question that it was switched on for."""
    names = {RELEVANT if name == policy.MISSED else name for name in asked} - {policy.STAGE}
    missing = sorted(names - weights.questions.keys())
    if policy.STAGE in asked and not any(name.startswith("stage:") for name in weights.questions):
        missing.append(policy.STAGE)
    return f"It has no weights for {', '.join(missing)}. Train again." if missing else ""


def judged(answers: Answers) -> Answers:
    """What the rules said of these versions, with what the model in use may change of it."""
    model = in_use()
    if model.weights is None or model.number is None or not model.asked - {CALIBRATION}:
        return answers
    return [
        (
            version,
            policy.judge(
                said,
                ReadText(version.title, version.text, version.repair, version.language),
                publisher=version.item.source.publisher_kind,
                weights=model.weights,
                asked=model.asked,
                number=model.number,
            ),
        )
        for version, said in answers
    ]


def probability_of(proposal: Proposal, model: InUse) -> float:
    """How likely a proposal's item reports an action: by the model that judged it, else by the score, calibrated."""
    learned = proposal.learned.get("relevant")
    if isinstance(learned, int | float):
        return float(learned)
    return likely_of(proposal.score, model)


def doubts_of_proposal(proposal: Proposal) -> list[Doubt]:
    """Why a proposal is unsure; empty where it is sure. Its version is at hand."""
    if not proposal.is_unsure:
        return []
    language = proposal.version.language
    return doubts_of(
        score=proposal.score,
        has_place=bool(proposal.jurisdictions),
        is_language_read=not language
        or language in vocabulary.load_cues().languages,  # one that is not told is no doubt
        is_learned="unsure" in proposal.learned.get("changed", []),
    )


def likely_of(score: float, model: InUse) -> float:
    """How likely an item of this score reports an action, calibrated where the model in use won that."""
    if model.weights is not None and CALIBRATION in model.asked:
        return model.weights.questions[CALIBRATION].at(score)
    return policy.likely(score, relevant=classify.RELEVANT, sure=classify.SURE)
