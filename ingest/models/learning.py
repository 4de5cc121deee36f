"""What was learned of decisions, when it was switched on, the samples of what was not proposed, and reclassifying."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ingest.models.desk import Story
from ingest.models.items import Item


class LearnedModel(models.Model):
    """One training: the weights as text, what it learned of, and how it compares with the rules. Never changed."""

    number = models.PositiveIntegerField(unique=True)
    rules_version = models.CharField(max_length=40)
    trained_at = models.DateTimeField()
    took_s = models.FloatField()
    row_count = models.PositiveIntegerField()
    story_count = models.PositiveIntegerField()
    decided_until = models.DateTimeField(null=True, blank=True, help_text="The latest decision that it has seen.")
    rows_sha256 = models.CharField(max_length=64, help_text="The same rows give the same digest.")
    weights = models.TextField(blank=True, help_text="ingest.core.learning.weights; empty where nothing was fitted.")
    weights_sha256 = models.CharField(max_length=64, blank=True)
    questions = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="Where it was better than the rules."
    )
    report = models.JSONField(default=list, help_text="Question by question: counts and comparisons.")

    class Meta:
        ordering = ["-number"]
        verbose_name = _("learned model")
        verbose_name_plural = _("learned models")

    def __str__(self) -> str:
        return f"learned-{self.number}"


class Switch(models.Model):
    """From `at` on this model had its say, or the rules alone. Never rewritten; the latest row counts."""

    at = models.DateTimeField()
    model = models.ForeignKey(LearnedModel, on_delete=models.PROTECT, null=True, blank=True, related_name="switches")
    questions = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    rules_version = models.CharField(max_length=40)
    is_by_hand = models.BooleanField(default=False, help_text="Training leaves alone what somebody chose by hand.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("switch of the classifier")
        verbose_name_plural = _("switches of the classifier")
        constraints = [
            models.CheckConstraint(
                condition=Q(model__isnull=False) | Q(questions=[]),
                name="switch_asks_only_a_model",
                violation_error_message=_("Without a learned model no question can be put to one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.model or self.rules_version} {self.at:%Y-%m-%d}"


class AuditWeek(models.Model):
    """A week's sample of what was not proposed, with how much it was drawn from."""

    monday = models.DateField(unique=True, help_text="The week whose items it was drawn from, in UTC.")
    drawn_at = models.DateTimeField()
    near_count = models.PositiveIntegerField(help_text="Items not proposed in which the rules found something.")
    far_count = models.PositiveIntegerField(help_text="Items not proposed in which they found nothing.")
    proposed_count = models.PositiveIntegerField()
    counts = models.JSONField(
        default=dict,
        help_text="The items drawn from, by stratum, group and value: near/language/en, far/publisher/press.",
    )

    class Meta:
        ordering = ["-monday"]
        verbose_name = _("weekly sample")
        verbose_name_plural = _("weekly samples")

    def __str__(self) -> str:
        return f"{self.monday:%Y-%m-%d}"


class AuditAnswer(models.TextChoices):
    ACTION = "action", _("Reports an action")
    NONE = "none", _("Reports no action")


class AuditSampleQuerySet(models.QuerySet["AuditSample"]):
    def waiting(self) -> Self:
        return self.filter(answer="")

    def answered(self) -> Self:
        return self.exclude(answer="")


class AuditSample(models.Model):
    """One item of a weekly sample, and what an editor said of it."""

    week = models.ForeignKey(AuditWeek, on_delete=models.CASCADE, related_name="samples")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="audit")
    is_near = models.BooleanField()
    language = models.CharField(max_length=12, blank=True, help_text="The item's language when it was drawn.")
    answer = models.CharField(max_length=8, choices=AuditAnswer.choices, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    story = models.ForeignKey(Story, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AuditSampleQuerySet.as_manager()

    class Meta:
        ordering = ["week", "id"]
        verbose_name = _("item of a sample")
        verbose_name_plural = _("items of samples")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="audit_answer_has_its_day",
            )
        ]
        indexes = [models.Index(fields=["week", "id"], condition=Q(answer=""), name="audit_waiting")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.answer or '?'}"


class Reclassification(models.Model):
    """A run over kept items with the classifier in use. `cursor` is the last version done."""

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    to_version = models.CharField(max_length=60)
    since = models.DateField(null=True, blank=True)
    source_slug = models.CharField(max_length=120, blank=True)
    older_than = models.CharField(max_length=60)
    last_version = models.BigIntegerField(help_text="No version beyond this one: what comes later is proposed anyway.")
    cursor = models.BigIntegerField(default=0)
    total = models.PositiveIntegerField()
    done_count = models.PositiveIntegerField(default=0)
    differences = models.JSONField(default=dict, help_text="Counts of what changed (ingest.core.learning.differences).")

    class Meta:
        ordering = ["-started_at", "-id"]
        verbose_name = _("reclassification")
        verbose_name_plural = _("reclassifications")
        constraints = [models.CheckConstraint(condition=Q(done_count__lte=F("total")), name="reclassified_at_most_all")]

    def __str__(self) -> str:
        return f"{self.to_version} {self.started_at:%Y-%m-%d}"
