"""By what an entry is known inside its source, so that a second poll stores nothing twice."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from ingest.core.text import html_to_text
from ingest.core.types import Entry, Identity

_LONGEST = 500
"""What the columns for keys and aliases hold."""

_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|cmpid|ocid|xtor|at_\w+|ref|ref_src|source|share|smid|soc_src)$",
    re.IGNORECASE,
)
_DOCUMENT_NUMBERS = (
    ("fr_document", re.compile(r"federalregister\.gov/(?:d|documents/\d{4}/\d\d/\d\d)/([\dCRE]+-\d+)", re.IGNORECASE)),
    ("celex", re.compile(r"CELEX(?:%3A|:|=)(\d{5}[A-Z]{1,2}\d{4})", re.IGNORECASE)),
)


def identify(entry: Entry) -> Identity:
    """The key of one entry: its guid, else its address, else its content.

    Use `identify_all` for a document: there one guid may stand on several entries.
    """
    canonical = canonical_url(entry.url)
    aliases = [
        ("guid", _fit(entry.guid.strip())),
        ("guid_path", _fit(without_host(entry.guid))),
        ("url", _fit(canonical)),
    ]
    aliases += [
        (kind, match[1].upper())
        for kind, pattern in _DOCUMENT_NUMBERS
        if (match := pattern.search(f"{entry.guid} {entry.url}"))
    ]
    known = tuple(dict.fromkeys((kind, value) for kind, value in aliases if value))
    if entry.guid.strip():
        return Identity(key=_fit(entry.guid.strip()), reason="guid", aliases=known)
    if canonical:
        return Identity(key=_fit(canonical), reason="url", aliases=known)
    return Identity(key=content_digest(entry), reason="content", aliases=known)


def identify_all(entries: Sequence[Entry]) -> list[Identity]:
    """Identities of a document's entries, in order. The same entry twice has the same key twice.

    A guid that stands on different entries is no name: there guid and address together are the
    key, or guid and content where the address is the same too.
    """
    identities = [identify(entry) for entry in entries]
    if len({identity.key for identity in identities}) == len(identities):
        return identities  # nearly always so, and the digests below cost more than all the rest
    digests = [content_digest(entry) for entry in entries]
    for rests in ([canonical_url(entry.url) for entry in entries], digests):
        shared = _shared_keys(identities, digests)
        identities = [
            _told_apart(identity, rest) if identity.key in shared else identity
            for identity, rest in zip(identities, rests, strict=True)
        ]
    return identities


def _shared_keys(identities: Sequence[Identity], digests: Sequence[str]) -> frozenset[str]:
    seen = {(identity.key, digest) for identity, digest in zip(identities, digests, strict=True)}
    counts = Counter(key for key, _ in seen)
    return frozenset(key for key, count in counts.items() if count > 1)


def content_digest(entry: Entry) -> str:
    """SHA-256 over what a person would call the content: title and visible text, spaces folded.

    Dates, addresses, tracking parameters and markup are left out, so that their change alone
    makes no new version.
    """
    content = "\n".join((" ".join(html_to_text(entry.title).split()), " ".join(html_to_text(entry.html).split())))
    return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()


def canonical_url(url: str) -> str:
    """An address as a key: no scheme, `www.`, default port, fragment or tracking; empty for none."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    if not parts.hostname:
        return ""
    host = parts.hostname.removeprefix("www.") + (f":{port}" if port not in {None, 80, 443} else "")
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(name)
    ]
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def without_host(guid: str) -> str:
    """The path and query of a guid that is an address: it survives a move to https or another host."""
    try:
        parts = urlsplit(guid.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or (not parts.path.strip("/") and not parts.query):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _told_apart(identity: Identity, rest: str) -> Identity:
    if not rest or rest == identity.key:
        return identity
    return Identity(key=_fit(f"{identity.key}|{rest}"), reason=identity.reason, aliases=identity.aliases)


def _fit(value: str) -> str:
    """The value, or its hash where the column could not hold it."""
    value = value.replace("\x00", "")
    return value if len(value) <= _LONGEST else "sha256:" + hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()
