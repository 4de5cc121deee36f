"""Links as they stand in documents, made absolute."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def web_address(address: str, *, base: str = "") -> str:
    """An absolute http(s) address; empty for anything else, such as the urn: that stands in for a link."""
    address = address.strip()
    if not address:
        return ""
    try:
        absolute = urljoin(base, address)
        parts = urlsplit(absolute)
    except ValueError:
        return ""
    return absolute if parts.scheme in {"http", "https"} and parts.netloc else ""
