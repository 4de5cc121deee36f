"""Places whose authorities act, those authorities, and what we watch in each place."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jurisdictions import codes, names


class JurisdictionKind(models.TextChoices):
    COUNTRY = "country", _("Country")
    SUBDIVISION = "subdivision", _("Subdivision")
    UNION = "union", _("Union")


class JurisdictionQuerySet(models.QuerySet["Jurisdiction"]):
    def countries(self) -> Self:
        return self.filter(kind=JurisdictionKind.COUNTRY)

    def subdivisions_of(self, jurisdiction: Jurisdiction) -> Self:
        return self.filter(parent=jurisdiction)


class Jurisdiction(models.Model):
    """A country, a subdivision of one, or the European Union, by ISO 3166 code."""

    code = models.CharField(_("code"), max_length=6, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=JurisdictionKind.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="subdivisions", verbose_name=_("part of")
    )
    name = models.CharField(_("name in English"), max_length=200)

    objects = JurisdictionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$"),
                name="jurisdiction_code_is_iso_3166",
                violation_error_message=_("A jurisdiction has an ISO 3166 code in upper case, such as CA or CA-QC."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="subdivision", parent__isnull=False)
                | (~models.Q(kind="subdivision") & models.Q(parent__isnull=True)),
                name="jurisdiction_subdivision_has_parent",
                violation_error_message=_("A subdivision belongs to a country; a country or union to none."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name in the reader's language where CLDR or ISO 3166-2 has one, else the stored English name."""
        return self.name_in(get_language())

    def name_in(self, language: str | None) -> str:
        """`display_name` for who names many places and has asked for the language once."""
        return names.place_name(self.code, self.name, language or "en")

    @property
    def name_order(self) -> str:
        """Where the name stands in a list from A to Z, in the reader's language."""
        return names.name_order(self.display_name)

    @property
    def is_union_member(self) -> bool:
        return self.code in codes.UNION_MEMBERS


class Authority(models.Model):
    """A public body that acts: a ministry, a regulator, a court, a parliament."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="authorities")
    name = models.CharField(_("name"), max_length=300)
    slug = models.SlugField(max_length=140, unique=True)
    aliases = models.JSONField(_("other names"), default=list, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "name"],
                name="authority_once_per_jurisdiction",
                violation_error_message=_("This authority is known already in this jurisdiction."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Coverage(models.Model):
    """What is watched in a place, so that a blank page is honest. Ingest writes it."""

    jurisdiction = models.OneToOneField(Jurisdiction, on_delete=models.CASCADE, related_name="coverage")
    watched_since = models.DateField(_("watched since"), null=True, blank=True)
    source_count = models.PositiveIntegerField(_("sources on the books"), default=0)
    active_count = models.PositiveIntegerField(_("sources polled"), default=0)
    last_success_at = models.DateTimeField(_("last successful poll"), null=True, blank=True)

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")

    def __str__(self) -> str:
        return f"{self.jurisdiction.code}: {self.active_count}/{self.source_count}"
