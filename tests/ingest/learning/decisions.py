"""Decisions as editors leave them, straight into the tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ingest.core.types import Proposed, ReadText
from ingest.models import Decision, ItemVersion, Story
from tests.ingest.core.learning import editors
from tests.ingest.factories import EditorFactory, ItemFactory, ProposalFactory, SourceFactory, StoryFactory

START = datetime(2026, 2, 2, 9, tzinfo=UTC)


def decide(
    kind: str = "approve",
    *,
    number: int = 0,
    title: str = "Canada bans Hikvision",
    story: Story | None = None,
    drafts: list[dict[str, object]] | None = None,
    items: int = 1,
    editor=None,
    language: str = "en",
    publisher: str = "press",
    **proposal: object,
) -> Decision:
    """One decided story, its items and proposals; `drafts` is what the editor left, as proposed if not given."""
    editor = editor or EditorFactory()
    story = story or StoryFactory(title=title, state="approved" if kind == "approve" else "rejected")
    source = SourceFactory(publisher_kind=publisher)
    proposals = []
    for _ in range(items):
        seen = START + timedelta(hours=6 * number)
        item = ItemFactory(story=story, source=source, title=title, first_seen_at=seen)
        values = {"kinds": ["procurement_ban"], "drafts": [draft("procurement_ban")]} | proposal
        proposals.append(
            ProposalFactory(version__item=item, version__title=title, version__language=language, **values)
        )
    left = drafts if drafts is not None else [left_draft(d["kind"]) for d in proposals[0].drafts]
    decision = Decision.objects.create(
        story=story,
        kind=kind,
        editor=editor,
        state_before="new",
        decided_at=START + timedelta(hours=6 * number + 1),
        answer={"drafts": left} if kind == "approve" else {},
    )
    decision.proposals.set(proposals)
    return decision


def draft(kind: str, **fields: object) -> dict[str, object]:
    return {"jurisdiction": "CA", "kind": kind, "stage": "adopted", "vendors": ["Hikvision"]} | fields


def left_draft(kind: str, answer: str = "new", **fields: object) -> dict[str, object]:
    return draft(kind, **fields) | {"answer": answer}


def many(count: int, *, word: str = "petition") -> None:
    """Every second story is about a petition, and every petition was rejected."""
    editor = EditorFactory()
    for number in range(count):
        about = word if number % 2 else "directive"
        kind = "reject" if about == word else "approve"
        decide(kind, number=number, title=f"Hikvision {about} number {number}", editor=editor)


def rules_that_say_yes(versions: list[ItemVersion]) -> list[tuple[ItemVersion, Proposed]]:
    """Stands for the rules: sure of every item."""
    return [(version, editors.said(("procurement_ban",), "CA", "Hikvision")) for version in versions]


def read(version: ItemVersion) -> ReadText:
    return ReadText(version.title, version.text, language=version.language)
