"""An address as a key: what of it names the page, and what only says how somebody came there. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|twclid|mc_[ce]id|cmpid|ocid|xtor|at_\w+|ref_src"
    r"|smid|soc_src|_hs(enc|mi)|phpsessid|jsessionid|sid|amp|outputtype|spm|from|partner|cid|ns_\w+|pk_\w+|mtm_\w+)$",
    re.IGNORECASE,
)
_PERHAPS_TRACKING = frozenset({"ref", "source", "share", "from", "cid", "sid", "partner", "amp", "outputtype"})
"""Names that some sites use for documents: with a digit in the value ("ref=2025-14") they name the page."""

_SESSION = re.compile(r";(jsessionid|phpsessid|sid)=[^/?]*", re.IGNORECASE)
_INDEX = re.compile(r"/(index|default)\.(html?|xhtml|php\d?|aspx?|jsp|cfm)$", re.IGNORECASE)
_AMP_PATH = re.compile(r"(?<=[^/])(/amp(\.html?)?|\.amp)(?=$|\.html?$)", re.IGNORECASE)
_HOST_PREFIX = re.compile(r"^(www\d?|m|mobile|amp|wap)\.(?=[^.]+\.)")
_AMP_VIEWER = re.compile(r"^(?:[^/]*\.)?(?:cdn\.ampproject\.org/[cv]/(?:s/)?|google\.[a-z.]+/amp/(?:s/)?)(.+)$")
_PORTS = {None, 80, 443}


def canonical_url(url: str) -> str:
    """The address as a key; empty for none.

    Without scheme, `www.`, mobile and AMP forms, default port, fragment, session, tracking,
    `index.html` and a last slash; with the query sorted and the same escapes everywhere.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".")
    if not host:
        return ""
    if viewed := _AMP_VIEWER.match(f"{host}{parts.path}"):
        return canonical_url(f"https://{viewed[1]}" + (f"?{parts.query}" if parts.query else ""))
    while (shorter := _HOST_PREFIX.sub("", host)) != host:
        host = shorter
    query = _named_query(parts.query)
    return host + (f":{port}" if port not in _PORTS else "") + _named_path(parts.path) + (f"?{query}" if query else "")


def without_host(address: str) -> str:
    """What stands after the host of a name that is an address: it survives a move to https or another host."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"}:
        return ""
    path, query = _named_path(parts.path), _named_query(parts.query)
    return (path or "/") + (f"?{query}" if query else "") if path or query else ""


def _named_path(path: str) -> str:
    path = re.sub(r"/{2,}", "/", _SESSION.sub("", path))
    path = _AMP_PATH.sub("", _INDEX.sub("", path.rstrip("/"))).rstrip("/")
    return quote(unquote(path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~", errors="surrogateescape")


def _named_query(query: str) -> str:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape", max_num_fields=200)
    except ValueError:  # hundreds of fields: no name that a person gave
        return query
    return urlencode(sorted(pair for pair in pairs if not _is_tracking(*pair)), errors="surrogateescape")


def _is_tracking(name: str, value: str) -> bool:
    if name.lower() in _PERHAPS_TRACKING:
        return not any(char.isdigit() for char in value) or name.lower() == "amp"
    return bool(_TRACKING.match(name))
