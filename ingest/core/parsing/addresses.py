"""Links as they stand in documents, made absolute."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from ingest.core.addresses import read_plainly


def web_address(address: str, *, base: str = "") -> str:
    """An absolute http(s) address; empty for anything else, such as the urn: that stands in for a link."""
    address = address.strip()
    if not address or read_plainly(address):
        return address
    try:
        absolute = urljoin(base, address)
        parts = urlsplit(absolute)
    except ValueError:
        return ""
    return absolute if parts.scheme in {"http", "https"} and parts.netloc else ""
