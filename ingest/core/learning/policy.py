"""What a learned model may change of what the rules said, and how such an answer is marked.

It may move a proposed item between the lanes "new" and "unsure", offer an item that the rules nearly found
as unsure, doubt a draft (an editor still sees it) and tell another stage. It can never silence: what the
rules find relevant stays relevant, whatever the model says.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from math import log

from ingest.core.learning.features import Features, features_of
from ingest.core.learning.versions import combined
from ingest.core.learning.weights import RELEVANT, Weights, logistic
from ingest.core.types import Draft, Evidence, Learned, Proposed, ReadText

MISSED = "missed"
"""Whether the model may offer what the rules did not propose; it uses the weights of RELEVANT."""

STAGE = "stage"

NEAR = 0.4
"""Score of the rules from which an item without a proposal is looked at; below it nothing is spent."""

UNSURE_BELOW = 0.5
SURE_FROM = 0.8
OFFERED_FROM = 0.6
DOUBTED_BELOW = 0.3
RETOLD_FROM = 0.6

LIKELY_AT_THE_BAR, LIKELY_WHERE_SURE = 0.5, 0.86
"""What a score at the rules' two bars means, as long as no decision has said otherwise: docs/decisions/0042."""


def likely(score: float, *, relevant: float, sure: float) -> float:
    """How likely an item of this score reports an action, by the rules alone: a curve through their two bars."""
    rise = (log(LIKELY_WHERE_SURE / (1 - LIKELY_WHERE_SURE))) / (sure - relevant)
    return logistic(rise * (score - relevant))


def judge(
    said: Proposed, read: ReadText, *, publisher: str, weights: Weights, asked: Collection[str], number: int
) -> Proposed:
    """What the rules said, with what model `number` may change of it; `asked` are the questions that it won.

    The answer carries the combined version and, in `learned`, what the model said and what the rules had said.
    """
    version = combined(weights.rules, number)
    if not said.is_relevant and (said.score < NEAR or MISSED not in asked):
        return replace(said, classifier=version)
    features = features_of(read, said, publisher=publisher)
    opinion: Learned = {"model": number, "changed": []}
    answer = said
    if RELEVANT in asked or MISSED in asked:
        answer = _placed(answer, weights.questions[RELEVANT].probability(features), asked, opinion)
    if said.is_relevant:
        doubts = {kind: p for kind in said.kinds if (p := _kept(kind, weights, features, asked)) is not None}
        answer = _doubted(answer, doubts, opinion)
        if STAGE in asked and said.stage:
            answer = _retold(answer, weights.stages(features), opinion)
    return replace(answer, classifier=version, learned=opinion)


def _kept(kind: str, weights: Weights, features: Features, asked: Collection[str]) -> float | None:
    name = f"kind:{kind}"
    return weights.questions[name].probability(features) if name in asked else None


def _placed(answer: Proposed, probability: float, asked: Collection[str], opinion: Learned) -> Proposed:
    """Into which lane the item goes. Only up where the rules found nothing; never out where they did."""
    opinion["relevant"] = round(probability, 3)
    is_unsure = placed_unsure(answer, probability, asked)
    if not answer.is_relevant:
        if probability < OFFERED_FROM:
            return answer
        opinion["changed"].append("offered")
        return replace(answer, is_relevant=True, is_unsure=True)
    if is_unsure != answer.is_unsure:
        opinion["changed"].append("unsure" if is_unsure else "sure")
        opinion["was_unsure"] = answer.is_unsure
    return replace(answer, is_unsure=is_unsure)


def placed_unsure(said: Proposed, probability: float, asked: Collection[str]) -> bool:
    """Whether a proposed item is unsure, once the model gave its probability. A draft without a place stays so."""
    if RELEVANT not in asked or not said.is_relevant:
        return said.is_unsure
    if said.is_unsure:
        return probability < SURE_FROM or not said.jurisdictions
    return probability < UNSURE_BELOW


def _doubted(answer: Proposed, kept: dict[str, float], opinion: Learned) -> Proposed:
    """Drafts of kinds that editors hardly ever keep are marked as doubted, as long as one draft is left."""
    doubted = {kind for kind, probability in kept.items() if probability < DOUBTED_BELOW}
    if kept:
        opinion["kinds"] = {kind: round(probability, 3) for kind, probability in kept.items()}
    if not doubted or doubted >= set(answer.kinds):
        return answer
    opinion["changed"].append("kinds")
    opinion["were_kinds"] = list(answer.kinds)
    drafts = tuple(replace(draft, is_doubted=draft.kind in doubted) for draft in answer.drafts)
    return replace(answer, kinds=tuple(kind for kind in answer.kinds if kind not in doubted), drafts=drafts)


def _retold(answer: Proposed, stages: dict[str, float], opinion: Learned) -> Proposed:
    if not stages:
        return answer
    stage = max(stages, key=lambda name: (stages[name], name))
    opinion["stage"] = {name: round(share, 3) for name, share in stages.items()}
    if stage == answer.stage or stages[stage] < RETOLD_FROM:
        return answer
    opinion["changed"].append("stage")
    opinion["was_stage"] = answer.stage or ""
    drafts = tuple(_with_stage(draft, stage) for draft in answer.drafts)
    return replace(answer, stage=stage, drafts=drafts, evidence=_without_stage(answer.evidence))


def _with_stage(draft: Draft, stage: str) -> Draft:
    return replace(draft, stage=stage, evidence=_without_stage(draft.evidence))


def _without_stage(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The quote showed the stage that the rules told; it shows nothing of another one."""
    return tuple(piece for piece in evidence if piece.field != "stage")
