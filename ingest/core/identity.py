"""By what an entry is known inside its source, so that a second poll stores nothing twice."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from ingest.core.addresses import canonical_url, without_host
from ingest.core.references import federal_register_numbers
from ingest.core.text import Plain, html_to_text, plain_of
from ingest.core.types import Entry, Identity

__all__ = ["NAMES", "canonical_url", "content_digest", "identify", "identify_all", "without_host"]

_LONGEST = 500
"""What the columns for keys and aliases hold."""

NAMES = frozenset({"key", "guid", "guid_path", "fr_document"})
"""Aliases that name one entry by themselves; the others (an address, a number told in a text) need a like title too."""


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
    aliases += _document_numbers(entry)
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


def content_digest(entry: Entry, plain: Plain | None = None) -> str:
    """SHA-256 over what a person would call the content: title and visible text, spaces folded.

    Dates, addresses, tracking parameters and markup are left out, so that their change alone
    makes no new version.
    """
    plain = plain or plain_of(entry)
    content = "\n".join((plain.title.replace("\n", " "), plain.text.replace("\n", " ")))
    return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()


def _document_numbers(entry: Entry) -> list[tuple[str, str]]:
    """The Federal Register number that an entry's address bears, else the only one that its text tells."""
    if borne := federal_register_numbers(f"{entry.guid} {entry.url}"):
        return [("fr_document", borne[0])]
    told = federal_register_numbers(f"{entry.title} {html_to_text(entry.html)}") if "FR" in entry.html else ()
    return [("fr_told", told[0])] if len(told) == 1 else []


def _told_apart(identity: Identity, rest: str) -> Identity:
    if not rest or rest == identity.key:
        return identity
    return Identity(key=_fit(f"{identity.key}|{rest}"), reason=identity.reason, aliases=identity.aliases)


def _fit(value: str) -> str:
    """The value, or its hash where the column could not hold it."""
    value = value.replace("\x00", "")
    return value if len(value) <= _LONGEST else "sha256:" + hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()
