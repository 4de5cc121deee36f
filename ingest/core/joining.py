"""What the cues of an item say and what its words lean to, put together.

The numbers were fitted on sample items that neither the cues nor the weights had been made from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.core.leaning import KINDS, RELEVANT, STAGES, WordWeights, traits_of
from ingest.core.reading import Hit, Reading
from ingest.core.sentences import Sentence
from ingest.core.staging import Stage
from ingest.core.vocabulary import Cue
from ingest.core.weighing import BESIDE, Weighed, place_weight

_PER_LEANING = 0.9
_LEAST_SCORE, _MOST_SCORE = -1.0, 2.5

_FOR_SCORE, _FOR_KIND, _FOR_STAGE = (0.35, 1.0), (0.3, 1.0), (0.75, 4.0)
"""How much what cues tell counts beside a leaning: where many pieces lean, and how much more where none does."""

_KIND_BAR, _BESIDE_BAR, _UNTOLD_BAR = 0.3, -0.1, (0.3, 5.0)
"""From where a kind is drafted: one that cues tell of, one that is added in a line at the end, one without a cue."""

_MOST_SPEAKERS = 8
"""Sentences from the start of an item, of which one is quoted for what no cue says."""


def join_score(score: float, reading: Reading) -> float:
    """The score of an item: what its cues say, and what its words lean to."""
    told = min(max(score, _LEAST_SCORE), _MOST_SCORE)
    return 1.0 + _weight(_FOR_SCORE, reading) * (told - 1.0) + _PER_LEANING * reading.leaning.of(RELEVANT)


def _weight(of_cues: tuple[float, float], reading: Reading) -> float:
    always, alone = of_cues
    return always + alone * (1.0 - reading.leaning.trust) ** 2


def join_kinds(weighed: Weighed, reading: Reading, weights: WordWeights) -> Weighed:
    """The kinds of a relevant item, the strongest first. A kind that no cue tells of gets a sentence that shows it."""
    weight = _weight(_FOR_KIND, reading)
    sums = {kind: weight * weighed.kinds.get(kind, 0.0) + reading.leaning.of(kind) for kind in KINDS}
    untold = _weight(_UNTOLD_BAR, reading)
    bars = {kind: _BESIDE_BAR if kind in BESIDE else _KIND_BAR for kind in weighed.kinds}
    kinds = {kind: total for kind, total in sums.items() if total >= bars.get(kind, untold)}
    if not kinds:
        best = max(sums, key=lambda kind: sums[kind])
        kinds = {best: _KIND_BAR}
    joined = Weighed(_strongest_first(kinds), weighed.ban_is if weighed.ban_is in kinds else next(iter(kinds)))
    for kind in joined.kinds:
        if not joined.hits_of(kind, reading):
            _add_hit(reading, "kind", kind, weights)
    return joined


def join_stage(stage: Stage, reading: Reading, weights: WordWeights) -> Stage:
    """The stage of an item, and the sentence that says so."""
    weight = _weight(_FOR_STAGE, reading)
    told = {name: reading.leaning.of(name) + (weight if name == stage[0] else 0.0) for name in STAGES}
    best = max(told, key=lambda name: told[name])
    return stage if best == stage[0] else (best, _add_hit(reading, "stage", best, weights))


def _strongest_first(sums: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])))


def _add_hit(reading: Reading, mark: str, value: str, weights: WordWeights) -> Hit:
    """Add a hit that rests on no cue: in the sentence whose words speak most for it."""
    hit = Hit(Cue(f"words:{value}", mark, value, needs=()), _speaker(reading, value, weights))
    reading.hits.append(hit)
    reading.told = {**reading.told, mark: [*reading.hits_of(mark), hit]}
    return hit


def _speaker(reading: Reading, value: str, weights: WordWeights) -> Sentence:
    """A sentence that counts and names whom it is about, if there is one."""
    counted = [sentence for sentence in reading.sentences[:_MOST_SPEAKERS] if _counts(reading, sentence)]
    named = [sentence for sentence in counted if "vendor" in reading.groups.get(sentence.number, {})]
    speakers: Sequence[Sentence] = named or counted or reading.sentences[:1]
    return max(speakers, key=lambda sentence: _speaks_for(value, reading, sentence, weights))


def _speaks_for(value: str, reading: Reading, sentence: Sentence, weights: WordWeights) -> float:
    traits = traits_of(
        lists=reading.groups[sentence.number],
        cues={hit.cue.name for hit in reading.hits if hit.sentence.number == sentence.number},
    )
    return weights.speaks_for(value, reading.folded[sentence.start : sentence.end], traits)


def _counts(reading: Reading, sentence: Sentence) -> bool:
    return place_weight(reading, Hit(Cue("", "", "", needs=()), sentence)) > 0
