"""Sending what waits in the outbox: claimed, sent through the gate, marked. At least once, never early."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from actions.models import Outbox
from ingest.http import own_memory, tell_one

log = structlog.get_logger(__name__)

BATCH = 200
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=6)
MAX_ATTEMPTS = 20
"""After this many, over three days, a message is left with its error for an operator to see."""


def deliver_due(now: datetime) -> int:
    """Send every message that is due; gives how many were sent. A failure is tried again later."""
    messages = _claim(now)
    if not messages:
        return 0
    topics = sorted({topic for message in messages for topic in topics_of(message)})
    form = [("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]
    answer = tell_one(settings.HUB_URL, form, memory=own_memory())
    keys = [message.pk for message in messages]
    if answer.error:
        Outbox.objects.filter(pk__in=keys).update(last_error=answer.error[:500])
        log.warning("delivery_failed", hub=settings.HUB_URL, messages=len(keys), error=answer.error)
        return 0
    Outbox.objects.filter(pk__in=keys).update(sent_at=timezone.now(), last_error="")
    log.info("delivered", hub=settings.HUB_URL, messages=len(keys), topics=len(topics))
    return len(keys)


@transaction.atomic
def _claim(now: datetime) -> Sequence[Outbox]:
    """Take due messages and put each off to its next try, so that no other worker takes it meanwhile."""
    due = Outbox.objects.filter(
        channel="websub", due_at__lte=now, sent_at__isnull=True, cancelled_at__isnull=True, attempts__lt=MAX_ATTEMPTS
    )
    messages = list(due.select_related("revision__action").select_for_update(skip_locked=True, of=("self",))[:BATCH])
    for message in messages:
        message.due_at = now + min(FIRST_RETRY * 2**message.attempts, LONGEST_RETRY)
    Outbox.objects.bulk_update(messages, ["due_at"])
    Outbox.objects.filter(pk__in=[message.pk for message in messages]).update(attempts=F("attempts") + 1)
    return messages


def topics_of(message: Outbox) -> set[str]:
    """The feeds that a change touches: the whole directory's, its country's and its vendors'."""
    record = message.revision.record
    vendors = {target["vendor"] for target in record["targets"] if target["vendor"]}
    lists = {"/", "/actions/", f"/jurisdictions/{record['jurisdiction']}/", *(f"/vendors/{slug}/" for slug in vendors)}
    return {f"{settings.BASE_URL}{address}feed.{ending}" for address in lists for ending in ("atom", "rss", "json")}
