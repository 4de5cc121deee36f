"""Actions, whom they hit, and the dated steps of their lives."""

from __future__ import annotations

from functools import partial

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actions import labels
from actions.columns import SpanAttribute, first_column, last_column, precision_column, span_constraint
from actions.lifecycle import Kind, Life, MilestoneKind, Stage, Step
from actions.models.announcements import Announcement
from actions.models.querysets import ActionQuerySet
from actions.models.vendors import Vendor
from jurisdictions.models import Authority, Jurisdiction

short_choice = partial(models.CharField, max_length=24)


@pghistory.track(exclude=["search"])
class Action(models.Model):
    """One step of one jurisdiction, of one kind."""

    slug = models.SlugField(max_length=160, unique=True)
    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="actions")
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="actions")
    authorities = models.ManyToManyField(Authority, through="ActionAuthority", related_name="actions")
    kind = short_choice(_("kind"), choices=labels.choices(labels.KINDS))
    stage = short_choice(_("stage"), choices=labels.choices(labels.STAGES))
    title = models.CharField(_("headline"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    scope = models.TextField(_("scope in words"), blank=True)
    not_covered = models.TextField(_("what is not covered"), blank=True)
    binds = ArrayField(
        short_choice(choices=labels.BoundParty.choices), verbose_name=_("who is bound"), default=list, blank=True
    )
    forbids = ArrayField(
        short_choice(choices=labels.BoundActivity.choices), verbose_name=_("what is bound"), default=list, blank=True
    )
    instrument = models.CharField(_("instrument"), max_length=500, blank=True)
    reasons = models.TextField(_("reasons given"), blank=True, help_text=_("Left empty where none were made public."))

    announced_first = first_column(_("announced"))
    announced_last = last_column(_("announced, last day"))
    announced_precision = precision_column(_("announced, precision"))
    adopted_first = first_column(_("adopted"))
    adopted_last = last_column(_("adopted, last day"))
    adopted_precision = precision_column(_("adopted, precision"))
    effective_first = first_column(_("effective"))
    effective_last = last_column(_("effective, last day"))
    effective_precision = precision_column(_("effective, precision"))
    ended_first = first_column(_("ended"))
    ended_last = last_column(_("ended, last day"))
    ended_precision = precision_column(_("ended, precision"))

    announced = SpanAttribute("announced")
    adopted = SpanAttribute("adopted")
    effective = SpanAttribute("effective")
    ended = SpanAttribute("ended")

    is_starter = models.BooleanField(_("from the starter directory"), default=False)
    is_published = models.BooleanField(_("published"), default=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    verified_on = models.DateField(_("last verified"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    classifier_version = models.CharField(_("proposed by"), max_length=60, blank=True)
    starter_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("instrument", weight="B", config="english")
        + SearchVector("scope", "summary", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["-announced_first", "slug"]
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]),
                name="action_kind_is_known",
                violation_error_message=_("Choose one of the six kinds."),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[stage.value for stage in Stage]),
                name="action_stage_is_known",
                violation_error_message=_("Choose one of the seven stages."),
            ),
            *(span_constraint("action", name) for name in ("announced", "adopted", "effective", "ended")),
            models.CheckConstraint(
                condition=Q(effective_first__isnull=True)
                | Q(ended_last__isnull=True)
                | Q(ended_last__gte=F("effective_first")),
                name="action_ends_after_it_begins",
                violation_error_message=_("This action ends before it takes effect. Change one of the two dates."),
            ),
            models.CheckConstraint(
                condition=Q(ended_first__isnull=True) | Q(stage__in=["in_force", "suspended", "lifted", "expired"]),
                name="action_that_ended_once_stood",
                violation_error_message=_("Only an action that took effect can have a day on which it ended."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(is_published=False),
                name="action_merged_is_not_published",
                violation_error_message=_("An action that was merged into another is not shown by itself."),
            ),
            models.CheckConstraint(
                condition=Q(binds__contained_by=labels.BoundParty.values),
                name="action_binds_known_parties",
                violation_error_message=_("Choose who is bound from the list."),
            ),
            models.CheckConstraint(
                condition=Q(forbids__contained_by=labels.BoundActivity.values),
                name="action_forbids_known_activities",
                violation_error_message=_("Choose what is bound from the list."),
            ),
        ]
        indexes = [
            models.Index(fields=["-announced_first", "slug"], name="action_newest_first"),
            models.Index(fields=["jurisdiction", "kind", "stage"], name="action_by_place"),
            GinIndex(fields=["search"], name="action_search"),
            GinIndex(fields=["binds"], name="action_by_bound_party"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="action_and_announcement_share_a_place",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM actions_announcement a
                                   WHERE a.id = NEW.announcement_id AND a.jurisdiction_id = NEW.jurisdiction_id) THEN
                        RAISE EXCEPTION 'An action belongs to the jurisdiction of its announcement.'
                              USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("action", args=[self.slug])

    @property
    def was_edited(self) -> bool:
        """Whether anything but the starter directory ever wrote to this record."""
        return self.revisions.filter(Q(editor__isnull=False) | Q(is_quiet=False)).exists()

    @property
    def is_unverified(self) -> bool:
        """From the starter directory, and not yet verified by an editor."""
        return self.is_starter and self.verified_on is None

    @property
    def life(self) -> Life:
        """All that `lifecycle.stands_on` needs; reads the milestones, so prefetch them in lists."""
        steps = [Step(MilestoneKind(m.kind), m.on) for m in self.milestones.all()]
        return Life(Stage(self.stage), self.adopted, self.effective, self.ended, steps)


class ActionAuthority(models.Model):
    """An authority of an action and the capacity in which it acted."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="roles")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="roles")
    capacity = models.CharField(_("capacity"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "authority"], name="authority_once_per_action")]

    def __str__(self) -> str:
        return f"{self.authority} ({self.capacity})" if self.capacity else str(self.authority)


@pghistory.track()
class Target(models.Model):
    """Whom or what an action hits: a legal person, a product, a class, or the vendor as such."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="targets")
    kind = short_choice(_("kind"), choices=labels.TargetKind.choices)
    name = models.CharField(_("name"), max_length=300)
    vendor = models.ForeignKey(
        Vendor, on_delete=models.PROTECT, null=True, blank=True, related_name="targets", verbose_name=_("vendor")
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "kind", "name"],
                name="target_once_per_action",
                violation_error_message=_("This action names this target already."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="vendor") | Q(vendor__isnull=False),
                name="target_vendor_is_linked",
                violation_error_message=_("A target of the kind vendor is linked to its vendor."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Milestone(models.Model):
    """A dated step in an action's life."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="milestones")
    kind = short_choice(_("kind"), choices=labels.choices(labels.MILESTONES))
    text = models.CharField(_("what happened"), max_length=500)
    on_first = first_column(_("day"))
    on_last = last_column(_("day, last"))
    on_precision = precision_column(_("day, precision"))
    citation = models.ForeignKey(
        "actions.Citation", on_delete=models.SET_NULL, null=True, blank=True, related_name="milestones"
    )

    on = SpanAttribute("on")

    class Meta:
        ordering = [F("on_first").asc(nulls_last=True), "id"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            span_constraint("milestone", "on"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in MilestoneKind]),
                name="milestone_kind_is_known",
                violation_error_message=_("Choose one of the kinds of milestone."),
            ),
        ]
        indexes = [models.Index(fields=["on_first"], name="milestone_by_day")]

    def __str__(self) -> str:
        return self.text


class InstrumentReference(models.Model):
    """A number of a law, bill, docket or CELEX: grounds for grouping and matching."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="references")
    scheme = short_choice(_("sort of number"), choices=labels.ReferenceScheme.choices)
    number = models.CharField(_("number"), max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["action", "scheme", "number"], name="reference_once_per_action")]
        indexes = [models.Index(fields=["scheme", "number"], name="reference_by_number")]

    def __str__(self) -> str:
        return self.number
