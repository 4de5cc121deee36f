"""Celery's way into ingest. A message is a batch; each may come twice, late, or after its rows are gone."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import structlog
from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from ingest import services
from ingest.services import counting, findings, gaps, rhythms

log = structlog.get_logger(__name__)

BEAT_SEEN = "beat:seen"
"""Cache key with the time of the last tick; /readyz reads it."""

_BEAT_SEEN_S = 120
_MOST_BATCHES = 10
"""Batches claimed at a time, waiting ones included, so that a backlog is not claimed long before it can be polled."""

_VERSIONS_AT_ONCE = 200


@shared_task(ignore_result=True, acks_late=True, soft_time_limit=20, time_limit=30)
def tick() -> None:
    """Send what is due to workers in batches, and what was lost once more. Two beats at once are harmless."""
    now = timezone.now()
    cache.set(BEAT_SEEN, now.isoformat(), timeout=_BEAT_SEEN_S)
    for _ in range(_MOST_BATCHES - services.claimed_batches(now)):
        if not _send_next_batch():
            break
    send_to_classifier(services.waiting_versions(now))


@shared_task(
    ignore_result=True,
    acks_late=True,
    soft_time_limit=270,
    time_limit=300,  # far below the broker's visibility timeout, or a message is delivered twice
)
def poll_claimed(token: str) -> None:
    """Poll the sources claimed under `token`, send what is new to the classifier, and claim what is due next."""
    waiting: list[int] = []
    for stored in services.poll_claimed(uuid.UUID(token)):
        waiting += stored.to_propose
        if len(waiting) >= _VERSIONS_AT_ONCE:
            send_to_classifier(waiting)
            waiting.clear()
    send_to_classifier(waiting)
    _send_next_batch()


@shared_task(ignore_result=True, acks_late=True, soft_time_limit=120, time_limit=150)
def propose_items(version_ids: list[int]) -> None:
    """Propose and group the given versions."""
    services.propose_items(version_ids)


@shared_task(ignore_result=True, acks_late=True, soft_time_limit=240, time_limit=300)
def roll_up_fetches() -> None:
    """Turn old polls into daily totals, and old days into months."""
    now = timezone.now()
    services.roll_up_fetches(now)
    services.roll_up_days(now)


@shared_task(ignore_result=True, acks_late=True, soft_time_limit=240, time_limit=300)
def read_pages() -> None:
    """Read the full text of pages that wait, and look whether pages that left their source still stand."""
    now = timezone.now()
    services.read_due_pages(now)
    services.check_pages(now)


@shared_task(ignore_result=True, acks_late=True, soft_time_limit=240, time_limit=300)
def keep_captures() -> None:
    """Drop copies whose time has run out, and begin to look after pages that left their source."""
    now = timezone.now()
    services.drop_captures(now)
    services.find_departed(now)


def _send_next_batch() -> bool:
    """Claim a batch and send it to a worker; False where nothing is due. Should we die here, the lease runs out."""
    now = timezone.now()
    token = services.claim_due(now, services.share_of_due(now))
    if token is None:
        return False
    log.debug("batch_claimed", token=str(token))
    poll_claimed.delay(str(token))
    return True


@shared_task(ignore_result=True, acks_late=True, soft_time_limit=240, time_limit=300)
def look_after_sources() -> None:
    """Learn rhythms, find silence and lasting failure, read gaps back; and raise the alarm where nothing is read."""
    now = timezone.now()
    rhythms.learn_rhythms(now)
    rhythms.find_silence(now)
    findings.sweep(now)
    findings.sound_alarm(now)
    gaps.close_gaps(now)


@shared_task(ignore_result=True, acks_late=True, soft_time_limit=240, time_limit=300)
def learn() -> None:
    """Draw the week's sample, train where enough was decided, and rank the queue by what answers now."""
    now = timezone.now()
    services.draw_week(now)
    services.train_if_due(now)
    services.rank_waiting()


@shared_task(ignore_result=True, acks_late=True, soft_time_limit=240, time_limit=300)
def count_decisions() -> None:
    """Count what was decided, or changed, since the last time: the figures of /quality/ rest on it."""
    counting.count_logged()


@shared_task(ignore_result=True, acks_late=True, soft_time_limit=240, time_limit=300)
def rank_waiting() -> None:
    """Rank the queue anew: after a switch of the classifier."""
    services.rank_waiting()


@shared_task(ignore_result=True, acks_late=True, soft_time_limit=240, time_limit=300)
def train() -> None:
    """Train now, as an operator asked, and rank the queue by what answers then."""
    services.train(timezone.now())
    services.rank_waiting()


@shared_task(ignore_result=True, acks_late=True, soft_time_limit=240, time_limit=300)
def reclassify(run_id: int) -> None:
    """One batch of a reclassification; sends the next where there is more. A lost message is made good by `resume`."""
    if services.reclassify_batch(run_id):
        reclassify.delay(run_id)


def send_to_classifier(version_ids: Sequence[int]) -> None:
    """Queue versions in batches. A lost message is made good by a later tick."""
    for start in range(0, len(version_ids), _VERSIONS_AT_ONCE):
        propose_items.delay(list(version_ids[start : start + _VERSIONS_AT_ONCE]))
