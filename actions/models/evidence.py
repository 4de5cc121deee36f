"""Citations, quotes and reactions: who said what, where."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from actions import labels
from actions.columns import SpanAttribute, first_column, last_column, precision_column, span_constraint
from actions.models.actions import Action
from actions.models.announcements import Announcement
from actions.models.vendors import Vendor
from jurisdictions.models import Jurisdiction


@pghistory.track()
class Citation(models.Model):
    """Bibliographic facts of a page, once by address."""

    url = models.URLField(_("address"), max_length=1000, unique=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    published_first = first_column(_("published"))
    published_last = last_column(_("published, last day"))
    published_precision = precision_column(_("published, precision"))
    grade = models.CharField(_("grade"), max_length=12, choices=labels.Grade.choices, default=labels.Grade.NOT_GRADED)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)
    actions: models.ManyToManyField[Action, ActionCitation] = models.ManyToManyField(
        Action, through="ActionCitation", related_name="citations"
    )

    published = SpanAttribute("published")

    class Meta:
        ordering = ["id"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [span_constraint("citation", "published")]

    def __str__(self) -> str:
        return self.title or self.url


class ActionCitation(models.Model):
    """That an action rests on a citation, and in which place of its list."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="cited")
    citation = models.ForeignKey(Citation, on_delete=models.PROTECT, related_name="cited")
    position = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["action", "citation"], name="citation_once_per_action")]

    def __str__(self) -> str:
        return str(self.citation)


class Quote(models.Model):
    """A short slice of a kept text that shows a field of an action (W3C TextQuoteSelector)."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="quotes")
    citation = models.ForeignKey(Citation, on_delete=models.PROTECT, related_name="quotes")
    field = models.CharField(_("field"), max_length=40)
    exact = models.CharField(_("quote"), max_length=300)
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["action", "citation", "field", "exact"], name="quote_once_per_field")
        ]

    def __str__(self) -> str:
        return self.exact


@pghistory.track()
class Reaction(models.Model):
    """Who answered an announcement, on which day, in what words."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="reactions")
    actions: models.ManyToManyField[Action, models.Model] = models.ManyToManyField(
        Action, blank=True, related_name="reactions"
    )
    by = models.CharField(_("who answered"), max_length=300)
    vendor = models.ForeignKey(Vendor, on_delete=models.SET_NULL, null=True, blank=True, related_name="reactions")
    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.SET_NULL, null=True, blank=True, related_name="reactions"
    )
    on_first = first_column(_("day"))
    on_last = last_column(_("day, last"))
    on_precision = precision_column(_("day, precision"))
    text = models.CharField(_("in what words"), max_length=500)
    citation = models.ForeignKey(Citation, on_delete=models.SET_NULL, null=True, blank=True, related_name="reactions")

    on = SpanAttribute("on")

    class Meta:
        ordering = [models.F("on_first").asc(nulls_last=True), "id"]
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [
            span_constraint("reaction", "on"),
            models.UniqueConstraint(fields=["announcement", "by", "text"], name="reaction_once_per_announcement"),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.text}"
