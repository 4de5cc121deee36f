"""The drafts of several items on one event, made one draft per jurisdiction and kind. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_FILLED_FROM_OTHERS = ("stage", "authority", "announced", "effective", "instrument")

Draft = Mapping[str, Any]


def merge_drafts(drafts: Iterable[Draft]) -> list[dict[str, Any]]:
    """One draft for each jurisdiction and kind; give the drafts of the best source first.

    The first that says something is believed; later ones fill its blanks and add vendors and
    targets. Evidence is left out: it belongs to the text of one item. Only what all of them doubt is `doubted`.
    """
    drafts = list(drafts)
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    for draft in drafts:
        key = _pair(draft)
        kept = merged.setdefault(
            key, {"jurisdiction": key[0], "kind": key[1], "vendors": [], "targets": [], "score": 0}
        )
        for name in _FILLED_FROM_OTHERS:
            kept[name] = kept.get(name) or draft.get(name) or ""
        kept["vendors"] += [vendor for vendor in draft.get("vendors", []) if vendor not in kept["vendors"]]
        names = {target["name"].casefold() for target in kept["targets"]}
        kept["targets"] += [t for t in draft.get("targets", []) if t["name"].casefold() not in names]
        kept["score"] = max(kept["score"], draft.get("score", 0))
    for kept in merged.values():
        if all(draft.get("doubted") for draft in drafts if _pair(draft) == _pair(kept)):
            kept["doubted"] = True
    return list(merged.values())


def _pair(draft: Draft) -> tuple[str, str]:
    return str(draft.get("jurisdiction", "")), str(draft.get("kind", ""))
