"""What an item reports: which steps of which authorities, against whom, and on what words that rests.

Cues vote. A cue in the title counts more than one in the lead, one in the lead more than one
below, and one in a sentence that recalls earlier or foreign steps, or in which the vendor itself
acts, not at all. What speaks of another subject (a flaw, a product, a fine) is taken off. What the
words lean to is added (`joining`). An item that clears the bar by little, or without any cue, is
unsure: it goes to an editor and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ingest.core import extract
from ingest.core.gazetteer import Gazetteer, Mention
from ingest.core.joining import join_kinds, join_reaction, join_score, join_stage
from ingest.core.leaning import RELEVANT as IS_RELEVANT
from ingest.core.matching import Hit
from ingest.core.places import Actor, find_actors
from ingest.core.prose_dates import Dated, find_dates
from ingest.core.reading import NAMELESS_LEANING, Reading, take_apart
from ingest.core.signs import Signs, find_signs
from ingest.core.staging import Stage, item_stage, reaction_in, stage_of_kind
from ingest.core.targets import find_targets, without_own
from ingest.core.types import Draft, Evidence, Proposed, ReadText
from ingest.core.vocabulary import Vocabulary
from ingest.core.weighing import LISTED, Weighed, relevance, weigh_kinds

VERSION = "rules-7"

RELEVANT = 1.0
SURE = 2.0
"""Scores from which an item is relevant, and from which that is sure."""

NOTHING = Proposed()
"""The answer to most items."""

_MOST_EVIDENCE = 3


class _Findings(NamedTuple):
    """What all drafts of an item share."""

    reading: Reading
    weighed: Weighed
    vendors: tuple[str, ...]
    stage: Stage
    reaction: Hit | None
    signs: Mapping[int, Signs]
    dates: Mapping[int, tuple[Dated, ...]]
    published: date | None
    gazetteer: Gazetteer
    is_cued: bool
    """Whether a cue tells of a kind; else the words alone lean to one, and a person must look."""


def propose(
    item: ReadText,
    *,
    published: date | None,
    gazetteer: Gazetteer,
    vocabulary: Vocabulary,
    publisher: str = "",
) -> Proposed:
    """Propose drafts, one per jurisdiction × kind; `publisher` is the place of an authority that speaks itself.

    A headline too short to tell its language is read as English first: most are.
    """
    if english := as_english(item):
        found = propose(english, published=published, gazetteer=gazetteer, vocabulary=vocabulary, publisher=publisher)
        if found.is_relevant:
            return found
    reading = take_apart(item, published=published, gazetteer=gazetteer, vocabulary=vocabulary)
    if reading is None:
        return NOTHING
    vendors = find_targets(reading, gazetteer)
    if not vendors and not _has_class(reading) and reading.leaning.of(IS_RELEVANT) < NAMELESS_LEANING:
        return NOTHING
    weighed = weigh_kinds(reading, vendors, gazetteer)
    actors = find_actors(reading, gazetteer=gazetteer, homes=_homes(vendors, gazetteer), hint=publisher)
    vendors = without_own(vendors, reading, [actor.code for actor in actors], gazetteer)
    told = relevance(reading, weighed.kinds, vendors, gazetteer, has_actor=_is_anybody_named(actors))
    score = join_score(told, reading, vocabulary.weights)
    if score < RELEVANT:
        return Proposed(score=round(max(score, 0.0), 2))
    signs = find_signs(reading.folded, reading.sentences)
    dates = find_dates(reading.text, reading.folded, reading.sentences, signs, published=published)
    is_cued = bool(weighed.kinds)
    weighed = join_kinds(weighed, reading, vocabulary.weights, beyond=_beyond_powers(actors))
    stage = join_stage(item_stage(reading), reading, vocabulary.weights)
    reaction = join_reaction(reaction_in(reading), reading, vocabulary.weights)
    findings = _Findings(reading, weighed, vendors, stage, reaction, signs, dates, published, gazetteer, is_cued)
    return _answer(findings, actors, score)


def as_english(item: ReadText) -> ReadText | None:
    """A headline that does not tell its language, as if it were English; None where it tells, or cannot be English."""
    return item._replace(language="en") if not item.language and item.full_text.isascii() else None


def _is_anybody_named(actors: Sequence[Actor]) -> bool:
    return any(actor.is_named for actor in actors)


def _beyond_powers(actors: Sequence[Actor]) -> frozenset[str]:
    """A part of a country keeps no sanctions list: its "blacklist" is one of what its own bodies may not use."""
    is_local = bool(actors) and all("-" in actor.code for actor in actors)
    return frozenset({LISTED}) if is_local else frozenset()


def _answer(findings: _Findings, actors: Sequence[Actor], score: float) -> Proposed:
    kinds, reading = findings.weighed.kinds, findings.reading
    drafts = tuple(_draft(findings, kind, weight, actor) for actor in actors for kind, weight in kinds.items())
    first = next(iter(kinds))
    hits = {kind: findings.weighed.hits_of(kind, reading) for kind in kinds}
    reaction = findings.reaction
    evidence = _evidence_of(drafts) or tuple(piece for kind in kinds for piece in _shown(reading, kind, hits[kind]))
    return Proposed(
        is_relevant=True,
        is_unsure=score < SURE or not _is_anybody_named(actors) or reading.is_fallback or not findings.is_cued,
        score=round(score, 2),
        kinds=tuple(kinds),
        stage=drafts[0].stage if drafts else stage_of_kind(reading, first, hits[first], whole=findings.stage)[0],
        is_reaction=reaction is not None,
        jurisdictions=tuple(actor.code for actor in actors),
        vendors=findings.vendors,
        # A reaction makes no draft; what its drafts would rest on stays, to link it to the action that it answers.
        drafts=() if reaction else drafts,
        evidence=_answering(reading, reaction, evidence) if reaction else evidence,
    )


def _answering(reading: Reading, reaction: Hit, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys([_quote(reading, "reaction", "yes", reaction), *evidence]))


def _evidence_of(drafts: tuple[Draft, ...]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(piece for draft in drafts for piece in draft.evidence))


def _homes(vendors: Sequence[str], gazetteer: Gazetteer) -> frozenset[str]:
    return frozenset(gazetteer.vendors[vendor].home for vendor in vendors if vendor in gazetteer.vendors)


def _has_class(reading: Reading) -> bool:
    return any("class" in found for found in reading.groups.values())


def _draft(findings: _Findings, kind: str, score: float, actor: Actor) -> Draft:
    reading, vendors = findings.reading, findings.vendors
    hits = findings.weighed.hits_of(kind, reading)
    numbers = dict.fromkeys([hit.sentence.number for hit in hits])
    sentences = [reading.sentences[number] for number in numbers]
    believed = sorted(findings.dates, key=lambda number: (number not in numbers, number))
    announced, effective = extract.announced_and_effective(reading, findings.dates, believed, findings.published)
    instrument = extract.instrument_in(reading, sentences, findings.signs)
    authority = extract.authority_for(reading, actor.code, sentences, findings.gazetteer)
    stage, told = stage_of_kind(reading, kind, hits, whole=findings.stage)
    strongest = _strongest(reading, hits)
    pieces: list[Evidence | None] = [_quote(reading, "kind", kind, hit) for hit in strongest]
    if actor.mention.end:
        pieces.append(extract.evidence(reading, "jurisdiction", actor.code, actor.mention.start, actor.mention.end))
    pieces += [authority, announced, effective, instrument, *_vendor_quotes(reading, vendors, hits)]
    shows_stage = told or next(iter(strongest), None)
    if shows_stage:
        pieces.append(_quote(reading, "stage", stage, shows_stage))
    return Draft(
        jurisdiction=actor.code,
        kind=kind,
        stage=stage,
        authority=authority.value if authority else "",
        vendors=vendors,
        targets=extract.targets_in(reading, sentences, vendors, findings.gazetteer),
        announced=announced.value if announced else None,
        effective=effective.value if effective else None,
        instrument=instrument.value if instrument else "",
        score=round(score, 2),
        evidence=tuple(piece for piece in pieces if piece),
    )


def _shown(reading: Reading, kind: str, hits: Sequence[Hit]) -> list[Evidence]:
    return [_quote(reading, "kind", kind, hit) for hit in _strongest(reading, hits)]


def _strongest(reading: Reading, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that show a kind best, one per sentence; the act before what is said of it."""
    answers = {hit.sentence.number for hit in reading.told["reaction"]}

    def rank(hit: Hit) -> tuple[bool, bool, float, int]:
        number = hit.sentence.number
        lists = reading.groups[number]
        return number in answers, "vendor" not in lists and "class" not in lists, -hit.cue.weight, number

    best: dict[int, Hit] = {}
    for hit in sorted(hits, key=rank):
        best.setdefault(hit.sentence.number, hit)
    return list(best.values())[:_MOST_EVIDENCE]


def _quote(reading: Reading, field: str, value: str, hit: Hit) -> Evidence:
    return extract.evidence(reading, field, value, hit.sentence.start, hit.sentence.end)


def _vendor_quotes(reading: Reading, vendors: tuple[str, ...], hits: Sequence[Hit]) -> list[Evidence]:
    """Where each vendor is named: beside the kind's cue if it stands there, else first in the item."""
    first: dict[str, Mention] = {}
    for number in [*(hit.sentence.number for hit in hits), *reading.vendors]:
        for mention in reading.vendors_in(number):
            first.setdefault(mention.value, mention)
    named = [first[vendor] for vendor in vendors if vendor in first]
    return [extract.evidence(reading, "vendor", mention.value, mention.start, mention.end) for mention in named]
