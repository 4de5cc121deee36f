"""What we asked of each host and what we got: the ledger behind a host's page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Host(models.Model):
    """One host that was asked, its robots.txt as we read it, and until when we leave it alone."""

    name = models.CharField(_("host"), max_length=300, unique=True, help_text="As in an address, with a port if named.")
    first_asked_at = models.DateTimeField()
    last_asked_at = models.DateTimeField()
    robots_text = models.TextField(blank=True, help_text="The robots.txt as it was last read.")
    robots_status = models.PositiveSmallIntegerField(null=True, blank=True)
    robots_problem = models.CharField(
        max_length=1000, blank=True, help_text="Why it could not be read, if it could not."
    )
    robots_read_at = models.DateTimeField(null=True, blank=True)
    put_off_until = models.DateTimeField(null=True, blank=True)
    put_off_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("host")
        verbose_name_plural = _("hosts")

    def __str__(self) -> str:
        return self.name


class HostDay(models.Model):
    """The totals of one host on one UTC day; after 400 days a month is one row, under its first day."""

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    request_count = models.PositiveIntegerField(default=0, help_text="Requests that were sent, robots.txt included.")
    robots_count = models.PositiveIntegerField(default=0, help_text="Those of them that asked for robots.txt.")
    ok_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    redirect_count = models.PositiveIntegerField(default=0)
    client_error_count = models.PositiveIntegerField(default=0)
    server_error_count = models.PositiveIntegerField(default=0)
    no_answer_count = models.PositiveIntegerField(default=0)
    forbidden_count = models.PositiveIntegerField(default=0, help_text="Not asked, because robots.txt forbids it.")
    put_off_count = models.PositiveIntegerField(default=0, help_text="Not asked yet, because others went first.")
    byte_count = models.BigIntegerField(default=0, help_text="Bytes on the wire.")
    waited_ms = models.BigIntegerField(default=0, help_text="How long our requests waited for their turn.")

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["host", "day"], name="host_day_once")]

    def __str__(self) -> str:
        return f"{self.host.name} {self.day}"
