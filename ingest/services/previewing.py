"""What a source would bring: its first entries with proposals, what we have already, and what we would call it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from django.db.models import Count
from django.utils.text import slugify

from ingest.core.languages import find_language
from ingest.core.publishers import jurisdiction_of_host
from ingest.core.rhythm import learn_rhythm
from ingest.core.text import read_entry
from ingest.core.types import Document, Entry, Proposed, ReadText
from ingest.models import Item, PublisherKind, Source, SourceFormat
from ingest.services.proposing import propose_text

SHOWN = 10
"""Entries shown with their proposals."""

_COMPARED = 50
"""Entries whose addresses are looked up among what we hold."""

_SAME_SHARE = 0.5
_INTERVALS = ((50, 15), (20, 30), (5, 60), (1, 240), (0, 720))
"""Entries a week from which a source is asked every so many minutes."""

_UNSEEN_MINUTES = 60
"""Where nothing is known of how often it publishes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the queue would get it."""

    entry: Entry
    text: ReadText
    proposed: Proposed


@dataclass(frozen=True, slots=True)
class Double:
    """A source that we have already and that this address may repeat; `reason` is a sentence."""

    source: Source
    reason: str
    is_same: bool
    """True where it is the very address: it cannot be added again."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What we would call it and how often we would ask; each may be changed."""

    name: str
    slug: str
    language: str
    jurisdiction: str
    publisher_kind: str
    poll_minutes: int
    homepage: str


def lines_of(document: Document, *, publisher: str = "", most: int = SHOWN) -> tuple[Line, ...]:
    """The first entries, read and proposed as the classifier would; nothing is stored."""
    found = []
    for entry in document.entries[:most]:
        text = read_entry(entry, fallback_language=document.language)
        published = entry.published_at.date() if entry.published_at else None
        found.append(Line(entry, text, propose_text(text, published=published, publisher=publisher)))
    return tuple(found)


def doubles_of(urls: Iterable[str], document: Document | None) -> tuple[Double, ...]:
    """Sources that this one may repeat: the same address, where it redirects to, or the same entries."""
    asked = [url for url in urls if url]
    found: dict[int, Double] = {}
    spelt = {other for url in asked for other in _spellings(url)}
    for source in Source.objects.filter(url__in=spelt):
        is_same = source.url in asked
        reason = (
            f"“{source.name}” has this address already."
            if is_same
            else f"“{source.name}” has nearly this address: {source.url}"
        )
        found[source.pk] = Double(source, reason, is_same)
    if document is not None:
        for source, shared, count in _with_same_entries(document):
            reason = f"“{source.name}” brought {shared} of these {count} entries."
            found.setdefault(source.pk, Double(source, reason, is_same=False))
    return tuple(sorted(found.values(), key=lambda double: not double.is_same))


def _with_same_entries(document: Document) -> list[tuple[Source, int, int]]:
    urls = {entry.url for entry in document.entries[:_COMPARED] if entry.url}
    if not urls:
        return []
    rows = Item.objects.filter(url__in=urls).exclude(source__format=SourceFormat.DESK).order_by()
    counts = dict(rows.values_list("source").annotate(Count("url", distinct=True)))
    likely = {pk: n for pk, n in counts.items() if n >= max(2, _SAME_SHARE * len(urls))}
    return [(source, likely[source.pk], len(urls)) for source in Source.objects.filter(pk__in=likely)]


def _spellings(url: str) -> set[str]:
    """The ways in which one address is commonly written: http and https, with www and without, a slash at the end."""
    parts = urlsplit(url)
    host = parts.netloc.casefold()
    hosts = {host, host.removeprefix("www."), host if host.startswith("www.") else f"www.{host}"}
    paths = {parts.path.rstrip("/"), parts.path.rstrip("/") + "/"}
    return {
        urlunsplit((scheme, one, path, parts.query, ""))
        for scheme in ("http", "https")
        for one in hosts
        for path in paths
    } | {url}


def suggest(url: str, document: Document, *, now: datetime) -> Suggested:
    """Name, place, language and interval, from what the document and its address tell."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    name = " ".join(document.title.split())[:300] or host
    place = jurisdiction_of_host(url)
    return Suggested(
        name=name,
        slug=free_slug(name if name != host else host.replace(".", "-")),
        language=_language(document),
        jurisdiction=place,
        publisher_kind=PublisherKind.GOVERNMENT if place else PublisherKind.PRESS,
        poll_minutes=_interval(document, now),
        homepage=f"{parts.scheme}://{parts.netloc}/",
    )


def _language(document: Document) -> str:
    if document.language:
        return document.language[:20]
    words = "\n".join(entry.title for entry in document.entries[:SHOWN])
    return find_language(words)


def _interval(document: Document, now: datetime) -> int:
    if not document.entries:
        return _UNSEEN_MINUTES
    rhythm = learn_rhythm((e.published_at for e in document.entries if e.published_at), now=now)
    return next(minutes for least, minutes in _INTERVALS if rhythm.per_week >= least)


def free_slug(text: str) -> str:
    """A short name that no source has yet."""
    base = slugify(text if " " in text else text.replace(".", "-"))[:100] or "source"
    return free_slugs([base], taken=set(Source.objects.filter(slug__startswith=base).values_list("slug", flat=True)))[0]


def free_slugs(bases: Sequence[str], *, taken: set[str]) -> list[str]:
    """A free short name for each of `bases`; `taken` grows by what was given away."""
    given = []
    for base in bases:
        slug, number = base, 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)
        given.append(slug)
    return given
