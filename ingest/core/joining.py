"""What the cues of an item say and what its words lean to, put together.

The numbers were fitted on sample items that neither the cues nor the weights had been made from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.core.leaning import KINDS, RELEVANT, STAGES, WordWeights
from ingest.core.reading import Hit, Reading
from ingest.core.sentences import Sentence
from ingest.core.staging import Stage
from ingest.core.vocabulary import Cue
from ingest.core.weighing import BESIDE, Weighed

_OFFSET, _PER_SCORE, _PER_LEANING = 0.35, 0.65, 0.9
_LEAST_SCORE, _MOST_SCORE = -1.0, 2.5

_KIND_BAR, _BESIDE_BAR = 0.85, 0.1
"""From where a kind is drafted, and one that cues tell of and that announcements add at their end."""

_FOR_TOLD_STAGE = 3.0
"""How much more a stage that cues tell of counts than one to which the words lean alike."""

_MOST_SPEAKERS = 8
"""Sentences from the start of an item, of which one is quoted for what no cue says."""


def join_score(score: float, reading: Reading) -> float:
    """The score of an item: what its cues say, and what its words lean to."""
    told = min(max(score, _LEAST_SCORE), _MOST_SCORE)
    return _OFFSET + _PER_SCORE * told + _PER_LEANING * reading.leaning.of(RELEVANT)


def join_kinds(weighed: Weighed, reading: Reading, weights: WordWeights) -> Weighed:
    """The kinds of a relevant item, the strongest first. A kind that no cue tells of gets a sentence that shows it."""
    sums = {kind: weighed.kinds.get(kind, 0.0) + _leaning_to(kind, weighed, reading, weights) for kind in KINDS}
    beside = BESIDE & weighed.kinds.keys()
    kinds = {kind: total for kind, total in sums.items() if total >= (_BESIDE_BAR if kind in beside else _KIND_BAR)}
    if not kinds:
        best = max(sums, key=lambda kind: sums[kind])
        kinds = {best: _KIND_BAR}
    joined = Weighed(_strongest_first(kinds), weighed.ban_is if weighed.ban_is in kinds else next(iter(kinds)))
    for kind in joined.kinds:
        if not joined.hits_of(kind, reading):
            _add_hit(reading, "kind", kind, weights)
    return joined


def _leaning_to(kind: str, weighed: Weighed, reading: Reading, weights: WordWeights) -> float:
    """What the item leans to, or the sentences that tell of the kind, since some are told in one line at the end."""
    whole = reading.leaning.of(kind)
    hits = weighed.hits_of(kind, reading) if kind in weighed.kinds else []
    if not hits or whole > 0:
        return whole
    texts = {reading.folded[hit.sentence.start : hit.sentence.end] for hit in hits}
    return max(whole, *(weights.toward(kind, text) for text in texts))


def join_stage(stage: Stage, reading: Reading, weights: WordWeights) -> Stage:
    """The stage of an item, and the sentence that says so."""
    told = {name: reading.leaning.of(name) + (_FOR_TOLD_STAGE if name == stage[0] else 0.0) for name in STAGES}
    best = max(told, key=lambda name: told[name])
    return stage if best == stage[0] else (best, _add_hit(reading, "stage", best, weights))


def _strongest_first(sums: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])))


def _add_hit(reading: Reading, mark: str, value: str, weights: WordWeights) -> Hit:
    """Add a hit that rests on no cue: in the sentence whose words speak most for it."""
    hit = Hit(Cue(f"words:{value}", mark, value, needs=()), _speaker(reading, value, weights))
    reading.add(hit)
    return hit


def _speaker(reading: Reading, value: str, weights: WordWeights) -> Sentence:
    """A sentence that counts and names whom it is about, if there is one."""
    counted = [sentence for sentence in reading.sentences[:_MOST_SPEAKERS] if reading.counts[sentence.number]]
    named = [sentence for sentence in counted if "vendor" in reading.groups.get(sentence.number, {})]
    speakers: Sequence[Sentence] = named or counted or reading.sentences[:1]
    texts = [reading.folded[sentence.start : sentence.end] for sentence in speakers]
    return speakers[weights.strongest(value, texts)]
