"""What a query string of the directory may hold, and how each value is read.

A parameter or value that is not known raises FilterError, whose text is a full sentence for
people; nothing is ever ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from actions import labels
from actions.held.readings import reading
from actions.models import Vendor
from actions.spans import Span, parse_span
from jurisdictions.models import Jurisdiction

Row = TypeVar("Row", Jurisdiction, Vendor)
Words = dict[str, "str | Promise"]

MAX_SEARCH = 200
"""In characters: a longer search is refused, not cut."""

PARAMETERS: Words = {
    "q": gettext_lazy("Words"),
    "kind": gettext_lazy("Kind"),
    "stage": gettext_lazy("Stage"),
    "section": gettext_lazy("State on the day"),
    "jurisdiction": gettext_lazy("Place"),
    "vendor": gettext_lazy("Vendor"),
    "sector": gettext_lazy("Sector"),
    "named": gettext_lazy("Names a vendor"),
    "bound": gettext_lazy("Who is bound"),
    "forbids": gettext_lazy("What is bound"),
    "grade": gettext_lazy("Evidence"),
    "challenged": gettext_lazy("Challenged"),
    "since": gettext_lazy("Announced from"),
    "until": gettext_lazy("Announced to"),
    "effective_since": gettext_lazy("Effective from"),
    "effective_until": gettext_lazy("Effective to"),
    "on": gettext_lazy("Day"),
    "known_on": gettext_lazy("As we said on"),
    "with": gettext_lazy("Counted in"),
    "sort": gettext_lazy("Order"),
    "page": gettext_lazy("Page"),
}
"""Everything a query string may hold, in the order in which it is written."""

VALUES: dict[str, Words] = {
    "kind": {str(kind): word for kind, word in labels.KINDS.items()},
    "stage": {str(stage): word for stage, word in labels.STAGES.items()},
    "section": {
        "stands": gettext_lazy("In force"),
        "coming": gettext_lazy("Coming into force"),
        "unclear": gettext_lazy("Not known whether in force"),
        "suspended": gettext_lazy("Suspended"),
        "proposed": gettext_lazy("Proposed"),
        "ended": gettext_lazy("Ended or refused"),
    },
    "sector": dict(labels.Sector.choices),
    "named": {"yes": pgettext_lazy("names a vendor", "Yes"), "no": gettext_lazy("No: a class of products")},
    "bound": dict(labels.BoundParty.choices),
    "forbids": dict(labels.BoundActivity.choices),
    "grade": dict(labels.Grade.choices),
    "challenged": {"yes": pgettext_lazy("challenged", "Yes"), "no": pgettext_lazy("challenged", "No")},
    "with": {
        "subdivisions": gettext_lazy("Subdivisions of the place"),
        "union": gettext_lazy("The European Union, for its members"),
    },
    "sort": {
        "newest": gettext_lazy("Newest announced first"),
        "oldest": gettext_lazy("Oldest announced first"),
        "effective": gettext_lazy("Latest to take effect first"),
        "changed": gettext_lazy("Latest change of our record first"),
        "place": gettext_lazy("By place"),
        "relevance": gettext_lazy("Best match first"),
    },
}
MANY = ("kind", "stage", "jurisdiction", "vendor", "sector", "bound", "forbids", "grade", "with")
MOVED = {"in_force_on": "on"}
"""Parameters that were named otherwise once: their addresses lead to the new name."""


class FilterError(ValueError):
    """A query string that cannot be answered. `str()` is a sentence for people."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


def refuse_unknown(query: QueryDict, takes: Sequence[str]) -> None:
    """Raise FilterError for a parameter that the list does not take, or takes only once."""
    for name in query:
        if name not in takes:
            message = _("“%(name)s” is not something this list can be narrowed by. It can be narrowed by %(known)s.")
            raise FilterError(name, message % {"name": name[:60], "known": ", ".join(takes)})
        if name not in MANY and len(query.getlist(name)) > 1:
            raise FilterError(name, _("“%(name)s” can be given only once.") % {"name": name})


def many(query: QueryDict, name: str) -> tuple[str, ...]:
    """All values of a parameter, repeated or joined by commas, each once."""
    parts = [part.strip() for text in query.getlist(name) for part in text.split(",")]
    return tuple(dict.fromkeys(part.replace("\0", "") for part in parts if part))


def _unknown_value(name: str, value: str, known: Iterable[str]) -> FilterError:
    message = _("“%(value)s” is not a value of “%(name)s”. Choose from %(known)s.")
    return FilterError(name, message % {"value": value[:60], "name": name, "known": ", ".join(known)})


def chosen_values(query: QueryDict, name: str) -> tuple[str, ...]:
    """Values of a closed list, in the order of that list."""
    given = many(query, name)
    for value in given:
        if value not in VALUES[name]:
            raise _unknown_value(name, value, VALUES[name])
    return tuple(value for value in VALUES[name] if value in given)


def one_value(query: QueryDict, name: str) -> str:
    value = query.get(name, "").strip()
    if value and value not in VALUES[name]:
        raise _unknown_value(name, value, VALUES[name])
    return value


def words(query: QueryDict) -> str:
    text = " ".join(query.get("q", "").replace("\0", " ").split())
    if len(text) > MAX_SEARCH:
        raise FilterError("q", _("A search has at most %(count)d characters. Use fewer words.") % {"count": MAX_SEARCH})
    return text


def _not_in_directory(name: str, value: str) -> FilterError:
    message = _("The directory knows no “%(value)s” as a value of “%(name)s”. Choose one from the list.")
    return FilterError(name, message % {"value": value[:60], "name": name})


def rows(query: QueryDict, name: str, find: Callable[[Sequence[str]], dict[str, Row]]) -> tuple[Row, ...]:
    """Rows that the values name, in the order given; asks the database only where there are values."""
    given = many(query, name)
    found = find(given) if given else {}
    for value in given:
        if value not in found:
            raise _not_in_directory(name, value)
    return tuple(found[value] for value in given)


def places(codes: Sequence[str]) -> dict[str, Jurisdiction]:
    return {place.code: place for place in reading().places.values() if place.code in codes}


def vendors(slugs: Sequence[str]) -> dict[str, Vendor]:
    return {vendor.slug: vendor for vendor in Vendor.objects.filter(slug__in=slugs)}


def span(query: QueryDict, name: str) -> Span | None:
    try:
        return parse_span(query.get(name, "").strip())
    except ValueError as error:
        message = _("“%(value)s” is not a day for “%(name)s”. Write it as 2025-06-27; 2025-06 or 2025 means all of it.")
        raise FilterError(name, message % {"value": query.get(name, "")[:60], "name": name}) from error


def day(query: QueryDict, name: str) -> date | None:
    found = span(query, name)
    if found and found.first != found.last:
        message = _("“%(value)s” is longer than a day. Whether an action stands is asked for one day: 2025-06-27.")
        raise FilterError(name, message % {"value": query.get(name, "")[:60]})
    return found.first if found else None


def days(query: QueryDict) -> tuple[date | None, date | None]:
    """`on` and `known_on`, for a page about one thing; what else its address was given on the way is left alone."""
    on, known_on = day(query, "on"), day(query, "known_on")
    refuse_day_ahead(known_on)
    return on, known_on


def refuse_day_ahead(known_on: date | None) -> None:
    if known_on and known_on > timezone.localdate():
        raise FilterError("known_on", _("What we shall say on a day ahead is not known. Choose a day up to today."))


def page(query: QueryDict) -> int:
    text = query.get("page", "").strip()
    if not text:
        return 1
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise FilterError("page", _("“%(value)s” is not the number of a page.") % {"value": text[:60]})
    return int(text)
