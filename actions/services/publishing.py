"""Publish, amend, verify, merge, retract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from actions.drafting import ActionDraft
from actions.labels import RevisionKind
from actions.lifecycle import Stage
from actions.models import Action, Announcement
from actions.services.parts import add_parts, replace_parts, set_plain_fields
from actions.services.revising import take_back, write_revision, write_revisions
from actions.slugs import slug_for


class ActionError(Exception):
    """A write that the rules refuse; the text is a full sentence for people."""


def free_slug(text: str) -> str:
    """A slug for a new action that no other has."""
    return slug_for(Action.objects, text)


def publish(
    announcement: Announcement,
    draft: ActionDraft,
    *,
    editor: AbstractBaseUser | None = None,
    reason: str = "",
    is_starter: bool = False,
) -> Action:
    """Put a new action into the directory, with all its parts and its first revision.

    An action of the starter directory is published quietly and stays unverified; one that an
    editor publishes counts as verified that day. Raises `ActionError` without a target.
    """
    return publish_all([(announcement, draft)], editor=editor, reason=reason, is_starter=is_starter)[0]


@transaction.atomic
def publish_all(
    drafts: Sequence[tuple[Announcement, ActionDraft]],
    *,
    editor: AbstractBaseUser | None = None,
    reason: str = "",
    is_starter: bool = False,
) -> list[Action]:
    """`publish` for many drafts at once: all of them, or none."""
    actions = []
    for announcement, draft in drafts:
        action = Action(slug=draft.slug, announcement=announcement, jurisdiction=announcement.jurisdiction)
        action.is_starter = is_starter
        _take(action, draft, editor, checks_constraints=not is_starter)
        add_parts(action, draft)
        actions.append(action)
    write_revisions(actions, RevisionKind.PUBLISH, reason=reason, editor=editor, is_quiet=is_starter)
    return actions


def _take(
    action: Action, draft: ActionDraft, editor: AbstractBaseUser | None, *, checks_constraints: bool = True
) -> None:
    """Give `action` the plain values of `draft` and save it, or raise with a sentence.

    The database checks its constraints anyway; checking them before only gives the sentences.
    """
    if not draft.targets:
        raise ActionError("An action hits at least one target. Add a vendor, a product or a class.")
    set_plain_fields(action, draft)
    if editor is not None:
        action.verified_on, action.verified_by_id = timezone.now().date(), editor.pk
    action.full_clean(
        exclude=["announcement", "jurisdiction", "verified_by"],
        validate_unique=False,
        validate_constraints=checks_constraints,
    )
    action.save()


@transaction.atomic
def amend(
    action: Action,
    draft: ActionDraft,
    *,
    editor: AbstractBaseUser | None = None,
    reason: str,
    is_quiet: bool = False,
) -> Action:
    """Make an action what `draft` says, under its old slug, and write a revision that says why."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    _take(action, draft, editor)
    replace_parts(action, draft)
    write_revision(action, RevisionKind.AMEND, reason=reason, editor=editor, is_quiet=is_quiet)
    return action


@transaction.atomic
def verify(action: Action, *, editor: AbstractBaseUser, on: date) -> Action:
    """Say that an editor has checked the record as it stands. Nothing changes that a follower should hear."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    action.verified_on, action.verified_by_id = on, editor.pk
    action.save(update_fields=["verified_on", "verified_by", "updated_at"])
    write_revision(action, RevisionKind.AMEND, reason="Verified", editor=editor, is_quiet=True)
    return action


@transaction.atomic
def retract(action: Action, *, editor: AbstractBaseUser | None, reason: str) -> Action:
    """Take an action out of the directory. Its address says that it was retracted, and why.

    What has not been sent out yet about it is never sent; if nothing was, the retraction
    itself is quiet too.
    """
    action = Action.objects.select_for_update().get(pk=action.pk)
    is_unheard = take_back(action, now=timezone.now())
    action.is_published = False
    action.save(update_fields=["is_published", "updated_at"])
    write_revision(action, RevisionKind.RETRACT, reason=reason, editor=editor, is_quiet=is_unheard)
    return action


@transaction.atomic
def merge(action: Action, *, into: Action, editor: AbstractBaseUser, reason: str) -> Action:
    """Fold a double record into the one that stays; its address leads there from now on."""
    if action.pk == into.pk:
        raise ActionError("An action cannot be merged into itself.")
    action = Action.objects.select_for_update().get(pk=action.pk)
    for cited in action.cited.all():
        into.cited.get_or_create(citation=cited.citation, defaults={"position": 99, "note": cited.note})
    action.is_published, action.merged_into = False, into
    action.save(update_fields=["is_published", "merged_into", "updated_at"])
    write_revision(action, RevisionKind.MERGE, reason=reason, editor=editor)
    write_revision(into, RevisionKind.AMEND, reason=f"Merged with {action.slug}", editor=editor)
    return into


@transaction.atomic
def advance_due(today: date) -> list[Action]:
    """Turn adopted actions whose effective day has surely come into actions in force."""
    due = Action.objects.published().select_for_update().filter(stage=Stage.ADOPTED, effective_last__lte=today)
    advanced = list(due)
    for action in advanced:
        action.stage = Stage.IN_FORCE
        action.save(update_fields=["stage", "updated_at"])
        write_revision(action, RevisionKind.AMEND, reason="Took effect on its effective day")
    return advanced
