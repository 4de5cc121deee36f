"""Who acts: the jurisdiction whose authority takes the step, not the vendor's home or the newspaper's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ingest.core.gazetteer import Gazetteer, Mention
from ingest.core.reading import Reading
from jurisdictions import codes

_BASE = {"authority": 2.0, "place": 1.0}
_IN_TITLE = 2.5
_IN_LEAD = 1.3
_WITH_A_CUE = 1.5
_IN_AN_ASIDE = 0.15
_LEAD = 3
"""Sentences, the title included, in which an item says what happened."""

_LEAST_SECOND = 0.6
_ORIGINS = frozenset({"CN", "RU"})
"""Homes that texts name as an adjective of the vendor: "Chinese camera maker"."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A jurisdiction that acts, how strongly the text says so, and where it says it best."""

    code: str
    score: float
    mention: Mention


def find_actors(reading: Reading, *, gazetteer: Gazetteer, homes: frozenset[str], hint: str = "") -> list[Actor]:
    """The acting jurisdictions, the surest first; mostly one.

    `homes` are the vendors' home jurisdictions: they count only where nobody else is named and
    one of their own authorities is. `hint` is the jurisdiction of a publishing authority, taken
    where the text itself names none.
    """
    scores: dict[str, float] = defaultdict(float)
    best: dict[str, tuple[float, Mention]] = {}
    sure: set[str] = set()
    cued = {hit.sentence.number for hit in reading.hits_of("kind")}
    for number, mentions in reading.mentions.items():
        factor = _factor(reading, number, has_cue=number in cued)
        for mention in mentions:
            if mention.sort == "vendor":
                continue
            code = gazetteer.jurisdiction_of(mention)
            weight = _BASE[mention.sort] * factor
            scores[code] += weight
            if mention.sort == "authority":
                sure.add(code)
            if code not in best or weight > best[code][0]:
                best[code] = (weight, mention)
    _settle_origins(scores, homes=homes, sure=sure)
    _settle_subdivisions(scores)
    if hint and not scores:
        return [Actor(hint, 0.5, Mention(0, 0, "place", hint))]
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    titled = {gazetteer.jurisdiction_of(mention) for mention in reading.places_in(0)} if reading.sentences else set()
    actors = [Actor(code, round(scores[code], 2), best[code][1]) for code in ranked if code in best]
    return [
        actor
        for actor in actors
        if actor is actors[0] or (actor.code in titled and actors[0].code in titled and _is_peer(actor, actors[0]))
    ]


def _factor(reading: Reading, number: int, *, has_cue: bool) -> float:
    factor = _IN_AN_ASIDE if number in reading.asides else 1.0
    if reading.sentences[number].is_title:
        return factor * _IN_TITLE
    return factor * (_IN_LEAD if number < _LEAD else 1.0) * (_WITH_A_CUE if has_cue else 1.0)


def _is_peer(actor: Actor, first: Actor) -> bool:
    return actor.score >= first.score * _LEAST_SECOND


def _settle_origins(scores: dict[str, float], *, homes: frozenset[str], sure: set[str]) -> None:
    others = [code for code in scores if code not in homes | _ORIGINS]
    for code in [code for code in scores if code in homes | _ORIGINS]:
        is_bystander = others and (code in _ORIGINS or code not in sure)
        if is_bystander or (code in homes and code not in sure):
            del scores[code]


def _settle_subdivisions(scores: dict[str, float]) -> None:
    """A part of a country that is named strongly acts itself; its country is then only where it lies."""
    for code in list(scores):
        parent = codes.parent_code(code)
        if parent and parent in scores:
            if scores[code] >= scores[parent]:
                scores[code] += scores.pop(parent) * 0.5
            else:
                del scores[code]
