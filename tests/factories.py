"""Rows for tests. Each factory builds the least that matters."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from actions import models
from actions.columns import SpanAttribute
from actions.names import fold
from actions.spans import Span
from bantracker.accounts.models import User
from jurisdictions import codes
from jurisdictions.models import Authority, Coverage, Jurisdiction


class SpanFactory(DjangoModelFactory):
    """Takes imprecise dates as one `Span`, as the models' attributes do."""

    class Meta:
        abstract = True

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        for name in [name for name in kwargs if isinstance(vars(cls._meta.model).get(name), SpanAttribute)]:
            span = kwargs.pop(name)
            first, last, precision = (span.first, span.last, span.precision.value) if span else (None, None, "")
            kwargs |= {f"{name}_first": first, f"{name}_last": last, f"{name}_precision": precision}
        return kwargs


class JurisdictionFactory(DjangoModelFactory):
    class Meta:
        model = Jurisdiction
        django_get_or_create = ("code",)

    code = "CA"
    name = factory.LazyAttribute(lambda row: {"CA": "Canada", "CA-QC": "Quebec"}.get(row.code, row.code))
    kind = factory.LazyAttribute(
        lambda row: "union" if row.code == codes.UNION else "subdivision" if "-" in row.code else "country"
    )
    parent = factory.LazyAttribute(
        lambda row: JurisdictionFactory(code=codes.parent_code(row.code)) if "-" in row.code else None
    )


class CoverageFactory(DjangoModelFactory):
    class Meta:
        model = Coverage

    jurisdiction = factory.SubFactory(JurisdictionFactory)


class AuthorityFactory(DjangoModelFactory):
    class Meta:
        model = Authority

    jurisdiction = factory.SubFactory(JurisdictionFactory)
    name = factory.Sequence(lambda n: f"Ministry {n}")
    slug = factory.Sequence(lambda n: f"ministry-{n}")


class AliasFactory(DjangoModelFactory):
    class Meta:
        model = models.Alias

    kind = "name"
    text = factory.Sequence(lambda n: f"Name {n}")
    folded = factory.LazyAttribute(lambda row: fold(row.text))


class VendorFactory(DjangoModelFactory):
    class Meta:
        model = models.Vendor
        django_get_or_create = ("slug",)
        skip_postgeneration_save = True

    name = "Hikvision"
    slug = factory.LazyAttribute(lambda row: fold(row.name).replace(" ", "-"))

    @factory.post_generation
    def aliases(self, create, names, **kwargs):
        for text in (self.name, *(names or ())):
            if not self.aliases.filter(text=text).exists():
                AliasFactory(vendor=self, text=text)


class AnnouncementFactory(SpanFactory):
    class Meta:
        model = models.Announcement

    slug = factory.Sequence(lambda n: f"announcement-{n}")
    jurisdiction = factory.SubFactory(JurisdictionFactory)
    made_known = Span.day(date(2025, 6, 27))


class ActionFactory(SpanFactory):
    """An action of Canada against Hikvision; `vendors`, `place` and dates can be given."""

    class Meta:
        model = models.Action
        exclude = ("place",)
        skip_postgeneration_save = True

    place = "CA"
    slug = factory.Sequence(lambda n: f"action-{n}")
    jurisdiction = factory.LazyAttribute(lambda row: JurisdictionFactory(code=row.place))
    announcement = factory.LazyAttribute(lambda row: AnnouncementFactory(jurisdiction=row.jurisdiction))
    kind = "procurement_ban"
    stage = "in_force"
    title = factory.Sequence(lambda n: f"Canada bans product {n} from its offices")
    announced = Span.day(date(2025, 6, 27))
    adopted = factory.LazyAttribute(lambda row: row.announced)

    @factory.post_generation
    def vendors(self, create, names, **kwargs):
        for position, name in enumerate(("Hikvision",) if names is None else names):
            vendor = name if isinstance(name, models.Vendor) else VendorFactory(name=name)
            TargetFactory(action=self, vendor=vendor, name=vendor.name, position=position)


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = models.Target

    action = factory.SubFactory(ActionFactory)
    kind = "vendor"
    name = factory.Sequence(lambda n: f"Target {n}")


class MilestoneFactory(SpanFactory):
    class Meta:
        model = models.Milestone

    action = factory.SubFactory(ActionFactory)
    kind = "challenged"
    text = "The company asks a court for review"
    on = Span.day(date(2025, 7, 7))


class CitationFactory(SpanFactory):
    class Meta:
        model = models.Citation
        skip_postgeneration_save = True

    url = factory.Sequence(lambda n: f"https://example.org/pages/{n}")
    title = "Order made public"
    publisher = "Example Gazette"
    grade = "act"

    @factory.post_generation
    def of(self, create, actions, **kwargs):
        for action in actions or ():
            models.ActionCitation.objects.create(action=action, citation=self)


class ReactionFactory(SpanFactory):
    class Meta:
        model = models.Reaction

    announcement = factory.SubFactory(AnnouncementFactory)
    by = "Hikvision"
    text = "The company calls the decision unfounded"
    on = Span.day(date(2025, 6, 28))


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")


class RevisionFactory(DjangoModelFactory):
    class Meta:
        model = models.Revision

    action = factory.SubFactory(ActionFactory)
    number = factory.LazyAttribute(lambda row: row.action.revisions.count() + 1)
    kind = "publish"
    record = factory.LazyAttribute(lambda row: {"slug": row.action.slug, "title": row.action.title})
    recorded_at = datetime(2026, 1, 10, 12, tzinfo=UTC)
    sequence = factory.Sequence(lambda n: n + 1)
