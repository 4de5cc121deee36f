"""What stands where in an item: sentences, names, and the cues that hold in each sentence."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest.core.folding import fold_in_place
from ingest.core.gazetteer import Gazetteer, Mention
from ingest.core.leaning import RELEVANT, Leaning, traits_of
from ingest.core.lexicon import Told
from ingest.core.matching import Hit, Span, find_hits
from ingest.core.sentences import Sentence, split_sentences
from ingest.core.terms import Found
from ingest.core.types import ReadText
from ingest.core.vocabulary import CLASS, MARKS, UNSAID, Join, LanguageCues, Vocabulary

LONGEST = 20_000
"""Code points of an item that are looked at: an announcement says what it does long before that."""

TITLE, LEAD, BODY = 1.6, 1.0, 0.6
LEAD_SENTENCES = 3
"""Sentences, the title included, in which an item says what happened."""

NEAR, FAR = 900, 3_000
"""Code points within which an item tells its news: behind the first only where a sentence names whom it hits,
behind the second never."""

LEAST_LEANING, NAMELESS_LEANING = 0.1, 0.6
"""How far the words must lean to a step where no cue tells of one, and where nobody is named that it could hit."""

UNLIKELY = 0.0
"""Where the words lean against a step, it is worth while to ask first whether anybody is named that it could hit."""

_YEAR = re.compile(r"(?:19|20)\d\d(?<![\d.,/-]\d{4})(?<!Act of \d{4})(?<!Law of \d{4})(?![\d.,/-]?\d)")
_JOINT = re.compile(r"[ '’-]*(?:\w+[ '’-]+)?")
"""What may stand between the two words of a join: at most one other."""

ORIGINS = frozenset({"CN", "RU"})
"""Homes that texts name as an adjective of the vendor."""

_OF_STEPS = ("kind", "stage")
"""Cues that lean only where a sentence counts; the others may say why it does not."""

_LATER_LIFE = ("challenged", "lifted")


@dataclass(slots=True)
class Reading:
    """An item taken apart. `groups[sentence][list]` are the hits of a word list there."""

    text: str
    folded: str
    sentences: tuple[Sentence, ...]
    groups: Mapping[int, Mapping[str, list[Span]]]
    vendors: Mapping[int, list[Mention]]
    places: Mapping[int, list[Mention]]
    """The mentions of a sentence that are vendors, and those that are places or authorities."""
    hits: list[Hit] = field(default_factory=list)
    told: Mapping[str, list[Hit]] = field(default_factory=lambda: {mark: [] for mark in MARKS})
    """The hits by what they tell."""
    language: str = ""
    asides: frozenset[int] = frozenset()
    """Sentences that recall earlier or foreign steps."""
    answers: frozenset[int] = frozenset()
    """Sentences below the lead that tell what others say of the step."""
    idle: frozenset[int] = frozenset()
    """Sentences in which no authority takes a step: the vendor acts, or a step is denied."""
    counts: Sequence[float] = ()
    """How much each sentence counts: the title more than the lead, the lead more than what follows, and what
    stands far below, or is in `asides`, `answers` or `idle`, not at all."""
    is_fallback: bool = False
    """Whether the language has no cue file of its own."""
    leaning: Leaning = field(default_factory=Leaning)
    """What its words lean to, whatever its cues say."""

    def add(self, hit: Hit) -> None:
        self.hits.append(hit)
        self.told[hit.cue.mark].append(hit)

    def traits(self) -> list[str]:
        """What leans beside the words: lists that are met, and cues that hold where it counts (`leaning.traits_of`)."""
        return traits_of(
            lists=set().union(*self.groups.values()),
            in_title=self.groups[0] if self.sentences and self.sentences[0].is_title else (),
            cues={
                hit.cue.name for hit in self.hits if hit.cue.mark not in _OF_STEPS or self.counts[hit.sentence.number]
            },
        )

    def vendors_in(self, number: int) -> list[Mention]:
        return self.vendors.get(number, [])

    def places_in(self, number: int) -> list[Mention]:
        return self.places.get(number, [])


def take_apart(
    item: ReadText, *, published: date | None, gazetteer: Gazetteer, vocabulary: Vocabulary
) -> Reading | None:
    """Find sentences, names and cues in the first LONGEST letters; None where nothing tells of a kind, as mostly."""
    text = item.full_text[:LONGEST]
    folded = fold_in_place(text)
    cues, weights = vocabulary.for_language(item.language), vocabulary.weights
    told = vocabulary.lexicon(item.language, gazetteer.names).look_up(folded)
    is_unlikely = weights.relevance(told.row) < UNLIKELY
    if is_unlikely and not (
        gazetteer.may_name_a_vendor(text, folded, told.vendors) or cues.may_name_a_class(folded, told.first_terms)
    ):
        return None  # most items end here, before all names and words are looked for
    found, met = _words_met(folded, cues, told)

    def leaning() -> float:
        return weights.relevance(told.row, traits_of(lists=met))

    if not cues.may_tell_a_kind(met) and leaning() < LEAST_LEANING:
        return None
    mentions = gazetteer.find(text, folded, item.language, told.names)
    sorts = {mention.sort for mention in mentions}
    if "vendor" not in sorts and CLASS not in met and (is_unlikely or not sorts or leaning() < NAMELESS_LEANING):
        return None
    reading = _put_together(item, text, folded, cues, found, mentions, gazetteer)
    _tell_what_does_not_count(reading, published, gazetteer)
    reading.leaning = weights.lean(told.row, reading.traits())
    if not reading.told["kind"] and reading.leaning.of(RELEVANT) < LEAST_LEANING:
        return None
    return reading


def read_to_the_end(item: ReadText, *, published: date | None, gazetteer: Gazetteer, vocabulary: Vocabulary) -> Reading:
    """The same of an item of which every trait is wanted, whatever it may tell; nothing leans."""
    text = item.full_text[:LONGEST]
    folded = fold_in_place(text)
    cues = vocabulary.for_language(item.language)
    told = vocabulary.lexicon(item.language, gazetteer.names).look_up(folded)
    found, _ = _words_met(folded, cues, told)
    mentions = gazetteer.find(text, folded, item.language, told.names)
    reading = _put_together(item, text, folded, cues, found, mentions, gazetteer)
    _tell_what_does_not_count(reading, published, gazetteer)
    return reading


def _put_together(
    item: ReadText,
    text: str,
    folded: str,
    cues: LanguageCues,
    found: list[Found],
    mentions: list[Mention],
    gazetteer: Gazetteer,
) -> Reading:
    sentences = split_sentences(text, title_length=len(item.title))
    groups = _groups_by_sentence(sentences, found)
    vendors, places = _by_sentence(sentences, mentions)
    _add_names(groups, vendors, places, gazetteer)
    reading = Reading(
        text=text,
        folded=folded,
        sentences=sentences,
        groups=groups,
        vendors=vendors,
        places=places,
        language=item.language,
        is_fallback=cues.is_fallback,
    )
    for hit in find_hits(folded, sentences, groups, vendors.keys(), cues):
        reading.add(hit)
    return reading


def _words_met(folded: str, cues: LanguageCues, told: Told) -> tuple[list[Found], set[str]]:
    """Where word lists are met, those that two others meet together included, and which they are."""
    found = cues.terms.find(folded, told.terms)
    met = {group for group, _, _ in found}
    if UNSAID in met:
        found = _without_unsaid(found)
        met = {group for group, _, _ in found}
    for join in cues.joins:
        if join.first in met and join.then in met:
            joined = list(_joined(found, folded, join))
            found += joined
            met |= {group for group, _, _ in joined}
    return found, met


def _without_unsaid(found: list[Found]) -> list[Found]:
    """Leave out the phrases in which words tell nothing, and the words that stand within one."""
    for _, left, right in [one for one in found if one[0] == UNSAID]:
        found = [one for one in found if one[1] < left or one[2] > right]
    return found


def _joined(found: list[Found], folded: str, join: Join) -> Iterator[Found]:
    """Where the words of two lists stand side by side: "state" and "phones" in "state-owned phones"."""
    behind = sorted((start, end) for group, start, end in found if group == join.then)
    for group, start, end in found:
        if group != join.first:
            continue
        for left, right in behind[bisect(behind, (end, 0)) :]:
            if left - end > join.within:
                break
            if _JOINT.fullmatch(folded, end, left):
                yield join.group, start, right
                break


def _tell_what_does_not_count(reading: Reading, published: date | None, gazetteer: Gazetteer) -> None:
    reading.asides = _asides(reading, published) | _elsewhere(reading, gazetteer)
    told = reading.told
    reading.answers = frozenset([hit.sentence.number for hit in told["reaction"] if hit.sentence.number > 1])
    reading.idle = frozenset([hit.sentence.number for hit in (*told["own_act"], *told["denial"])])
    silent = reading.asides | reading.answers | reading.idle
    reading.counts = [
        0.0 if sentence.number in silent else _count_by_place(sentence, reading.groups[sentence.number])
        for sentence in reading.sentences
    ]


def _count_by_place(sentence: Sentence, lists: Mapping[str, list[Span]]) -> float:
    number, start, _, is_title = sentence
    if start > FAR or (start > NEAR and "vendor" not in lists):
        return 0.0
    if is_title:
        return TITLE
    return LEAD if number < LEAD_SENTENCES else BODY


Named = dict[int, list[Mention]]


def _by_sentence(sentences: tuple[Sentence, ...], mentions: list[Mention]) -> tuple[Named, Named]:
    """By sentence: the mentions of vendors, and those of places and authorities."""
    vendors: Named = {}
    places: Named = {}
    at = 0
    for mention in mentions:
        while at < len(sentences) and sentences[at].end <= mention.start:
            at += 1
        if at < len(sentences):
            (vendors if mention.sort == "vendor" else places).setdefault(at, []).append(mention)
    return vendors, places


Groups = dict[int, dict[str, list[Span]]]


def _groups_by_sentence(sentences: tuple[Sentence, ...], found: list[Found]) -> Groups:
    groups: Groups = {sentence.number: {} for sentence in sentences}
    ends = [sentence.end for sentence in sentences[:-1]]
    for group, start, end in found:
        lists = groups[bisect(ends, start)]
        if group in lists:
            lists[group].append((start, end))
        else:
            lists[group] = [(start, end)]
    return groups


def _add_names(groups: Groups, vendors: Named, places: Named, gazetteer: Gazetteer) -> None:
    for number, mentions in places.items():
        groups[number]["place"] = [(mention.start, mention.end) for mention in mentions]
    for number, mentions in vendors.items():
        lists = groups[number]
        lists["vendor"] = [(mention.start, mention.end) for mention in mentions]
        for mention in mentions:
            span = (mention.start, mention.end)
            vendor = gazetteer.vendors[mention.value]
            if vendor.is_app:
                lists.setdefault("app_vendor", []).append(span)
            elif vendor.is_software:
                lists.setdefault("software_vendor", []).append(span)
        if len(lists.get("app_vendor", ())) == len(lists.get("vendor", ())) > 0:
            lists["apps_only"] = lists["app_vendor"]
    for lists in groups.values():
        if "class" in lists and "vendor" not in lists:
            lists["vendor"] = lists["class"]


def _elsewhere(reading: Reading, gazetteer: Gazetteer) -> frozenset[int]:
    """Sentences below the lead that speak of other places only: mostly what others did before."""
    behind = _first_aside(reading)
    if max(reading.places, default=0) < behind:
        return frozenset()
    origins = ORIGINS.union(gazetteer.vendors[m.value].home for found in reading.vendors.values() for m in found)
    told: dict[int, set[str]] = {}
    for number, mentions in reading.places.items():
        codes = {gazetteer.jurisdiction_of(mention) for mention in mentions}
        told[number] = (codes | {code.split("-")[0] for code in codes}) - origins
    here = set().union(*(codes for number, codes in told.items() if number < behind))
    if not here:
        return frozenset()
    return frozenset(n for n, codes in told.items() if n >= behind and codes and codes.isdisjoint(here))


def _asides(reading: Reading, published: date | None) -> frozenset[int]:
    """Sentences told as background: by their words, or since they date from before this year.

    The year is that of publication; where that is unknown, the latest that the text names.
    """
    years = _years_in(reading)
    this_year = published.year if published else max((year for named in years.values() for year in named), default=0)
    earlier = {number for number, named in years.items() if max(named) < this_year}
    if any(hit.sentence.number <= 1 and hit.cue.value in _LATER_LIFE for hit in reading.told["stage"]):
        earlier = set()  # what is disputed or lifted was mostly done in an earlier year
    told = {hit.sentence.number for hit in reading.told["aside"]}
    first = _first_aside(reading)
    return frozenset([number for number in earlier | told if number >= first])


def _years_in(reading: Reading) -> dict[int, list[int]]:
    years: dict[int, list[int]] = {}
    number, sentences = 0, reading.sentences
    for match in _YEAR.finditer(reading.text) if "19" in reading.text or "20" in reading.text else ():
        while number < len(sentences) and sentences[number].end < match.end():
            number += 1
        if number < len(sentences) and sentences[number].start <= match.start():
            years.setdefault(number, []).append(int(match[0]))
    return years


def _first_aside(reading: Reading) -> int:
    """The first sentence that may be background: the one behind that which tells the news."""
    is_told_by_title = reading.sentences[0].is_title and any(hit.sentence.is_title for hit in reading.told["kind"])
    return 1 if is_told_by_title or not reading.sentences[0].is_title else 2
