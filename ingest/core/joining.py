"""What the cues of an item say and what its words lean to, put together by the numbers of `leaning.Joining`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from math import inf

from ingest.core.leaning import KINDS, REACTION, RELEVANT, STAGES, WordWeights, traits_of
from ingest.core.matching import Hit
from ingest.core.reading import Reading
from ingest.core.sentences import Sentence
from ingest.core.staging import Stage
from ingest.core.vocabulary import Cue
from ingest.core.weighing import Weighed

_LEAST_SCORE, _MOST_SCORE = -1.0, 2.5

_OWN_BAN = "procurement_ban"

_PACKAGE = 4
"""Kinds of which cues tell at once in a package of measures: one line each, and the words of all drown each."""

_MOST_SPEAKERS = 8
"""Sentences from the start of an item, of which one is quoted for what no cue says."""


def join_score(score: float, reading: Reading, weights: WordWeights) -> float:
    """The score of an item: what its cues say, and what its words lean to. Where cues are silent they hardly say no."""
    leaning, joining = reading.leaning, weights.joining
    told = leaning.pull(joining.score) * min(max(score, _LEAST_SCORE), _MOST_SCORE)
    for_it = told - leaning.pull(joining.score if reading.told["kind"] else joining.silence)
    return 1.0 + for_it + leaning.pull(joining.leaning) * leaning.of(RELEVANT)


def join_kinds(
    weighed: Weighed, reading: Reading, weights: WordWeights, *, beyond: AbstractSet[str] = frozenset()
) -> Weighed:
    """The kinds of a relevant item, the strongest first.

    What is beyond who acts is a ban for its own bodies. A kind that no cue tells of gets a sentence that shows it.
    """
    leaning, joining = reading.leaning, weights.joining
    for_cues, bar, untold = map(leaning.pull, (joining.kind, joining.bar, joining.untold_bar))
    sums = {kind: for_cues * weighed.kinds.get(kind, 0.0) + leaning.of(kind) for kind in KINDS}
    for kind in beyond:
        sums[_OWN_BAN] = max(sums[_OWN_BAN], sums.pop(kind))
    if len(weighed.kinds) >= _PACKAGE:
        bar = -inf
    kinds = {kind: total for kind, total in sums.items() if total >= (bar if kind in weighed.kinds else untold)}
    if not kinds:
        best = max(sums, key=lambda kind: sums[kind])
        kinds = {best: bar}
    joined = Weighed(_strongest_first(kinds), weighed.ban_is if weighed.ban_is in kinds else next(iter(kinds)))
    for kind in joined.kinds:
        if not joined.hits_of(kind, reading):
            _add_hit(reading, "kind", kind, weights)
    return joined


def join_stage(stage: Stage, reading: Reading, weights: WordWeights) -> Stage:
    """The stage of an item, and the sentence that says so."""
    told = {name: reading.leaning.of(name) for name in STAGES}
    told[stage[0]] += reading.leaning.pull(weights.joining.stage)
    best = max(told, key=lambda name: told[name])
    return stage if best == stage[0] else (best, _add_hit(reading, "stage", best, weights))


def join_reaction(told: Hit | None, reading: Reading, weights: WordWeights) -> Hit | None:
    """The sentence that makes an item an answer to a step, if it is one."""
    leaning, joining = reading.leaning, weights.joining
    total = leaning.of(REACTION) + (leaning.pull(joining.reaction) if told else 0.0)
    if total < leaning.pull(joining.reaction_bar):
        return None
    return told or _add_hit(reading, REACTION, REACTION, weights)


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
    return max(speakers, key=lambda sentence: _speaks_for(value, reading, sentence, weights))


def _speaks_for(value: str, reading: Reading, sentence: Sentence, weights: WordWeights) -> float:
    traits = traits_of(
        lists=reading.groups[sentence.number],
        cues={hit.cue.name for hit in reading.hits if hit.sentence.number == sentence.number},
    )
    return weights.speaks_for(value, reading.folded[sentence.start : sentence.end], traits)
