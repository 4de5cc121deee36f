"""ISO 3166 codes as text: check, parent, order. Source of the shapes: ISO 3166-1 and 3166-2."""

from __future__ import annotations

import re

UNION = "EU"
"""The European Union: exceptionally reserved in ISO 3166-1, and an authority of its own here."""

_COUNTRY = re.compile(r"[A-Z]{2}")
_SUBDIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")

_MEMBERS = """
    AT BE BG HR CY CZ DK EE FI FR DE GR HU IE
    IT LV LT LU MT NL PL PT RO SK SI ES SE
"""
UNION_MEMBERS = frozenset(_MEMBERS.split())
"""Members of the Union as of 1 February 2020, the day the United Kingdom had left."""


def is_code(text: str) -> bool:
    """Whether `text` has the shape of a code: `CA`, `CA-QC` or `EU`, in upper case."""
    return bool(_COUNTRY.fullmatch(text) or _SUBDIVISION.fullmatch(text))


def is_subdivision(code: str) -> bool:
    return "-" in code


def parent_code(code: str) -> str | None:
    """The country of a subdivision (`CA-QC` → `CA`); None for a country or the Union."""
    return code.partition("-")[0] if is_subdivision(code) else None


def sort_key(code: str) -> tuple[str, str]:
    """Order codes so that each subdivision follows its country."""
    country, _, part = code.partition("-")
    return country, part
