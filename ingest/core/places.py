"""Who acts: the jurisdiction whose authority takes the step, not the vendor's home or the newspaper's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

from ingest.core.gazetteer import Gazetteer, Mention
from ingest.core.reading import LEAD_SENTENCES, ORIGINS, Reading
from ingest.core.sentences import Sentence
from jurisdictions import codes

_BASE = {"authority": 2.0, "place": 1.0}
_IN_TITLE = 2.5
_IN_LEAD = 1.3
_WITH_A_CUE = 1.5
_IN_AN_ASIDE = 0.15

_OWN_GOVERNMENT, _TELLING = 0.8, 1.0
"""For words that mean the government of a language's one state, and those that tell one of several."""

_SPEAKS_ITSELF = 1.0
"""For the place of an authority that publishes the item: it breaks a tie, and proves nothing."""

_NOWHERE = (0.0, Mention(0, 0, "place", ""))
_AT_THE_START = 4
"""Code points that an article may take before the first name of a title."""

_TOLD_BY = 4
"""Sentences, the title included, whose words tell whether a part or its country acts."""

_LEAST_SECOND = 0.6

_ABODES = frozenset({"HK"})
"""Places below a title at which firms are listed or have a branch; their own bodies tell that they act."""

_LOOK_BACK = 25
_COMPARED = re.compile(
    r"\b(?:as|like|unlike|following|joins?|joining|based in|made in|headquartered in|wie|nach dem vorbild|comme"
    r"|a l instar d\w*|come|como|al igual que|net als|podobnie jak|stejne jako|podobne jako|precis som|ligesom"
    r"|i likhet med|как и|по примеру|як і)(?: the| in| in den| les?| la| gli| los| de)? $"
)
"""Before a place that did likewise, or where the vendor sits."""

_OF_A_PART = re.compile(
    r" (?:state|province|canton|county|city|town)(?: of)?(?= (?!agenc|depart|device|employ|government|run|own))"
)
"""Behind a place that is only where the acting part lies: "German state"."""

_OF_AN_OWNER = re.compile(
    r"[ -](?:based |state )?(?:owners?|owned|parent|buyers?|investors?|made|built|makers?|shareholders?)\b"
)
"""Behind an adjective of origin that tells where a vendor or its owner is from: it does not act."""

_ROW = re.compile(r"(?:\s*(?:,|&|/|and|und|et|y|e|og|och|en|i|a|и|та|و|と|、|和|与|與)\s*)+(?:the |der |la |le |den )?")
_DEMONYM = re.compile(
    r"(?:ese|ian|ians|ean|ish|can|cans|ois\w*|isch\w*|ees|eese|inos?|inas?|inesi|cinese|kinesisk\w*|nsk\w*|ns[ky]\w*|ск\w*|ськ\w*|ي|ية)$"
)
"""How adjectives of places end: "Chinese", "китайский"; a state that acts is named by its noun."""


class Actor(NamedTuple):
    """A jurisdiction that acts, how strongly the text says so, and where it says it best."""

    code: str
    score: float
    mention: Mention
    is_named: bool = True
    """False where but its ways of speaking tell it: "the peers". It fills a field, and makes no item relevant."""


def find_actors(reading: Reading, *, gazetteer: Gazetteer, homes: frozenset[str], hint: str = "") -> list[Actor]:
    """The acting jurisdictions, the surest first; mostly one.

    `homes` are the vendors' home jurisdictions: they count only where nobody else is named and
    one of their own authorities is. `hint` is the jurisdiction of a publishing authority, taken
    where the text itself names none.
    """
    scores: dict[str, float] = defaultdict(float)
    best: dict[str, tuple[float, Mention]] = {}
    sure: set[str] = set()
    cued = {hit.sentence.number for hit in reading.told["kind"]}
    for number, mentions in reading.places.items():
        factor = _factor(reading, number, has_cue=number in cued)
        before: Mention | None = None
        for mention in mentions:
            code = _code_beside(before, mention, gazetteer)
            before = mention
            if code in ORIGINS and _OF_AN_OWNER.match(reading.folded, mention.end):
                continue
            weight = _BASE[mention.sort] * factor * (_IN_AN_ASIDE if _is_in_passing(reading, mention) else 1.0)
            scores[code] += weight
            if mention.sort == "authority":
                sure.add(code)
            if code not in best or weight > best[code][0]:
                best[code] = (weight, mention)
    titled = _titled(reading, gazetteer)
    told = set() if hint or scores.keys() - homes - ORIGINS else _add_told(reading, gazetteer, scores, best)
    sure |= told if told >= scores.keys() else told - homes
    if not titled - homes - ORIGINS:
        _add_own_government(reading, gazetteer, scores, best, homes | ORIGINS)
    _settle_origins(scores, origins=homes or ORIGINS, sure=sure, titled=titled, subject=_subject(reading, gazetteer))
    _settle_parts(scores, best, reading, gazetteer)
    if hint and not scores:
        return [Actor(hint, 0.5, Mention(0, 0, "place", hint))]
    if hint in scores:
        scores[hint] += _SPEAKS_ITSELF
    ranked = sorted(filter(best.__contains__, scores), key=lambda code: (-scores[code], best[code][1].start))
    actors = [Actor(code, round(scores[code], 2), best[code][1], code not in told) for code in ranked]
    joint = _joint(reading, gazetteer) if len(actors) > 1 else frozenset()
    return [actor for actor in actors if actor is actors[0] or _acts_too(actor, actors[0], titled, joint)]


def _is_in_passing(reading: Reading, mention: Mention) -> bool:
    """Whether a place is one that did likewise, or where the acting part lies."""
    folded, start = reading.folded, mention.start
    return bool(_COMPARED.search(folded, max(0, start - _LOOK_BACK), start) or _OF_A_PART.match(folded, mention.end))


def _code_beside(before: Mention | None, mention: Mention, gazetteer: Gazetteer) -> str:
    """The place of a mention; of a body behind a place that place: "Ohio House committee", "the Swiss court"."""
    if before and mention.sort == "authority" and before.sort == "place" and mention.start - before.end <= 1:
        return gazetteer.jurisdiction_of(before)
    return gazetteer.jurisdiction_of(mention)


def _acts_too(actor: Actor, first: Actor, titled: frozenset[str], joint: frozenset[str]) -> bool:
    """Whether a second place acts beside the first: both in a row in the title, or both strong there."""
    if {actor.code, first.code} <= joint:
        return True
    return actor.code in titled and first.code in titled and _is_peer(actor, first)


def _title_places(reading: Reading) -> list[Mention]:
    return reading.places_in(0) if reading.sentences and reading.sentences[0].is_title else []


def _titled(reading: Reading, gazetteer: Gazetteer) -> frozenset[str]:
    return frozenset(gazetteer.jurisdiction_of(mention) for mention in _title_places(reading))


def _subject(reading: Reading, gazetteer: Gazetteer) -> str:
    """The state with which the title begins, unless the item is its answer to another; else empty."""
    mentions = _title_places(reading)
    is_answer = any(hit.sentence.number <= 1 for hit in reading.told["reaction"])
    if not mentions or is_answer or mentions[0].start > _AT_THE_START or "、" in reading.folded[: mentions[0].start]:
        return ""
    name = reading.folded[mentions[0].start : mentions[0].end]
    return "" if _DEMONYM.search(name) else gazetteer.jurisdiction_of(mentions[0])


def _joint(reading: Reading, gazetteer: Gazetteer) -> frozenset[str]:
    """Places of the title that stand in a row: "Oslo and The Hague advise"."""
    joint: set[str] = set()
    for left, right in pairwise(_title_places(reading)):
        if _ROW.fullmatch(reading.folded, left.end, right.start):
            joint |= {gazetteer.jurisdiction_of(left), gazetteer.jurisdiction_of(right)}
    return frozenset(joint)


def _add_own_government(
    reading: Reading,
    gazetteer: Gazetteer,
    scores: dict[str, float],
    best: dict[str, tuple[float, Mention]],
    origins: frozenset[str],
) -> None:
    """Count "il governo" in the title or the lead as a place of the state whose language it is.

    Not where the title names who acts: "Estonia forbids its civil servants"; nor in a sentence that names
    another state: "the Estonian minister".
    """
    own = gazetteer.place_words.governments.get(reading.language)
    if own is not None and not _begins_with_another(reading, own[1]):
        code, words = own
        here = origins | {code}
        others = {
            number
            for number, mentions in reading.places.items()
            if len({gazetteer.jurisdiction_of(mention).split("-")[0] for mention in mentions} - here) == 1
        }
        _add_mentions(_met(words, reading, LEAD_SENTENCES, but=others), code, _OWN_GOVERNMENT, scores, best)


def _begins_with_another(reading: Reading, words: re.Pattern[str]) -> bool:
    """Whether the title begins with a state that is named by its noun, before any word for a government."""
    first = next(iter(_title_places(reading)), None)
    if first is None or first.sort != "place" or first.start > _AT_THE_START:
        return False
    is_adjective = _DEMONYM.search(reading.folded, first.start, first.end)
    return not is_adjective and not words.search(reading.folded, 0, first.start)


def _add_told(
    reading: Reading, gazetteer: Gazetteer, scores: dict[str, float], best: dict[str, tuple[float, Mention]]
) -> set[str]:
    """Count words that of all states that share the language one has: "peers", "amparo". Returns these states."""
    told: set[str] = set()
    for code, words in gazetteer.place_words.telling.get(reading.language, ()):
        if met := _met(words, reading, _TOLD_BY):
            _add_mentions(met, code, _TELLING, scores, best)
            told.add(code)
    return told


def _met(
    words: re.Pattern[str], reading: Reading, most: int, *, but: AbstractSet[int] = frozenset()
) -> list[tuple[float, int, int]]:
    """Where such words stand in the first sentences, once in each, and how much each counts."""
    sentences = [one for one in reading.sentences[:most] if one.number not in reading.asides and one.number not in but]
    matches = [(one, words.search(reading.folded, one.start, one.end)) for one in sentences]
    return [(_factor(reading, one.number, has_cue=False), *match.span()) for one, match in matches if match]


def _add_mentions(
    met: Iterable[tuple[float, int, int]],
    code: str,
    base: float,
    scores: dict[str, float],
    best: dict[str, tuple[float, Mention]],
) -> None:
    for factor, start, end in met:
        weight = base * factor
        scores[code] += weight
        if weight > best.get(code, _NOWHERE)[0]:
            best[code] = (weight, Mention(start, end, "place", code))


def _factor(reading: Reading, number: int, *, has_cue: bool) -> float:
    factor = _IN_AN_ASIDE if number in reading.asides else 1.0
    if reading.sentences[number].is_title:
        return factor * _IN_TITLE
    return factor * (_IN_LEAD if number < LEAD_SENTENCES else 1.0) * (_WITH_A_CUE if has_cue else 1.0)


def _is_peer(actor: Actor, first: Actor) -> bool:
    return actor.score >= first.score * _LEAST_SECOND


def _settle_origins(
    scores: dict[str, float], *, origins: frozenset[str], sure: set[str], titled: frozenset[str], subject: str
) -> None:
    """Leave out the vendors' homes, unless one acts: the title begins with it, as a state, and names no other.

    Or a body of it does, and of others none is named but where firms are from: an American firm that is
    bought from China must be sold again.
    """
    for code in _ABODES & scores.keys() - sure - titled:
        del scores[code]
    others = [code for code in scores if code not in origins]
    acting = [code for code in others if code not in ORIGINS or code in sure | titled]
    for code in [code for code in scores if code in origins]:
        is_subject = code == subject and titled <= origins
        is_stronger = scores[code] > max((scores[other] for other in others), default=0.0)
        if not acting and code in sure:
            for other in others:
                scores.pop(other, None)
        elif not (is_subject and is_stronger):
            del scores[code]


def _settle_parts(
    scores: dict[str, float], best: dict[str, tuple[float, Mention]], reading: Reading, gazetteer: Gazetteer
) -> None:
    """Of a part and its country one acts: whose words stand in the title that names the part, or in the lead.

    Where they tell nothing it is the one that is named more. A country may act that is not named: "the
    army post in Missouri".
    """
    parts = [code for code in scores if codes.parent_code(code)]
    if not parts:
        return
    titled = _titled(reading, gazetteer)
    lead = [sentence for sentence in reading.sentences[:_TOLD_BY] if sentence.number not in reading.asides]
    in_lead = _whose_words(reading, lead, gazetteer)
    in_title = _whose_words(reading, lead[:1], gazetteer) if titled else 0
    for code in parts:
        parent = codes.parent_code(code) or ""
        told = (in_title or int(parent not in titled)) if code in titled else in_lead
        if told > 0 or (not told and scores[code] >= scores.get(parent, 0.0)):
            scores[code] += scores.pop(parent, 0.0) * 0.5
        else:
            scores[parent] = scores.get(parent, 0.0) + scores.pop(code) * 0.5
            best.setdefault(parent, best[code])


def _whose_words(reading: Reading, sentences: Iterable[Sentence], gazetteer: Gazetteer) -> int:
    """1 where only words of a part stand in these sentences, -1 where only words of a country do, else 0."""
    words = gazetteer.place_words
    spans = [(sentence.start, sentence.end) for sentence in sentences]
    says_part = any(words.part_acts.search(reading.folded, *span) for span in spans)
    says_country = any(words.country_acts.search(reading.folded, *span) for span in spans)
    return says_part - says_country
