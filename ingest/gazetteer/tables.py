"""Writes `countries.tsv` and `subdivisions.tsv` out of CLDR and ISO 3166-2.

Reading twenty locales takes seconds and 30 MB, so their names are kept as two small tables.
Write them anew after an update of Babel or pycountry: `python -m ingest.gazetteer.tables`.
A test holds the tables to the libraries.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pycountry

from ingest.core.inflection import Stem, stem_of
from jurisdictions import names

FOLDER = Path(__file__).resolve().parent
COUNTRIES, SUBDIVISIONS = FOLDER / "countries.tsv", FOLDER / "subdivisions.tsv"
LANGUAGES = (
    *(
        "en",
        "fr",
        "de",
        "es",
        "it",
        "pt",
        "nl",
        "pl",
        "cs",
        "sk",
        "sv",
        "da",
        "nb",
        "is",
        "fi",
        "et",
        "lv",
        "lt",
        "hu",
        "ro",
    ),
    *(
        "hr",
        "sl",
        "sr",
        "bg",
        "mk",
        "be",
        "ru",
        "uk",
        "el",
        "tr",
        "id",
        "vi",
        "he",
        "ar",
        "fa",
        "ur",
        "hi",
        "bn",
        "th",
        "ja",
        "ko",
    ),
    *("zh", "zh_Hant", "zh_Hant_HK"),
)
COUNTRIES_WITH_SUBDIVISIONS = ("US", "CA", "AU", "DE", "IN", "BR", "MX", "JP", "AT", "CH")
_LEAST_LETTERS = 4
_LEAST_UNCASED = 3
_LEAST_UNSPACED = 2
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_BESIDE = re.compile(r"\s*[(（\[].*|\s+[-–]\s+.*")
"""What CLDR adds to tell two apart: "Congo - Kinshasa", "Hong Kong (China)"."""


def country_rows() -> list[tuple[str, str, str]]:
    """Code, stem and sort of ending, for each way in which a country is named. What names two is left out."""
    found: dict[Stem, dict[str, None]] = defaultdict(dict)
    for language in LANGUAGES:
        for code in [*names.country_codes(), "EU"]:
            spelling = _BESIDE.sub("", names.territory_name(code, language))
            if _is_telling(spelling):
                found[stem_of(spelling, language)].setdefault(code)
    rows = [(next(iter(codes)), stem.text, stem.ending) for stem, codes in found.items() if len(codes) == 1]
    return sorted(rows)


def subdivision_rows() -> list[tuple[str, str]]:
    """Code and name of the states, provinces and Länder of federations."""
    rows = {
        (part.code, " ".join(_BESIDE.sub("", part.name).split()))
        for country in COUNTRIES_WITH_SUBDIVISIONS
        for part in pycountry.subdivisions.get(country_code=country)  # type: ignore[no-untyped-call] # no stubs
    }
    return sorted(row for row in rows if len(row[1]) >= _LEAST_LETTERS)


def _is_telling(spelling: str) -> bool:
    letters = sum(map(str.isalpha, spelling))
    if _UNSPACED.search(spelling):
        return letters >= _LEAST_UNSPACED
    if spelling.lower() == spelling.upper():  # a script without capitals writes its vowels small or not at all
        return len(spelling) >= _LEAST_UNCASED
    return letters >= _LEAST_LETTERS or (spelling.isupper() and letters > _LEAST_UNSPACED and not spelling.isascii())


def text_of(rows: list[tuple[str, str, str]] | list[tuple[str, str]]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


if __name__ == "__main__":
    COUNTRIES.write_text(text_of(country_rows()), encoding="utf-8")
    SUBDIVISIONS.write_text(text_of(subdivision_rows()), encoding="utf-8")
