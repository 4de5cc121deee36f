"""An item as an editor reads its past: versions, what changed between them, its names, and what was repaired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.core.diffing import Row, diff_rows
from ingest.models import Item, ItemAlias, ItemChange, ItemVersion, Origin, PageRead, Snapshot, Update

AROUND = 2
"""Unchanged lines that are shown around a change."""

_LONGEST = 60_000


@dataclass(frozen=True, slots=True)
class Gap:
    """So many unchanged lines that are left out."""

    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """A version, and how it differs from the one that it was sorted against."""

    version: ItemVersion
    before: ItemVersion | None
    title: Sequence[Row]
    rows: Sequence[Row | Gap]
    is_noise: bool
    is_changed: bool


@dataclass(frozen=True, slots=True)
class History:
    item: Item
    steps: Sequence[Step]
    aliases: Sequence[ItemAlias]
    changes: Sequence[ItemChange]
    captures: Sequence[Snapshot]
    page_read: PageRead | None
    others: Sequence[Item]
    """Items of its source with which it may be one."""


def read_history(item: Item) -> History:
    """All of it, the latest version first."""
    versions = list(item.versions.order_by("number"))
    steps = [_step(version, _before(version, versions)) for version in versions]
    ids = {version.snapshot_id for version in versions if version.snapshot_id}
    changes = ItemChange.objects.filter(item=item) | ItemChange.objects.filter(other=item)
    near = Item.objects.standing().filter(source=item.source).exclude(pk=item.pk)
    return History(
        item=item,
        steps=steps[::-1],
        aliases=list(item.aliases.order_by("kind", "value")),
        changes=list(changes.select_related("editor", "item", "other")),
        captures=list(Snapshot.objects.filter(pk__in=ids).order_by("-fetched_at")),
        page_read=PageRead.objects.filter(item=item).first(),
        others=list(near.order_by("-last_seen_at", "-pk")[:40]),
    )


def _before(version: ItemVersion, versions: Sequence[ItemVersion]) -> ItemVersion | None:
    """An entry is read against the entry before it, a page against the page, the first page against the entry."""
    older = [one for one in versions if one.number < version.number]
    alike = [one for one in older if (one.origin == Origin.ENTRY) == (version.origin == Origin.ENTRY)]
    return (alike or older)[-1] if older else None


def _step(version: ItemVersion, before: ItemVersion | None) -> Step:
    rows = diff_rows(before.text[:_LONGEST], version.text[:_LONGEST]) if before else []
    return Step(
        version=version,
        before=before,
        title=[row for row in diff_rows(before.title, version.title) if not row.is_same] if before else [],
        rows=_shortened(rows),
        is_noise=version.update == Update.NOISE,
        is_changed=any(not row.is_same for row in rows),
    )


def _shortened(rows: Sequence[Row]) -> list[Row | Gap]:
    """The changes with a little around each; what is left out is counted."""
    near = {
        close
        for position, row in enumerate(rows)
        if not row.is_same
        for close in range(position - AROUND, position + AROUND + 1)
    }
    kept: list[Row | Gap] = []
    for position, row in enumerate(rows):
        if position in near:
            kept.append(row)
        elif kept and isinstance(kept[-1], Gap):
            kept[-1] = Gap(kept[-1].count + 1)
        else:
            kept.append(Gap(1))
    return kept
