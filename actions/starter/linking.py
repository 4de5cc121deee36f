"""Which vendor a target of the starter directory belongs to. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actions.drafting import TargetDraft
from actions.names import fold


def link_targets(
    entry: Mapping[str, Any], *, by_name: Mapping[str, str], by_alias: Mapping[str, frozenset[str]]
) -> tuple[tuple[TargetDraft, ...], list[str]]:
    """The targets of an entry, and those that could not be linked to a vendor.

    A named target is linked by exact alias, else to the only vendor of its entry, else left
    open. A vendor that no target stands for is a target itself.
    """
    slugs = [by_name[name] for name in entry["vendors"]]
    drafts: list[TargetDraft] = []
    open_names: list[str] = []
    for target in entry["targets"]:
        slug = "" if target["kind"] == "class" else _vendor_of(target["name"], slugs, by_alias)
        if not slug and target["kind"] != "class":
            open_names.append(target["name"])
        drafts.append(TargetDraft(target["kind"], target["name"], slug))
    hit = {draft.vendor for draft in drafts}
    names = dict(zip(slugs, entry["vendors"], strict=True))
    drafts += [TargetDraft("vendor", names[slug], slug) for slug in slugs if slug not in hit]
    return tuple(drafts), open_names


def _vendor_of(name: str, slugs: Sequence[str], by_alias: Mapping[str, frozenset[str]]) -> str:
    known = by_alias.get(fold(name), frozenset())
    among = known & set(slugs) or known
    if len(among) == 1:
        return next(iter(among))
    return slugs[0] if len(slugs) == 1 else ""
