"""What a newer classifier says otherwise: for the report of a dry run, and for what decided stories hear of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Drafts = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a proposal says, as plain values. `kinds` are those of its drafts or of the action it reacts to."""

    is_relevant: bool
    is_unsure: bool
    kinds: frozenset[str]
    stage: str
    drafts: Drafts = ()


NOTHING = Answer(is_relevant=False, is_unsure=False, kinds=frozenset(), stage="")


def differences(old: Answer, new: Answer) -> Counter[str]:
    """Counts by name: `relevant:+`, `relevant:-`, `unsure:+`, `kind:advisory:+`, `stage:proposed>adopted`; `same`."""
    found: Counter[str] = Counter()
    if old.is_relevant != new.is_relevant:
        found[f"relevant:{'+' if new.is_relevant else '-'}"] += 1
    elif old.is_unsure != new.is_unsure:
        found[f"unsure:{'+' if new.is_unsure else '-'}"] += 1
    for kind in new.kinds - old.kinds:
        found[f"kind:{kind}:+"] += 1
    for kind in old.kinds - new.kinds:
        found[f"kind:{kind}:-"] += 1
    if old.is_relevant and new.is_relevant and old.stage != new.stage:
        found[f"stage:{old.stage or 'none'}>{new.stage or 'none'}"] += 1
    return found or Counter(same=1)


def is_substance(
    old: Drafts, new: Drafts, *, decided: Collection[tuple[str, str]], stages: Mapping[tuple[str, str], str]
) -> bool:
    """Whether the new drafts say what neither the old ones nor the editor's decision said.

    `decided` are the pairs of place and kind that the decision kept or left out, `stages` what it left them at. A
    new pair is substance, and so is another stage of a pair; a score, a quote or another spelling is not.
    """
    before = {_pair(draft): str(draft.get("stage") or "") for draft in old}
    for draft in new:
        if draft.get("doubted"):
            continue
        pair, stage = _pair(draft), str(draft.get("stage") or "")
        if pair not in before and pair not in decided:
            return True
        if pair in before and stage not in {before[pair], stages.get(pair, before[pair])}:
            return True
    return False


def _pair(draft: Mapping[str, Any]) -> tuple[str, str]:
    return str(draft.get("jurisdiction") or ""), str(draft.get("kind") or "")
