"""What a reader's words mean: names of vendors and places in them, and the words that are left.

The full text index is English and knows no native names, so "海康威视 Canada" or "hik vision"
are read against the folded names of vendors and places first.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Replace

from actions.models import Action, ActionQuerySet, Alias, Target, Vendor
from actions.names import fold
from jurisdictions.models import Jurisdiction

MAX_WORDS = 12
LONGEST_NAME = 5
"""In words: more than five in a row are not looked up as one name."""

NOISE = frozenset(
    {
        "a",
        "against",
        "all",
        "and",
        "at",
        "ban",
        "banned",
        "banning",
        "bans",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
    }
    | {"or", "order", "restriction", "the", "to"}
)
"""Words that every record answers to; they narrow nothing once a name was read."""

Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a search was understood."""

    text: str
    vendors: tuple[Vendor, ...] = ()
    places: tuple[Jurisdiction, ...] = ()
    rest: str = ""

    @property
    def has_names(self) -> bool:
        return bool(self.vendors or self.places)


def read_query(text: str) -> Reading:
    """Find the names of vendors and places in `text`; quoted and excluded words are left alone.

    Spaces inside a name do not count: "Hik Vision" is Hikvision. Where no name is met
    exactly, the whole text is compared with all names by trigrams.
    """
    words = fold(text).split()[:MAX_WORDS]
    if not words or '"' in text or any(word.startswith("-") for word in text.split()):
        return Reading(text)
    windows = _windows(words)
    vendors_at = _vendors_by_name({"".join(words[i:j]) for i, j in windows})
    places_at = {fold(place.display_name): place for place in Jurisdiction.objects.all()}
    vendors: list[Vendor] = []
    places: list[Jurisdiction] = []
    taken: set[int] = set()
    for first, end in windows:
        span = set(range(first, end))
        if taken & span:
            continue
        named = vendors_at.get("".join(words[first:end]), [])
        place = places_at.get(" ".join(words[first:end]))
        if named or place:
            taken |= span
            vendors += named
            places += [place] if place else []
    if not vendors and not places:
        return Reading(text, vendors=_vendors_alike(text))
    rest = [word for i, word in enumerate(words) if i not in taken and word not in NOISE]
    return Reading(text, tuple(vendors), tuple(places), " ".join(rest))


def narrow(actions: ActionQuerySet, reading: Reading) -> ActionQuerySet:
    """Actions whose text answers to the words, or that hit the vendors in the places that were named."""
    found = Q(pk__in=Action.objects.worded(reading.text).values("pk"))
    if reading.has_names:
        named = Action.objects.all()
        if reading.vendors:
            group = Vendor.objects.group_of(*reading.vendors)
            named = named.filter(Exists(Target.objects.filter(action=OuterRef("pk"), vendor__in=group)))
        if reading.places:
            named = named.filter(jurisdiction__in=reading.places)
        if reading.rest:
            named = named.worded(reading.rest)
        found |= Q(pk__in=named.values("pk"))
    return actions.filter(found)


def _windows(words: list[str]) -> list[Window]:
    """All runs of words that may be a name, the longest first."""
    runs = [(i, j) for i in range(len(words)) for j in range(i + 1, min(i + LONGEST_NAME, len(words)) + 1)]
    return sorted(runs, key=lambda run: (run[0] - run[1], run[0]))


def _vendors_by_name(names: set[str]) -> dict[str, list[Vendor]]:
    aliases = Alias.objects.annotate(squeezed=Replace("folded", Value(" "), Value("")))
    found: dict[str, list[Vendor]] = {}
    for alias in aliases.filter(squeezed__in=names).select_related("vendor"):
        vendors = found.setdefault(alias.folded.replace(" ", ""), [])
        if alias.vendor not in vendors:
            vendors.append(alias.vendor)
    return found


def _vendors_alike(text: str) -> tuple[Vendor, ...]:
    """The vendors whose names come closest, if any comes close."""
    close = list(Vendor.objects.named_alike(text)[:3])
    return tuple(vendor for vendor in close if vendor.likeness >= close[0].likeness - 0.1)  # type: ignore[attr-defined] # annotated
