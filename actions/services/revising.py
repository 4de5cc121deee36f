"""Revisions: each change to our record writes one, in one strict order."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from actions.labels import RevisionKind
from actions.models import Action, Outbox, Revision
from actions.reading import record_of

SEQUENCE_LOCK = 0x62616E74  # "bant": taken until the commit, so that sequence and commit order agree
DELIVERY_DELAY = timedelta(seconds=60)
"""How long the outside waits for a change, so that an undo within it sends nothing."""


def write_revision(
    action: Action,
    kind: RevisionKind,
    *,
    reason: str = "",
    editor: AbstractBaseUser | None = None,
    is_quiet: bool = False,
    recorded_at: datetime | None = None,
) -> Revision:
    """Write the whole record of `action` as its next revision, and what the outside should hear.

    Call inside a transaction. A quiet revision (a bulk load) is told to nobody.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCE_LOCK])
    now = recorded_at or timezone.now()
    last = Revision.objects.aggregate(sequence=Max("sequence"))["sequence"] or 0
    number = action.revisions.aggregate(number=Max("number"))["number"] or 0
    fresh = Action.objects.for_record().get(pk=action.pk)
    revision = Revision.objects.create(
        action=action,
        number=number + 1,
        kind=kind,
        record=record_of(fresh).as_json(),
        reason=reason,
        editor_id=editor.pk if editor else None,
        recorded_at=now,
        sequence=last + 1,
        is_quiet=is_quiet,
    )
    if not is_quiet:
        Outbox.objects.bulk_create(
            Outbox(revision=revision, channel=channel, due_at=now + DELIVERY_DELAY)
            for channel in settings.DELIVERY_CHANNELS
        )
    return revision


def cancel_deliveries(action: Action, *, now: datetime) -> int:
    """Stop what has not been sent yet about `action`; gives how many messages were stopped."""
    waiting = Outbox.objects.filter(revision__action=action, sent_at__isnull=True, cancelled_at__isnull=True)
    return waiting.update(cancelled_at=now)
