"""Series and announcements: what joins actions that were made known together."""

from __future__ import annotations

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actions.columns import SpanAttribute, first_column, last_column, precision_column, span_constraint
from jurisdictions.models import Jurisdiction


class Series(models.Model):
    """Announcements that belong together, such as the years of one inquiry."""

    slug = models.SlugField(max_length=140, unique=True)
    title = models.CharField(_("title"), max_length=300, blank=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.title or self.slug


@pghistory.track()
class Announcement(models.Model):
    """One authority's act of making known on one day. Every action has exactly one."""

    slug = models.SlugField(max_length=160, unique=True)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="announcements")
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="announcements", verbose_name=_("series")
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    made_known_first = first_column(_("made known"))
    made_known_last = last_column(_("made known, last day"))
    made_known_precision = precision_column(_("made known, precision"))
    note = models.TextField(_("note"), blank=True, help_text=_("What sources disagree on, such as the day."))
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    made_known = SpanAttribute("made_known")

    class Meta:
        ordering = ["-made_known_first", "slug"]
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            span_constraint("announcement", "made_known"),
            models.UniqueConstraint(fields=["id", "jurisdiction"], name="announcement_in_one_jurisdiction"),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return reverse("announcement", args=[self.slug])
