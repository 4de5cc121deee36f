"""What a reader may mean while typing: vendors with the name that was met, places, actions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import starmap
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery, TrigramSimilarity
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Length
from rapidfuzz import fuzz, process

from actions.addresses import address_of
from actions.held.readings import reading
from actions.models import Action, Alias
from actions.names import fold
from actions.search import MAX_WORDS, NOISE, country_names, country_words
from jurisdictions.models import Jurisdiction

MOST_VENDORS = 6
MOST_PLACES = 3
MOST_ACTIONS = 4
READ_AHEAD = 60
"""So many matches are looked at before the best are chosen."""
LEAST_LIKENESS = 0.35
"""Of a name and what was typed, in shared trigrams: "hikvison" passes, "vision" does not name Hikvision."""
LIKE_A_PLACE = 86
"""Of 100, by rapidfuzz's ratio: "germny" passes."""
LONGEST_SHORT_NAME = 3
"""Letters up to which a name is written in capitals: "USA", "UK"."""
SHORTEST = 4
"""Letters from which on typing errors are forgiven and actions are offered."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing that may be meant. `matched` is the other name by which it was found, else empty."""

    sort: str
    label: str
    url: str
    matched: str = ""
    is_close: bool = False


def suggest(text: str) -> list[Suggestion]:
    """Vendors, then places, then actions; at most a dozen, in four short queries."""
    folded = fold(text)
    if not folded:
        return []
    return [*vendors_named(folded), *places_named(folded), *_actions_worded(folded)]


def vendors_named(folded: str) -> list[Suggestion]:
    """Vendors one of whose names begins with the letters, spaces aside; else those that come close."""
    squeezed = folded.replace(" ", "")
    exactly = Alias.objects.filter(squeezed__startswith=squeezed).annotate(likeness=Value(1.0))
    found = _by_vendor(_read(exactly.order_by(Length("squeezed"), "vendor__name")), squeezed, is_close=False)
    if len(found) < MOST_VENDORS and (len(folded) >= SHORTEST or not folded.isascii()):
        inside = Q(squeezed__contains=squeezed) | Q(folded__trigram_similar=folded)
        close = Alias.objects.filter(inside).annotate(likeness=TrigramSimilarity("folded", folded))
        near = [
            name
            for name in _read(close.order_by("-likeness", "vendor__name"))
            if squeezed in name.squeezed or name.likeness >= LEAST_LIKENESS
        ]
        found |= _by_vendor((name for name in near if name.vendor not in found), squeezed, is_close=True)
    return list(found.values())[:MOST_VENDORS]


class _Name(NamedTuple):
    """A name of a vendor, as far as a suggestion needs it."""

    text: str
    squeezed: str
    likeness: float
    vendor: int
    vendor_slug: str
    vendor_name: str


def _read(aliases: QuerySet[Alias]) -> list[_Name]:
    columns = ("text", "squeezed", "likeness", "vendor", "vendor__slug", "vendor__name")
    return list(starmap(_Name, aliases.values_list(*columns)[:READ_AHEAD]))


def _by_vendor(names: Iterable[_Name], squeezed: str, *, is_close: bool) -> dict[int, Suggestion]:
    """One suggestion a vendor, by the first of its names."""
    found: dict[int, Suggestion] = {}
    for name in names:
        if name.vendor in found:
            continue
        vendor = name.vendor_name
        is_plain = name.text == vendor or fold(vendor).replace(" ", "").startswith(squeezed)
        close = is_close and squeezed not in name.squeezed
        url = address_of("vendor", name.vendor_slug)
        found[name.vendor] = Suggestion("vendor", vendor, url, "" if is_plain else name.text, close)
    return found


def places_named(folded: str) -> list[Suggestion]:
    """Places whose name begins with the letters, in any language of the interface; else one that comes close."""
    names = _names_of_countries()
    codes = {code: name for name, code in names.items() if name.startswith(folded)}
    is_close = not codes and len(folded) >= SHORTEST
    if is_close:
        best = process.extractOne(folded, names.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_A_PLACE)
        codes = {names[best[0]]: best[0]} if best else {}
    exactly = folded.upper()  # a code: "EU", "US"
    rows = [
        place
        for place in reading().places.values()
        if place.code in codes or place.code == exactly or _is_part_named(place, folded)
    ]

    def order(place: Jurisdiction) -> tuple[bool, bool, bool, int]:
        name = codes.get(place.code)
        return (place.code != exactly, name != folded, name is None, len(place.display_name))

    return [
        _place(place, codes.get(place.code, ""), is_close=is_close and place.code in codes)
        for place in sorted(rows, key=order)[:MOST_PLACES]
    ]


def _is_part_named(place: Jurisdiction, folded: str) -> bool:
    return place.parent is not None and place.name.casefold().startswith(folded)


@lru_cache(maxsize=1)
def _names_of_countries() -> dict[str, str]:
    """Codes by folded adjective, then by name, the longest first: of several that fit, the last is told."""
    found: dict[str, str] = {}
    for names in (country_words(), country_names()):
        found |= {name: names[name] for name in sorted(names, key=len, reverse=True)}
    return found


def _place(place: Jurisdiction, name: str, *, is_close: bool) -> Suggestion:
    shown = place.display_name
    written = name.upper() if len(name) <= LONGEST_SHORT_NAME else name.title()
    matched = written if name and name != fold(shown) and not fold(shown).startswith(name) else ""
    label = f"{shown}, {place.parent.display_name}" if place.parent else shown
    return Suggestion("place", label, address_of("jurisdiction", place.code), matched, is_close)


def _actions_worded(folded: str) -> list[Suggestion]:
    """Actions in whose words all of these begin; a few of the newest among the first that are met."""
    words = [word for word in folded.split()[:MAX_WORDS] if word not in NOISE]
    if not words or len(folded) < SHORTEST:
        return []
    query = reduce(lambda left, right: left & right, (_beginning(word) for word in words))
    met = Action.objects.published().filter(search=query).order_by().values("pk")[:READ_AHEAD]
    newest = Action.objects.filter(pk__in=met).order_by(F("announced_first").desc(nulls_last=True), "slug")
    rows = newest.values_list("title", "slug")[:MOST_ACTIONS]
    return [Suggestion("action", title, address_of("action", slug)) for title, slug in rows]


def _beginning(word: str) -> SearchQuery:
    return SearchQuery(f"{word}:*", search_type="raw", config="english")
