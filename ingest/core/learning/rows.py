"""What a decision teaches about one item. Plain values, built by `ingest.services.learning`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ingest.core.types import Proposed, ReadText

_STAGES = {"in_force": "adopted", "halted": "challenged", "expired": "lifted"}
"""What only a reader can tell of a stage, in the words that an item reports it in."""

_REPORTED = frozenset({"proposed", "adopted", "challenged", "lifted", "rejected"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What an approval said of a story: kinds with a draft that was kept, all that stood there, and the stage.

    `stage` is empty where drafts were left at several, or where none was published as new.
    """

    kinds: frozenset[str]
    stage: str


@dataclass(frozen=True, slots=True)
class Row:
    """One item, what the rules of today say of it, and what an editor said.

    `story` holds rows together that tell of one event: they are never on both sides of a split.
    `kinds` says of a kind whether the story holds it; a kind that nobody spoke of is missing.
    """

    item: int
    story: int
    decided_at: datetime
    read: ReadText
    said: Proposed
    publisher: str
    is_relevant: bool
    kinds: Mapping[str, bool] = field(default_factory=dict)
    stage: str = ""
    proposal: int | None = None
    """The proposal that the editor read; None for an answer to the sample of what was not proposed."""


def kept_of(as_left: Mapping[str, Any]) -> Kept:
    """Read the drafts of an approval as the editor left them. Foreign shapes count as nothing said."""
    drafts = [draft for draft in as_left.get("drafts") or [] if isinstance(draft, Mapping)]
    standing = [draft for draft in drafts if draft.get("answer") != "leave"]
    kinds = frozenset(str(draft["kind"]) for draft in standing if draft.get("kind"))
    told = {_stage_of(draft) for draft in standing} - {""}
    return Kept(kinds, told.pop() if len(told) == 1 else "")


def pairs_of(as_left: Mapping[str, Any]) -> tuple[frozenset[tuple[str, str]], dict[tuple[str, str], str]]:
    """The pairs of place and kind that an approval answered, kept or left out, and the stages of those kept."""
    drafts = [draft for draft in as_left.get("drafts") or [] if isinstance(draft, Mapping)]
    named = {(str(draft.get("jurisdiction") or ""), str(draft.get("kind") or "")): draft for draft in drafts}
    stages = {pair: _stage_of(draft) for pair, draft in named.items() if draft.get("answer") != "leave"}
    return frozenset(named), {pair: stage for pair, stage in stages.items() if stage}


def _stage_of(draft: Mapping[str, Any]) -> str:
    """The stage that a kept draft tells: its own where it is new, the step it adds where it is news."""
    told = str(draft.get("stage" if draft.get("answer") == "new" else "what") or "")
    told = _STAGES.get(told, told)
    return told if told in _REPORTED else ""


def kinds_of(kept: frozenset[str], drafted: frozenset[str], *, is_alone: bool) -> dict[str, bool]:
    """What an approval says of the kinds of one item that drafted `drafted`.

    In a story of several items a kind that was kept may come from another one: then nothing is said of it.
    """
    said = dict.fromkeys(drafted - kept, False) | dict.fromkeys(drafted & kept, True)
    return said | (dict.fromkeys(kept - drafted, True) if is_alone else {})


def digest_of(rows: Iterable[Row]) -> str:
    """The same rows have the same digest: a training can be repeated and checked."""
    told = hashlib.sha256()
    for row in sorted(rows, key=lambda row: row.item):
        values: Sequence[object] = (
            row.item,
            row.story,
            row.decided_at.isoformat(),
            row.read.full_text,
            row.is_relevant,
            sorted(row.kinds.items()),
            row.stage,
        )
        told.update(repr(values).encode("utf-8", "replace"))
    return told.hexdigest()
