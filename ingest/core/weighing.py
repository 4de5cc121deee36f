"""How much the sentences of an item say for each kind, and whether that makes it relevant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ingest.core.gazetteer import Gazetteer
from ingest.core.matching import Hit
from ingest.core.reading import FAR, LEAD_SENTENCES, ORIGINS, TITLE, Reading
from ingest.core.vocabulary import BARE_BAN

LEAST_KIND = 0.6
FAINT = 0.8
"""Cues of this weight or less count only where no kind is told more plainly."""

BESIDE = frozenset({"advisory", "removal_order"})
"""What an announcement often adds at its end."""

_KIND_SHARE, _BODY_SHARE = 0.19, 0.35
"""A kind is drafted with at least this share of the strongest kind's score; with more if it is told in passing."""

_ADVICE_SHARE = 1.2
"""How much more plainly a ban must be told than the advice beside it, so that there is no advice."""

_MOST_OF_A_KIND = 3.0
_NOISE_BODY = 0.6
_MOST_NOISE = 2.6
_NOISE_SENTENCES = 6
"""A long article may well speak of other subjects further down."""

_FLAWED = 2
"""Sentences on a flaw from which the item is about it."""

_IDLE_TITLE = 1.6
"""The title tells what a vendor does itself, or that nothing is done."""

_DENIED_LEAD = 0.6
"""The first sentence says that nothing is done, or that no authority asked for it."""

_NO_ACTOR, _ONLY_BELOW = 0.5, 0.4
_APART = 1.6
"""No sentence names together what an everyday text may name apart: a vendor, an act and who acts."""

_EVERYDAY = 0.15
"""Only vendors of which a stream tells every day, mostly something else."""

_LONG = 2_000
"""Code points from which an item is a whole article, of which most is background."""

_UNTITLED = 2.0
"""The title of a whole article tells of no step: it is a portrait, a survey or an opinion."""

_BOTH = frozenset({"vendor", "place"})
_WITH_BOTH, _WITH_A_STEP = 0.2, 0.2
LISTED = "sanctions_listing"
_BANS = ("procurement_ban", "market_restriction", "shutdown_order")
_OF_MARKETS = (
    *("telecom", "network", "router", "chip", "semiconductor", "vehicle", "car ", "phones", "consumer electronics"),
    *("inverters", "batteries", "port cranes", "cellular modules", "wind turbines", "grid"),
)
"""What everybody buys, or what stands in networks: a state that bans it keeps it off the market."""


class Weighed(NamedTuple):
    """The kinds that clear their bar, the strongest first, and the kind of a ban that says no more than that."""

    kinds: Mapping[str, float]
    ban_is: str

    def hits_of(self, kind: str, reading: Reading) -> list[Hit]:
        """The hits that count for a kind; those of a plain ban count for the kind that it is here."""
        values = {kind, BARE_BAN} if kind == self.ban_is else {kind}
        counts = reading.counts
        return [hit for hit in reading.told["kind"] if hit.cue.value in values and counts[hit.sentence.number]]


def weigh_kinds(reading: Reading, vendors: Sequence[str], gazetteer: Gazetteer) -> Weighed:
    """Weigh the kinds. Each sentence votes once for a kind."""
    hits = reading.told["kind"]
    plain_hits = [hit for hit in hits if hit.cue.weight > FAINT]
    plain = _votes(reading, plain_hits)
    told = {kind for kind, by_sentence in plain.items() if sum(by_sentence.values()) >= LEAST_KIND}
    votes = plain
    if len(plain_hits) < len(hits):
        votes = _votes(reading, [hit for hit in hits if not told or hit.cue.weight > FAINT or hit.cue.value in told])
    bare = votes.pop(BARE_BAN, {})
    ban_is = whom_a_ban_binds(reading, votes, vendors, gazetteer)
    for number, weight in bare.items():
        votes[ban_is][number] = max(weight, votes[ban_is].get(number, 0.0))
    scores = {kind: min(sum(by_sentence.values()), _MOST_OF_A_KIND) for kind, by_sentence in votes.items()}
    most = max(scores.values(), default=0.0)
    kept = {
        kind: score
        for kind, score in scores.items()
        if score
        >= max(LEAST_KIND, most * (_KIND_SHARE if _is_told_plainly(reading, kind, votes[kind]) else _BODY_SHARE))
    }
    if "advisory" in kept and _is_only_how_a_ban_is_told(reading, kept, votes["advisory"]):
        del kept["advisory"]
    if (
        LISTED in kept
        and "procurement_ban" in kept
        and _is_only_what_a_list_entails(reading, kept, votes["procurement_ban"])
    ):
        del kept["procurement_ban"]
    return Weighed(dict(sorted(kept.items(), key=lambda pair: (-pair[1], pair[0]))), ban_is)


def _is_only_how_a_ban_is_told(reading: Reading, kinds: Mapping[str, float], by_sentence: Mapping[int, float]) -> bool:
    """Whether what sounds like advice is the ban itself, or its reason: it stands below a ban and names no public."""
    binding = max((kinds[kind] for kind in _BANS if kind in kinds), default=0.0)
    told = [number for number, weight in by_sentence.items() if weight]
    is_below = 0 not in told or not reading.sentences[0].is_title
    return (
        binding >= kinds["advisory"] * _ADVICE_SHARE
        and is_below
        and not any("public" in reading.groups.get(number, {}) for number in told)
    )


def _is_only_what_a_list_entails(
    reading: Reading, kinds: Mapping[str, float], by_sentence: Mapping[int, float]
) -> bool:
    """Whether a ban on business stands below a listing, as what follows from it."""
    return kinds[LISTED] > kinds["procurement_ban"] and not any(
        weight and (number < LEAD_SENTENCES - 1 or "public_bodies" in reading.groups.get(number, {}))
        for number, weight in by_sentence.items()
    )


def _votes(reading: Reading, hits: Iterable[Hit]) -> dict[str, dict[int, float]]:
    votes: dict[str, dict[int, float]] = defaultdict(dict)
    for cue, (number, _, _, _) in hits:
        weight = cue.weight * reading.counts[number]
        by_sentence = votes[cue.value]
        if weight > by_sentence.get(number, -1.0):
            by_sentence[number] = weight
    return votes


def whom_a_ban_binds(
    reading: Reading, votes: Mapping[str, Mapping[int, float]], vendors: Sequence[str], gazetteer: Gazetteer
) -> str:
    """The kind of a ban that does not say whom it binds.

    What the rest of the item says decides: its other cues, or public bodies named in the lead.
    Else the product does: an app is shut for everybody, what everybody buys or networks hold
    is kept off the market, all else is mostly kept out of public bodies.
    """
    sums = {kind: _of_the_lead(votes[kind]) for kind in _BANS if kind in votes}
    if sums and max(sums.values()) >= LEAST_KIND:
        return max(sums, key=lambda kind: sums[kind])
    if any("public_bodies" in reading.groups.get(number, {}) for number in range(LEAD_SENTENCES)):
        return "procurement_ban"
    if sum(votes.get(LISTED, {}).values()) >= LEAST_KIND:
        return LISTED
    known = [gazetteer.vendors[vendor] for vendor in vendors if vendor in gazetteer.vendors]
    if any(vendor.is_app for vendor in known):
        return "shutdown_order"
    if not known or any(word in vendor.sector for vendor in known for word in _OF_MARKETS):
        return "market_restriction"
    return "procurement_ban"


def _is_told_plainly(reading: Reading, kind: str, by_sentence: Mapping[int, float]) -> bool:
    """Whether the title or the lead tells a kind, or a sentence below that names a vendor itself."""
    return kind in BESIDE or any(
        weight and (number < LEAD_SENTENCES or "vendor" in reading.groups.get(number, {}))
        for number, weight in by_sentence.items()
    )


def _of_the_lead(by_sentence: Mapping[int, float]) -> float:
    return sum(weight for number, weight in by_sentence.items() if number < LEAD_SENTENCES)


def relevance(
    reading: Reading, kinds: Mapping[str, float], vendors: Sequence[str], gazetteer: Gazetteer, *, has_actor: bool
) -> float:
    """What speaks for a step less what speaks for another subject; without a kind, what speaks against one."""
    if not kinds:
        return -_IDLE_TITLE if {0, 1} & reading.idle else 0.0
    noise: dict[str, float] = defaultdict(float)
    telling = {hit.sentence.number for hit in reading.told["kind"] if reading.counts[hit.sentence.number]}
    most = LEAD_SENTENCES if _is_told_in_one(reading, telling) else _NOISE_SENTENCES
    for hit in reading.told["noise"]:
        if hit.sentence.number < (LEAD_SENTENCES if hit.cue.value == "opinion" else most):
            noise[hit.cue.value] += hit.cue.weight * (TITLE if hit.sentence.is_title else _NOISE_BODY)
    if _is_about_a_flaw(reading, vendors, gazetteer):
        noise["vulnerability"] = _MOST_NOISE
    penalty = sum(min(weight, _MOST_NOISE) for weight in noise.values())
    penalty += 0.0 if has_actor else _NO_ACTOR
    penalty += _EVERYDAY if vendors and gazetteer.everyday.issuperset(vendors) else 0.0
    penalty += _APART if _is_told_apart(reading, telling, vendors, gazetteer.everyday) else 0.0
    penalty += _IDLE_TITLE if reading.sentences[0].is_title and 0 in reading.idle else 0.0
    penalty += _DENIED_LEAD if any(hit.sentence.number == 1 for hit in reading.told["denial"]) else 0.0
    penalty += 0.0 if min(telling, default=LEAD_SENTENCES) < LEAD_SENTENCES else _ONLY_BELOW
    penalty += _UNTITLED if _is_untitled_article(reading) else 0.0
    return max(kinds.values()) + _bonus(reading) - penalty


def _is_about_a_flaw(reading: Reading, vendors: Sequence[str], gazetteer: Gazetteer) -> bool:
    """Whether several sentences speak of a flaw, and no vendor comes from where they are distrusted: it is patched."""
    flawed = {hit.sentence.number for hit in reading.told["noise"] if hit.cue.value == "vulnerability"}
    homes = {gazetteer.vendors[vendor].home for vendor in vendors}
    return len([number for number in flawed if number < _NOISE_SENTENCES]) >= _FLAWED and homes.isdisjoint(ORIGINS)


def _is_told_in_one(reading: Reading, telling: Iterable[int]) -> bool:
    """Whether one sentence of title or lead names vendor, act and actor: then what stands below is no other subject."""
    return any(number < LEAD_SENTENCES and reading.groups[number].keys() >= _BOTH for number in telling)


def _is_told_apart(reading: Reading, telling: Iterable[int], vendors: Sequence[str], everyday: frozenset[str]) -> bool:
    """Whether vendor, act and actor never meet in a sentence, in a long text or one on vendors of everyday life.

    Title and first sentence are read as one.
    """
    is_everyday = bool(vendors) and everyday.issuperset(vendors)
    if not is_everyday and len(reading.text) < FAR:
        return False
    head = reading.groups.get(0, {}).keys() | reading.groups.get(1, {}).keys()
    return not any((head if number <= 1 else reading.groups[number].keys()) >= _BOTH for number in telling)


def _is_untitled_article(reading: Reading) -> bool:
    """Whether a whole article does not tell of a step, or of its later life, in its title."""
    if len(reading.text) < _LONG or not reading.sentences[0].is_title:
        return False
    return not any(hit.sentence.is_title for mark in ("kind", "stage", "reaction") for hit in reading.told[mark])


def _bonus(reading: Reading) -> float:
    """What else speaks for a step: a title with vendor and place, or one that tells of its later life."""
    title = reading.groups.get(0, {}) if reading.sentences[0].is_title else {}
    is_about_a_step = any(hit.sentence.number <= 1 for mark in ("stage", "reaction") for hit in reading.told[mark])
    has_both = title.keys() >= _BOTH
    return (_WITH_BOTH if has_both else 0.0) + (_WITH_A_STEP if is_about_a_step else 0.0)
