"""Announcements, and the answers to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import transaction

from actions.columns import span_values
from actions.drafting import AnnouncementDraft, CitationDraft, ReactionDraft
from actions.models import Action, Announcement, Citation, Reaction, Series, Vendor
from actions.spans import Span
from jurisdictions.models import Jurisdiction


def announcement_slug(event: str, made_known: Span | None) -> str:
    """The slug of an announcement: what it is about, then its day (`ca-hikvision-2025-06-27`)."""
    stem = re.sub(r"-\d{4}(-\d{2})*$", "", event)
    return f"{stem}-{made_known.iso() if made_known else 'undated'}"


@transaction.atomic
def open_announcement(draft: AnnouncementDraft) -> Announcement:
    """Find or make the announcement of `draft.slug`. Safe to repeat; an existing one stays as it is."""
    series = Series.objects.get_or_create(slug=draft.series)[0] if draft.series else None
    announcement, _ = Announcement.objects.get_or_create(
        slug=draft.slug,
        defaults={
            "jurisdiction": Jurisdiction.objects.get(code=draft.jurisdiction),
            "series": series,
            "title": draft.title,
            "note": draft.note,
            **span_values("made_known", draft.made_known),
        },
    )
    return announcement


def keep_citations(drafts: Sequence[CitationDraft]) -> dict[str, Citation]:
    """The citation of each address: made once, its blanks filled in later, its facts never overwritten."""
    wanted: dict[str, CitationDraft] = {}
    for draft in drafts:
        if draft.url not in wanted or (draft.title and not wanted[draft.url].title):
            wanted[draft.url] = draft
    Citation.objects.bulk_create(
        (
            Citation(
                url=draft.url,
                title=draft.title,
                publisher=draft.publisher,
                grade=draft.grade,
                **span_values("published", draft.published),
            )
            for draft in wanted.values()
        ),
        ignore_conflicts=True,  # it is known already, or another worker was faster
    )
    kept = Citation.objects.in_bulk(list(wanted), field_name="url")
    for url, citation in kept.items():
        if wanted[url].title and not citation.title:
            _fill_in(citation, wanted[url])
    return kept


def _fill_in(citation: Citation, draft: CitationDraft) -> None:
    citation.title, citation.publisher, citation.grade = draft.title, draft.publisher, draft.grade
    citation.published = draft.published
    citation.save()


@transaction.atomic
def add_reaction(announcement: Announcement, draft: ReactionDraft, *, actions: Sequence[Action] = ()) -> Reaction:
    """Record who answered an announcement, and which of its actions the answer names. Safe to repeat."""
    reaction, _ = Reaction.objects.get_or_create(
        announcement=announcement,
        by=draft.by,
        text=draft.text,
        defaults={
            **span_values("on", draft.on),
            "citation": keep_citations([CitationDraft(draft.url)])[draft.url] if draft.url else None,
            "vendor": Vendor.objects.filter(slug=draft.vendor).first() if draft.vendor else None,
            "jurisdiction": Jurisdiction.objects.filter(code=draft.jurisdiction).first(),
        },
    )
    reaction.actions.add(*actions)
    return reaction
