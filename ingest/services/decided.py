"""What editors said, item by item: the ground of training and of the figures on /quality/."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ingest.core.learning.rows import Kept, kept_of, kinds_of
from ingest.models import Decision, DecisionKind, Proposal

_MOST_MERGES = 5
_OF_PROPOSALS = ["id", "version_id", "classifier_version", "is_relevant", "is_unsure", "is_reaction", "score", "stage"]
_OF_PROPOSALS += ["drafts", "created_at", "jurisdictions", "kinds", "vendors", "learned"]
_COLUMNS = [
    *_OF_PROPOSALS,
    "version__language",
    "version__item_id",
    "version__item__source_id",
    "version__item__story_id",
    "version__item__first_seen_at",
]
_COLUMNS += ["version__item__source__publisher_kind"]
_NOTHING = Kept(frozenset(), "")


@dataclass(frozen=True, slots=True)
class Said:
    """What an editor said of one item, by the last decision that read it. `kept` is empty where it was rejected."""

    decision: int
    story: int
    decided_at: datetime
    proposal: Proposal
    is_relevant: bool
    kept: Kept
    is_alone: bool
    """Whether the story has no other item: then all that was kept comes from this one."""

    @property
    def kinds(self) -> dict[str, bool]:
        """Whether the item is of a kind; kinds of which nothing was said are missing. Nothing of a rejected item."""
        if not self.is_relevant:
            return {}
        drafted = frozenset(str(draft.get("kind")) for draft in self.proposal.drafts)
        return kinds_of(self.kept.kinds, drafted | frozenset(self.proposal.kinds), is_alone=self.is_alone)


def said_of_items(*, newest: int | None = None) -> list[Said]:
    """What was said of each item that a decision read, the earliest decision first. No texts are read.

    Decisions that were taken back say nothing. A later one wins. A merge says what was said of the story that
    the items went to, a split says nothing yet. With `newest`, only so many of the latest decisions are read.
    """
    rows = _standing()
    decisions = list(rows.reverse()[:newest])[::-1] if newest else list(rows)
    return list(_last_words(decisions).values())


def said_of(items: Collection[int]) -> dict[int, Said]:
    """What `said_of_items` says of these items alone: an item of which nothing is said is missing."""
    links = Decision.proposals.through.objects.filter(proposal__version__item__in=items)
    found = _last_words(list(_standing().filter(pk__in=links.values("decision_id"))))
    return {item: said for item, said in found.items() if item in items}


def _last_words(decisions: Sequence[Decision]) -> dict[int, Said]:
    """By item, what the last of these decisions with an answer said of it; they are given the earliest first."""
    last = _last_of_stories(decisions)
    read = _proposals_read(decisions)
    by_item: dict[int, Said] = {}
    for decision in decisions:
        answer = _answer_of(decision, last)
        if answer is None:
            continue
        for said in _said(decision, answer, read.get(decision.pk, [])):
            by_item.pop(said.proposal.version.item_id, None)  # so that the order stays that of the decisions
            by_item[said.proposal.version.item_id] = said
    return by_item


def _standing() -> QuerySet[Decision]:
    rows = Decision.objects.filter(undone_at__isnull=True).exclude(kind=DecisionKind.SPLIT)
    return rows.order_by("decided_at", "pk")


def _last_of_stories(decisions: Iterable[Decision]) -> dict[int, Decision]:
    """The last standing decision of each story that these decisions merged into, at once or through other stories."""
    last: dict[int, Decision] = {}
    found = list(decisions)
    for _hop in range(_MOST_MERGES):
        into = {_other(one) for one in found if one.kind == DecisionKind.MERGE} - last.keys()
        if not into:
            break
        rows = Decision.objects.filter(undone_at__isnull=True, story__in=into).exclude(kind=DecisionKind.SPLIT)
        found = list(rows.order_by("story_id", "-decided_at", "-pk").distinct("story_id"))
        last |= {one.story_id: one for one in found}
    return last


def _other(merge: Decision) -> int:
    """The story that a merge went into."""
    other = merge.answer.get("other")
    return other if isinstance(other, int) else 0


def _answer_of(decision: Decision, last: Mapping[int, Decision]) -> Decision | None:
    """The approval or rejection that answers for this decision, through merges; None where none was given yet."""
    answer: Decision | None = decision
    for _hop in range(_MOST_MERGES):
        if answer is None or answer.kind != DecisionKind.MERGE:
            return answer
        answer = last.get(_other(answer))
    return None


def _said(decision: Decision, answer: Decision, proposals: Sequence[Proposal]) -> Iterator[Said]:
    is_relevant = answer.kind == DecisionKind.APPROVE
    kept = kept_of(answer.answer) if is_relevant else _NOTHING
    for proposal in proposals:
        yield Said(
            decision=answer.pk,
            story=answer.story_id,
            decided_at=decision.decided_at,
            proposal=proposal,
            is_relevant=is_relevant,
            kept=kept,
            is_alone=len(proposals) == 1 and answer.pk == decision.pk,
        )


def _proposals_read(decisions: Sequence[Decision]) -> dict[int, list[Proposal]]:
    """The proposals that each decision read, with what is counted of their items and nothing else."""
    links = Decision.proposals.through.objects.filter(decision__in=[decision.pk for decision in decisions])
    rows = links.select_related("proposal__version__item__source").order_by("decision_id", "proposal_id")
    read: dict[int, list[Proposal]] = {}
    for link in rows.only("decision_id", *(f"proposal__{column}" for column in _COLUMNS)):
        read.setdefault(link.decision_id, []).append(link.proposal)
    return read
