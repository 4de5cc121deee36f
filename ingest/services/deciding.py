"""Deciding: an editor's answer to a story, and taking it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from actions.drafting import AnnouncementDraft, CitationDraft
from actions.models import Action, Announcement
from actions.services import ActionError, announcement_slug, free_slug, open_announcement, publish, retract
from actions.slugs import slug_for
from actions.spans import Span
from ingest.models import Decision, DecisionKind, Proposal, Story, StoryState
from ingest.services.answers import ActionAnswer, Answer, DecisionRefused, action_draft
from ingest.services.evidence import citations_of, keep_captures, quotes_of, with_pages
from ingest.services.grouping import latest_proposals
from ingest.services.locks import Lock, hold
from ingest.services.news import add_news, take_off
from ingest.services.stories import put_back
from jurisdictions.services import keep_jurisdiction

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

log = structlog.get_logger(__name__)

UNDO_QUIETLY = timedelta(seconds=60)
"""Within this time after a decision nothing has been sent out, and an undo sends nothing."""

_WAITING = {StoryState.NEW, StoryState.UPDATES}


@transaction.atomic
def approve(story: Story, answer: Answer, *, editor: AbstractBaseUser) -> Decision:
    """Publish what the editor accepted, add the news to actions that we have, and write the decision.

    All or nothing. Raises DecisionRefused with a sentence: where another decision came first,
    where the story changed under the editor's eyes, and where a rule of the directory says no.
    A form that is sent twice is refused the second time, so nothing is doubled.
    """
    story, proposals = _take(story, answer.proposals)
    if not answer.actions and not answer.news:
        raise DecisionRefused(_("Every draft is left out. Keep at least one, or reject the story."))
    cited = with_pages(_cited(story, answer), proposals)
    decision = _write(story, DecisionKind.APPROVE, proposals, editor=editor, note=answer.note)
    reason = _("Decided at the desk: %(story)s") % {"story": story.title}
    made = _publish_all(answer, proposals, cited, editor=editor, reason=reason[:500])
    amended = []
    for news in answer.news:
        quotes = quotes_of(proposals, jurisdiction=news.jurisdiction, kind=news.kind, cited=cited)
        try:
            amended.append(add_news(news, citations=cited, quotes=quotes, editor=editor, reason=reason[:500]))
        except (ActionError, ValidationError) as error:
            raise DecisionRefused(_sentence(error), position=news.position) from error
    keep_captures(proposals)
    decision.actions.set([*made, *(action for action, _added in amended)])
    decision.answer = {
        **answer.as_left,
        "made": [action.pk for action in made],
        "amended": [added for _action, added in amended],
    }
    decision.save(update_fields=["answer"])
    _move(story, StoryState.APPROVED)
    log.info("story_approved", story=story.pk, editor=editor.pk, made=len(made), amended=len(amended))
    return decision


@transaction.atomic
def reject(
    story: Story, *, editor: AbstractBaseUser, note: str = "", proposals: frozenset[int] | None = None
) -> Decision:
    """Say that a story reports no action. Its items stay, and can be found. Raises DecisionRefused."""
    story, latest = _take(story, proposals)
    decision = _write(story, DecisionKind.REJECT, latest, editor=editor, note=note)
    _move(story, StoryState.REJECTED)
    log.info("story_rejected", story=story.pk, editor=editor.pk)
    return decision


@transaction.atomic
def undo(decision: Decision, *, editor: AbstractBaseUser) -> Decision:
    """Take a decision back: retract what it published, take off what it added, and let the story wait again.

    Within UNDO_QUIETLY the outside never hears of it; later, the retraction is told too.
    Raises DecisionRefused where it was taken back already, or where a later decision rests on it.
    """
    hold(Lock.GROUPING)
    decision = Decision.objects.select_for_update(of=("self",)).select_related("story").get(pk=decision.pk)
    if decision.undone_at is not None:
        raise DecisionRefused(
            _("This decision was taken back already, on %(at)s. There is nothing more to undo.")
            % {"at": _instant(decision.undone_at)}
        )
    later = decision.story.decisions.filter(undone_at__isnull=True, decided_at__gt=decision.decided_at)
    if later.exists():
        raise DecisionRefused(_("This story was decided again later. Undo the later decision first."))
    reason = _("%(who)s took the decision at the desk back") % {"who": editor}
    for action in Action.objects.filter(pk__in=decision.answer.get("made", []), is_published=True):
        retract(action, editor=editor, reason=reason)
    for added in decision.answer.get("amended", []):
        take_off(added, decided_at=decision.decided_at, reason=reason)
    story = Story.objects.select_for_update().get(pk=decision.story_id)
    if decision.kind in {DecisionKind.SPLIT, DecisionKind.MERGE}:
        put_back(story, decision.answer)
    _move(story, StoryState(decision.state_before))
    decision.undone_at = timezone.now()
    decision.save(update_fields=["undone_at"])
    log.info("decision_undone", decision=decision.pk, editor=editor.pk)
    return decision


def _take(story: Story, shown: frozenset[int] | None) -> tuple[Story, list[Proposal]]:
    """The story under lock, waiting and as the editor saw it; else DecisionRefused."""
    hold(Lock.GROUPING)  # no item joins while it is decided
    story = Story.objects.select_for_update().get(pk=story.pk)
    if story.state not in _WAITING:
        raise DecisionRefused(decided_sentence(story))
    proposals = latest_proposals(story.items.all())
    if shown is not None and shown != {proposal.pk for proposal in proposals}:
        raise DecisionRefused(
            _("This story has changed since you opened it: an item joined, left, or was updated. Read it again.")
        )
    return story, proposals


def decided_sentence(story: Story) -> str:
    """Who decided a story that waits no longer, and when."""
    last = story.decisions.filter(undone_at__isnull=True).select_related("editor").first()
    if last is None:
        return _("This story waits no longer. Nothing was changed.")
    return _("%(who)s decided this story already, on %(at)s: %(kind)s. Nothing was changed.") % {
        "who": last.editor or _("Somebody"),
        "at": _instant(last.decided_at),
        "kind": last.get_kind_display().lower(),
    }


def _instant(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")


def _write(
    story: Story, kind: DecisionKind, proposals: list[Proposal], *, editor: AbstractBaseUser, note: str
) -> Decision:
    decision = Decision.objects.create(
        story=story,
        kind=kind,
        editor_id=editor.pk,
        note=note[:500],
        state_before=story.state,
        decided_at=timezone.now(),
    )
    decision.proposals.set(proposals)
    return decision


def _move(story: Story, state: StoryState) -> None:
    story.state = state
    story.save(update_fields=["state"])


def _cited(story: Story, answer: Answer) -> tuple[CitationDraft, ...]:
    items = story.items.select_related("source").order_by("published_at", "pk")
    cited = answer.pages + citations_of(items, answer.grades)
    if not cited:
        raise DecisionRefused(_("No page is cited, and an action needs one. Give the address of a page that shows it."))
    return cited


def _publish_all(
    answer: Answer,
    proposals: list[Proposal],
    cited: tuple[CitationDraft, ...],
    *,
    editor: AbstractBaseUser,
    reason: str,
) -> list[Action]:
    """One announcement for each jurisdiction that acts, and in it an action for each draft."""
    announcements: dict[str, Announcement] = {}
    versions = sorted({proposal.classifier_version for proposal in proposals})
    made = []
    for accepted in answer.actions:
        code = accepted.jurisdiction
        try:
            if code not in announcements:
                announcements[code] = _announcement(answer, accepted)
            draft = action_draft(
                accepted,
                slug=free_slug(accepted.title),
                today=timezone.now().date(),
                citations=cited,
                quotes=quotes_of(proposals, jurisdiction=code, kind=accepted.kind, cited=cited),
                classifier_version=", ".join(versions)[:60],
            )
            made.append(publish(announcements[code], draft, editor=editor, reason=reason))
        except (ActionError, LookupError, ValidationError) as error:
            raise DecisionRefused(_sentence(error), position=accepted.position) from error
    return made


def _announcement(answer: Answer, accepted: ActionAnswer) -> Announcement:
    """The announcement that the editor chose, else a new one, named for the place, the first vendor and the day."""
    keep_jurisdiction(accepted.jurisdiction)
    if answer.announcement:
        chosen = Announcement.objects.filter(slug=answer.announcement).select_related("jurisdiction").first()
        if chosen is None:
            raise DecisionRefused(_("The announcement that you chose is not there any more. Choose another one."))
        if chosen.jurisdiction.code == accepted.jurisdiction:
            return chosen
    made_known = answer.made_known or accepted.announced
    draft = AnnouncementDraft(
        slug=_announcement_slug(accepted, made_known),
        jurisdiction=accepted.jurisdiction,
        made_known=made_known,
        title=answer.title[:300],
        note=answer.announcement_note,
    )
    return open_announcement(draft)


def _announcement_slug(accepted: ActionAnswer, made_known: Span | None) -> str:
    """A slug such as `ca-hikvision-2025-06-27`; one whose actions were all retracted is used again."""
    vendor = next((target.vendor for target in accepted.targets if target.vendor), "")
    name = vendor or slugify(accepted.targets[0].name)[:60] if accepted.targets else ""
    slug = announcement_slug(f"{accepted.jurisdiction.lower()}-{name or 'action'}", made_known)
    is_in_use = Action.objects.published().filter(announcement__slug=slug).exists()
    return slug_for(Announcement.objects, slug, max_length=150) if is_in_use else slug


def _sentence(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error)
