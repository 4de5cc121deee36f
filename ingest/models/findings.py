"""What is wrong with a source, as rows; and the rhythm by which its silence is judged."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ingest.models.sources import Source


class FindingKind(models.TextChoices):
    """The strongest first: that is the order of lists."""

    FAILING = "failing", _("Failing")
    NOT_THE_FEED = "not_the_feed", _("Not what it was")
    SILENT = "silent", _("Silent")
    GAP = "gap", _("Items probably lost")


class FindingQuerySet(models.QuerySet["Finding"]):
    def standing(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def of_watched_places(self) -> Self:
        """Standing findings about sources of a place that are polled; samples watch nothing."""
        return self.standing().filter(
            source__is_paused=False, source__is_sample=False, source__jurisdiction__isnull=False
        )

    def of_no_place(self) -> Self:
        """Standing findings about polled sources that speak for no one place, such as the press of the world."""
        return self.standing().filter(
            source__is_paused=False, source__is_sample=False, source__jurisdiction__isnull=True
        )


class Finding(models.Model):
    """One thing that is wrong with one source, from when to when. `values` are what its sentence needs."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=14, choices=FindingKind.choices)
    since = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When it was last found to be so.")
    values = models.JSONField(default=dict, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind"], condition=models.Q(closed_at__isnull=True), name="finding_stands_once"
            )
        ]
        indexes = [
            models.Index(fields=["source", "-since"], name="finding_of_source"),
            models.Index(fields=["kind", "since"], condition=models.Q(closed_at__isnull=True), name="finding_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind}"


class Rhythm(models.Model):
    """What a source's past entries tell of it (ingest.core.rhythm). Learnt anew every few hours."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="rhythm")
    learnt_at = models.DateTimeField()
    entry_count = models.PositiveIntegerField(default=0, help_text="Entries of the year that was looked at.")
    since = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    per_week = models.FloatField(default=0)
    weekdays = ArrayField(models.PositiveIntegerField(), default=list, help_text="Entries by weekday, Monday first.")
    hours = ArrayField(models.PositiveIntegerField(), default=list, help_text="Entries by hour, UTC.")
    weeks = ArrayField(models.PositiveIntegerField(), default=list, help_text="Entries of the last 52 weeks.")
    silent_after = models.DateTimeField(null=True, blank=True, help_text="From when on silence is improbable.")
    delay_p50_s = models.FloatField(null=True, blank=True, help_text="Published to first seen; half are faster.")
    delay_p90_s = models.FloatField(null=True, blank=True)
    held_count = models.PositiveIntegerField(default=0, help_text="Items that we hold of it.")

    class Meta:
        verbose_name = _("rhythm")
        verbose_name_plural = _("rhythms")
        indexes = [
            models.Index(fields=["learnt_at"], name="rhythm_to_learn"),
            models.Index(fields=["silent_after"], name="rhythm_silent"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.per_week} a week"
