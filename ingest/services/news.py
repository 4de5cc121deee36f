"""News of an action that the directory has: added to it, and taken off again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from actions import labels
from actions.drafting import ActionDraft, CitationDraft, MilestoneDraft, QuoteDraft, ReactionDraft
from actions.lifecycle import MilestoneKind, Stage, may_follow
from actions.models import Action, Announcement, Reaction
from actions.redrafting import draft_of
from actions.services import amend, take_back
from actions.spans import Span, parse_span
from ingest.services.answers import DecisionRefused, NewsAnswer

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser

REACTION = "reaction"
_STAGE_AFTER = {
    MilestoneKind.ADOPTED: Stage.ADOPTED,
    MilestoneKind.EFFECTIVE: Stage.IN_FORCE,
    MilestoneKind.SUSPENDED: Stage.SUSPENDED,
    MilestoneKind.REINSTATED: Stage.IN_FORCE,
    MilestoneKind.LIFTED: Stage.LIFTED,
    MilestoneKind.EXPIRED: Stage.EXPIRED,
    MilestoneKind.REJECTED: Stage.REJECTED,
}
"""Steps that move an action on. The others are dated, and leave it where it stands."""

_DATE_OF = {
    MilestoneKind.ADOPTED: "adopted",
    MilestoneKind.EFFECTIVE: "effective",
    MilestoneKind.LIFTED: "ended",
    MilestoneKind.EXPIRED: "ended",
}


def add_news(
    news: NewsAnswer,
    *,
    citations: tuple[CitationDraft, ...],
    quotes: tuple[QuoteDraft, ...],
    editor: AbstractBaseUser,
    reason: str,
) -> tuple[Action, dict[str, Any]]:
    """Amend the action that `news` names; gives it with what was added, so that it can be taken off again."""
    action = Action.objects.published().filter(slug=news.action).first()
    if action is None:
        raise DecisionRefused(
            _("The action that you chose is not in the directory any more. Choose another one."), position=news.position
        )
    before = draft_of(action)
    url = citations[0].url if citations else ""
    known = {citation.url for citation in before.citations}
    fresh = tuple(c for c in citations if c.url not in known)
    shown = {(q.url, q.field, q.exact) for q in before.quotes}
    draft = replace(
        before,
        citations=before.citations + fresh,
        quotes=before.quotes + tuple(q for q in quotes if (q.url, q.field, q.exact) not in shown),
    )
    draft = _with_step(draft, news, url)
    amend(action, draft, editor=editor, reason=reason)
    return action, _added(before, draft, action, news)


def _with_step(draft: ActionDraft, news: NewsAnswer, url: str) -> ActionDraft:
    if not news.what:
        return draft
    if news.what == REACTION:
        return replace(draft, reactions=(*draft.reactions, ReactionDraft(news.by, news.text, news.on, url)))
    kind = MilestoneKind(news.what)
    after = _STAGE_AFTER.get(kind, draft.stage)
    if not may_follow(draft.stage, after):
        raise DecisionRefused(
            _("“%(title)s” is at the stage “%(before)s”, and “%(after)s” cannot follow. Choose another step.")
            % {"title": draft.title, "before": labels.STAGES[draft.stage], "after": labels.STAGES[after]},
            position=news.position,
        )
    step = MilestoneDraft(kind, news.text, news.on, url)
    name = _DATE_OF.get(kind)
    dates: dict[str, Any] = {name: news.on} if name and news.on and getattr(draft, name) is None else {}
    return replace(draft, stage=after, milestones=(*draft.milestones, step), **dates)


def _iso(span: Span | None) -> str:
    return span.iso() if span else ""


def _added(before: ActionDraft, after: ActionDraft, action: Action, news: NewsAnswer) -> dict[str, Any]:
    """What an undo needs, as JSON. Nothing is told of what was there before: others may write to it."""
    return {
        "action": action.pk,
        "was_verified_on": action.verified_on.isoformat() if action.verified_on else None,
        "was_verified_by": action.verified_by_id,
        "citations": [c.url for c in after.citations[len(before.citations) :]],
        "quotes": [[q.url, q.field, q.exact] for q in after.quotes[len(before.quotes) :]],
        "milestones": [[m.kind, m.text, _iso(m.on)] for m in after.milestones[len(before.milestones) :]],
        "reactions": [[r.by, r.text] for r in after.reactions[len(before.reactions) :]],
        "stage": [before.stage, after.stage],
        "dates": {
            name: _iso(getattr(after, name))
            for name in set(_DATE_OF.values())
            if getattr(before, name) != getattr(after, name)
        },
        "what": news.what,
    }


def take_off(added: dict[str, Any], *, decided_at: datetime, reason: str) -> None:
    """Take off an action what one decision added at `decided_at`, and nothing that anybody wrote since."""
    action = Action.objects.published().filter(pk=added["action"]).first()
    if action is None:  # retracted or merged since: there is nothing left to take it off
        return
    now = draft_of(action)
    before, after = (Stage(stage) for stage in added["stage"])
    dates: dict[str, Any] = {
        name: None for name, iso in added["dates"].items() if getattr(now, name) == parse_span(iso)
    }
    draft = replace(
        now,
        citations=tuple(c for c in now.citations if c.url not in added["citations"]),
        quotes=tuple(q for q in now.quotes if [q.url, q.field, q.exact] not in added["quotes"]),
        milestones=tuple(m for m in now.milestones if [m.kind, m.text, _iso(m.on)] not in added["milestones"]),
        reactions=tuple(r for r in now.reactions if [r.by, r.text] not in added["reactions"]),
        stage=before if now.stage is after else now.stage,
        **dates,
    )
    is_unheard = take_back(action, now=timezone.now(), since=decided_at)
    # Before the revision is written, and by no editor: undoing does not verify.
    Action.objects.filter(pk=action.pk).update(
        verified_on=added["was_verified_on"], verified_by=added["was_verified_by"]
    )
    amend(action, draft, reason=reason, is_quiet=is_unheard)
    _drop_orphans(action.announcement, added["reactions"])


def _drop_orphans(announcement: Announcement, reactions: list[list[str]]) -> None:
    for by, text in reactions:
        Reaction.objects.filter(announcement=announcement, by=by, text=text, actions__isnull=True).delete()
