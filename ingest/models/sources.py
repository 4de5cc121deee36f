"""Sources, their polls, and the exact bytes that came."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jurisdictions.models import Jurisdiction


class SourceFormat(models.TextChoices):
    """How a source is read."""

    AUTO = "auto", _("Found out at the first poll")
    RSS = "rss", _("RSS")
    ATOM = "atom", _("Atom")
    RDF = "rdf", _("RDF")
    CDF = "cdf", _("CDF")
    JSONFEED = "jsonfeed", _("JSON Feed")
    HTML_LISTING = "html_listing", _("Listing page")
    JSON_API = "json_api", _("JSON API")
    DESK = "desk", _("Added at the desk, never polled")


class PublisherKind(models.TextChoices):
    GOVERNMENT = "government", _("Government")
    PRESS = "press", _("Press")
    VENDOR = "vendor", _("Vendor")
    NGO = "ngo", _("Civil society")


class SourceQuerySet(models.QuerySet["Source"]):
    def polled(self) -> Self:
        return self.filter(is_paused=False).exclude(format=SourceFormat.DESK)

    def due(self, now: datetime) -> Self:
        """Polled sources whose time has come and that no other worker holds."""
        return self.polled().filter(
            Q(next_poll_at__isnull=True) | Q(next_poll_at__lte=now),
            Q(lease_until__isnull=True) | Q(lease_until__lt=now),
        )

    def claimed_under(self, token: uuid.UUID) -> Self:
        return self.filter(lease_token=token)


@pghistory.track(
    fields=["name", "url", "format", "config", "is_paused", "pause_reason", "poll_minutes", "jurisdiction"],
    model_name="SourceEvent",
)
class Source(models.Model):
    """An address that is polled, and what its last polls taught us."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=300)
    url = models.URLField(_("address"), max_length=2000, unique=True)
    homepage = models.URLField(_("home page"), max_length=1000, blank=True)
    format = models.CharField(_("format"), max_length=12, choices=SourceFormat.choices, default=SourceFormat.AUTO)
    publisher_kind = models.CharField(_("publisher"), max_length=12, choices=PublisherKind.choices)
    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.PROTECT, null=True, blank=True, related_name="sources"
    )
    language = models.CharField(_("language"), max_length=20, blank=True)
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    is_verified_in_code = models.BooleanField(_("address found in a public file"), default=False)
    is_sample = models.BooleanField(_("sample of our own"), default=False)
    config = models.JSONField(_("selectors and paths"), default=dict, blank=True)
    poll_minutes = models.PositiveIntegerField(_("interval in minutes"), default=60)
    is_paused = models.BooleanField(_("paused"), default=True)
    pause_reason = models.CharField(_("why it is paused"), max_length=300, blank=True)
    starter_digest = models.CharField(max_length=64, blank=True, editable=False)

    next_poll_at = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=1000, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    body_sha256 = models.CharField(max_length=64, blank=True)
    watched_since = models.DateTimeField(null=True, blank=True)
    last_polled_at = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=1000, blank=True)
    past = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="What its good answers were like (ingest.core.findings.Past).",
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.CheckConstraint(
                condition=Q(poll_minutes__gte=1),
                name="source_interval_is_positive",
                violation_error_message=_("A source is polled at most once a minute."),
            ),
            models.CheckConstraint(
                condition=Q(lease_token__isnull=True, lease_until__isnull=True)
                | Q(lease_token__isnull=False, lease_until__isnull=False),
                name="source_lease_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["next_poll_at"], condition=Q(is_paused=False), name="source_due"),
            models.Index(fields=["lease_token"], condition=Q(lease_token__isnull=False), name="source_claimed"),
        ]

    def __str__(self) -> str:
        return self.name


class FetchOutcome(models.TextChoices):
    """How one poll ended."""

    READ = "read", _("Read")
    NOT_MODIFIED = "not_modified", _("Not modified (304)")
    SAME_BYTES = "same_bytes", _("Same bytes as before")
    FAILED = "failed", _("Failed")


class Fetch(models.Model):
    """One poll of a source and its outcome. Rows roll up to daily totals after 30 days."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="fetches")
    started_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    outcome = models.CharField(max_length=12, choices=FetchOutcome.choices)
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    final_url = models.URLField(max_length=2000, blank=True)
    byte_count = models.PositiveIntegerField(default=0)
    entry_count = models.PositiveIntegerField(default=0)
    new_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=1000, blank=True)
    snapshot = models.ForeignKey(
        "ingest.Snapshot", on_delete=models.SET_NULL, null=True, blank=True, related_name="fetches"
    )

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        constraints = [
            models.CheckConstraint(
                condition=(Q(outcome="failed") & ~Q(error="")) | (~Q(outcome="failed") & Q(error="")),
                name="fetch_failed_says_why",
            )
        ]
        indexes = [
            models.Index(fields=["source", "-started_at"], name="fetch_of_source"),
            models.Index(fields=["started_at"], name="fetch_to_roll_up"),
        ]

    def __str__(self) -> str:
        return f"{self.source.slug} {self.started_at:%Y-%m-%d %H:%M} {self.outcome}"


class FetchDay(models.Model):
    """The totals of one source on one UTC day, kept when its fetch rows are pruned."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    poll_count = models.PositiveIntegerField(default=0)
    failed_count = models.PositiveIntegerField(default=0)
    byte_count = models.BigIntegerField(default=0)
    new_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["source", "day"], name="fetch_day_once_per_source")]

    def __str__(self) -> str:
        return f"{self.source.slug} {self.day}"


class Snapshot(models.Model):
    """The exact bytes that came, kept once by hash; `body` is compressed with zlib."""

    sha256 = models.CharField(max_length=64, unique=True)
    body = models.BinaryField()
    byte_count = models.PositiveIntegerField(help_text="Length before compression.")
    url = models.URLField(max_length=2000)
    status_code = models.PositiveSmallIntegerField(default=200)
    headers = models.JSONField(default=list, help_text="Header fields in order, as [name, value] pairs.")
    fetched_at = models.DateTimeField()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")

    def __str__(self) -> str:
        return self.sha256[:12]
