"""What an item reports: which steps of which authorities, against whom, and on what words that rests.

Cues vote. A cue in the title counts more than one in the lead, one in the lead more than one
below, and one in a sentence that recalls earlier or foreign steps not at all. What speaks of
another subject (a flaw, a product, a fine) is taken off. An item that clears the bar by little
is unsure: it goes to an editor and says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ingest.core import extract
from ingest.core.gazetteer import Gazetteer
from ingest.core.places import Actor, find_actors
from ingest.core.reading import Hit, Reading, take_apart
from ingest.core.targets import find_targets
from ingest.core.types import Draft, Evidence, Proposed, ReadText
from ingest.core.vocabulary import Vocabulary

VERSION = "rules-1"

RELEVANT = 1.0
SURE = 1.5
"""Scores from which an item is relevant, and from which that is sure."""

LEAST_KIND = 0.7
_KIND_SHARE = 0.2
"""A kind is drafted with at least this share of the strongest kind's score."""

_TITLE, _LEAD, _BODY = 1.6, 1.0, 0.6
_LEAD_SENTENCES = 3
_MOST_OF_A_KIND = 3.0
_NOISE_BODY = 0.7
_MOST_NOISE = 1.8
_NOISE_SENTENCES = 8
"""A long article may well speak of other subjects further down."""

_NO_ACTOR, _NO_VENDOR = 0.6, 0.5
_WITH_BOTH, _WITH_A_STEP = 0.2, 0.2
_STAGE_BAR = {"proposed": 0.9, "challenged": 1.1, "lifted": 1.1, "rejected": 1.1}
_STAGE_BODY = 0.25
_LIFTED_SHARE = 0.6
_REACTION_BAR = 1.0
_MOST_EVIDENCE = 3


def propose(
    item: ReadText,
    *,
    published: date | None,
    gazetteer: Gazetteer,
    vocabulary: Vocabulary,
    publisher: str = "",
) -> Proposed:
    """Propose drafts, one per jurisdiction × kind; `publisher` is the place of an authority that speaks itself."""
    reading = take_apart(item, published=published, gazetteer=gazetteer, vocabulary=vocabulary)
    kinds = _kind_scores(reading)
    if not kinds:
        return Proposed()
    vendors = find_targets(reading, gazetteer)
    has_target = bool(vendors) or _has_class(reading)
    actors = find_actors(reading, gazetteer=gazetteer, homes=_homes(vendors, gazetteer), hint=publisher)
    score = _relevance(reading, kinds, has_actor=bool(actors), has_target=has_target)
    if score < RELEVANT or not has_target:
        return Proposed(score=round(max(score, 0.0), 2))
    stage, stage_hit = _settled_stage(reading, kinds)
    reaction = _reaction(reading)
    drafts = _drafts(
        reading,
        kinds=kinds,
        actors=actors,
        vendors=vendors,
        stage=(stage, stage_hit),
        published=published,
        gazetteer=gazetteer,
    )
    answer = Proposed(
        is_relevant=True,
        is_unsure=score < SURE or not actors,
        score=round(score, 2),
        kinds=tuple(kinds),
        stage=stage,
        jurisdictions=tuple(actor.code for actor in actors),
        vendors=vendors,
    )
    return _answering(answer, reading, reaction, drafts) if reaction else _proposing(answer, drafts)


def _settled_stage(reading: Reading, kinds: Mapping[str, object]) -> tuple[str, Hit | None]:
    stage, hit = _stage(reading)
    if stage == "proposed" and set(kinds) == {"advisory"}:
        return "adopted", None  # a warning that is given binds nobody and is complete
    return stage, hit


def _homes(vendors: Sequence[str], gazetteer: Gazetteer) -> frozenset[str]:
    return frozenset(gazetteer.vendors[vendor].home for vendor in vendors if vendor in gazetteer.vendors)


def _proposing(answer: Proposed, drafts: tuple[Draft, ...]) -> Proposed:
    return replace(answer, drafts=drafts, evidence=_evidence_of(drafts))


def _answering(answer: Proposed, reading: Reading, reaction: Hit, drafts: tuple[Draft, ...]) -> Proposed:
    """A reaction makes no draft; what the drafts rest on stays, to link it to the action that it answers."""
    first = _quote(reading, "reaction", "yes", reaction)
    return replace(answer, is_reaction=True, evidence=tuple(dict.fromkeys([first, *_evidence_of(drafts)])))


def _evidence_of(drafts: tuple[Draft, ...]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(piece for draft in drafts for piece in draft.evidence))


def _place_weight(reading: Reading, hit: Hit, *, body: float = _BODY) -> float:
    if hit.sentence.is_title:
        return _TITLE
    if hit.sentence.number in reading.asides or hit.sentence.number in reading.answers:
        return 0.0
    return _LEAD if hit.sentence.number < _LEAD_SENTENCES else body


def _kind_scores(reading: Reading) -> dict[str, float]:
    """Kinds that clear their bar, the strongest first. Each sentence votes once for a kind."""
    votes: dict[str, dict[int, float]] = defaultdict(dict)
    for hit in reading.hits_of("kind"):
        weight = hit.cue.weight * _place_weight(reading, hit)
        by_sentence = votes[hit.cue.value]
        by_sentence[hit.sentence.number] = max(weight, by_sentence.get(hit.sentence.number, 0.0))
    scores = {kind: min(sum(by_sentence.values()), _MOST_OF_A_KIND) for kind, by_sentence in votes.items()}
    bar = max(LEAST_KIND, max(scores.values(), default=0.0) * _KIND_SHARE)
    kept = {kind: score for kind, score in scores.items() if score >= bar}
    return dict(sorted(kept.items(), key=lambda pair: (-pair[1], pair[0])))


def _relevance(reading: Reading, kinds: dict[str, float], *, has_actor: bool, has_target: bool) -> float:
    noise: dict[str, float] = defaultdict(float)
    for hit in reading.hits_of("noise"):
        if hit.sentence.number < _NOISE_SENTENCES:
            noise[hit.cue.value] += hit.cue.weight * (_TITLE if hit.sentence.is_title else _NOISE_BODY)
    penalty = sum(min(weight, _MOST_NOISE) for weight in noise.values())
    penalty += 0.0 if has_actor else _NO_ACTOR
    penalty += 0.0 if has_target else _NO_VENDOR
    return max(kinds.values()) + _bonus(reading) - penalty


def _bonus(reading: Reading) -> float:
    """What else speaks for a step: a title with vendor and place, or one that tells of its later life."""
    title = reading.groups.get(0, {}) if reading.sentences[0].is_title else {}
    is_about_a_step = any(hit.sentence.number <= 1 for mark in ("stage", "reaction") for hit in reading.hits_of(mark))
    has_both = {"vendor", "place"} <= title.keys()
    return (_WITH_BOTH if has_both else 0.0) + (_WITH_A_STEP if is_about_a_step else 0.0)


def _has_class(reading: Reading) -> bool:
    return any("class" in found for found in reading.groups.values())


def _stage(reading: Reading) -> tuple[str, Hit | None]:
    """The reported stage; adopted unless the title and the lead say otherwise."""
    votes: dict[str, float] = defaultdict(float)
    best: dict[str, tuple[float, Hit]] = {}
    for hit in reading.hits_of("stage"):
        weight = hit.cue.weight * _place_weight(reading, hit, body=_STAGE_BODY)
        votes[hit.cue.value] += weight
        if weight > best.get(hit.cue.value, (0.0, hit))[0]:
            best[hit.cue.value] = (weight, hit)
    cleared = [stage for stage, weight in votes.items() if weight >= _STAGE_BAR[stage] and stage in best]
    if not cleared:
        return "adopted", None
    # A court that annuls an order both hears a challenge and lifts it: what it did is the news.
    if "lifted" in cleared and "challenged" in cleared and votes["lifted"] >= votes["challenged"] * _LIFTED_SHARE:
        cleared.remove("challenged")
    stage = max(cleared, key=lambda name: (votes[name], name))
    return stage, best[stage][1]


def _reaction(reading: Reading) -> Hit | None:
    """The sentence that makes the item an answer to an action, if its title or lead is one."""
    hits = [hit for hit in reading.hits_of("reaction") if hit.sentence.number <= 1 and _place_weight(reading, hit)]
    weight = sum(hit.cue.weight * _place_weight(reading, hit) for hit in hits)
    return hits[0] if weight > _REACTION_BAR else None


def _drafts(
    reading: Reading,
    *,
    kinds: dict[str, float],
    actors: list[Actor],
    vendors: tuple[str, ...],
    stage: tuple[str, Hit | None],
    published: date | None,
    gazetteer: Gazetteer,
) -> tuple[Draft, ...]:
    drafts = []
    for actor in actors:
        for kind, score in kinds.items():
            drafts.append(_draft(reading, kind, score, actor, vendors, stage, published, gazetteer))
    return tuple(drafts)


def _draft(
    reading: Reading,
    kind: str,
    score: float,
    actor: Actor,
    vendors: tuple[str, ...],
    stage: tuple[str, Hit | None],
    published: date | None,
    gazetteer: Gazetteer,
) -> Draft:
    hits = [hit for hit in reading.hits_of("kind") if hit.cue.value == kind and _place_weight(reading, hit) > 0]
    sentences = list(dict.fromkeys(hit.sentence for hit in hits))
    lead = list(reading.sentences[:_LEAD_SENTENCES])
    announced, effective = extract.announced_and_effective(
        reading, dict.fromkeys([*sentences, *lead, *reading.sentences]), published
    )
    instrument = extract.instrument_in(reading, sentences)
    authority = extract.authority_for(reading, actor.code, sentences, gazetteer)
    pieces: list[Evidence | None] = [_kind_quote(reading, kind, sentence) for sentence in _strongest(hits)]
    if actor.mention.end:
        pieces.append(extract.evidence(reading, "jurisdiction", actor.code, actor.mention.start, actor.mention.end))
    pieces += [authority, announced, effective, instrument, *_vendor_quotes(reading, vendors, hits)]
    if stage[1]:
        pieces.append(_quote(reading, "stage", stage[0], stage[1]))
    return Draft(
        jurisdiction=actor.code,
        kind=kind,
        stage=stage[0],
        authority=authority.value if authority else "",
        vendors=vendors,
        targets=extract.targets_in(reading, sentences, vendors, gazetteer),
        announced=announced.value if announced else None,
        effective=effective.value if effective else None,
        instrument=instrument.value if instrument else "",
        score=round(score, 2),
        evidence=tuple(piece for piece in pieces if piece),
    )


def _strongest(hits: list[Hit]) -> list[Hit]:
    """The hits that show a kind best, one per sentence."""
    best: dict[int, Hit] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.cue.weight, hit.sentence.number)):
        best.setdefault(hit.sentence.number, hit)
    return list(best.values())[:_MOST_EVIDENCE]


def _kind_quote(reading: Reading, kind: str, hit: Hit) -> Evidence:
    return extract.evidence(reading, "kind", kind, hit.sentence.start, hit.sentence.end)


def _quote(reading: Reading, field: str, value: str, hit: Hit) -> Evidence:
    return extract.evidence(reading, field, value, hit.sentence.start, hit.sentence.end)


def _vendor_quotes(reading: Reading, vendors: tuple[str, ...], hits: list[Hit]) -> list[Evidence]:
    """Where each vendor is named: beside the kind's cue if it stands there, else first in the item."""
    order = [*(hit.sentence.number for hit in hits), *(sentence.number for sentence in reading.sentences)]
    quotes = []
    for vendor in vendors:
        mention = next((m for number in order for m in reading.vendors_in(number) if m.value == vendor), None)
        if mention:
            quotes.append(extract.evidence(reading, "vendor", vendor, mention.start, mention.end))
    return quotes
