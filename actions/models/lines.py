"""Lines: one narrow row an action, by which lists are narrowed, put in order and counted.

The database writes them itself, in the transaction of whoever changes an action or what hangs on
it: see the migration `lines_of_the_directory` and docs/decisions/0020. Nothing here is ever
written by hand. A `Line` says what holds now, and only of published actions; each revision
leaves a `PastLine`, which says what our record held while that revision was the latest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Case, F, Q, Value, When

from actions.lifecycle import ENDED_STAGES
from actions.models.actions import Action
from actions.models.record import Revision
from actions.names import web_words
from jurisdictions.models import Authority, Jurisdiction

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler


class DateMultiRangeField(models.Field):  # type: ignore[type-arg] # generic in its stubs only
    """Days as PostgreSQL's `datemultirange`; ask it with `__holds=day`."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002 (Django's)
        return "datemultirange"


@DateMultiRangeField.register_lookup
class Holds(models.Lookup):
    """Whether a day lies in the ranges."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} @> {right}::date", (*left_params, *right_params)


def end_of(day: date) -> datetime:
    """The instant at which a day of our record is over; its days are counted in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


class LineQuerySet(models.QuerySet[Any]):
    def acting_in(
        self, places: Collection[Jurisdiction], *, with_subdivisions: bool = False, with_union: bool = False
    ) -> Self:
        """Lines of these places; their subdivisions and their union count only when asked for."""
        wanted = Q(jurisdiction__in=places)
        if with_subdivisions:
            wanted |= Q(country__in=[place for place in places if place.parent_id is None])
        if with_union and any(place.is_union_member for place in places):
            wanted |= Q(reaches_members=True)
        return self.filter(wanted)

    def by_authority(self, authority: Authority) -> Self:
        roles = apps.get_model("actions", "ActionAuthority")._default_manager.filter(authority=authority)  # noqa: SLF001 (Django's)
        return self.filter(action__in=roles.values("action"))

    def hitting_any(self, vendors: Iterable[int]) -> Self:
        """Lines whose targets belong to the group of one of these vendors, by primary key."""
        return self.filter(vendors__overlap=list(vendors))

    def binding_any(self, parties: Collection[str]) -> Self:
        return self.filter(binds__overlap=list(parties))

    def forbidding_any(self, activities: Collection[str]) -> Self:
        return self.filter(forbids__overlap=list(activities))

    def graded(self, grades: Collection[str]) -> Self:
        """Lines that rest on at least one citation of these grades."""
        return self.filter(grades__overlap=list(grades))

    def in_sectors(self, sectors: Collection[str]) -> Self:
        """Lines one of whose vendors is in one of these sectors."""
        return self.filter(sectors__overlap=list(sectors))

    def announced_between(self, since: date | None, until: date | None) -> Self:
        """Lines that may have been announced from `since` to `until`, both days counted."""
        found = self.filter(announced_last__gte=since) if since else self
        return found.filter(announced_first__lte=until) if until else found

    def effective_between(self, since: date | None, until: date | None) -> Self:
        """Lines that may take effect, or have taken it, from `since` to `until`, both days counted."""
        found = self.filter(effective_last__gte=since) if since else self
        return found.filter(effective_first__lte=until) if until else found

    def worded(self, text: str) -> Self:
        """Full text search in the syntax of a web search, in the words of the record as it is now."""
        words = SearchQuery(web_words(text), search_type="websearch", config="english")
        return self.filter(action__in=Action.objects.filter(search=words).values("pk"))

    def standing_on(self, day: date) -> Self:
        """Lines whose action stands on `day`, by `lifecycle.stands_on`: yes, not perhaps."""
        return self.filter(stands__holds=day)

    def with_section(self, day: date, today: date) -> Self:
        """Annotate `section`: where a page that is about `day` shows the line (`sections.Section`)."""
        is_over = Q(ended_last__lt=day) | Q(stage="rejected")
        has_begun = Q(begins_first__isnull=True) | Q(begins_first__lte=day)
        told_by_stage: list[When] = []
        if day >= today:
            told_by_stage = [
                When(stage__in=ENDED_STAGES, then=Value("ended")),
                When(stage="suspended", then=Value("suspended")),
            ]
        return self.annotate(
            section=Case(
                When(stands__holds=day, then=Value("stands")),
                When(stage="proposed", then=Value("proposed")),
                When(is_over, then=Value("ended")),
                *told_by_stage,
                When(unclear__holds=day, then=Value("unclear")),
                When(has_begun, then=Value("suspended")),
                default=Value("coming"),
            )
        )

    def known_by(self, day: date) -> Self:
        """Of lines `with_section`, those that anybody could know of on `day`, and those that stood, or may have."""
        return self.exclude(section__in=["coming", "proposed", "suspended", "ended"], announced_first__gt=day)

    def newest_first(self) -> Self:
        return self.order_by(F("announced_first").desc(nulls_last=True), "slug")

    def latest_changes(self) -> Self:
        return self.order_by("-changed_at", "slug")


class PastLineQuerySet(LineQuerySet):
    def said_on(self, day: date) -> Self:
        """What our record held when `day` was over."""
        return self.filter(known_from__lt=end_of(day)).exclude(known_until__lt=end_of(day))


class LineColumns(models.Model):
    """All that a list is narrowed, sorted and counted by."""

    slug = models.CharField(max_length=160)
    kind = models.CharField(max_length=24)
    stage = models.CharField(max_length=24)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+", db_index=False)
    country = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+", db_index=False)
    reaches_members = models.BooleanField(help_text="Of the Union, and not for its own institutions only.")
    announced_first = models.DateField(null=True)
    announced_last = models.DateField(null=True)
    effective_first = models.DateField(null=True)
    effective_last = models.DateField(null=True)
    begins_first = models.DateField(null=True, help_text="First possible day on which it began to stand.")
    ended_last = models.DateField(null=True)
    changed_at = models.DateTimeField(help_text="When a follower could last hear something new.")
    binds = ArrayField(models.CharField(max_length=24))
    forbids = ArrayField(models.CharField(max_length=24))
    vendors = ArrayField(models.BigIntegerField(), help_text="Vendors that it hits, then all above them.")
    named_count = models.PositiveSmallIntegerField(help_text="How many of `vendors`, at its front, it hits itself.")
    sectors = ArrayField(models.CharField(max_length=120))
    grades = ArrayField(models.CharField(max_length=12))
    is_challenged = models.BooleanField()
    stands = DateMultiRangeField(help_text="Days on which it surely stands.")
    unclear = DateMultiRangeField(help_text="Days on which it is not known whether it stands.")

    class Meta:
        abstract = True


class Line(LineColumns):
    """A published action as it is now."""

    action = models.OneToOneField(Action, on_delete=models.CASCADE, primary_key=True, related_name="line")

    objects = LineQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(F("announced_first").desc(nulls_last=True), "slug", name="line_newest_first"),
            models.Index(fields=["-changed_at", "slug"], name="line_latest_changes"),
            models.Index(fields=["jurisdiction", "-announced_first"], name="line_by_place"),
            models.Index(fields=["country"], name="line_by_country"),
            models.Index(fields=["effective_first"], name="line_by_effect"),
            GinIndex(fields=["vendors"], name="line_by_vendor", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.slug


class PastLine(LineColumns):
    """An action as our record held it from one revision to the next."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, primary_key=True, related_name="line")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="past_lines")
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)

    objects = PastLineQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["known_from"], name="past_line_known_from")]

    def __str__(self) -> str:
        return f"{self.slug} {self.known_from:%Y-%m-%d}"
