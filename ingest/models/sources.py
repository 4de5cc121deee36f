"""Sources, their polls, and the exact bytes that came."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from ingest.models.tuples import stands_in
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


class PollReason(models.TextChoices):
    """Why the next poll of a source is when it is; the values are those of `ingest.core.polling.Reason`."""

    INTERVAL = "interval", _("the interval that was set")
    RHYTHM = "rhythm", _("how often the source publishes")
    CACHE = "cache", _("its cache headers")
    TTL = "ttl", _("the document says how long it stays as it is")
    RETRY_AFTER = "retry_after", _("the server asked us to wait")
    FAILING = "failing", _("polls failed, so that we wait longer each time")
    PUT_OFF = "put_off", _("other addresses of the host went first")


_AT_ONCE = Value(datetime(1, 1, 1, tzinfo=UTC))
"""A source that was never polled is due before all others."""

DUE_AT = Coalesce("next_poll_at", _AT_ONCE)
"""When a source is due; the index `source_due_first` is on this very expression."""


class HostOf(models.Func):
    """The part of an address that names the host, with its port where one is named."""

    function = "substring"
    output_field = models.CharField()


class SourceQuerySet(models.QuerySet["Source"]):
    def polled(self) -> Self:
        return self.filter(is_paused=False).exclude(format=SourceFormat.DESK)

    def of_no_place(self) -> Self:
        """Polled sources that speak for no one place, such as the press of the world; samples do not count."""
        return self.polled().filter(jurisdiction=None, is_sample=False)

    def due(self, now: datetime) -> Self:
        """Polled sources whose time has come and that no other worker holds."""
        is_free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
        return self.polled().alias(due_at=DUE_AT).filter(is_free, due_at__lte=now)

    def free_and_due(self, now: datetime) -> Self:
        """Those of `due` without a lease, longest overdue first; reads the index `source_due_first` alone."""
        return self.polled().alias(due_at=DUE_AT).filter(lease_token=None, due_at__lte=now).order_by("due_at", "pk")

    def lease_expired(self, now: datetime) -> Self:
        """Sources whose worker is gone: it neither stored an answer nor renewed its lease in time."""
        return self.filter(lease_token__isnull=False, lease_until__lt=now)

    def at_host(self, host: str) -> Self:
        return self.filter(host=host)

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
    last_outcome = models.CharField(max_length=12, blank=True, help_text="How the last poll ended (FetchOutcome).")
    last_body_at = models.DateTimeField(null=True, blank=True, help_text="When a whole document last came.")

    is_interval_fixed = models.BooleanField(
        _("keep to the interval"), default=False, help_text=_("Do not follow the source's own rhythm.")
    )
    entries_per_day = models.FloatField(
        null=True, blank=True, help_text="How often it publishes, learnt from what came (ingest.core.polling)."
    )
    ttl_minutes = models.PositiveIntegerField(null=True, blank=True, help_text="What the document promised last.")
    poll_reason = models.CharField(
        _("why it is polled then"), max_length=12, choices=PollReason.choices, default=PollReason.INTERVAL
    )
    moving_to = models.URLField(
        max_length=2000, blank=True, help_text="Where permanent redirects (301, 308) lead; believed after a week."
    )
    moving_since = models.DateTimeField(null=True, blank=True)
    gone_days = models.PositiveSmallIntegerField(default=0, help_text="Days on which it answered 410 (Gone), in a row.")
    gone_on = models.DateField(null=True, blank=True, help_text="The last of these days.")
    host = models.GeneratedField(
        expression=Lower(HostOf("url", Value(r"^[a-z]+://(?:[^/?#]*@)?([^/?#]*)"))),
        output_field=models.CharField(max_length=2000),
        db_persist=True,
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
            models.Index(
                DUE_AT,
                "id",
                condition=Q(is_paused=False, lease_token__isnull=True) & ~Q(format="desk"),
                name="source_due_first",
            ),
            models.Index(fields=["host"], name="source_of_host"),
            models.Index(fields=["lease_token"], condition=Q(lease_token__isnull=False), name="source_claimed"),
        ]

    def __str__(self) -> str:
        return self.name


class SourceMove(models.Model):
    """That a source's address changed because its server said so for a week. The old address is kept here."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="moves")
    from_url = models.URLField(max_length=2000)
    to_url = models.URLField(max_length=2000)
    told_since = models.DateTimeField(help_text="When the redirect was first seen.")
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["-moved_at"]

    def __str__(self) -> str:
        return f"{self.from_url} → {self.to_url}"


class FetchOutcome(models.TextChoices):
    """How one poll ended."""

    READ = "read", _("Read")
    NOT_MODIFIED = "not_modified", _("Not modified (304)")
    SAME_BYTES = "same_bytes", _("Same bytes as before")
    FAILED = "failed", _("Failed")


class Fetch(models.Model):
    """One poll that brought a document or failed. Rows roll up to daily totals after 30 days.

    A poll that found nothing new (304, or the same bytes) is counted in `FetchDay` at once and leaves no
    row: at 100,000 sources these are 20 million a day, and all that they tell is their number and the last time.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="fetches", db_index=False)
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
    """The totals of one source on one UTC day: unchanged polls at once, all others when their rows are pruned.

    After 400 days a month is one row, under its first day.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    poll_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0, help_text="Those of them that found nothing new.")
    last_unchanged_at = models.DateTimeField(null=True, blank=True)
    failed_count = models.PositiveIntegerField(default=0)
    byte_count = models.BigIntegerField(default=0)
    new_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["source", "day"], name="fetch_day_once_per_source")]

    def __str__(self) -> str:
        return f"{self.source.slug} {self.day}"


class Payload(models.Model):
    """The bytes of a body, once by hash, however many addresses gave them; compressed with zlib."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    body = models.BinaryField()
    byte_count = models.PositiveIntegerField(help_text="Length before compression.")

    class Meta:
        verbose_name = _("payload")
        verbose_name_plural = _("payloads")

    def __str__(self) -> str:
        return self.sha256[:12]


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def kept(self, places: Sequence[tuple[str, str]]) -> Self:
        """Those with these payloads at these addresses, given as pairs."""
        return self.filter(stands_in("ingest_snapshot", {"sha256": "varchar", "url": "varchar"}, places))


class Snapshot(models.Model):
    """The exact answer of one address: status line, header fields as they came, time, and its payload.

    Kept once by address and payload: the answer that brought these bytes first. See docs/decisions/0013.
    """

    payload = models.ForeignKey(
        Payload, on_delete=models.PROTECT, db_column="sha256", related_name="snapshots", db_index=False
    )
    byte_count = models.PositiveIntegerField(help_text="Length before compression.")
    url = models.URLField(max_length=2000, help_text="Where it came from, after all redirects.")
    asked_url = models.URLField(max_length=2000, blank=True, help_text="What was asked, before any redirect.")
    http_version = models.CharField(max_length=3, default="1.1")
    status_code = models.PositiveSmallIntegerField(default=200)
    reason = models.CharField(max_length=300, blank=True, help_text="The words of the status line.")
    headers = models.JSONField(default=list, help_text="Header fields in order, as [name, value] pairs.")
    request_headers = models.JSONField(default=list, help_text="What we sent, as [name, value] pairs.")
    redirects = models.JSONField(default=list, help_text="The answers that led here, in order.")
    fetched_at = models.DateTimeField()

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = [models.UniqueConstraint(fields=["payload", "url"], name="snapshot_once_per_address")]
        indexes = [models.Index(fields=["fetched_at"], name="snapshot_to_drop")]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.url}"

    @property
    def sha256(self) -> str:
        """SHA-256 of the body, in hexadecimal digits."""
        return self.payload_id
