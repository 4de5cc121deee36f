"""Revisions: each change to our record writes one, in one strict order."""

from __future__ import annotations

from collections.abc import Sequence
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
) -> Revision:
    """Write the whole record of `action` as its next revision, and what the outside should hear.

    Call inside a transaction. A quiet revision (a bulk load) is told to nobody.
    """
    return write_revisions([action], kind, reason=reason, editor=editor, is_quiet=is_quiet)[0]


def write_revisions(
    actions: Sequence[Action],
    kind: RevisionKind,
    *,
    reason: str = "",
    editor: AbstractBaseUser | None = None,
    is_quiet: bool = False,
) -> list[Revision]:
    """`write_revision` for many actions at once, in the order given and in a constant number of queries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCE_LOCK])
    now = timezone.now()
    last = Revision.objects.aggregate(sequence=Max("sequence"))["sequence"] or 0
    keys = [action.pk for action in actions]
    rows = Action.objects.for_record().in_bulk(keys)
    written = Revision.objects.filter(action__in=keys).values_list("action").annotate(number=Max("number"))
    numbers: dict[int, int] = dict(written.order_by())
    revisions = Revision.objects.bulk_create(
        Revision(
            action_id=key,
            number=numbers.get(key, 0) + 1,
            kind=kind,
            record=record_of(rows[key]).as_json(),
            reason=reason,
            editor_id=editor.pk if editor else None,
            recorded_at=now,
            sequence=sequence,
            is_quiet=is_quiet,
        )
        for sequence, key in enumerate(keys, last + 1)
    )
    if not is_quiet:
        Outbox.objects.bulk_create(
            Outbox(revision=revision, channel=channel, due_at=now + DELIVERY_DELAY)
            for revision in revisions
            for channel in settings.DELIVERY_CHANNELS
        )
    return revisions


def take_back(action: Action, *, now: datetime, since: datetime | None = None) -> bool:
    """Stop what has not been sent yet about `action`; tells whether the outside has heard nothing of it.

    Revisions of the last minute that no message told of become quiet, so that feeds do not give
    them as the latest change either. `since` leaves alone what was recorded before: another
    change still waits to be told.
    """
    revisions = action.revisions.filter(is_quiet=False)
    if since:
        revisions = revisions.filter(recorded_at__gte=since)
    waiting = Outbox.objects.filter(revision__in=revisions, sent_at__isnull=True, cancelled_at__isnull=True)
    stopped = set(waiting.values_list("revision", flat=True))
    waiting.update(cancelled_at=now)
    recent = set(revisions.filter(recorded_at__gt=now - DELIVERY_DELAY).values_list("pk", flat=True))
    heard = set(Outbox.objects.filter(revision__in=revisions, sent_at__isnull=False).values_list("revision", flat=True))
    unheard = (stopped | recent) - heard
    Revision.objects.filter(pk__in=unheard).update(is_quiet=True)
    return bool(unheard)
