"""What a reader's words mean: names of vendors and places in them, and the words that are left.

The full text index is English and knows no native names, so "海康威视 Canada" or "hik vision"
are read against the folded names of vendors and places first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Q
from numpy.typing import NDArray

from actions.held.readings import reading
from actions.models import Action, Alias, Vendor
from actions.models.lines import LineQuerySet
from actions.names import fold, web_words
from jurisdictions import demonyms, names
from jurisdictions.models import Jurisdiction

MAX_WORDS = 12
LONGEST_NAME = 5
"""In words: more than five in a row are not looked up as one name."""
RANKED = 1000
"""Of the matches, so many of the newest are put in order of likeness; older ones follow by date, so that a common
word stays quick."""
LANGUAGES = ("en", "fr")
"""Languages in which names of countries are read: those of the interface."""

_NOISE = """
    a against all and at ban banned banning bans by for from in is of on or order restriction the to
    au aux contre dans de des du en et interdiction l la le les par pour sur
"""
LEAST_LIKENESS = 0.5
"""Of two names, in shared trigrams: "hikvison" for Hikvision passes (0.58), "vision" does not."""
NOISE = frozenset(_NOISE.split())
"""Words that every record answers to; they narrow nothing once a name was read."""

Window = tuple[int, int]
Keys = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a search was understood; `matched` says which of its names made us think of a vendor.

    Of the vendors key, slug and name are known.
    """

    text: str
    vendors: tuple[Vendor, ...] = ()
    places: tuple[Jurisdiction, ...] = ()
    rest: str = ""
    matched: dict[int, str] = field(default_factory=dict)

    @property
    def has_names(self) -> bool:
        return bool(self.vendors or self.places)

    @property
    def is_exact(self) -> bool:
        """Whether names were met as they are written, not only by likeness."""
        return bool(self.matched or self.places)

    @property
    def aliases(self) -> list[tuple[str, Vendor]]:
        """Vendors with the name that was met, where it is not the common one."""
        named = [(self.matched.get(vendor.pk, ""), vendor) for vendor in self.vendors]
        return [("" if fold(name) == fold(vendor.name) else name, vendor) for name, vendor in named]


def read_query(text: str) -> Reading:
    """Find the names of vendors and places in `text`; quoted and excluded words are left alone.

    Spaces inside a name do not count: "Hik Vision" is Hikvision. Where no name is met
    exactly, the whole text is compared with all names by trigrams.
    """
    words = fold(text).split()[:MAX_WORDS]
    if not words or '"' in text or any(word.startswith("-") for word in text.split()):
        return Reading(text)
    windows = _windows(words)
    aliases_at = _aliases_by_name({"".join(words[i:j]) for i, j in windows})
    codes_at = _acting_words() | country_names() | _subdivision_names()
    found: dict[Vendor, str] = {}
    codes: list[str] = []
    taken: set[int] = set()
    for first, end in windows:
        if taken & set(range(first, end)):
            continue
        named = aliases_at.get("".join(words[first:end]), [])
        place = codes_at.get(" ".join(words[first:end]))
        if named or place:
            taken |= set(range(first, end))
            found |= {vendor: name for name, vendor in reversed(named)}
            codes += [place] if place else []
    if not found and not codes:
        return Reading(text, vendors=_vendors_alike(text))
    rest = [word for i, word in enumerate(words) if i not in taken and word not in NOISE]
    if rest and found and not codes:
        whole = _alias_with_all(words, list(found))
        if whole:
            return Reading(text, (whole.vendor,), (), "", {whole.vendor.pk: whole.text})
    places = tuple(place for place in reading().places.values() if place.code in codes)
    return Reading(text, tuple(found), places, " ".join(rest), {vendor.pk: name for vendor, name in found.items()})


def narrow(lines: LineQuerySet, reading: Reading) -> LineQuerySet:
    """Lines whose text answers to the words, or that hit the vendors in the places that were named."""
    keys = _worded(reading.text)
    if reading.has_names:
        named = lines.model._default_manager.all()  # noqa: SLF001 (Django's)
        if reading.vendors:
            named = named.hitting_any(vendor.pk for vendor in reading.vendors)
        if reading.places:
            named = named.filter(jurisdiction__in=reading.places)
        if reading.rest:
            named = named.worded(reading.rest)
        return lines.filter(Q(action__in=keys.union(named.order_by().values("action"))))
    return lines.filter(action__in=keys)


def ranked(newest: Sequence[int], text: str) -> list[int]:
    """Keys of actions, best match of the words first; where two match alike, in the order that they came."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT string_agg(int8send(id), ''::bytea ORDER BY ts_rank(search, words) DESC, place)
            FROM unnest(%s::bigint[]) WITH ORDINALITY AS found (id, place)
            JOIN actions_action USING (id), websearch_to_tsquery('english', %s) words
            """,
            [packed(newest), web_words(text)],
        )
        return [int(key) for key in unpacked(cursor.fetchone()[0])]


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Codes by folded name: countries and the Union, in the interface's languages."""
    found: dict[str, str] = {}
    for code in [*names.country_codes(), "EU"]:
        for language in LANGUAGES:
            found.setdefault(fold(names.territory_name(code, language)), code)
    found |= {fold(short): code for short, code in names.SHORT_NAMES.items()}
    found.pop("", None)
    return found


@lru_cache(maxsize=1)
def country_words() -> dict[str, str]:
    """Codes by folded adjective, "lithuanian" or "lituaniennes", where it is no name of a country itself."""
    found: dict[str, str] = {}
    for code, words in demonyms.demonyms().items():
        for word in words:
            found.setdefault(fold(word), code)
            found.setdefault(f"{fold(word)}s", code)
    return {word: code for word, code in found.items() if word not in country_names()}


@lru_cache(maxsize=1)
def _acting_words() -> dict[str, str]:
    """Of them, those that tell who acts."""
    return {word: code for word, code in country_words().items() if code not in demonyms.MAKERS}


def _subdivision_names() -> dict[str, str]:
    return {fold(place.name): place.code for place in reading().places.values() if place.parent}


def packed(keys: Iterable[int]) -> str:
    """Many keys as one parameter, to be read as `bigint[]`: a list is written out key by key, and takes longer."""
    return f"{{{','.join(map(str, keys))}}}"


def unpacked(keys: bytes | None) -> Keys:
    """Many keys that came as one value of eight bytes each: as rows, a few thousand take ten times as long."""
    return np.frombuffer(keys or b"", dtype=">i8").astype(np.int64)


def keys_worded(text: str) -> Keys:
    """Primary keys of the actions whose text answers to the words, as `_worded` says it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT string_agg(int8send(id), ''::bytea) FROM actions_action
            WHERE search @@ websearch_to_tsquery('english', %s)
            """,
            [web_words(text)],
        )
        return unpacked(cursor.fetchone()[0])


def _worded(text: str) -> LineQuerySet:
    words = SearchQuery(web_words(text), search_type="websearch", config="english")
    return Action.objects.filter(search=words).order_by().values("pk")  # type: ignore[return-value] # keys of actions


def _windows(words: Sequence[str]) -> list[Window]:
    """All runs of words that may be a name, the longest first."""
    runs = [(i, j) for i in range(len(words)) for j in range(i + 1, min(i + LONGEST_NAME, len(words)) + 1)]
    return sorted(runs, key=lambda run: (run[0] - run[1], run[0]))


def _aliases_by_name(squeezed: set[str]) -> dict[str, list[tuple[str, Vendor]]]:
    """Names as they are written, each with its vendor, by their squeezed form."""
    found: dict[str, list[tuple[str, Vendor]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT squeezed, text, vendor.id, vendor.slug, vendor.name
            FROM actions_alias alias JOIN actions_vendor vendor ON vendor.id = vendor_id
            WHERE squeezed = ANY(%s) ORDER BY alias.id
            """,
            [list(squeezed)],
        )
        for name, text, key, slug, common in cursor.fetchall():
            found.setdefault(name, []).append((text, Vendor(pk=key, slug=slug, name=common)))
    return found


def _alias_with_all(words: Sequence[str], vendors: Sequence[Vendor]) -> Alias | None:
    """A name of one of these vendors that holds all the words: "Zhejiang Dahua Technology" lacks but "Co., Ltd."."""
    aliases = Alias.objects.filter(vendor__in=vendors).select_related("vendor").order_by("pk")
    return next((alias for alias in aliases if set(words) <= set(alias.folded.split())), None)


def _vendors_alike(text: str) -> tuple[Vendor, ...]:
    """The vendors with a name close to the text, by trigrams, if any comes close; the closest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT vendor.id, vendor.slug, vendor.name, max(similarity(folded, %(text)s)) AS likeness
            FROM actions_alias alias JOIN actions_vendor vendor ON vendor.id = vendor_id
            WHERE folded %% %(text)s
            GROUP BY vendor.id HAVING max(similarity(folded, %(text)s)) >= %(least)s
            ORDER BY likeness DESC, vendor.name LIMIT 3
            """,
            {"text": fold(text), "least": LEAST_LIKENESS},
        )
        close = cursor.fetchall()
    return tuple(
        Vendor(pk=key, slug=slug, name=name) for key, slug, name, likeness in close if likeness >= close[0][3] - 0.1
    )
