"""The record of our record: revisions, and what waits to be sent out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from actions.labels import RevisionKind
from actions.models.actions import Action


class Revision(models.Model):
    """One change to our record of an action: the permalink, the feed's `updated`, the cursor, the second clock."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=RevisionKind.choices)
    record = models.JSONField(help_text="The whole record as of this revision (actions.records).")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="revisions"
    )
    recorded_at = models.DateTimeField()
    sequence = models.BigIntegerField(unique=True)
    is_quiet = models.BooleanField(default=False, help_text="Loaded in bulk: not announced to anybody.")

    class Meta:
        ordering = ["sequence"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.UniqueConstraint(fields=["action", "number"], name="revision_once_per_action")]
        indexes = [
            models.Index(fields=["recorded_at"], include=["action", "sequence", "is_quiet"], name="revision_by_month")
        ]

    def __str__(self) -> str:
        return f"{self.action.slug} {self.number}"


class Outbox(models.Model):
    """Something that the outside should hear of, not before `due_at`, so that an undo can stop it."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="outbox")
    channel = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("message to the outside")
        verbose_name_plural = _("messages to the outside")
        constraints = [
            models.UniqueConstraint(fields=["revision", "channel"], name="outbox_once_per_channel"),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(cancelled_at__isnull=True),
                name="outbox_sent_or_cancelled",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(sent_at__isnull=True, cancelled_at__isnull=True),
                name="outbox_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.revision}"
