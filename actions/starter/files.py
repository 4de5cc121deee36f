"""The starter files as values, and what each entry means as a draft."""

from __future__ import annotations

import hashlib
import json

from actions.drafting import (
    ActionDraft,
    AnnouncementDraft,
    CitationDraft,
    MilestoneDraft,
    ReactionDraft,
    ReferenceDraft,
    TargetDraft,
    split_authority,
)
from actions.lifecycle import Kind, MilestoneKind, Stage
from actions.services.announcing import announcement_slug
from actions.spans import parse_span
from actions.starter.sheets import FOLDER, Entry, read_yaml, vendor_entries

__all__ = ["FOLDER", "REACTION", "Entry", "read_yaml", "vendor_entries"]

REACTION = "reaction"


def action_entries() -> list[Entry]:
    """Every action of the starter directory, in the order of the files."""
    return [entry for path in sorted((FOLDER / "actions").glob("*.yaml")) for entry in read_yaml(path)]


def digest(entry: Entry) -> str:
    """A fingerprint of an entry: SHA-256 over its canonical JSON."""
    return hashlib.sha256(json.dumps(entry, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def announcement_draft(entry: Entry, *, shares_event: bool) -> AnnouncementDraft:
    """The occasion of an entry; where several places share an event, the place goes into the slug."""
    made_known = parse_span(entry["announced"])
    code = entry["jurisdiction"]
    slug = announcement_slug(entry["event"], made_known)
    return AnnouncementDraft(
        slug=f"{code.lower()}-{slug}" if shares_event else slug,
        jurisdiction=code,
        made_known=made_known,
        series=entry["event"],
    )


def action_draft(entry: Entry, targets: tuple[TargetDraft, ...]) -> ActionDraft:
    """The action of an entry. Its adopted day is the announced one, except for proposals or where it says so."""
    stage = Stage(entry["stage"])
    adopted = entry.get("adopted") or (None if stage is Stage.PROPOSED else entry["announced"])
    return ActionDraft(
        slug=entry["id"],
        title=entry["title"],
        kind=Kind(entry["kind"]),
        stage=stage,
        summary=entry["summary"],
        scope=entry["scope"],
        not_covered=entry.get("not_covered", ""),
        binds=tuple(entry["binds"]),
        forbids=tuple(entry["forbids"]),
        instrument=entry["instrument"] or "",
        announced=parse_span(entry["announced"]),
        adopted=parse_span(adopted),
        effective=parse_span(entry["effective"]),
        ended=parse_span(entry["ended"]),
        authorities=split_authority(entry["authority"]),
        targets=targets,
        references=tuple(ReferenceDraft(r["scheme"], r["number"]) for r in entry.get("references", [])),
        citations=tuple(
            CitationDraft(s["url"], s["title"] or "", s["publisher"] or "", parse_span(s["published"]), s["grade"])
            for s in entry["sources"]
        ),
        milestones=tuple(
            MilestoneDraft(MilestoneKind(row["kind"]), row["what"], parse_span(row["date"]), row.get("url", ""))
            for row in entry["timeline"]
            if row["kind"] != REACTION
        ),
        reactions=tuple(
            ReactionDraft(by=row["by"], text=row["what"], on=parse_span(row["date"]), url=row.get("url", ""))
            for row in entry["timeline"]
            if row["kind"] == REACTION
        ),
    )
