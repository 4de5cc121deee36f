"""What an editor, or the starter directory, wants to say about an action: plain values, checked elsewhere. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from actions.lifecycle import Kind, MilestoneKind, Stage
from actions.spans import Span


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """Whom or what is hit; `vendor` is the slug of a vendor, or empty."""

    kind: str
    name: str
    vendor: str = ""


@dataclass(frozen=True, slots=True)
class CitationDraft:
    """Bibliographic facts of a page."""

    url: str
    title: str = ""
    publisher: str = ""
    published: Span | None = None
    grade: str = "not_graded"
    note: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneDraft:
    kind: MilestoneKind
    text: str
    on: Span | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class ReactionDraft:
    """An answer to an announcement; `vendor` a slug and `jurisdiction` a code, or empty."""

    by: str
    text: str
    on: Span | None = None
    url: str = ""
    vendor: str = ""
    jurisdiction: str = ""


@dataclass(frozen=True, slots=True)
class QuoteDraft:
    """A slice of the text behind `url` that shows `field`; at most 300 characters."""

    url: str
    field: str
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class AuthorityDraft:
    name: str
    capacity: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceDraft:
    scheme: str
    number: str


@dataclass(frozen=True, slots=True)
class AnnouncementDraft:
    """One occasion; `jurisdiction` is a code, `series` a slug or empty."""

    slug: str
    jurisdiction: str
    made_known: Span | None
    title: str = ""
    series: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """One action of an announcement, whole."""

    slug: str
    title: str
    kind: Kind
    stage: Stage
    summary: str = ""
    scope: str = ""
    not_covered: str = ""
    binds: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    instrument: str = ""
    reasons: str = ""
    announced: Span | None = None
    adopted: Span | None = None
    effective: Span | None = None
    ended: Span | None = None
    authorities: tuple[AuthorityDraft, ...] = ()
    targets: tuple[TargetDraft, ...] = ()
    references: tuple[ReferenceDraft, ...] = ()
    citations: tuple[CitationDraft, ...] = ()
    quotes: tuple[QuoteDraft, ...] = ()
    milestones: tuple[MilestoneDraft, ...] = ()
    reactions: tuple[ReactionDraft, ...] = ()
    classifier_version: str = ""


def split_authority(text: str) -> tuple[AuthorityDraft, ...]:
    """Read "A (capacity); B": the text before the first parenthesis names the body, the rest its capacity."""
    drafts = []
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        name, _, rest = part.partition("(")
        drafts.append(AuthorityDraft(name.strip(), rest.rstrip(") ").strip()))
    return tuple(drafts)
