"""What an action rests on: the pages of a story's items, and the slices of their texts that show its fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from actions.drafting import CitationDraft, QuoteDraft
from actions.labels import Grade
from actions.models import Action, Citation
from actions.spans import Span
from ingest.core.marking import quote_of, read_slices
from ingest.models import Capture, Item, ItemVersion, Proposal, PublisherKind, SourceFormat

_LONGEST_ADDRESS = 1000
_MOST_QUOTES = 6
_AROUND = 64

_GRADES = {
    PublisherKind.GOVERNMENT: Grade.STATEMENT,
    PublisherKind.PRESS: Grade.PRESS,
    PublisherKind.VENDOR: Grade.VENDOR,
    PublisherKind.NGO: Grade.NOT_GRADED,
}


def grade_of(item: Item) -> Grade:
    """How close a page of this publisher usually stands to the act; an editor may know better."""
    if item.source.format == SourceFormat.DESK:
        return Grade.NOT_GRADED
    return _GRADES[PublisherKind(item.source.publisher_kind)]


def address_of(item: Item) -> str:
    """The address of an item's page where it can be cited, else nothing."""
    is_web = urlsplit(item.url).scheme in {"http", "https"}
    return item.url if is_web and len(item.url) <= _LONGEST_ADDRESS else ""


def citations_of(items: Iterable[Item], grades: Mapping[int, str]) -> tuple[CitationDraft, ...]:
    """The pages of `items`, the closest to the act first; an item graded with an empty text is left out."""
    drafts = []
    for item in items:
        grade, url = grades.get(item.pk, grade_of(item)), address_of(item)
        if not grade or not url:
            continue
        is_added = item.source.format == SourceFormat.DESK
        drafts.append(
            CitationDraft(
                url=url,
                title=item.title[:500],
                publisher=(urlsplit(url).hostname or "") if is_added else item.source.name[:300],
                published=Span.day(item.published_at.date()) if item.published_at else None,
                grade=grade,
            )
        )
    order = list(Grade.values)
    return tuple(sorted({d.url: d for d in reversed(drafts)}.values(), key=lambda d: order.index(d.grade)))


def with_pages(citations: Iterable[CitationDraft], proposals: Sequence[Proposal]) -> tuple[CitationDraft, ...]:
    """Citations with the pages of the PDF that their evidence stands on, where they say nothing else."""
    told: dict[str, set[int]] = {}
    for proposal in proposals:
        version = proposal.version
        for place in read_slices(_all_evidence(proposal), length=len(version.full_text)) if version.page_starts else ():
            if page := version.page_at(place.start):
                told.setdefault(address_of(version.item), set()).add(page)
    return tuple(
        replace(citation, note=_pages_note(told[citation.url]))
        if citation.url in told and not citation.note
        else citation
        for citation in citations
    )


def _pages_note(pages: set[int]) -> str:
    listed = ", ".join(map(str, sorted(pages)[:8]))
    return f"Page {listed} of the PDF." if len(pages) == 1 else f"Pages {listed} of the PDF."


def _all_evidence(proposal: Proposal) -> Iterable[Mapping[str, Any]]:
    yield from proposal.evidence
    for draft in proposal.drafts:
        yield from draft.get("evidence") or ()


def quotes_of(
    proposals: Sequence[Proposal], *, jurisdiction: str, kind: str, cited: Iterable[CitationDraft]
) -> tuple[QuoteDraft, ...]:
    """Slices of the stored texts that show the fields of one draft; only of pages that are cited."""
    urls = {citation.url for citation in cited}
    quotes: dict[tuple[str, str], QuoteDraft] = {}
    for proposal in proposals:
        version = proposal.version
        url, text = address_of(version.item), version.full_text
        if url not in urls:
            continue
        for place in read_slices(_evidence(proposal, jurisdiction, kind), length=len(text)):
            exact = quote_of(text, place)
            if exact:
                at = text.index(exact, place.start)
                before, after = text[max(0, at - _AROUND) : at], text[at + len(exact) : at + len(exact) + _AROUND]
                quotes.setdefault((url, exact), QuoteDraft(url, place.field[:40], exact, before, after))
    return tuple(q for q in quotes.values() if not _is_within_another(q, quotes.values()))[:_MOST_QUOTES]


def _is_within_another(quote: QuoteDraft, quotes: Iterable[QuoteDraft]) -> bool:
    """A name inside of a sentence that is quoted too says nothing more."""
    return any(q is not quote and q.url == quote.url and quote.exact in q.exact for q in quotes)


def _evidence(proposal: Proposal, jurisdiction: str, kind: str) -> list[Mapping[str, Any]]:
    """What a proposal rests this draft on; a reaction and an unknown draft have only the whole item's evidence."""
    for draft in proposal.drafts:
        if (draft.get("jurisdiction"), draft.get("kind")) == (jurisdiction, kind):
            return list(draft.get("evidence") or proposal.evidence)
    return [] if proposal.drafts else list(proposal.evidence)


def captures_of(action: Action) -> list[Capture]:
    """What we hold of the pages that an action cites, the latest first."""
    rows = Capture.objects.filter(citation__actions=action).select_related("citation", "snapshot")
    return list(rows.distinct())


def keep_captures(proposals: Sequence[Proposal]) -> None:
    """Join citations to the answers that we hold of them: the page, and the document whose entry it was.

    A citation says when we saw it only where a copy is held. Safe to repeat.
    """
    rows = ItemVersion.objects.filter(item__versions__proposals__in=proposals, snapshot__isnull=False)
    by_item: dict[int, list[ItemVersion]] = {}
    for version in rows.defer("text", "html_as_came").order_by("pk").distinct():
        by_item.setdefault(version.item_id, []).append(version)
    for proposal in proposals:
        item = proposal.version.item
        citation = Citation.objects.filter(url=address_of(item)).first() if address_of(item) else None
        if citation is None:
            continue
        for version in by_item.get(item.pk, ()):
            if version.snapshot_id is None:
                continue
            Capture.objects.get_or_create(
                citation=citation, snapshot_id=version.snapshot_id, defaults={"seen_at": version.seen_at}
            )
            if citation.seen_at is None:
                citation.seen_at = version.seen_at
                citation.save(update_fields=["seen_at"])
