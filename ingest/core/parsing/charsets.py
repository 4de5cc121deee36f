"""Names of charsets as documents give them: those that can be trusted to decode anything, and those that cannot."""

from __future__ import annotations

import codecs
from functools import lru_cache

_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"})
"""Codecs of Python that decode text but are no charsets, and raise on what they do not know."""


@lru_cache(maxsize=256)
def is_charset(name: str) -> bool:
    """Whether a name is that of a charset: not of a codec that unpacks, escapes or speaks of host names."""
    try:
        known = codecs.lookup(name)
        b"<x>".decode(name, "replace")
    except (LookupError, ValueError):
        return False
    return known.name.replace("-", "_") not in _NO_CHARSETS
