"""An address as a key: what of it names the page, and what only says how somebody came there. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple
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
_PLAIN = re.compile(
    r"https?://([A-Za-z\d.-]*[A-Za-z\d])(/[\w!$&'()*+,:@./~%=-]*)?(?:\?([\w!$&'()*+,:@./?~%=-]+))?", re.ASCII
)
_PLAIN_PATH = re.compile(r"(?:/[\w.~-]+)*/?", re.ASCII)
_PLAIN_QUERY = re.compile(r"[\w.~-]+(?:=[\w.~-]*)?(?:&[\w.~-]+(?:=[\w.~-]*)?){0,50}", re.ASCII)
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z\d.+-]*:", re.IGNORECASE | re.ASCII)
_PERHAPS_SHORTER = re.compile(r"amp|/(?:index|default)\.", re.IGNORECASE)


class PlainAddress(NamedTuple):
    """The parts of an address that holds nothing out of the way."""

    host: str
    path: str
    query: str


def read_plainly(address: str) -> PlainAddress | None:
    """The parts of an http(s) address of ASCII letters, digits and common signs; None for any other.

    Nearly all are so, and `urlsplit` with its many cares takes ten times as long.
    """
    match = _PLAIN.fullmatch(address)
    return PlainAddress(match[1].lower(), match[2] or "", match[3] or "") if match else None


def tidy_url(url: str) -> str:
    """An address as it is asked, written in one way: scheme and host small, no usual port, no fragment, `feed:` opened.

    Two lists may write one address in two ways; it is polled once. What cannot be read stays as it is.
    """
    url = url.strip()
    if url[:5].casefold() == "feed:":
        rest = url[5:]
        url = rest if rest.casefold().startswith(("http:", "https:")) else "http:" + rest
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return url
    login, at, place = parts.netloc.rpartition("@")
    is_usual = port is None or port == {"http": 80, "https": 443}[parts.scheme]
    host = (place.rpartition(":")[0] if port is not None or place.endswith(":") else place) if is_usual else place
    return parts._replace(netloc=login + at + host.lower(), path=parts.path or "/", fragment="").geturl()


def canonical_url(url: str) -> str:
    """The address as a key; empty for none.

    Without scheme, `www.`, mobile and AMP forms, default port, fragment, session, tracking,
    `index.html` and a last slash; with the query sorted and the same escapes everywhere.
    """
    plain = read_plainly(url)
    if plain and not _PERHAPS_SHORTER.search(url):
        return _without_prefix(plain.host) + _named_path(plain.path) + _with_mark(_named_query(plain.query))
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
    host = _without_prefix(host) + (f":{port}" if port not in _PORTS else "")
    return host + _named_path(parts.path) + _with_mark(_named_query(parts.query))


def without_host(address: str) -> str:
    """What stands after the host of a name that is an address: it survives a move to https or another host."""
    if ":" not in address or _OTHER_SCHEME.match(address):
        return ""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"}:
        return ""
    path, query = _named_path(parts.path), _named_query(parts.query)
    return (path or "/") + _with_mark(query) if path or query else ""


def _without_prefix(host: str) -> str:
    while (shorter := _HOST_PREFIX.sub("", host)) != host:
        host = shorter
    return host


def _with_mark(query: str) -> str:
    return f"?{query}" if query else ""


def _named_path(path: str) -> str:
    if _PLAIN_PATH.fullmatch(path) and not _PERHAPS_SHORTER.search(path):
        return path.rstrip("/")
    path = re.sub(r"/{2,}", "/", _SESSION.sub("", path))
    path = _AMP_PATH.sub("", _INDEX.sub("", path.rstrip("/"))).rstrip("/")
    return quote(unquote(path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~", errors="surrogateescape")


def _named_query(query: str) -> str:
    if not query:
        return ""
    if _PLAIN_QUERY.fullmatch(query):
        named = sorted(part.partition("=")[::2] for part in query.split("&"))
        return "&".join(f"{name}={value}" for name, value in named if not _is_tracking(name, value))
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape", max_num_fields=200)
    except ValueError:  # hundreds of fields: no name that a person gave
        return query
    return urlencode(sorted(pair for pair in pairs if not _is_tracking(*pair)), errors="surrogateescape")


def _is_tracking(name: str, value: str) -> bool:
    if name.lower() in _PERHAPS_TRACKING:
        return not any(char.isdigit() for char in value) or name.lower() == "amp"
    return bool(_TRACKING.match(name))
