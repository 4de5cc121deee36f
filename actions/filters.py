"""The one declaration of how the directory is narrowed: pages, feeds, API and exports use it.

`ActionFilters.from_query` reads a query string (see `parameters`), `lines()` gives what is left
of the directory. Two clocks: `on` is a day in an action's life, `known_on` a day in our record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import F
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from actions import parameters, search
from actions.held import Held, Table, current, narrowed
from actions.held.table import Mask
from actions.models import Line, PastLine, Vendor
from actions.models.lines import LineQuerySet
from actions.parameters import MANY, PARAMETERS, VALUES, FilterError
from actions.spans import Span
from jurisdictions.models import Authority, Jurisdiction


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
    section: str = ""
    jurisdictions: tuple[Jurisdiction, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    sectors: tuple[str, ...] = ()
    bound: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    named: str = ""
    challenged: str = ""
    since: Span | None = None
    until: Span | None = None
    effective_since: Span | None = None
    effective_until: Span | None = None
    on: date | None = None
    known_on: date | None = None
    counted_in: tuple[str, ...] = ()
    sort: str = ""
    page: int = 1
    scope: Scope = field(default_factory=Scope)

    @classmethod
    def from_query(cls, query: QueryDict, scope: Scope | None = None) -> ActionFilters:
        """Read a query string; raises FilterError for anything it cannot answer."""
        scope = scope or Scope()
        parameters.refuse_unknown(query, [name for name in PARAMETERS if name not in scope.fixed])
        filters = cls(
            q=parameters.words(query),
            kind=parameters.chosen_values(query, "kind"),
            stage=parameters.chosen_values(query, "stage"),
            section=parameters.one_value(query, "section"),
            jurisdictions=parameters.rows(query, "jurisdiction", parameters.places),
            vendors=parameters.rows(query, "vendor", parameters.vendors),
            sectors=parameters.chosen_values(query, "sector"),
            bound=parameters.chosen_values(query, "bound"),
            forbids=parameters.chosen_values(query, "forbids"),
            grade=parameters.chosen_values(query, "grade"),
            named=parameters.one_value(query, "named"),
            challenged=parameters.one_value(query, "challenged"),
            since=parameters.span(query, "since"),
            until=parameters.span(query, "until"),
            effective_since=parameters.span(query, "effective_since"),
            effective_until=parameters.span(query, "effective_until"),
            on=parameters.day(query, "on"),
            known_on=parameters.day(query, "known_on"),
            counted_in=parameters.chosen_values(query, "with"),
            sort=parameters.one_value(query, "sort"),
            page=parameters.page(query),
            scope=scope,
        )
        filters._refuse_contradiction()
        return filters

    def _refuse_contradiction(self) -> None:
        spans = {"until": (self.since, self.until), "effective_until": (self.effective_since, self.effective_until)}
        for name, (first, last) in spans.items():
            if first and last and first.first > last.last:
                message = _("The first day of the search is after its last. Change one of the two dates.")
                raise FilterError(name, message)
        if self.sort == "relevance" and not self.q:
            raise FilterError("sort", _("The best match can come first only where there are words to search for."))
        if self.known_on and self.known_on > self.today:
            raise FilterError("known_on", _("What we shall say on a day ahead is not known. Choose a day up to today."))

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def day(self) -> date:
        """The day that is asked about: `on`, else today."""
        return self.on or self.today

    @cached_property
    def reading(self) -> search.Reading:
        """How the words were understood: names of vendors and places, and the rest."""
        return search.read_query(self.q)

    @cached_property
    def groups(self) -> list[int]:
        """Keys of the vendors whose groups are asked for."""
        chosen = [*self.vendors, *([self.scope.vendor] if self.scope.vendor else [])]
        return [vendor.pk for vendor in chosen]

    def values(self) -> dict[str, tuple[str, ...]]:
        """What is set, by parameter, as it stands in the query string; defaults are left out. Not to be changed."""
        return self._values

    @cached_property
    def _values(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {
            "q": (self.q,),
            "jurisdiction": tuple(place.code for place in self.jurisdictions),
            "vendor": tuple(vendor.slug for vendor in self.vendors),
            "sector": self.sectors,
            "with": self.counted_in,
            "page": (str(self.page) if self.page > 1 else "",),
        }
        found |= {name: getattr(self, name) for name in ("kind", "stage", "bound", "forbids", "grade")}
        found |= {name: (getattr(self, name),) for name in ("section", "named", "challenged", "sort")}
        for name in ("since", "until", "effective_since", "effective_until"):
            found[name] = (span.iso(),) if (span := getattr(self, name)) else ()
        for name in ("on", "known_on"):
            found[name] = (day.isoformat(),) if (day := getattr(self, name)) else ()
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

    def lines(self, *, leave_out: str = "", by_name: bool = False) -> LineQuerySet:
        """The lines that are left, in no order; `leave_out` is a parameter that shall not narrow.

        `by_name`: the words have named the vendors of a page already, and narrow nothing else.
        """
        found: LineQuerySet = PastLine.objects.said_on(self.known_on) if self.known_on else Line.objects.all()
        found = self._within_scope(found)
        for parameter in self.values():
            if parameter in _NARROWING and parameter != leave_out and not (by_name and parameter == "q"):
                found = _NARROWING[parameter](self, found)
        if self.on and not self.section and leave_out not in {"on", "section"}:
            found = found.standing_on(self.on)
        return found.order_by()

    @cached_property
    def _table(self) -> Table:
        return current(past=self.known_on is not None)

    @cached_property
    def masks(self) -> dict[str, Mask]:
        """What each parameter leaves of the table, for `held.narrowed`, which fills this."""
        return {}

    def held(self, *, leave_out: str = "", by_name: bool = False) -> Held:
        """The same lines as `lines`, as columns in memory: for pages that count or sort many."""
        return narrowed(self, self._table, leave_out=leave_out, by_name=by_name)

    def ordered(self, lines: LineQuerySet) -> LineQuerySet:
        """Lines in the order that was asked for; the best match first is `search.ranked`."""
        newest = F("announced_first").desc(nulls_last=True)
        match self.sort:
            case "oldest":
                return lines.order_by(F("announced_first").asc(nulls_last=True), "slug")
            case "effective":
                return lines.order_by(F("effective_first").desc(nulls_last=True), "slug")
            case "changed":
                return lines.latest_changes()
            case "place":
                return lines.order_by("jurisdiction__code", newest, "slug")
        return lines.newest_first()

    def _within_scope(self, lines: LineQuerySet) -> LineQuerySet:
        if self.scope.place:
            lines = lines.acting_in([self.scope.place], **self._counted_in())
        if self.scope.vendor:
            lines = lines.hitting_any([self.scope.vendor.pk])
        if self.scope.authority:
            lines = lines.by_authority(self.scope.authority)
        return lines

    def _counted_in(self) -> dict[str, bool]:
        return {
            "with_subdivisions": "subdivisions" in self.counted_in,
            "with_union": "union" in self.counted_in,
        }


def _by_section(filters: ActionFilters, lines: LineQuerySet) -> LineQuerySet:
    found = lines.with_section(filters.day, filters.today).filter(section=filters.section)
    return found.known_by(filters.day) if filters.day < filters.today else found


_NARROWING: dict[str, Callable[[ActionFilters, LineQuerySet], LineQuerySet]] = {
    "q": lambda f, lines: search.narrow(lines, f.reading),
    "kind": lambda f, lines: lines.filter(kind__in=f.kind),
    "stage": lambda f, lines: lines.filter(stage__in=f.stage),
    "section": _by_section,
    "jurisdiction": lambda f, lines: lines.acting_in(f.jurisdictions, **f._counted_in()),  # noqa: SLF001 (its own)
    "vendor": lambda f, lines: lines.hitting_any(vendor.pk for vendor in f.vendors),
    "sector": lambda f, lines: lines.in_sectors(f.sectors),
    "named": lambda f, lines: lines.filter(named_count__gt=0) if f.named == "yes" else lines.filter(named_count=0),
    "bound": lambda f, lines: lines.binding_any(f.bound),
    "forbids": lambda f, lines: lines.forbidding_any(f.forbids),
    "grade": lambda f, lines: lines.graded(f.grade),
    "challenged": lambda f, lines: lines.filter(is_challenged=f.challenged == "yes"),
    "since": lambda f, lines: lines.announced_between(f.since.first if f.since else None, None),
    "until": lambda f, lines: lines.announced_between(None, f.until.last if f.until else None),
    "effective_since": lambda f, lines: lines.effective_between(
        f.effective_since.first if f.effective_since else None, None
    ),
    "effective_until": lambda f, lines: lines.effective_between(
        None, f.effective_until.last if f.effective_until else None
    ),
}
"""How each parameter narrows; `on` narrows in `lines`, and `with`, `sort`, `page` not by themselves."""


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


def label_of(filters: ActionFilters, parameter: str, value: str) -> str | Promise:
    """The words for one value that is set, for people."""
    if parameter == "jurisdiction":
        return next(place.display_name for place in filters.jurisdictions if place.code == value)
    if parameter == "vendor":
        return next(vendor.name for vendor in filters.vendors if vendor.slug == value)
    if parameter in {"on", "known_on"}:
        return format_date(date.fromisoformat(value), "j F Y")
    return VALUES.get(parameter, {}).get(value, value)


__all__ = ["ActionFilters", "Chosen", "FilterError", "Scope", "chosen", "label_of"]
