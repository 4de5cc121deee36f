"""Versions that the classifier has not read yet."""

from __future__ import annotations

from typing import Self

from django.db import models

from ingest.models.items import ItemVersion


class WaitingVersionQuerySet(models.QuerySet["WaitingVersion"]):
    def oldest_first(self) -> Self:
        return self.order_by("since", "version_id")


class WaitingVersion(models.Model):
    """A version without a proposal: written with the version, gone with its proposal, each in one transaction.

    The table is as short as the work that is left, so that a lost message is found without a search.
    """

    version = models.OneToOneField(ItemVersion, on_delete=models.CASCADE, primary_key=True, related_name="waiting")
    since = models.DateTimeField(db_index=True, help_text="When it was stored, or sent to the classifier last.")

    objects = WaitingVersionQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.version_id)
