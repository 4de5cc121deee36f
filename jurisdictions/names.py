"""Names of places: countries from CLDR through Babel, subdivisions from ISO 3166-2 through pycountry."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from gettext import NullTranslations, translation

import pycountry
from babel import Locale, UnknownLocaleError

from jurisdictions import codes

_SUBDIVISIONS = {
    "BE-VLG": "Flanders",
    "CA-QC": "Quebec",
    "DE-BE": "Berlin",
    "GB-SCT": "Scotland",
    "GB-WLS": "Wales",
    "JP-24": "Mie Prefecture",
    "JP-31": "Tottori Prefecture",
}
"""English names where ISO 3166-2 gives the local form only."""
_SUBDIVISIONS_ELSEWHERE = {
    "fr": {
        "BE-VLG": "Flandre",
        "GB-SCT": "Écosse",
        "GB-WLS": "Pays de Galles",
        "JP-24": "Préfecture de Mie",
        "JP-31": "Préfecture de Tottori",
    }
}
"""The same names in other languages of the interface."""


@lru_cache(maxsize=4096)
def territory_name(code: str, language: str) -> str:
    """The CLDR name of a country or of the Union in `language`; empty where CLDR has none."""
    if codes.is_subdivision(code):
        return ""
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return str(locale.territories.get(code, ""))


def subdivision_name(code: str) -> str:
    """The English name of a subdivision; raises LookupError where ISO 3166-2 does not know it."""
    if code in _SUBDIVISIONS:
        return _SUBDIVISIONS[code]
    subdivision = pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]  # pycountry types it not
    if subdivision is None:
        raise LookupError(f"ISO 3166-2 has no subdivision {code}.")
    return str(subdivision.name)


def subdivision_name_in(language: str, code: str, name: str) -> str:
    """A subdivision in `language`: as the translators of ISO 3166-2 write its English `name`, else that name."""
    language = language.partition("-")[0]
    return _SUBDIVISIONS_ELSEWHERE.get(language, {}).get(code) or _subdivision_words(language).gettext(name)


@lru_cache(maxsize=8192)
def place_name(code: str, name: str, language: str) -> str:
    """A place in `language` where CLDR or ISO 3166-2 has it, else `name`, by which we keep it."""
    if codes.is_subdivision(code):
        return subdivision_name_in(language, code, name)
    return territory_name(code, language) or name


@lru_cache(maxsize=16)
def _subdivision_words(language: str) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    return translation("iso3166-2", pycountry.LOCALES_DIR, languages=[language], fallback=True)


@lru_cache(maxsize=8192)
def name_order(name: str) -> str:
    """A name as lists are sorted: É stands with E, small letters with great ones."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return plain.casefold()


def country_codes() -> list[str]:
    """Every ISO 3166-1 country and Kosovo (user-assigned XK), in order."""
    return sorted([country.alpha_2 for country in pycountry.countries] + ["XK"])


SHORT_NAMES = {
    "UK": "GB",
    "Great Britain": "GB",
    "Britain": "GB",
    "USA": "US",
    "U.S.": "US",
    "America": "US",
    "European Union": "EU",
    "Czech Republic": "CZ",
    "South Korea": "KR",
    "Korea": "KR",
    "Holland": "NL",
    "UAE": "AE",
    "Turkey": "TR",
}
"""What people write for a place and CLDR does not list."""
