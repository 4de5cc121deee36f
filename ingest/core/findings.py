"""Whether an answer is still the feed that it was, and whether something was lost. Pure.

A source is compared with its own past: what its last good answers were like. `Past` is kept
beside the source and travels as plain JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Self
from urllib.parse import urlsplit

from ingest.core.addresses import read_plainly
from ingest.core.types import Document

COUNTS_KEPT = 12
"""Good answers whose number of entries is remembered."""

LEAST_COUNTS = 3
"""Good answers before an answer is measured by them."""

TIMES_AS_MANY = 10
FLOOD_FROM = 30
"""Entries from which ten times as many are doubted before there is much of a past: a new list of two may well grow."""

LEAST_FOR_COLLAPSE = 10
"""A source that usually gives fewer entries than this may well give one."""

BELIEVED_AFTER = 6
"""Refusals in a row after which a smaller document is believed: the publisher has cleared it out."""

_HOSTS_KEPT = 8
_WALLS = (
    "just a moment",
    "attention required",
    "access denied",
    "checking your browser",
    "verify you are human",
    "are you a robot",
    "security check",
    "pardon our interruption",
    "request rejected",
    "ddos protection",
    "captcha",
)
_REPAIRS = (
    "under maintenance",
    "scheduled maintenance",
    "down for maintenance",
    "service unavailable",
    "temporarily unavailable",
    "wartungsarbeiten",
    "en maintenance",
    "en mantenimiento",
)
"""Titles by which bot walls and maintenance pages name themselves, folded."""


@dataclass(frozen=True, slots=True)
class Past:
    """What a source's good answers were like: title, hosts that its entries link to, numbers of entries."""

    title: str = ""
    hosts: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    total: int | None = None
    refused: int = 0
    """Answers refused in a row since the last good one."""

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            title=str(kept.get("title", "")),
            hosts=tuple(kept.get("hosts", ())),
            counts=tuple(kept.get("counts", ())),
            total=kept.get("total"),
            refused=int(kept.get("refused", 0)),
        )

    def as_json(self) -> dict[str, Any]:
        kept = {"title": self.title, "hosts": list(self.hosts), "counts": list(self.counts), "total": self.total}
        return kept | {"refused": self.refused}

    def after(self, document: Document) -> Past:
        """The past once `document` was believed."""
        hosts = dict.fromkeys((*_hosts_of(document), *self.hosts))
        return Past(
            title=document.title[:200] or self.title,
            hosts=tuple(hosts)[:_HOSTS_KEPT],
            counts=(*self.counts, len(document.entries))[-COUNTS_KEPT:],
            total=document.total,
        )

    def after_refusal(self) -> Past:
        return replace(self, refused=self.refused + 1)

    @property
    def usual_count(self) -> float:
        return median(self.counts) if self.counts else 0.0


def why_not_the_feed(past: Past, document: Document) -> str:
    """The sentence that says why a document that could be read is not what this source gives; empty where it is.

    A document that holds fewer entries is believed after a while. One that holds ten times as many is
    never believed by itself where the past is long enough to judge by, for that would flood the desk;
    where it is short, it is believed after a while.
    """
    is_new_title = document.title[:200].casefold() != past.title.casefold()
    if is_new_title and (past.counts or document.format == "html_listing") and (wall := name_wall(document.title)):
        return f"{wall} The page is titled “{document.title[:120]}”."
    count, usual = len(document.entries), past.usual_count
    if _is_another(past, document):
        return (
            f"Another feed answers at this address: it calls itself “{document.title[:120]}” where "
            f"“{past.title[:120]}” answered before, and links to other hosts. If that is right, "
            "accept it on the page of the source."
        )
    if flood := _why_too_many(past, count):
        return flood
    if len(past.counts) < LEAST_COUNTS:
        return ""
    is_collapsed = usual >= LEAST_FOR_COLLAPSE and count * TIMES_AS_MANY <= usual
    if is_collapsed and past.refused < BELIEVED_AFTER:
        return (
            f"The document holds {count} of the {usual:g} entries that it usually holds. It is read again, and "
            f"believed if it stays so for {BELIEVED_AFTER} polls."
        )
    return ""


def _why_too_many(past: Past, count: int) -> str:
    if not past.counts or count < TIMES_AS_MANY * max(past.counts):
        return ""
    is_young = len(past.counts) < LEAST_COUNTS
    if is_young and (count < FLOOD_FROM or past.refused >= BELIEVED_AFTER):
        return ""
    told = (
        f"The document holds {count} entries, and it never held more than {max(past.counts)}: its shape has "
        "probably changed. Check what it gives on the page of the source."
    )
    return f"{told} It is believed if it stays so for {BELIEVED_AFTER} polls." if is_young else told


def name_wall(title: str) -> str:
    """What a page with this title is, in a sentence, where it is a bot wall or a maintenance page; else empty."""
    folded = " ".join(title.casefold().split())
    if len(folded) > 80:
        return ""  # a headline may speak of maintenance; the title of a wall is short
    if any(words in folded for words in _WALLS):
        return "A test for browsers came instead of the document."
    if any(words in folded for words in _REPAIRS):
        return "A maintenance page came instead of the document."
    return ""


def _is_another(past: Past, document: Document) -> bool:
    hosts = _hosts_of(document)
    is_renamed = bool(past.title and document.title) and past.title.casefold() != document.title[:200].casefold()
    return is_renamed and bool(past.hosts and hosts) and not set(past.hosts) & set(hosts)


def is_gap(past: Past, *, entry_count: int, known_count: int) -> bool:
    """Whether entries were probably lost before this document: it is full, and holds none that was known."""
    return bool(past.counts) and known_count == 0 and entry_count >= max(2.0, past.usual_count)


def holds_long_enough(past: Past, *, minutes: int, entries_per_day: float | None) -> bool:
    """Whether a document turns over slowly enough to be asked this seldom: half of it is new by then at most."""
    if entries_per_day is None or not past.counts:
        return False
    return entries_per_day * minutes / 1_440 <= past.usual_count / 2


def _hosts_of(document: Document) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_registrable(host) for entry in document.entries if (host := _host(entry.url))))


def _host(url: str) -> str:
    if plain := read_plainly(url):
        return plain.host
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _registrable(host: str) -> str:
    """The last two names, or three where the second is short (gov.uk, go.jp): near enough for a comparison."""
    names = host.removeprefix("www.").split(".")
    return ".".join(names[-3:] if len(names) > 2 and len(names[-2]) <= 3 else names[-2:])


def delays_s(pairs: Iterable[tuple[Any, Any]]) -> list[float]:
    """Seconds from published to first seen; what was published before the source was watched is left to the caller."""
    return [max(0.0, (seen - published).total_seconds()) for published, seen in pairs if published and seen]
