"""Names of vendors, places and authorities, found in a text in one pass (`nameindex`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from ingest.core.candidates import find_candidates, find_in_rows
from ingest.core.nameindex import Begun, NameIndex, index_of, names_met
from ingest.core.names import Name, Sort
from ingest.core.placewords import PlaceWords
from ingest.core.words import cut_as_names_are

CANDIDATE = "candidate"
"""The role of a name that is no known vendor's, but stands where one would."""

_WINDOW = 90
"""Code points around an ambiguous name in which something must tell that the vendor is meant."""

_JOINED = re.compile(r"[\s,，、;/&+]*(?:and|or|und|et|y|e|och|og|en|i|a|и|та|و|と|和|及|與|与)?[\s,，、]*")
_APP_SECTORS = (
    *(
        "app",
        "social",
        "messag",
        "video streaming",
        "video platform",
        "video conferencing",
        "streaming",
        "internet",
        "online retail",
        "gam",
    ),
    *("artificial intelligence", "search", "satellite internet", "payments", "file sharing", "logistics platform"),
    "biometric identity",
)


class Mention(NamedTuple):
    """A name met in a text. `value` is a vendor's common name, a code, or an authority's name."""

    start: int
    end: int
    sort: Sort
    value: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor by its common name. `parent` may be the vendor behind an app."""

    name: str
    home: str = ""
    sector: str = ""
    parent: str = ""
    is_app: bool = field(init=False, repr=False)
    """Whether its product is an app or a service on the net, so that a plain ban shuts it down."""
    is_software: bool = field(init=False, repr=False)
    """Whether its product is a program that runs on the computers of those who bought it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_app", any(word in self.sector for word in _APP_SECTORS))
        object.__setattr__(self, "is_software", "software" in self.sector or "cybersecurity" in self.sector)


@dataclass(frozen=True, slots=True)
class Authority:
    name: str
    jurisdiction: str


class _Vendors(dict[str, Vendor]):
    """Vendors by name; of a candidate nothing but its name is known."""

    def __missing__(self, name: str) -> Vendor:
        return Vendor(name=name)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All known names. Make it with `build`."""

    vendors: Mapping[str, Vendor]
    authorities: Mapping[str, Authority]
    names: NameIndex = field(repr=False)
    contexts: Mapping[str, re.Pattern[str]] = field(default_factory=dict, repr=False)
    everyday: frozenset[str] = frozenset()
    """Vendors that everyday texts name for a thousand reasons."""
    place_words: PlaceWords = field(default_factory=PlaceWords, repr=False)

    def jurisdiction_of(self, mention: Mention) -> str:
        """The code that a place or an authority stands for."""
        return self.authorities[mention.value].jurisdiction if mention.sort == "authority" else mention.value

    def find(
        self, text: str, folded: str, language: str = "", all_begun: Sequence[Begun] | None = None
    ) -> list[Mention]:
        """Names in order of place; where two begin at one letter, the longest. They do not overlap.

        What is an everyday word of `language` names no place. A text may hold candidates: names in a row
        with vendors, or where it names none, where one would stand. `all_begun` is what each word may begin, where
        that is known already (`lexicon`).
        """
        mentions: list[Mention] = []
        unsure: list[tuple[int, Name]] = []
        cut = cut_as_names_are(folded)
        for start, end, name in names_met(all_begun or self.names.begun_in(cut), text, folded, cut):
            if name.needs:
                unsure.append((len(mentions), name))
            mentions.append(Mention(start, end, name.sort, name.value, name.role))
        if unsure:
            mentions = self._without_others(mentions, unsure, folded)
        mentions = [
            one
            for one in mentions
            if one.value
            and (one.sort == "vendor" or not text[one.start].islower() or not self._is_word(one, folded, language))
        ]
        taken = [mention[:2] for mention in mentions]
        vendors = [mention[:2] for mention in mentions if mention.sort == "vendor"]
        spans = find_in_rows(text, vendors, taken) if vendors else find_candidates(text, cut, taken)
        unknown = [Mention(*span, "vendor", text[slice(*span)], CANDIDATE) for span in spans]
        return sorted([*mentions, *unknown]) if unknown else mentions

    def may_name_a_vendor(self, text: str, folded: str, vendors: Sequence[Begun]) -> bool:
        """Whether `find` may find a vendor or a candidate. Most texts name none, which costs less to find out.

        `vendors` is what each word may begin of them (`lexicon`).
        """
        cut = cut_as_names_are(folded)
        return any(True for _ in chain(names_met(vendors, text, folded, cut), find_candidates(text, cut, ())))

    def _is_word(self, mention: Mention, folded: str, language: str) -> bool:
        word = folded[mention.start : mention.end]
        return self.place_words.is_word(word, language, is_place=mention.sort == "place")

    def _without_others(self, mentions: list[Mention], unsure: list[tuple[int, Name]], folded: str) -> list[Mention]:
        """Drop ambiguous names near which nothing tells that the vendor is meant."""
        sure_at = set(range(len(mentions))) - {number for number, _ in unsure}
        dropped: set[int] = set()
        for number, name in unsure:
            mention = mentions[number]
            around = folded[max(0, mention.start - _WINDOW) : mention.end + _WINDOW]
            if self.contexts[name.needs].search(around) or _is_listed(mentions, number, sure_at, folded):
                sure_at.add(number)
            else:
                dropped.add(number)
        return [mention for number, mention in enumerate(mentions) if number not in dropped]


def _is_listed(mentions: list[Mention], number: int, sure_at: set[int], folded: str) -> bool:
    """Whether a name stands in a row with a sure vendor: "Viber, Signal and WhatsApp"."""
    for other in (number - 1, number + 1):
        if other in sure_at and mentions[other].sort == "vendor":
            left, right = sorted((mentions[number], mentions[other]))
            if _JOINED.fullmatch(folded, left.end, right.start):
                return True
    return False


def build(
    *,
    vendors: Iterable[Vendor],
    authorities: Iterable[Authority],
    names: Iterable[Name],
    contexts: Mapping[str, re.Pattern[str]] | None = None,
    everyday: frozenset[str] = frozenset(),
    place_words: PlaceWords | None = None,
) -> Gazetteer:
    """Index the names."""
    listed = tuple(dict.fromkeys(names))
    return Gazetteer(
        vendors=_Vendors((vendor.name, vendor) for vendor in vendors),
        authorities={authority.name: authority for authority in authorities},
        names=index_of(listed),
        contexts=contexts or {},
        everyday=everyday,
        place_words=place_words or PlaceWords(),
    )
