"""Where the next page of a listing or an API stands."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ingest.core.parsing.config import Paging


def next_by_number(url: str, paging: Paging, *, count: int, total: int | None = None) -> str:
    """The address of the next page; empty after the last one, and where this page held nothing."""
    if not url or not count:
        return ""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    at = next((value for name, value in query if name == paging.parameter), "")
    number = int(at) if at.isascii() and at.isdigit() and len(at) < 12 else paging.start
    step = count if paging.step is None else paging.step
    pages_before = (number - paging.start) // step + 1
    is_all_seen = paging.step is None and total is not None and number - paging.start + count >= total
    if pages_before >= paging.last or is_all_seen:
        return ""
    rest = [(name, value) for name, value in query if name != paging.parameter]
    following = urlencode([*rest, (paging.parameter, str(number + step))])
    return urlunsplit(parts._replace(query=following, fragment=""))
