"""Adding a source, and changing how one is read: one service behind the desk and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from ingest.core.addresses import tidy_url
from ingest.core.parsing.config import check_config
from ingest.http import rules_from_settings, why_not_asked
from ingest.models import PublisherKind, Source, SourceFormat
from ingest.services.coverage import update_coverage
from ingest.services.previewing import free_slug
from ingest.services.sources import NO_CONTACT, SourceRefused, forget_what_was_learnt
from jurisdictions.models import Jurisdiction
from jurisdictions.services import keep_jurisdiction

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class NewSource:
    """What an operator says of a source. `jurisdiction` is an ISO 3166 code or empty."""

    url: str
    name: str
    slug: str = ""
    format: str = SourceFormat.AUTO
    config: Mapping[str, Any] = field(default_factory=dict)
    publisher_kind: str = PublisherKind.PRESS
    jurisdiction: str = ""
    language: str = ""
    homepage: str = ""
    poll_minutes: int = 60


@transaction.atomic
def add_source(new: NewSource, *, start: bool = False) -> Source:
    """Put a source on the books, paused unless `start`. SourceRefused, with the sentence, where it cannot be."""
    if start and not settings.CONTACT:
        raise SourceRefused(NO_CONTACT)
    new = replace(new, url=tidy_url(new.url))
    if refusal := why_not_asked(new.url, rules_from_settings().allow):
        raise SourceRefused(refusal)
    if faults := check_config(new.format, new.config):
        raise SourceRefused(" ".join(faults))
    taken = Source.objects.filter(url=new.url).first() or (
        Source.objects.filter(slug=new.slug).first() if new.slug else None
    )
    if taken is not None:
        what = "address" if taken.url == new.url else "short name"
        raise SourceRefused(f"“{taken.name}” ({taken.slug}) has this {what} already.")
    source = Source(
        slug=new.slug or free_slug(new.name),
        name=new.name,
        url=new.url,
        homepage=new.homepage,
        format=new.format,
        config=dict(new.config),
        publisher_kind=new.publisher_kind,
        jurisdiction=_place(new.jurisdiction),
        language=new.language,
        poll_minutes=new.poll_minutes,
        is_paused=not start,
        pause_reason="" if start else "Added, not yet started.",
    )
    _check(source)
    source.save()
    if source.jurisdiction_id:
        update_coverage({source.jurisdiction_id})
    log.info("source_added", source=source.slug, started=start)
    return source


@transaction.atomic
def change_source(source: Source, new: NewSource) -> Source:
    """Take over what an operator changed. Where address or reading changes, what was learnt of them is forgotten."""
    held = Source.objects.select_for_update().get(pk=source.pk)
    if new.url != held.url:
        new = replace(new, url=tidy_url(new.url))
    if refusal := why_not_asked(new.url, rules_from_settings().allow):
        raise SourceRefused(refusal)
    if faults := check_config(new.format, new.config):
        raise SourceRefused(" ".join(faults))
    taken = Source.objects.filter(url=new.url).exclude(pk=held.pk).first()
    if taken is not None:
        raise SourceRefused(f"“{taken.name}” ({taken.slug}) has this address already.")
    places = {held.jurisdiction_id}
    if (held.url, held.format, held.config) != (new.url, new.format, dict(new.config)):
        forget_what_was_learnt(held)
        held.past = {}
    held.name, held.url, held.homepage = new.name, new.url, new.homepage
    held.format, held.config = new.format, dict(new.config)
    held.publisher_kind, held.language, held.poll_minutes = new.publisher_kind, new.language, new.poll_minutes
    held.jurisdiction = _place(new.jurisdiction)
    _check(held)
    held.save()
    update_coverage({pk for pk in (*places, held.jurisdiction_id) if pk})
    log.info("source_changed", source=held.slug)
    return held


def _check(source: Source) -> None:
    try:
        source.full_clean(exclude=["next_poll_at"])
    except ValidationError as error:
        raise SourceRefused(" ".join(error.messages)) from error


def _place(code: str) -> Jurisdiction | None:
    if not code:
        return None
    try:
        return keep_jurisdiction(code)
    except LookupError as error:
        raise SourceRefused(f"ISO 3166 knows no place “{code}”. Write a code such as CA, CA-QC or EU.") from error
