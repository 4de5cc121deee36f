"""At what stage a step is that an item reports, and whether the item is an answer to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ingest.core.matching import Hit
from ingest.core.reading import LEAD_SENTENCES, Reading

_BAR = {"adopted": 1.0, "proposed": 0.9, "challenged": 1.1, "lifted": 1.1, "rejected": 1.1}
_AGAINST_A_TITLE = 0.4
_MOST_VOTES = 2.4
_BODY = 0.25
_LIFTED_SHARE = 0.6
_REACTION_BAR = 1.0
_OWN_SHARE = 0.75
"""Of a kind's sentences, how much must tell another stage than the item as a whole."""

_OWN_LEANING = 1.0
"""How much less the words may lean to a kind's own stage than to that of the item."""

_ENDS = frozenset({"challenged", "lifted", "rejected"})

Stage = tuple[str, Hit | None]
"""A stage, and the sentence that says so; adopted needs none of its own."""


def item_stage(reading: Reading) -> Stage:
    """The stage that title and lead report; adopted unless they say otherwise."""
    sums: dict[str, float] = defaultdict(float)
    best: dict[str, tuple[float, Hit]] = {}
    for hit in reading.told["stage"]:
        number = hit.sentence.number
        counts = reading.counts[number]
        weight = hit.cue.weight * (counts if number < LEAD_SENTENCES else min(counts, _BODY))
        sums[hit.cue.value] += weight
        if weight > best.get(hit.cue.value, (0.0, hit))[0]:
            best[hit.cue.value] = (weight, hit)
    if "enacted" in reading.groups.get(0, {}):
        sums.pop("proposed", None)  # what was signed is told below as the bill that it was
    more = _AGAINST_A_TITLE if _title_tells_a_step(reading) else 0.0
    votes = {stage: min(weight, _MOST_VOTES) for stage, weight in sums.items() if stage in best}
    cleared = [stage for stage, weight in votes.items() if weight >= _BAR[stage] + more]
    if not cleared:
        return "adopted", None
    # A court that annuls an order both hears a challenge and lifts it: what it did is the news.
    if "lifted" in cleared and "challenged" in cleared and votes["lifted"] >= votes["challenged"] * _LIFTED_SHARE:
        cleared.remove("challenged")
    stage = max(cleared, key=lambda name: (votes[name], name))
    return stage, best[stage][1]


def _title_tells_a_step(reading: Reading) -> bool:
    """Whether the title tells of a step and of no stage: then that step is taken, unless the lead insists."""
    if not reading.sentences[0].is_title:
        return False
    marks = {hit.cue.mark for hit in reading.hits if hit.sentence.number == 0}
    return "kind" in marks and "stage" not in marks


def stage_of_kind(reading: Reading, kind: str, hits: Iterable[Hit], *, whole: Stage) -> Stage:
    """The stage of one kind: that of the item, unless the sentences that tell of the kind say another.

    One announcement may carry an order that binds and a bill that does not yet. What the title
    says of a kind holds for it; a warning that is given binds nobody and is complete. The words must not lean
    far to the stage of the item.
    """
    told = list(hits)
    if kind == "advisory" and whole[0] == "proposed":
        return "adopted", None
    if not told or any(hit.sentence.is_title for hit in told) or _is_end_told_by_title(whole):
        return whole
    silent: Stage = whole if whole[1] and whole[1].sentence.is_title else ("adopted", None)
    votes: dict[str, float] = defaultdict(float)
    shown: dict[str, Hit] = {}
    for number in dict.fromkeys(hit.sentence.number for hit in told):
        stage, hit = _of_sentence(reading, number) or silent
        votes[stage] += 1.0 if number < LEAD_SENTENCES else 0.5
        if hit:
            shown.setdefault(stage, hit)
    own = max(votes, key=lambda name: votes[name])
    is_told = votes[own] >= _OWN_SHARE * sum(votes.values())
    leaning = reading.leaning
    is_believed = leaning.of(own) + _OWN_LEANING >= leaning.of(whole[0])
    return (own, shown.get(own)) if is_told and is_believed else whole


def _is_end_told_by_title(whole: Stage) -> bool:
    """Whether the title says how a step ends: below it stands how it began."""
    return whole[0] in _ENDS and whole[1] is not None and whole[1].sentence.is_title


def _of_sentence(reading: Reading, number: int) -> Stage | None:
    """The stage that a sentence tells; None where it is silent, so that a title's word holds for it."""
    hits = [hit for hit in reading.told["stage"] if hit.sentence.number == number]
    if not hits:
        return None
    hit = max(hits, key=lambda hit: hit.cue.weight)
    return hit.cue.value, hit


def reaction_in(reading: Reading) -> Hit | None:
    """The sentence that makes the item an answer to an action, if its title or lead is one."""
    counts = reading.counts
    hits = [hit for hit in reading.told["reaction"] if hit.sentence.number <= 1 and counts[hit.sentence.number]]
    weight = sum(hit.cue.weight * counts[hit.sentence.number] for hit in hits)
    return hits[0] if weight > _REACTION_BAR else None
