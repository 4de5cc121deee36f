"""Items, their versions, and what the classifier proposed of each."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from actions.models import Citation
from ingest.models.sources import Snapshot, Source


class ItemQuerySet(models.QuerySet["Item"]):
    def relevant(self) -> Self:
        return self.filter(is_relevant=True)

    def outside_stories(self) -> Self:
        return self.filter(story__isnull=True)


class Item(models.Model):
    """One entry of one source."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="items")
    key = models.CharField(max_length=500, help_text="Stable inside its source (ingest.core.identity).")
    key_reason = models.CharField(max_length=40, help_text="What the key was made of: guid, url or content.")
    url = models.URLField(max_length=2000, blank=True)
    title = models.CharField(max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, help_text="Never later than first seen.")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    is_relevant = models.BooleanField(default=False)
    is_unsure = models.BooleanField(default=False)
    story = models.ForeignKey("ingest.Story", on_delete=models.SET_NULL, null=True, blank=True, related_name="items")
    story_reason = models.JSONField(default=dict, blank=True, help_text="Why it was put into its story.")

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["-first_seen_at", "-id"]
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="item_once_per_source")]
        indexes = [
            models.Index(fields=["-first_seen_at"], name="item_latest"),
            models.Index(fields=["story"], condition=models.Q(story__isnull=False), name="item_of_story"),
        ]

    def __str__(self) -> str:
        return self.title or self.key


class ItemAlias(models.Model):
    """Another name by which an item is known in its source: guid, canonical URL, document number."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="item_aliases")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="aliases")
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "value"], name="item_alias_once_per_source")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class ItemVersion(models.Model):
    """One state of an item's content, made from one snapshot. What came stays as it came."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content_sha256 = models.CharField(max_length=64)
    title_as_came = models.CharField(max_length=1000, blank=True)
    html_as_came = models.TextField(blank=True)
    title = models.CharField(max_length=1000, blank=True, help_text="Repaired and without markup.")
    text = models.TextField(blank=True, help_text="Repaired and without markup; evidence is a slice of it.")
    repair = models.CharField(max_length=40, blank=True, help_text="The charset damage that was undone, if any.")
    language = models.CharField(max_length=12, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    author = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.SET_NULL, null=True, blank=True, related_name="versions")

    class Meta:
        ordering = ["item", "number"]
        verbose_name = _("version of an item")
        verbose_name_plural = _("versions of items")
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="version_once_per_item"),
            models.UniqueConstraint(fields=["item", "content_sha256"], name="version_content_once_per_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}.{self.number}"

    @property
    def full_text(self) -> str:
        """Title, blank line, text: what evidence offsets count in, in code points."""
        return f"{self.title}\n\n{self.text}"


class Proposal(models.Model):
    """What one classifier version makes of one item version; `drafts` hold one per jurisdiction × kind.

    Kinds, jurisdictions and vendors are the drafts' union; a reaction has no drafts, and there they
    say what it answers.
    """

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="proposals")
    classifier_version = models.CharField(max_length=60)
    is_relevant = models.BooleanField()
    is_unsure = models.BooleanField()
    is_reaction = models.BooleanField(default=False)
    score = models.FloatField()
    stage = models.CharField(max_length=12, blank=True)
    kinds = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    jurisdictions = ArrayField(models.CharField(max_length=6), default=list, blank=True)
    vendors = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    drafts = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    learned = models.JSONField(
        default=dict, blank=True, help_text="What a learned model said of it, and what the rules had said."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(fields=["version", "classifier_version"], name="proposal_once_per_version"),
            models.CheckConstraint(
                condition=models.Q(is_unsure=False) | models.Q(is_relevant=True), name="proposal_unsure_is_relevant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.classifier_version} on {self.version}"


class Capture(models.Model):
    """That we hold the bytes of a cited page: joins a citation to a snapshot."""

    citation = models.ForeignKey(Citation, on_delete=models.CASCADE, related_name="captures")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="captures")
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at"]
        constraints = [models.UniqueConstraint(fields=["citation", "snapshot"], name="capture_once")]

    def __str__(self) -> str:
        return f"{self.citation_id} {self.snapshot_id}"
