"""RSS, Atom, RDF and CDF: the quick reader first, feedparser where that may fall short."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from ingest.core.parsing import quickfeed, reference
from ingest.core.parsing.limits import MOST_ENTRIES
from ingest.core.parsing.sniffing import Sniffed
from ingest.core.parsing.xmltree import tree_of
from ingest.core.types import Document

_ITEM = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(?:item|entry)[\s>/]", re.IGNORECASE)
_QUOTED = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)

_MOST_FOR_REFERENCE = 500_000
"""Bytes that feedparser is given: on some broken documents it takes a minute for ten million."""

_MOST_FOR_SECOND_OPINION = 150_000
"""Where entries have been found already, less is risked to find some more."""


def read(found: Sniffed, *, content_type: str, url: str, now: datetime) -> Document:
    """Read a feed. Ill-formed XML is read as far as it goes; a feed without entries is no error.

    feedparser is asked too where the XML had to be mended and entries are missing or bare, where
    none were found although some seem to be there, and for what the quick reader does not know.
    """
    quick, is_whole = _quickly(found, content_type=content_type, url=url, now=now)
    if quick is not None and is_whole:
        return quick
    most = _MOST_FOR_SECOND_OPINION if quick and quick.entries else _MOST_FOR_REFERENCE
    found = replace(found, body=found.body[:most])
    slow = reference.read(found, content_type=content_type, url=url, now=now)
    if quick is None or len(slow.entries) >= max(1, len(quick.entries)):
        return slow
    return quick if quick.entries or not slow.error else slow


def _quickly(found: Sniffed, *, content_type: str, url: str, now: datetime) -> tuple[Document | None, bool]:
    """What the quick reader gives, and whether there is nothing more to be had."""
    tree = tree_of(found.body, content_type=content_type)
    if tree is None:
        return None, False
    try:
        document = quickfeed.read(tree.root, url=url, now=now)
    except quickfeed.TooStrangeError:
        return None, False
    if tree.is_sound:
        return document, bool(document.entries) or not _ITEM.search(_QUOTED.sub(b"", found.body))
    seen = len(_ITEM.findall(_QUOTED.sub(b"", found.body)))
    if not seen and not document.entries:
        return document, True
    bare = sum(not entry.title and not entry.html for entry in document.entries)
    return document, len(document.entries) >= min(seen, MOST_ENTRIES) > 0 and not bare
