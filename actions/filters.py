"""The one declaration of how the directory is narrowed: pages, feeds, API and exports use it.

Every parameter is named in PARAMETERS. A parameter or value that is not known raises
FilterError, whose text is a full sentence for people; nothing is ever ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import F
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions import grid, labels, search
from actions.models import Action, ActionQuerySet, Vendor
from actions.spans import Span, parse_span
from jurisdictions.models import Authority, Jurisdiction

Row = TypeVar("Row", Jurisdiction, Vendor)
Words = dict[str, "str | Promise"]

MAX_SEARCH = 200
"""In characters: a longer search is refused, not cut."""

PARAMETERS: Words = {
    "q": gettext_lazy("Words"),
    "kind": gettext_lazy("Kind"),
    "stage": gettext_lazy("Stage"),
    "jurisdiction": gettext_lazy("Place"),
    "vendor": gettext_lazy("Vendor"),
    "bound": gettext_lazy("Who is bound"),
    "forbids": gettext_lazy("What is bound"),
    "grade": gettext_lazy("Evidence"),
    "since": gettext_lazy("Announced from"),
    "until": gettext_lazy("Announced to"),
    "on": gettext_lazy("Stands on"),
    "challenged": gettext_lazy("Challenged"),
    "with": gettext_lazy("Counted in"),
    "sort": gettext_lazy("Order"),
    "page": gettext_lazy("Page"),
}
"""Everything a query string may hold, in the order in which it is written."""

VALUES: dict[str, Words] = {
    "kind": {str(kind): word for kind, word in labels.KINDS.items()},
    "stage": {str(stage): word for stage, word in labels.STAGES.items()},
    "bound": dict(labels.BoundParty.choices),
    "forbids": dict(labels.BoundActivity.choices),
    "grade": dict(labels.Grade.choices),
    "challenged": {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No")},
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
MANY = ("kind", "stage", "jurisdiction", "vendor", "bound", "forbids", "grade", "with")
FACETS = ("kind", "stage", "jurisdiction", "vendor", "bound", "forbids", "grade", "challenged")


class FilterError(ValueError):
    """A query string that cannot be answered. `str()` is a sentence for people."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True, slots=True)
class Scope:
    """What the address itself has fixed already: a place, a vendor or an authority."""

    place: Jurisdiction | None = None
    vendor: Vendor | None = None
    authority: Authority | None = None

    @property
    def fixed(self) -> frozenset[str]:
        """Parameters that this address does not take."""
        return frozenset({"jurisdiction"} if self.place or self.authority else {"vendor"} if self.vendor else ())


@dataclass(frozen=True)
class ActionFilters:
    """How the directory is narrowed, read from a query string once and then carried about."""

    q: str = ""
    kind: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    jurisdictions: tuple[Jurisdiction, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    bound: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    since: Span | None = None
    until: Span | None = None
    on: date | None = None
    challenged: str = ""
    counted_in: tuple[str, ...] = ()
    sort: str = ""
    page: int = 1
    scope: Scope = field(default_factory=Scope)

    @classmethod
    def from_query(cls, query: QueryDict, scope: Scope | None = None) -> ActionFilters:
        """Read a query string; raises FilterError for anything it cannot answer."""
        scope = scope or Scope()
        _refuse_unknown(query, scope)
        filters = cls(
            q=_words(query),
            kind=_chosen(query, "kind"),
            stage=_chosen(query, "stage"),
            jurisdictions=_rows(query, "jurisdiction", _places),
            vendors=_rows(query, "vendor", _vendors),
            bound=_chosen(query, "bound"),
            forbids=_chosen(query, "forbids"),
            grade=_chosen(query, "grade"),
            since=_span(query, "since"),
            until=_span(query, "until"),
            on=_day(query, "on"),
            challenged=_one_chosen(query, "challenged"),
            counted_in=_chosen(query, "with"),
            sort=_one_chosen(query, "sort"),
            page=_page(query),
            scope=scope,
        )
        filters._refuse_contradiction()
        return filters

    def _refuse_contradiction(self) -> None:
        if self.since and self.until and self.since.first > self.until.last:
            raise FilterError("until", _("The first day of the search is after its last. Change one of the two dates."))
        if self.sort == "relevance" and not self.q:
            raise FilterError("sort", _("The best match can come first only where there are words to search for."))

    @cached_property
    def reading(self) -> search.Reading:
        """How the words were understood: names of vendors and places, and the rest."""
        return search.read_query(self.q)

    @cached_property
    def standing(self) -> ActionQuerySet:
        """What stands on the chosen day, worked out once for the list and all its facets."""
        return Action.objects.standing_on(self.on).settled() if self.on else Action.objects.all()

    def values(self) -> dict[str, tuple[str, ...]]:
        """What is set, by parameter, as it stands in the query string; defaults are left out."""
        found: dict[str, tuple[str, ...]] = {
            "q": (self.q,),
            "kind": self.kind,
            "stage": self.stage,
            "jurisdiction": tuple(place.code for place in self.jurisdictions),
            "vendor": tuple(vendor.slug for vendor in self.vendors),
            "bound": self.bound,
            "forbids": self.forbids,
            "grade": self.grade,
            "since": (self.since.iso() if self.since else "",),
            "until": (self.until.iso() if self.until else "",),
            "on": (self.on.isoformat() if self.on else "",),
            "challenged": (self.challenged,),
            "with": self.counted_in,
            "sort": (self.sort,),
            "page": (str(self.page) if self.page > 1 else "",),
        }
        return {name: kept for name in PARAMETERS if (kept := tuple(value for value in found[name] if value))}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.values().keys() - {"sort", "page", "with"})

    def query_string(self, **changes: Iterable[str]) -> str:
        """The query string in its one true order, with some parameters changed; empty ones go.

        Without changes it leads to this very page. A change of anything else leads to page one.
        """
        values: dict[str, Iterable[str]] = {**self.values(), **changes}
        if changes and "page" not in changes:
            values.pop("page", None)
        return urlencode([(name, value) for name in PARAMETERS for value in values.get(name, ())])

    def without(self, parameter: str, value: str) -> str:
        """The query string with one value taken out."""
        return self.query_string(**{parameter: [kept for kept in self.values().get(parameter, ()) if kept != value]})

    def with_value(self, parameter: str, value: str) -> str:
        kept = self.values().get(parameter, ()) if parameter in MANY else ()
        return self.query_string(**{parameter: [*kept, value]})

    def apply(self, actions: ActionQuerySet, *, leave_out: str = "", ordered: bool = True) -> ActionQuerySet:
        """Narrow `actions` and put them in order; `leave_out` is a parameter that shall not narrow."""
        narrowed = self._apply_scope(actions)
        for parameter in self.values():
            if parameter != leave_out and parameter in _NARROWING:
                narrowed = _NARROWING[parameter](self, narrowed)
        return self._apply_order(narrowed) if ordered else narrowed.order_by()

    def hits_on(self, day: date) -> list[grid.Hit]:
        """What stands on `day` of all that these filters leave, by vendor and place."""
        return grid.hits(self.apply(Action.objects.published().standing_on(day), leave_out="on", ordered=False))

    def _apply_scope(self, actions: ActionQuerySet) -> ActionQuerySet:
        if self.scope.place:
            actions = actions.acting_in([self.scope.place], **self._counted_in())
        if self.scope.vendor:
            actions = actions.hitting_any(Vendor.objects.group_of(self.scope.vendor))
        if self.scope.authority:
            actions = actions.filter(roles__authority=self.scope.authority)
        return actions

    def _counted_in(self) -> dict[str, bool]:
        return {
            "with_subdivisions": "subdivisions" in self.counted_in,
            "with_union": "union" in self.counted_in,
        }

    def _apply_order(self, actions: ActionQuerySet) -> ActionQuerySet:
        match self.sort or ("relevance" if self.q else "newest"):
            case "oldest":
                return actions.order_by(F("announced_first").asc(nulls_last=True), "slug")
            case "effective":
                return actions.order_by(F("effective_first").desc(nulls_last=True), "slug")
            case "changed":
                return actions.latest_changes()
            case "place":
                return actions.order_by("jurisdiction__code", F("announced_first").desc(nulls_last=True), "slug")
            case "relevance":
                return actions.ranked(self.q)
        return actions.newest_first()


_NARROWING: dict[str, Callable[[ActionFilters, ActionQuerySet], ActionQuerySet]] = {
    "q": lambda f, actions: search.narrow(actions, f.reading),
    "kind": lambda f, actions: actions.filter(kind__in=f.kind),
    "stage": lambda f, actions: actions.filter(stage__in=f.stage),
    "jurisdiction": lambda f, actions: actions.acting_in(f.jurisdictions, **f._counted_in()),  # noqa: SLF001 (its own)
    "vendor": lambda f, actions: actions.hitting_any(Vendor.objects.group_of(*f.vendors)),
    "bound": lambda f, actions: actions.binding_any(f.bound),
    "forbids": lambda f, actions: actions.forbidding_any(f.forbids),
    "grade": lambda f, actions: actions.graded(f.grade),
    "since": lambda f, actions: actions.announced_between(f.since.first if f.since else None, None),
    "until": lambda f, actions: actions.announced_between(None, f.until.last if f.until else None),
    "on": lambda f, actions: actions.filter(pk__in=f.standing.values("pk")),
    "challenged": lambda f, actions: actions.challenged() if f.challenged == "yes" else actions.never_challenged(),
}
"""How each parameter narrows; `with`, `sort` and `page` do not narrow by themselves."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A value that narrows a list, in words, and the query string without it."""

    label: str
    query: str


def chosen(filters: ActionFilters) -> list[Chosen]:
    """Everything that narrows, so that a page can show it and let go of it."""
    return [
        Chosen(f"{PARAMETERS[parameter]}: {label_of(filters, parameter, value)}", filters.without(parameter, value))
        for parameter, values in filters.values().items()
        if parameter not in {"sort", "page"}
        for value in values
    ]


def _refuse_unknown(query: QueryDict, scope: Scope) -> None:
    takes = [name for name in PARAMETERS if name not in scope.fixed]
    for name in query:
        if name not in takes:
            message = _("“%(name)s” is not something this list can be narrowed by. It can be narrowed by %(known)s.")
            raise FilterError(name, message % {"name": name[:60], "known": ", ".join(takes)})
        if name not in MANY and len(query.getlist(name)) > 1:
            raise FilterError(name, _("“%(name)s” can be given only once.") % {"name": name})


def _many(query: QueryDict, name: str) -> tuple[str, ...]:
    """All values of a parameter, repeated or joined by commas, each once."""
    parts = [part.strip() for text in query.getlist(name) for part in text.split(",")]
    return tuple(dict.fromkeys(part for part in parts if part))


def _unknown_value(name: str, value: str, known: Iterable[str]) -> FilterError:
    message = _("“%(value)s” is not a value of “%(name)s”. Choose from %(known)s.")
    return FilterError(name, message % {"value": value[:60], "name": name, "known": ", ".join(known)})


def _chosen(query: QueryDict, name: str) -> tuple[str, ...]:
    """Values of a closed list, in the order of that list."""
    given = _many(query, name)
    for value in given:
        if value not in VALUES[name]:
            raise _unknown_value(name, value, VALUES[name])
    return tuple(value for value in VALUES[name] if value in given)


def _one_chosen(query: QueryDict, name: str) -> str:
    value = query.get(name, "").strip()
    if value and value not in VALUES[name]:
        raise _unknown_value(name, value, VALUES[name])
    return value


def _words(query: QueryDict) -> str:
    text = " ".join(query.get("q", "").replace("\0", " ").split())
    if len(text) > MAX_SEARCH:
        raise FilterError("q", _("A search has at most %(count)d characters. Use fewer words.") % {"count": MAX_SEARCH})
    return text


def _rows(query: QueryDict, name: str, find: Callable[[Sequence[str]], dict[str, Row]]) -> tuple[Row, ...]:
    given = [value.replace("\0", "") for value in _many(query, name)]
    found = find(given) if given else {}
    for value in given:
        if value not in found:
            message = _("The directory knows no “%(value)s” as a value of “%(name)s”. Choose one from the list.")
            raise FilterError(name, message % {"value": value[:60], "name": name})
    return tuple(found[value] for value in given)


def _places(codes: Sequence[str]) -> dict[str, Jurisdiction]:
    return {place.code: place for place in Jurisdiction.objects.filter(code__in=codes)}


def _vendors(slugs: Sequence[str]) -> dict[str, Vendor]:
    return {vendor.slug: vendor for vendor in Vendor.objects.filter(slug__in=slugs)}


def _span(query: QueryDict, name: str) -> Span | None:
    try:
        return parse_span(query.get(name, "").strip())
    except ValueError as error:
        raise FilterError(name, _bad_date(name, query.get(name, ""))) from error


def _bad_date(name: str, value: str) -> str:
    message = _("“%(value)s” is not a day for “%(name)s”. Write it as 2025-06-27; 2025-06 or 2025 means all of it.")
    return message % {"value": value[:60], "name": name}


def _day(query: QueryDict, name: str) -> date | None:
    span = _span(query, name)
    if span and span.first != span.last:
        message = _("“%(value)s” is longer than a day. Whether an action stands is asked for one day: 2025-06-27.")
        raise FilterError(name, message % {"value": query.get(name, "")[:60]})
    return span.first if span else None


def _page(query: QueryDict) -> int:
    text = query.get("page", "").strip()
    if not text:
        return 1
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise FilterError("page", _("“%(value)s” is not the number of a page.") % {"value": text[:60]})
    return int(text)


def label_of(filters: ActionFilters, parameter: str, value: str) -> str | Promise:
    """The words for one value that is set, for people."""
    if parameter == "jurisdiction":
        return next(place.display_name for place in filters.jurisdictions if place.code == value)
    if parameter == "vendor":
        return next(vendor.name for vendor in filters.vendors if vendor.slug == value)
    return VALUES.get(parameter, {}).get(value, value)
