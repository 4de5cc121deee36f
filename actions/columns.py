"""Three columns for an imprecise date, read and written as one `Span`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actions.spans import Precision, Span

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PRECISIONS = [
    (Precision.DAY.value, _("day")),
    (Precision.MONTH.value, _("month")),
    (Precision.YEAR.value, _("year")),
]


def first_column(label: StrOrPromise) -> models.DateField[Any, Any]:
    return models.DateField(label, null=True, blank=True, help_text=_("First possible day."))


def last_column(label: StrOrPromise) -> models.DateField[Any, Any]:
    return models.DateField(label, null=True, blank=True, help_text=_("Last possible day."))


def precision_column(label: StrOrPromise) -> models.CharField[Any, Any]:
    return models.CharField(label, max_length=5, choices=PRECISIONS, blank=True, default="")


class SpanAttribute:
    """Reads `<name>_first`, `<name>_last` and `<name>_precision` as a `Span`; None is unknown."""

    def __init__(self, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, row: None, owner: type) -> SpanAttribute: ...
    @overload
    def __get__(self, row: models.Model, owner: type) -> Span | None: ...
    def __get__(self, row: models.Model | None, owner: type) -> Span | SpanAttribute | None:
        if row is None:
            return self
        first, last = getattr(row, f"{self.name}_first"), getattr(row, f"{self.name}_last")
        if first is None or last is None:
            return None
        return Span(first, last, Precision(getattr(row, f"{self.name}_precision")))

    def __set__(self, row: models.Model, span: Span | None) -> None:
        for column, value in span_values(self.name, span).items():
            setattr(row, column, value)


def span_values(name: str, span: Span | None) -> dict[str, Any]:
    """The three columns of `name` as keywords, for where Django takes columns only."""
    return {
        f"{name}_first": span.first if span else None,
        f"{name}_last": span.last if span else None,
        f"{name}_precision": span.precision.value if span else "",
    }


def span_constraint(model: str, name: str) -> models.CheckConstraint:
    """All three columns are empty, or a span whose precision fits."""
    first, last, precision = f"{name}_first", f"{name}_last", f"{name}_precision"
    unknown = Q(**{f"{first}__isnull": True, f"{last}__isnull": True, precision: ""})
    one_day = Q(**{precision: Precision.DAY.value, last: F(first)})
    longer = Q(**{f"{precision}__in": [Precision.MONTH.value, Precision.YEAR.value], f"{last}__gt": F(first)})
    return models.CheckConstraint(
        condition=unknown | (Q(**{f"{first}__isnull": False, f"{last}__isnull": False}) & (one_day | longer)),
        name=f"{model}_{name}_is_a_span",
        violation_error_message=_("A date is a day, a month or a year, or not known at all."),
    )
