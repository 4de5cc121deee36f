"""Vendors and the names they go by."""

from __future__ import annotations

from typing import Self

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Replace, Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actions.labels import AliasKind, Sector
from actions.names import fold
from jurisdictions.models import Jurisdiction


class VendorQuerySet(models.QuerySet["Vendor"]):
    def group_of(self, *vendors: Vendor) -> Self:
        """The vendors themselves and their descendants, by a recursive walk down `parent`."""
        walk = """
            WITH RECURSIVE family(id) AS (
                SELECT unnest(%s::bigint[])
                UNION
                SELECT child.id FROM actions_vendor child JOIN family ON child.parent_id = family.id
            ) SELECT id FROM family
        """
        return self.filter(pk__in=models.expressions.RawSQL(walk, [[vendor.pk for vendor in vendors]]))  # noqa: S611 - one bound value

    def named(self, text: str) -> Self:
        """Vendors one of whose names is exactly `text`, folded."""
        return self.filter(aliases__folded=fold(text)).distinct()

    def holding(self, text: str) -> Self:
        """Vendors one of whose names holds `text`, folded."""
        return self.filter(aliases__folded__contains=fold(text)).distinct()


@pghistory.track()
class Vendor(models.Model):
    """A company, by its common name. Its group is itself and its descendants."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200, unique=True)
    legal_name = models.CharField(_("legal name"), max_length=300, blank=True)
    home = models.ForeignKey(
        Jurisdiction, on_delete=models.PROTECT, null=True, blank=True, related_name="vendors", verbose_name=_("home")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    owner_text = models.CharField(_("owner in words"), max_length=300, blank=True)
    sector = models.CharField(_("sector"), max_length=120, choices=Sector.choices, blank=True)
    trade = models.CharField(_("trade"), max_length=120, blank=True, help_text=_("What it makes or does, in words."))
    website = models.URLField(_("website"), blank=True)
    starter_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = VendorQuerySet.as_manager()

    class Meta:
        ordering = [Upper("name")]
        verbose_name = _("vendor")
        verbose_name_plural = _("vendors")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="vendor_is_not_its_own_parent",
                violation_error_message=_("A vendor cannot be its own parent."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("vendor", args=[self.slug])


@pghistory.track(exclude=["squeezed"])
class Alias(models.Model):
    """One name of a vendor, and its folded form, by which it is found."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="aliases")
    kind = models.CharField(_("kind"), max_length=12, choices=AliasKind.choices, default=AliasKind.NAME)
    text = models.CharField(_("name"), max_length=300)
    folded = models.CharField(max_length=300, editable=False)
    squeezed = models.GeneratedField(
        expression=Replace("folded", models.Value(" "), models.Value("")),
        output_field=models.CharField(max_length=300),
        db_persist=True,
    )
    """Without spaces: "hik vision" is Hikvision."""

    class Meta:
        ordering = ["text"]
        verbose_name = _("name of a vendor")
        verbose_name_plural = _("names of vendors")
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "text"],
                name="alias_once_per_vendor",
                violation_error_message=_("This vendor has this name already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(folded=""),
                name="alias_folds_to_something",
                violation_error_message=_("A name needs at least one letter or digit."),
            ),
        ]
        indexes = [
            models.Index(fields=["folded"], name="alias_exact"),
            models.Index(OpClass("squeezed", name="text_pattern_ops"), name="alias_by_beginning"),
            GinIndex(OpClass("squeezed", name="gin_trgm_ops"), name="alias_squeezed_alike"),
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="alias_alike"),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        self.folded = fold(self.text)
