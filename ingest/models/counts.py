"""What /quality/ counts: kept beside the decisions, so that no page counts them all (docs/decisions/0041)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Thing(models.TextChoices):
    """What is counted: an item by what was said of it, a decision by what it published."""

    ITEM = "item", _("Item")
    DECISION = "decision", _("Decision")


class Tally(models.Model):
    """One number: how many items or decisions say `part` of `name` in `figure`, such as language, en, yes."""

    figure = models.CharField(max_length=20)
    name = models.CharField(max_length=80, blank=True)
    part = models.CharField(max_length=20, blank=True)
    count = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("count of decisions")
        verbose_name_plural = _("counts of decisions")
        constraints = [
            models.UniqueConstraint(fields=["figure", "name", "part"], name="tally_once"),
            models.CheckConstraint(
                condition=models.Q(count__gte=0),
                name="tally_never_below_zero",
                violation_error_message=_("A count of decisions would fall below zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.name} {self.part}: {self.count}"


class Counted(models.Model):
    """Which tallies a thing stands in: what is taken off when it is counted anew."""

    what = models.CharField(max_length=8, choices=Thing.choices)
    thing = models.BigIntegerField()
    tallies = ArrayField(models.BigIntegerField(), help_text="Keys of Tally; one that counts twice stands twice.")
    decided_at = models.DateTimeField(null=True, blank=True, help_text="Of an item: when it was decided last.")

    class Meta:
        verbose_name = _("counted item or decision")
        verbose_name_plural = _("counted items and decisions")
        constraints = [models.UniqueConstraint(fields=["what", "thing"], name="counted_once")]
        indexes = [
            models.Index(fields=["decided_at"], condition=models.Q(decided_at__isnull=False), name="counted_by_day")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.thing}"


class Uncounted(models.Model):
    """A log of what is to be counted anew, written by triggers.

    Each change has a row of its own: what changes while it is counted is counted once more.
    """

    what = models.CharField(max_length=8, choices=Thing.choices)
    thing = models.BigIntegerField()

    class Meta:
        verbose_name = _("change to be counted")
        verbose_name_plural = _("changes to be counted")

    def __str__(self) -> str:
        return f"{self.what} {self.thing}"
