"""Sources: added, paused and resumed; the samples of the demo loaded."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from ingest.http import rules_from_settings, why_not_asked
from ingest.models import PublisherKind, Source, SourceFormat
from ingest.samples import samples
from ingest.services.coverage import update_coverage
from ingest.starter.loading import why_off

NO_CONTACT = (
    "No source is polled while CONTACT is unset: a webmaster could not reach you. "
    "Set CONTACT to an e-mail address or a page, start again, and resume the sources."
)


class SourceRefused(Exception):  # noqa: N818  # a rule that says no, with its sentence
    """Raised where a source cannot be changed as asked; `str()` is the sentence for people."""


@transaction.atomic
def resume(sources: Sequence[Source], *, force: bool = False) -> int:
    """Let these sources be polled, now first; tells how many were paused. Refused while CONTACT is unset.

    Starter sources that need a key or whose owners forbid robots stay off unless forced;
    refused with the reason where there is nothing else to resume.
    """
    if not settings.CONTACT and not all(source.is_sample for source in sources):
        raise SourceRefused(NO_CONTACT)
    paused = [source for source in sources if source.is_paused]
    changed = [source for source in paused if force or not why_off(source)]
    if paused and not changed:
        raise SourceRefused(f"“{paused[0].name}” stays off. {why_off(paused[0])}")
    for source in changed:
        source.is_paused, source.pause_reason, source.next_poll_at = False, "", None
    return _save(changed)


@transaction.atomic
def pause(sources: Sequence[Source], *, reason: str) -> int:
    """Stop polling these sources; tells how many were polled."""
    changed = [source for source in sources if not source.is_paused]
    for source in changed:
        source.is_paused, source.pause_reason = True, reason[:300]
    return _save(changed)


@transaction.atomic
def add(*, url: str, name: str, publisher_kind: str = PublisherKind.PRESS, slug: str = "") -> Source:
    """Add a source, paused. SourceRefused where its address may not be asked, or it or its short name is taken."""
    if refusal := why_not_asked(url, rules_from_settings().allow):
        raise SourceRefused(refusal)
    slug = slug or slugify(name)[:120]
    taken = Source.objects.filter(url=url).first() or Source.objects.filter(slug=slug).first()
    if taken is not None:
        raise SourceRefused(f"“{taken.name}” ({taken.slug}) has this address or this short name already.")
    source = Source(
        slug=slug, name=name, url=url, publisher_kind=publisher_kind, pause_reason="Added, not yet started."
    )
    source.full_clean(exclude=["next_poll_at"])
    source.save()
    return source


@transaction.atomic
def load_samples(base_url: str) -> int:
    """Put the sample sources on the books, running; tells how many there are. Safe to repeat.

    `base_url` is where this very process group answers, such as http://127.0.0.1:8000: a sample
    follows when the port moves, and what it learnt of the old address is forgotten.
    """
    for sample in samples().values():
        url = f"{base_url.rstrip('/')}/samples/{sample.file}"
        columns = {
            "name": sample.name,
            "url": url,
            "homepage": url,
            "format": sample.format,
            "publisher_kind": sample.publisher_kind,
            "language": sample.language,
            "poll_minutes": sample.poll_minutes,
            "is_sample": True,
            "notes": "Our own words on real events, served by the demo itself.",
        }
        source, is_new = Source.objects.get_or_create(slug=sample.slug, defaults=columns | {"is_paused": False})
        if not is_new and source.url != url:
            forget_what_was_learnt(source)
            for column, value in columns.items():
                setattr(source, column, value)
            source.save()
    return len(samples())


def forget_what_was_learnt(source: Source) -> None:
    """Clear validators and schedule: they belong to the address and the reading that were. Does not save."""
    source.etag = source.last_modified = source.body_sha256 = ""
    source.next_poll_at = None


def desk_source() -> Source:
    """The source of what editors add by hand; it is never polled."""
    source, _ = Source.objects.get_or_create(
        slug="desk",
        defaults={
            "name": "Added at the desk",
            "url": "https://desk.invalid/",
            "format": SourceFormat.DESK,
            "publisher_kind": PublisherKind.PRESS,
            "pause_reason": "Never polled: editors add to it.",
        },
    )
    return source


def _save(changed: Sequence[Source]) -> int:
    for source in changed:
        source.save(update_fields=["is_paused", "pause_reason", "next_poll_at"])
    update_coverage({source.jurisdiction_id for source in changed if source.jurisdiction_id})
    return len(changed)
