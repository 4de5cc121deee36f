"""Whose address it is: the jurisdiction that a government's host name tells."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_OF_A_COUNTRY = re.compile(r"(?:^|\.)(?:gov|govt|gob|gouv|gub|go|gc|gv|government)\.([a-z]{2})$")
_HOSTS = {
    "gov": "US",
    "mil": "US",
    "europa.eu": "EU",
    "bund.de": "DE",
    "admin.ch": "CH",
    "canada.ca": "CA",
    "overheid.nl": "NL",
}
_NOT_ISO = {"UK": "GB"}


def jurisdiction_of_host(url: str) -> str:
    """The jurisdiction of a government's address; empty where the host tells none."""
    try:
        host = (urlsplit(url).hostname or "").casefold()
    except ValueError:
        return ""
    if match := _OF_A_COUNTRY.search(host):
        code = match[1].upper()
        return _NOT_ISO.get(code, code)
    return next((code for end, code in _HOSTS.items() if host == end or host.endswith(f".{end}")), "")
