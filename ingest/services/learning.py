"""Learning: rows from decisions, training, and which model has its say. docs/decisions/0015 says what it may do."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ingest.core import classify
from ingest.core.learning.rows import Row, digest_of
from ingest.core.learning.training import train as train_on
from ingest.core.learning.weights import ModelRefused, read_weights
from ingest.core.learning.weights import digest_of as digest_of_text
from ingest.core.types import ReadText
from ingest.models import AuditAnswer, AuditSample, Decision, ItemVersion, LearnedModel, Switch
from ingest.services.decided import Said, said_of_items
from ingest.services.locks import Lock, hold
from ingest.services.proposing import answer_versions

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

log = structlog.get_logger(__name__)

TRAIN_AFTER = 25
"""New answers after which the next tick of beat trains; fewer wait for TRAIN_AT_LATEST."""

TRAIN_AT_LATEST = timedelta(days=7)
MOST_ROWS = 5_000
"""The latest answers that are learned from: a training stays below a minute."""


class LearningRefused(Exception):  # noqa: N818 - a rule that says no, with its sentence
    """A switch that cannot be made; `str()` is the sentence."""


def training_rows() -> list[Row]:
    """One row for each item that editors spoke of, with what the rules of today say of the text that they read.

    The answers are those of decisions and of the weekly samples. The rules are asked anew, so that the comparison
    is with the rules in use, never with earlier ones.
    """
    said = {one.proposal.version.item_id: one for one in said_of_items(newest=MOST_ROWS)}
    samples = AuditSample.objects.answered().exclude(item__in=list(said)).order_by("answered_at", "pk")
    sampled = {sample.item_id: sample for sample in samples}
    _leave_newest(said, sampled)
    pks = [one.proposal.version_id for one in said.values()] + _latest_versions(list(sampled))
    versions = ItemVersion.objects.filter(pk__in=pks).select_related("item__source__jurisdiction")
    rows = []
    for version, answer in answer_versions(list(versions.defer("html_as_came"))):
        source = version.item.source
        told = said.get(version.item_id)
        sample = sampled.get(version.item_id)
        decided_at = told.decided_at if told else sample.answered_at if sample else None
        if decided_at is None:
            continue
        rows.append(
            Row(
                item=version.item_id,
                story=told.story if told else -version.item_id,  # no story: a group of its own
                decided_at=decided_at,
                read=ReadText(version.title, version.text, version.repair, version.language),
                said=answer,
                publisher=source.publisher_kind,
                is_relevant=told.is_relevant if told else bool(sample and sample.answer == AuditAnswer.ACTION),
                kinds=told.kinds if told else {},
                stage=told.kept.stage if told else "",
                proposal=told.proposal.pk if told else None,
            )
        )
    return sorted(rows, key=lambda row: (row.decided_at, row.item))


def _leave_newest(said: dict[int, Said], sampled: dict[int, AuditSample]) -> None:
    """Drop all but the MOST_ROWS that were answered last, before a text is read: years of decisions are no reason."""
    days = {item: one.decided_at for item, one in said.items()}
    days |= {item: sample.answered_at for item, sample in sampled.items() if sample.answered_at}
    for item in sorted(days, key=lambda item: (days[item], item))[:-MOST_ROWS]:
        said.pop(item, None)
        sampled.pop(item, None)


def _latest_versions(items: list[int]) -> list[int]:
    rows = ItemVersion.objects.filter(item__in=items).order_by("item_id", "-number").distinct("item_id")
    return list(rows.values_list("pk", flat=True))


@transaction.atomic
def train_if_due(now: datetime) -> LearnedModel | None:
    """Train where enough was decided since the last training; None where it is not due.

    Safe to repeat, and at once: whoever waited for another training asks anew whether one is due.
    """
    hold(Lock.LEARNING)
    return train(now) if _is_due(now) else None


def _is_due(now: datetime) -> bool:
    last = LearnedModel.objects.aggregate(at=Max("trained_at"))["at"]
    decisions, samples = Decision.objects.all(), AuditSample.objects.answered()
    if last is None:
        return decisions.filter(undone_at__isnull=True).count() + samples.count() >= TRAIN_AFTER
    new = decisions.filter(decided_at__gt=last).count() + samples.filter(answered_at__gt=last).count()
    new += decisions.filter(decided_at__lte=last, undone_at__gt=last).count()
    newest = LearnedModel.objects.first()
    is_of_other_rules = newest is not None and newest.rules_version != classify.VERSION
    return is_of_other_rules or new >= TRAIN_AFTER or (new > 0 and now - last >= TRAIN_AT_LATEST)


@transaction.atomic
def train(now: datetime) -> LearnedModel:
    """Train on all that was decided, keep the model with its comparison, and switch to what is better.

    Always gives a model with a report; where nothing could be fitted it has no weights and says why. Two
    trainings never run at once.
    """
    hold(Lock.LEARNING)
    started = time.monotonic()
    rows = training_rows()
    trained = train_on(rows, rules=classify.VERSION, bars=(classify.RELEVANT, classify.SURE))
    weights = trained.weights.as_text() if trained.weights else ""
    model = LearnedModel.objects.create(
        number=(LearnedModel.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        rules_version=classify.VERSION,
        trained_at=now,
        took_s=round(time.monotonic() - started, 2),
        row_count=len(rows),
        story_count=len({row.story for row in rows}),
        decided_until=max((row.decided_at for row in rows), default=None),
        rows_sha256=digest_of(rows),
        weights=weights,
        weights_sha256=digest_of_text(weights) if weights else "",
        questions=trained.better,
        report=[report.as_json() for report in trained.reports],
    )
    log.info("model_trained", model=model.number, rows=len(rows), better=trained.better, took_s=model.took_s)
    _settle(model, now)
    return model


def _settle(model: LearnedModel, now: datetime) -> None:
    """Switch to a fresh model where it won a question, back to the rules where it won none; never against a hand."""
    last = Switch.objects.first()
    if last is not None and last.is_by_hand:
        log.info("switch_left_to_hand", model=model.number)
        return
    if model.questions:
        _switch(model, model.questions, now, reason=_("It was better than the rules on decisions it had not seen."))
    elif last is not None and last.model_id is not None:
        _switch(None, [], now, reason=_("The newest training was not better than the rules on any question."))


def switch_to(number: int, *, by: AbstractBaseUser | None) -> Switch:
    """Let model `number` have its say, by hand, on the questions that it won. Raises LearningRefused."""
    model = LearnedModel.objects.filter(number=number).first()
    if model is None:
        raise LearningRefused(_("There is no model learned-%(number)s.") % {"number": number})
    if not model.questions:
        raise LearningRefused(
            _("learned-%(number)s was not better than the rules on any question, so it stays off.") % {"number": number}
        )
    try:
        read_weights(model.weights, sha256=model.weights_sha256, rules=classify.VERSION)
    except ModelRefused as refused:
        told = _("learned-%(number)s cannot be used. %(why)s") % {"number": number, "why": refused}
        raise LearningRefused(told) from refused
    return _switch(model, model.questions, timezone.now(), by=by, is_by_hand=True, reason=_("Chosen by hand."))


def rules_alone(*, by: AbstractBaseUser | None) -> Switch:
    """Let the rules answer alone, by hand, until somebody says otherwise."""
    return _switch(None, [], timezone.now(), by=by, is_by_hand=True, reason=_("Switched off by hand."))


def switch_back(*, by: AbstractBaseUser | None) -> Switch:
    """Go back to what answered before the last switch, by hand. Raises LearningRefused where nothing did."""
    last = Switch.objects.first()
    if last is None:
        raise LearningRefused(_("Nothing was switched yet: the rules answer alone."))
    before = next((row for row in Switch.objects.all()[1:50] if row.model_id != last.model_id), None)
    model, questions = (before.model, before.questions) if before else (None, [])
    return _switch(model, questions, timezone.now(), by=by, is_by_hand=True, reason=_("Switched back by hand."))


def choose_by_training(*, by: AbstractBaseUser | None) -> Switch:
    """Leave the choice to training again, beginning with what it would choose now."""
    newest = LearnedModel.objects.filter(rules_version=classify.VERSION).first()
    model = newest if newest and newest.questions else None
    questions = model.questions if model else []
    return _switch(model, questions, timezone.now(), by=by, reason=_("The choice was left to training again."))


def _switch(
    model: LearnedModel | None,
    questions: list[str],
    now: datetime,
    *,
    reason: str,
    by: AbstractBaseUser | None = None,
    is_by_hand: bool = False,
) -> Switch:
    """Write the switch. The caller ranks the queue anew once it stands: `ranking.rank_waiting`."""
    switch = Switch.objects.create(
        at=now,
        model=model,
        questions=questions,
        rules_version=classify.VERSION,
        is_by_hand=is_by_hand,
        by_id=by.pk if by else None,
        reason=reason[:500],
    )
    log.info("classifier_switched", model=model.number if model else None, questions=questions, by_hand=is_by_hand)
    return switch
