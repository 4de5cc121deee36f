"""Stories, what editors decided, and the errors that readers report."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from actions.models import Action
from ingest.models.items import Proposal


class StoryState(models.TextChoices):
    """Where a story waits. An item that joins a decided story sends it to "updates", never to "new"."""

    NEW = "new", _("New")
    UPDATES = "updates", _("Updates")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class ArrayText(models.Func):
    """An array of codes as one text, with commas between."""

    function = "array_to_string"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = models.TextField()


class Lane(StrEnum):
    """The four queues of the desk; a story stands in exactly one."""

    NEW = "new"
    UPDATES = "updates"
    UNSURE = "unsure"
    DECIDED = "decided"

    @property
    def condition(self) -> models.Q:
        return {
            Lane.NEW: models.Q(state=StoryState.NEW, is_unsure=False),
            Lane.UPDATES: models.Q(state=StoryState.UPDATES),
            Lane.UNSURE: models.Q(state=StoryState.NEW, is_unsure=True),
            Lane.DECIDED: models.Q(state__in=[StoryState.APPROVED, StoryState.REJECTED]),
        }[self]


class StoryQuerySet(models.QuerySet["Story"]):
    def waiting(self) -> Self:
        return self.filter(state__in=[StoryState.NEW, StoryState.UPDATES])

    def in_lane(self, lane: Lane) -> Self:
        return self.filter(lane.condition)

    def in_place(self, code: str) -> Self:
        """Stories of this place or of a part of it."""
        return self.annotate(places=ArrayText("jurisdictions")).filter(places__regex=rf"(^|,){code}(-|,|$)")

    def for_queue(self) -> Self:
        """All that a line of the queue shows."""
        return self.annotate(item_count=models.Count("items"))

    def by_latest(self) -> Self:
        return self.order_by("-latest_at", "-id")

    def by_value(self) -> Self:
        """New before updates, then the highest expected value first (`ingest.core.learning.value`)."""
        return self.order_by("state", "-rank", "-score", "-latest_at", "id")


class Story(models.Model):
    """Items on one event. The fields below are the union over its items, for matching and for the queue."""

    title = models.CharField(max_length=1000)
    state = models.CharField(max_length=10, choices=StoryState.choices, default=StoryState.NEW)
    is_unsure = models.BooleanField(default=False)
    score = models.FloatField(default=0)
    probability = models.FloatField(default=0, help_text="How likely it reports an action, calibrated.")
    rank = models.FloatField(default=0, help_text="Its place in the queue: expected value and freshness in one number.")
    reasons = models.JSONField(default=dict, blank=True, help_text="Why it has this rank, for the line in the queue.")
    kinds = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    jurisdictions = ArrayField(models.CharField(max_length=6), default=list, blank=True)
    vendors = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    instruments = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    event_days = ArrayField(
        models.DateField(), default=list, blank=True, help_text="Days on which, as its items say, it was made known."
    )
    words = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="What its titles speak of, for matching."
    )
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    first_on = models.DateField(null=True, blank=True, help_text="Earliest day on which one of its items came out.")
    last_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    latest_at = models.DateTimeField(help_text="When its latest item was first seen.")

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [models.Index(fields=["state", "-rank", "-score", "-latest_at", "id"], name="story_by_value")]

    def __str__(self) -> str:
        return self.title


class DecisionKind(models.TextChoices):
    APPROVE = "approve", _("Approved")
    REJECT = "reject", _("Rejected")
    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Split")


class Decision(models.Model):
    """An editor's answer to a story: the proposals it read and what it made or changed."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=8, choices=DecisionKind.choices)
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="decisions")
    proposals = models.ManyToManyField(Proposal, related_name="decisions")
    actions = models.ManyToManyField(Action, related_name="decisions", blank=True)
    answer = models.JSONField(default=dict, help_text="The drafts as the editor left them; training data.")
    note = models.CharField(_("note"), max_length=500, blank=True)
    state_before = models.CharField(max_length=10, choices=StoryState.choices)
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-decided_at"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [
            models.Index(
                fields=["-decided_at", "-id"],
                condition=models.Q(kind="approve", undone_at__isnull=True),
                name="decision_latest_approvals",
            ),
            models.Index(KT("answer__other"), condition=models.Q(kind="merge"), name="decision_merged_into"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.story_id}"


class ErrorReport(models.Model):
    """A reader's report that a page says something wrong."""

    path = models.CharField(max_length=500, help_text="The page that the reader was on.")
    action = models.ForeignKey(Action, on_delete=models.SET_NULL, null=True, blank=True, related_name="error_reports")
    text = models.TextField(_("what is wrong"), max_length=4000)
    evidence_url = models.URLField(_("where it can be checked"), max_length=1000, blank=True)
    email = models.EmailField(_("your e-mail address"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(_("what was done"), max_length=1000, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("error report")
        verbose_name_plural = _("error reports")
        indexes = [models.Index(fields=["-created_at"], condition=models.Q(closed_at__isnull=True), name="report_open")]

    def __str__(self) -> str:
        return self.text[:80]
