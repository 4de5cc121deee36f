"""Reads the names of vendors, places and authorities, from the starter files or from the database."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pycountry
from django.utils.text import slugify

from actions.starter.files import read_yaml, vendor_entries
from ingest.core.gazetteer import Authority, Gazetteer, Name, Vendor, build, make_name
from jurisdictions import names as place_names

FOLDER = Path(__file__).resolve().parent
LANGUAGES = (
    "en",
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "cs",
    "sv",
    "da",
    "nb",
    "ru",
    "uk",
    "zh",
    "zh_Hant",
    "ja",
    "ko",
    "ar",
    "hi",
)
COUNTRIES_WITH_SUBDIVISIONS = ("US", "CA", "AU")


def load(*, live: bool = False) -> Gazetteer:
    """All names. `live` adds what editors put into the database to the starter's names."""
    return _with_live_names() if live else _starter()


@lru_cache(maxsize=1)
def _starter() -> Gazetteer:
    vendors = [_vendor(row) for row in vendor_entries()]
    authorities = list(_authorities())
    return build(
        vendors=vendors,
        authorities=[authority for authority, _ in authorities],
        names=[*_starter_vendor_names(), *_place_names(), *_authority_names(authorities)],
    )


def _with_live_names() -> Gazetteer:
    from actions.models import Vendor as VendorRow
    from jurisdictions.models import Authority as AuthorityRow

    rows = VendorRow.objects.select_related("home", "parent").prefetch_related("aliases")
    vendors = {vendor.name: vendor for vendor in _starter().vendors.values()}
    names: list[Name] = [*_starter_vendor_names(), *_place_names()]
    for row in rows:
        home = row.home.code if row.home else ""
        parent = row.parent.name if row.parent else ""
        vendors[row.name] = Vendor(name=row.name, slug=row.slug, home=home, sector=row.sector, parent=parent)
        names += _names_of(row.name, [alias.text for alias in row.aliases.all()])
    authorities = list(_authorities())
    known = {authority.name for authority, _ in authorities}
    authorities += [
        (Authority(name=body.name, jurisdiction=body.jurisdiction.code), list(body.aliases))
        for body in AuthorityRow.objects.select_related("jurisdiction")
        if body.name not in known
    ]
    return build(
        vendors=vendors.values(),
        authorities=[authority for authority, _ in authorities],
        names=[*names, *_authority_names(authorities)],
    )


def _vendor(row: dict[str, Any]) -> Vendor:
    return Vendor(
        name=row["name"],
        slug=slugify(row["name"]),
        home=row["home"] or "",
        sector=row["sector"] or "",
        parent=row["parent"] or "",
    )


def _starter_vendor_names() -> Iterator[Name]:
    for row in vendor_entries():
        yield from _names_of(row["name"], [row["legal_name"] or "", *(alias["text"] for alias in row["aliases"])])
    for vendor, spellings in read_yaml(FOLDER / "vendors.yaml")["names"].items():
        for spelling in spellings:
            yield make_name(spelling, sort="vendor", value=vendor)


def _names_of(vendor: str, spellings: list[str]) -> Iterator[Name]:
    rules = _name_rules()
    for spelling in dict.fromkeys([vendor, *spellings]):
        if spelling and spelling not in rules["ignored"]:
            yield make_name(spelling, sort="vendor", value=vendor, is_exact=spelling in rules["exact"])


@lru_cache(maxsize=1)
def _name_rules() -> dict[str, frozenset[str]]:
    rows = read_yaml(FOLDER / "vendors.yaml")
    return {"ignored": frozenset(rows["ignored"]), "exact": frozenset(rows["exact"])}


def _place_names() -> Iterator[Name]:
    rows = read_yaml(FOLDER / "places.yaml")
    for code, spellings in rows["names"].items():
        for spelling in spellings:
            yield make_name(str(spelling), sort="place", value=code, is_exact=spelling in rows["exact"])
    skipped = frozenset(rows["skipped"])
    for code in place_names.country_codes():
        for language in LANGUAGES:
            spelling = place_names.territory_name(code, language)
            if spelling and spelling not in skipped and len(spelling) > 1:
                yield make_name(spelling, sort="place", value=code)
    for country in COUNTRIES_WITH_SUBDIVISIONS:
        for part in pycountry.subdivisions.get(country_code=country):  # type: ignore[no-untyped-call] # no stubs
            if part.name not in skipped:
                yield make_name(part.name, sort="place", value=part.code)


def _authorities() -> Iterator[tuple[Authority, list[str]]]:
    for code, bodies in read_yaml(FOLDER / "authorities.yaml").items():
        for name, aliases in bodies.items():
            yield Authority(name=name, jurisdiction=code), [str(alias) for alias in aliases or ()]


def _authority_names(authorities: list[tuple[Authority, list[str]]]) -> Iterator[Name]:
    for authority, aliases in authorities:
        for spelling in dict.fromkeys([authority.name, *aliases]):
            is_acronym = spelling.isascii() and spelling.isupper() and len(spelling) <= 6
            yield make_name(spelling, sort="authority", value=authority.name, is_exact=is_acronym)
