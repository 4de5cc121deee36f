"""Items, their versions, and what the classifier proposed of each.

A foreign key with which a unique constraint begins has no index of its own: each would be written for every entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from actions.models import Citation
from ingest.models.sources import Snapshot, Source
from ingest.models.tuples import stands_in


class ItemQuerySet(models.QuerySet["Item"]):
    def relevant(self) -> Self:
        return self.filter(is_relevant=True)

    def outside_stories(self) -> Self:
        return self.filter(story__isnull=True)

    def standing(self) -> Self:
        """Items that were not merged into another one."""
        return self.filter(merged_into__isnull=True)

    def held_by(self, sources: Sequence[int]) -> models.QuerySet[Source, int]:
        """The keys of those of `sources` that hold any item."""
        has_items = models.Exists(self.filter(source=models.OuterRef("pk")))
        return Source.objects.filter(has_items, pk__in=sources).order_by().values_list("pk", flat=True)

    def named(self, names: Sequence[tuple[int, str]]) -> Self:
        """Those with these keys in these sources, given as pairs."""
        return self.filter(stands_in("ingest_item", {"source_id": "bigint", "key": "varchar"}, names))

    def titled(self, titles: Sequence[tuple[int, str]]) -> Self:
        """Those with exactly these titles in these sources, given as pairs."""
        return self.filter(stands_in("ingest_item", {"source_id": "bigint", "title": "varchar"}, titles))


class Item(models.Model):
    """One entry of one source."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="items", db_index=False)
    key = models.CharField(max_length=500, help_text="Stable inside its source (ingest.core.identity).")
    key_reason = models.CharField(max_length=40, help_text="What the key was made of: guid, url or content.")
    url = models.URLField(max_length=2000, blank=True)
    title = models.CharField(max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, help_text="Never later than first seen.")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    is_relevant = models.BooleanField(default=False)
    is_unsure = models.BooleanField(default=False)
    story = models.ForeignKey(
        "ingest.Story", on_delete=models.SET_NULL, null=True, blank=True, related_name="items", db_index=False
    )
    story_reason = models.JSONField(default=dict, blank=True, help_text="Why it was put into its story.")
    instruments = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        help_text="Bills, dockets, CELEX and notice numbers that it names: grounds for grouping, never identity.",
    )
    content_sha256 = models.CharField(
        max_length=64, blank=True, help_text="The content that its source showed last; a version has it."
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["-first_seen_at", "-id"]
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="item_once_per_source")]
        indexes = [
            models.Index(fields=["-first_seen_at"], name="item_latest"),
            models.Index(fields=["story"], condition=models.Q(story__isnull=False), name="item_of_story"),
            models.Index(fields=["source", "first_seen_at"], name="item_of_source_by_time"),
            models.Index(
                fields=["merged_into"], condition=models.Q(merged_into__isnull=False), name="item_made_part_of"
            ),
            HashIndex(fields=["url"], name="item_at_address"),
        ]

    def __str__(self) -> str:
        return self.title or self.key


class ItemAliasQuerySet(models.QuerySet["ItemAlias"]):
    def named(self, names: Sequence[tuple[int, str, str]]) -> Self:
        """These aliases: source, kind and value of each."""
        columns = {"source_id": "bigint", "kind": "varchar", "value": "varchar"}
        return self.filter(stands_in("ingest_itemalias", columns, names))


class ItemAlias(models.Model):
    """Another name by which an item is known in its source: guid, canonical URL, document number.

    `reason` says how it came to bear it: it came with that name, a later entry was matched to
    it (and by what), or an editor moved it.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="item_aliases", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="aliases")
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=500)
    reason = models.CharField(max_length=60, blank=True)

    objects = ItemAliasQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "value"], name="item_alias_once_per_source")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Origin(models.TextChoices):
    """What a version was made of."""

    ENTRY = "entry", _("the entry of the source")
    PAGE = "page", _("the page itself")
    PDF = "pdf", _("the PDF itself")
    GONE = "gone", _("that the page is gone")


class Update(models.TextChoices):
    """What a version is against the one before (ingest.core.updates)."""

    FIRST = "first", _("First seen")
    FULLER = "fuller", _("Full text")
    NOISE = "noise", _("Noise")
    CORRECTION = "correction", _("Correction")
    SUBSTANCE = "substance", _("Change of substance")
    RETRACTION = "retraction", _("Retraction")


class ItemVersion(models.Model):
    """One state of an item's content, made from one snapshot. What came stays as it came."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions", db_index=False)
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
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.ENTRY)
    update = models.CharField(max_length=12, choices=Update.choices, default=Update.FIRST)
    update_reasons = models.JSONField(default=list, blank=True, help_text="What it was sorted by, as [what, words].")
    named = models.JSONField(default=dict, blank=True, help_text="By what the entry was known as this item.")
    page_starts = ArrayField(
        models.PositiveIntegerField(), default=list, blank=True, help_text="Where each page of a PDF begins in `text`."
    )
    returned_count = models.PositiveIntegerField(default=0, help_text="How often the source came back to it.")

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

    def page_at(self, offset: int) -> int | None:
        """The page, from 1, on which a code point of `full_text` stands; None where there are no pages."""
        place = offset - len(self.title) - 2
        return sum(start <= place for start in self.page_starts) or (1 if self.page_starts else None)


class Proposal(models.Model):
    """What one classifier version makes of one item version; `drafts` hold one per jurisdiction × kind.

    Kinds, jurisdictions and vendors are the drafts' union; a reaction has no drafts, and there they
    say what it answers.
    """

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="proposals", db_index=False)
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


class PageState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be read")
    READ = "read", _("Read")
    GIVEN_UP = "given_up", _("Given up")


class PageReadQuerySet(models.QuerySet["PageRead"]):
    def due(self, now: datetime) -> Self:
        """Pages whose text is to be read now, the longest waiting first."""
        return self.filter(state=PageState.WAITING, next_at__lte=now).order_by("next_at", "pk")

    def to_check(self, now: datetime) -> Self:
        """Pages that are asked whether they still stand."""
        return self.filter(check_at__lte=now).order_by("check_at", "pk")


class PageRead(models.Model):
    """The page behind an item: whether its text was read, why not, and whether it still stands."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="page_read")
    url = models.URLField(max_length=2000)
    state = models.CharField(max_length=10, choices=PageState.choices, default=PageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.CharField(max_length=1000, blank=True, help_text="Why it could not be read, in a sentence.")
    check_at = models.DateTimeField(null=True, blank=True)
    checks = models.PositiveSmallIntegerField(default=0)
    gone_since = models.DateTimeField(null=True, blank=True, help_text="Since when it answers 404 or 410.")

    objects = PageReadQuerySet.as_manager()

    class Meta:
        verbose_name = _("page behind an item")
        verbose_name_plural = _("pages behind items")
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(state="waiting"), name="page_read_due"),
            models.Index(fields=["check_at"], condition=models.Q(check_at__isnull=False), name="page_read_to_check"),
        ]

    def __str__(self) -> str:
        return self.url


class ItemChangeKind(models.TextChoices):
    SPLIT = "split", _("Split")
    MERGE = "merge", _("Merged")


class ItemChange(models.Model):
    """An editor's repair of what is one item: a version moved out, or two made one. Can be taken back."""

    kind = models.CharField(max_length=8, choices=ItemChangeKind.choices)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="changes")
    other = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="changes_as_other")
    detail = models.JSONField(default=dict, help_text="What was moved, so that it can be moved back.")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("repair of an item")
        verbose_name_plural = _("repairs of items")

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id} {self.other_id}"
