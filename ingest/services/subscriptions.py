"""Lists of sources, in and out: hundreds at once, each added, known already, or refused with a sentence."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from ingest.core.addresses import tidy_url
from ingest.core.opml import Outline, read_opml, write_opml
from ingest.core.parsing.config import check_config
from ingest.core.publishers import jurisdiction_of_host
from ingest.http import rules_from_settings, why_not_asked
from ingest.models import PublisherKind, Source, SourceFormat
from ingest.services.coverage import update_coverage
from ingest.services.previewing import free_slugs
from ingest.services.sources import NO_CONTACT, SourceRefused
from jurisdictions.models import Jurisdiction
from jurisdictions.services import keep_jurisdiction

log = structlog.get_logger(__name__)

SPREAD_MINUTES = 10
"""First polls of a list are spread over this, so that many feeds of one host do not stand in each other's way."""

NOT_STARTED = "Added from a list, not yet started."

_COLUMNS = ("slug", "format", "publisher_kind", "notes", "pause_reason")
_is_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Refused:
    """An outline that was not added: its name or address, and why in a sentence."""

    named: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a list. `error` stands where it could not be read at all."""

    added: tuple[Source, ...] = ()
    known: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    error: str = ""


def import_opml(body: bytes, *, start: bool, now: datetime) -> Imported:
    """Add every feed of a list, paused unless `start`. Sources that we have are left as they are.

    Nothing is asked of any server here: 500 feeds take seconds. What our own list calls paused
    stays so. SourceRefused where `start` is wanted while CONTACT is unset.
    """
    if start and not settings.CONTACT:
        raise SourceRefused(NO_CONTACT)
    subscriptions = read_opml(body)
    if subscriptions.error:
        return Imported(error=subscriptions.error)
    return _store(subscriptions.outlines, start=start, now=now)


@transaction.atomic
def _store(outlines: Sequence[Outline], *, start: bool, now: datetime) -> Imported:
    asked = [url for outline in outlines for url in (outline.url, tidy_url(outline.url))]
    known_urls = set(Source.objects.filter(url__in=asked).values_list("url", flat=True))
    known_urls |= {tidy_url(url) for url in known_urls}
    places = {place.code: place for place in Jurisdiction.objects.all()}
    fresh: dict[str, tuple[Source, str]] = {}
    known: list[str] = []
    refused: list[Refused] = []
    allow = rules_from_settings().allow
    for outline in (replace(outline, url=tidy_url(outline.url)) for outline in outlines):
        if outline.url in known_urls or outline.url in fresh:
            known.append(outline.url)
            continue
        try:
            if sentence := _why_not(outline, allow):
                raise SourceRefused(sentence)
            fresh[outline.url] = _source(outline, places, start=start, now=now), _wanted_slug(outline)
        except SourceRefused as error:
            refused.append(Refused((outline.title or outline.url)[:200], str(error)))
    slugs = free_slugs([slug for _, slug in fresh.values()], taken=set(Source.objects.values_list("slug", flat=True)))
    sources = [source for source, _ in fresh.values()]
    for source, slug in zip(sources, slugs, strict=True):
        source.slug = slug
    Source.objects.bulk_create(sources, batch_size=500)
    update_coverage({source.jurisdiction_id for source in sources if source.jurisdiction_id})
    log.info("sources_imported", added=len(sources), known=len(known), refused=len(refused))
    return Imported(tuple(sources), tuple(known), tuple(refused))


def _why_not(outline: Outline, allow: Any) -> str:  # noqa: ANN401 - the gate's own tuple
    if len(outline.url) > 2_000:
        return "Its address is longer than 2,000 characters."
    if sentence := why_not_asked(outline.url, allow):
        return sentence
    try:
        _is_url(outline.url)
    except ValidationError:
        return f"“{outline.url[:200]}” is not an address that can be asked."
    return ""


def _source(outline: Outline, places: dict[str, Jurisdiction], *, start: bool, now: datetime) -> Source:
    """A source out of an outline; SourceRefused where one of our own columns in it is not valid."""
    columns = outline.columns
    code = str(columns.get("jurisdiction", "")) if columns else jurisdiction_of_host(outline.url)
    place = _place(code, places)
    source = Source(
        url=outline.url,
        name=outline.title or outline.url[:300],
        homepage=outline.homepage[:1_000],
        language=outline.language,
        jurisdiction=place,
        publisher_kind=PublisherKind.GOVERNMENT if place and not columns else PublisherKind.PRESS,
        pause_reason=NOT_STARTED,
    )
    if columns:
        _take_columns(source, columns)
    if start and columns.get("is_paused") != "true":
        _start(source, now)
    return source


def _start(source: Source, now: datetime) -> None:
    source.is_paused, source.pause_reason = False, ""
    source.next_poll_at = now + timedelta(seconds=random.uniform(0, 60 * SPREAD_MINUTES))  # noqa: S311 - spread, not secrecy


def not_started() -> QuerySet[Source]:
    """The sources that were added from a list and wait for somebody to start them."""
    return Source.objects.filter(is_paused=True, pause_reason=NOT_STARTED)


@transaction.atomic
def start_added(now: datetime) -> int:
    """Start all that lists brought, spread as a list is; tells how many. SourceRefused while CONTACT is unset."""
    if not settings.CONTACT:
        raise SourceRefused(NO_CONTACT)
    sources = list(not_started().select_for_update().order_by("pk"))
    for source in sources:
        _start(source, now)
    Source.objects.bulk_update(sources, ["is_paused", "pause_reason", "next_poll_at"], batch_size=500)
    update_coverage({source.jurisdiction_id for source in sources if source.jurisdiction_id})
    log.info("added_sources_started", count=len(sources))
    return len(sources)


def _place(code: str, places: dict[str, Jurisdiction]) -> Jurisdiction | None:
    if not code:
        return None
    try:
        return places.setdefault(code, places.get(code) or keep_jurisdiction(code))
    except LookupError as error:
        raise SourceRefused(f"“{code}” is no place that ISO 3166 knows.") from error


def _take_columns(source: Source, columns: Mapping[str, Any]) -> None:
    """Put our own columns in, each checked: the file may have been edited by hand."""
    for name in _COLUMNS:
        if name in columns:
            setattr(source, name, str(columns[name]))
    if source.format not in SourceFormat.values or source.format == SourceFormat.DESK:
        raise SourceRefused(f"“{source.format[:60]}” is no format that we read.")
    if source.publisher_kind not in PublisherKind.values:
        raise SourceRefused(f"“{source.publisher_kind[:60]}” is no kind of publisher.")
    config, topics = columns.get("config", {}), columns.get("topics", [])
    if not isinstance(config, dict) or not isinstance(topics, list):
        raise SourceRefused("Its selectors or topics are not readable: they are JSON in the file.")
    if config and (faults := check_config(source.format, config)):
        raise SourceRefused(" ".join(faults))
    minutes = str(columns.get("poll_minutes", source.poll_minutes))
    if not minutes.isascii() or not minutes.isdigit() or not 1 <= int(minutes) <= 100_000:
        raise SourceRefused(f"Its interval is “{minutes[:60]}”, and must be a number of minutes.")
    source.config, source.topics, source.poll_minutes = config, [str(topic)[:40] for topic in topics], int(minutes)
    source.pause_reason = source.pause_reason[:300]
    source.is_interval_fixed = columns.get("is_interval_fixed") == "true"
    source.is_verified_in_code = columns.get("is_verified_in_code") == "true"


def _wanted_slug(outline: Outline) -> str:
    slug = str(outline.columns.get("slug", ""))
    return (
        slugify(slug)[:110] or slugify(outline.title)[:100] or slugify(outline.url.partition("//")[2])[:100] or "source"
    )


def export_opml(now: datetime) -> bytes:
    """All sources but samples and the desk's own, with everything that an operator set."""
    rows = Source.objects.exclude(format=SourceFormat.DESK).filter(is_sample=False).select_related("jurisdiction")
    return write_opml(_outlines(rows.order_by("slug")), title="Bantracker: sources", made_at=now)


def _outlines(rows: Iterable[Source]) -> Iterable[Outline]:
    for source in rows:
        yield Outline(
            url=source.url,
            title=source.name,
            homepage=source.homepage,
            language=source.language,
            groups=(source.jurisdiction.name,) if source.jurisdiction else (),
            columns={
                "slug": source.slug,
                "format": source.format,
                "publisher_kind": source.publisher_kind,
                "jurisdiction": source.jurisdiction.code if source.jurisdiction else "",
                "topics": source.topics,
                "notes": source.notes,
                "config": source.config,
                "poll_minutes": source.poll_minutes,
                "is_interval_fixed": str(source.is_interval_fixed).lower(),
                "is_paused": str(source.is_paused).lower(),
                "pause_reason": source.pause_reason,
                "is_verified_in_code": str(source.is_verified_in_code).lower(),
            },
        )
