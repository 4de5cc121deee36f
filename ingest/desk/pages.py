"""A kept answer as an editor reads it: text that no browser runs."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.text import slugify

from ingest.models import Snapshot
from ingest.services.captures import body_of

SHOWN = 60_000
_DOWNLOADED = 2_000_000


@dataclass(frozen=True, slots=True)
class KeptText:
    """`whole` for the text alone, at most two million characters; `shown` for a page; `is_cut` where that is less."""

    whole: str
    shown: str
    is_cut: bool
    is_binary: bool


def text_of(snapshot: Snapshot) -> KeptText:
    """The body as text, in the charset that came with it; for what is no text, a sentence."""
    body = body_of(snapshot)
    if b"\x00" in body[:4_000] or body.startswith(b"%PDF-"):
        told = f"This answer is no text ({_field(snapshot, 'content-type') or 'no type given'}): {len(body)} bytes."
        return KeptText(told, told, is_cut=False, is_binary=True)
    charset = _field(snapshot, "content-type").lower().partition("charset=")[2].strip("\"' ;") or "utf-8"
    try:
        text = body[:_DOWNLOADED].decode(charset, "replace")
    except LookupError:
        text = body[:_DOWNLOADED].decode("utf-8", "replace")
    return KeptText(text, text[:SHOWN], is_cut=len(text) > SHOWN, is_binary=False)


def archive_name(snapshot: Snapshot) -> str:
    """A file name from host, day and hash."""
    host = slugify((urlsplit(snapshot.url).hostname or "page").replace(".", "-"))
    return f"{host}-{snapshot.fetched_at:%Y%m%d}-{snapshot.sha256[:12]}.warc.gz"


def _field(snapshot: Snapshot, name: str) -> str:
    return next((value for key, value in snapshot.headers if key.lower() == name), "")
