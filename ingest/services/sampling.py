"""The weekly sample of what was not proposed: without it nobody could say how much is missed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from ingest.models import AuditAnswer, AuditSample, AuditWeek, Item, ItemVersion, Proposal, SourceFormat, Story
from ingest.services.locks import Lock, hold
from ingest.services.stories import open_story

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

log = structlog.get_logger(__name__)

NEAR_EACH_WEEK = 12
FAR_EACH_WEEK = 8
"""Items of a week's sample: more of those in which the rules found something, since that is where misses are."""


class SampleRefused(Exception):  # noqa: N818 - a rule that says no, with its sentence
    """An answer to a sample that cannot be kept; `str()` is the sentence."""


def monday_before(now: datetime) -> date:
    """The first day, in UTC, of the last whole week."""
    today = now.astimezone(UTC).date()
    return today - timedelta(days=today.weekday() + 7)


@transaction.atomic
def draw_week(now: datetime) -> AuditWeek | None:
    """Draw the sample of the last whole week, once; None where it is drawn already or nothing came in.

    The draw is seeded with the week: the same items give the same sample.
    """
    hold(Lock.LEARNING)
    monday = monday_before(now)
    if AuditWeek.objects.filter(monday=monday).exists():
        return None
    items = _items_of(monday)
    outside = items.filter(is_relevant=False, story__isnull=True, audit__isnull=True)
    strata: dict[bool, list[Item]] = {True: [], False: []}
    for item in outside.order_by("pk"):
        strata[bool(getattr(item, "is_near", False))].append(item)
    near, far = strata[True], strata[False]
    if not near and not far:
        return None
    week = AuditWeek.objects.create(
        monday=monday,
        drawn_at=now,
        near_count=len(near),
        far_count=len(far),
        proposed_count=items.filter(is_relevant=True).count(),
        counts={"near": _counts(near), "far": _counts(far)},
    )
    dice = random.Random(f"bantracker {monday}")  # noqa: S311 - a fair draw that can be repeated, not a secret
    drawn = [(item, True) for item in dice.sample(near, min(NEAR_EACH_WEEK, len(near)))]
    drawn += [(item, False) for item in dice.sample(far, min(FAR_EACH_WEEK, len(far)))]
    AuditSample.objects.bulk_create(
        [AuditSample(week=week, item=item, is_near=is_near, language=_language(item)) for item, is_near in drawn]
    )
    log.info("sample_drawn", monday=str(monday), near=len(near), far=len(far), drawn=len(drawn))
    return week


def _counts(items: Iterable[Item]) -> dict[str, dict[str, int]]:
    """How many items there are of each language and each kind of publisher."""
    found = list(items)
    return {
        "language": dict(Counter(map(_language, found))),
        "publisher": dict(Counter(item.source.publisher_kind for item in found)),
    }


def _language(item: Item) -> str:
    return getattr(item, "language", "") or ""


def _items_of(monday: date) -> QuerySet[Item]:
    """Items first seen in that week that the classifier has answered, with their language and whether they are near."""
    start = datetime.combine(monday, datetime.min.time(), tzinfo=UTC)
    answered = Proposal.objects.filter(version__item=OuterRef("pk"))
    week = Item.objects.filter(first_seen_at__gte=start, first_seen_at__lt=start + timedelta(days=7))
    polled = week.exclude(source__format=SourceFormat.DESK)
    latest = ItemVersion.objects.filter(item=OuterRef("pk")).order_by("-number").values("language")[:1]
    marked = polled.filter(Exists(answered)).annotate(
        is_near=Exists(answered.filter(score__gt=0)), language=Subquery(latest)
    )
    return marked.select_related("source").only("pk", "source__publisher_kind")


@transaction.atomic
def answer_sample(sample: AuditSample, answer: AuditAnswer, *, editor: AbstractBaseUser) -> Story | None:
    """Keep what an editor says of a sampled item; an action goes into the queue. Raises SampleRefused."""
    sample = AuditSample.objects.select_for_update(of=("self",)).select_related("item").get(pk=sample.pk)
    if sample.answer:
        raise SampleRefused(_("This item was answered already: %(answer)s.") % {"answer": sample.get_answer_display()})
    sample.answer, sample.answered_by_id, sample.answered_at = answer, editor.pk, timezone.now()
    sample.story = open_story(sample.item) if answer == AuditAnswer.ACTION else None
    sample.save()
    log.info("sample_answered", item=sample.item_id, answer=str(answer), editor=editor.pk)
    return sample.story
