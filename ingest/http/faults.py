"""What went wrong on the wire, as sentences."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp

from ingest.http.answers import Limits

_LONGEST_RETRY_AFTER_S = 7 * 24 * 3600


def sentence(error: Exception, address: str, limits: Limits) -> str:
    """Say what a failed exchange means to someone who looks after the source."""
    host = _host(address)
    for kinds, text in (
        (TimeoutError, f"{host} did not answer in full within {limits.timeout_s:g} seconds."),
        (aiohttp.ClientConnectorCertificateError, f"The certificate of {host} is not valid, so nothing was read."),
        (aiohttp.ClientConnectorDNSError, f"The name {host} could not be found."),
        (aiohttp.ClientSSLError, f"No secure connection to {host} could be made."),
        (aiohttp.ClientConnectorError, f"{host} did not take the connection."),
        (aiohttp.ServerDisconnectedError, f"{host} closed the connection without an answer."),
        (aiohttp.ClientPayloadError, f"The answer of {host} was cut short or garbled on the way."),
        (aiohttp.InvalidURL, f"“{address[:200]}” is not an address that can be asked."),
        (aiohttp.ClientResponseError, f"The answer of {host} is not proper HTTP, or its header is too large."),
        (aiohttp.ClientError, f"The connection to {host} broke."),
        (OSError, f"The connection to {host} broke."),
    ):
        if isinstance(error, kinds):
            return text
    return f"“{address[:200]}” is not an address that can be asked."


def retry_after_s(value: str, *, now: datetime | None = None) -> int | None:
    """Read Retry-After (RFC 9110, 10.2.3): seconds or a date; None where it says nothing we can read."""
    text = value.strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), _LONGEST_RETRY_AFTER_S)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    seconds = (until - (now or datetime.now(UTC))).total_seconds()
    return min(max(0, round(seconds)), _LONGEST_RETRY_AFTER_S)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or "The server"
    except ValueError:
        return "The server"
