"""What we watch, in words: lines of the public page, how they are sorted, and what is not watched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from ingest.desk import findings as words
from ingest.desk.sources import SourceRow, rhythm_of
from ingest.models import FindingKind
from ingest.services.health import PlaceCoverage
from jurisdictions import names
from jurisdictions.models import Jurisdiction

_EVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place as the page shows it."""

    place: Jurisdiction
    active_count: int
    source_count: int
    since: date | None
    last_success_at: datetime | None
    delay_s: float | None
    delay: str
    told: tuple[str, ...]
    """What is wrong, in a few words each."""
    finding_count: int


_KEYS: dict[str, tuple[Any, Callable[[PlaceLine], Any]]] = {
    "": (gettext_lazy("Place"), lambda line: line.place.name_order),
    "sources": (gettext_lazy("Sources read"), lambda line: -line.active_count),
    "since": (gettext_lazy("Watched since"), lambda line: (line.since is None, line.since or date.max)),
    "success": (gettext_lazy("Last read"), lambda line: -((line.last_success_at or _EVER) - _EVER).total_seconds()),
    "delay": (gettext_lazy("Usual delay"), lambda line: (line.delay_s is None, line.delay_s or 0)),
    "wrong": (gettext_lazy("What is wrong"), lambda line: -line.finding_count),
}
SORTS = tuple(_KEYS)


@dataclass(frozen=True, slots=True)
class Sort:
    """The head of a column, and whether the list is sorted by it."""

    key: str
    word: str
    is_chosen: bool
    is_number: bool


def line_of(row: PlaceCoverage) -> PlaceLine:
    kept = row.coverage
    return PlaceLine(
        place=row.place,
        active_count=kept.active_count,
        source_count=kept.source_count,
        since=kept.watched_since,
        last_success_at=kept.last_success_at,
        delay_s=row.delay_s,
        delay=words.span(row.delay_s),
        told=tuple(_counted(FindingKind(kind), n) for kind, n in sorted(row.findings.items(), key=_order)),
        finding_count=sum(row.findings.values()),
    )


def _order(pair: tuple[str, int]) -> int:
    return list(FindingKind.values).index(pair[0])


def _counted(kind: FindingKind, n: int) -> str:
    said = {
        FindingKind.FAILING: ngettext("%(n)d source cannot be read", "%(n)d sources cannot be read", n),
        FindingKind.NOT_THE_FEED: ngettext("%(n)d gives something else", "%(n)d give something else", n),
        FindingKind.SILENT: ngettext("%(n)d fell silent", "%(n)d fell silent", n),
        FindingKind.GAP: ngettext("%(n)d moved faster than we read", "%(n)d moved faster than we read", n),
    }
    return said[kind] % {"n": n}


def sorted_lines(lines: Iterable[PlaceLine], sort: str) -> list[PlaceLine]:
    by_name = sorted(lines, key=_KEYS[""][1])
    return sorted(by_name, key=_KEYS[sort][1])


def sort_links(chosen: str) -> list[Sort]:
    return [Sort(key, str(word), key == chosen, key == "sources") for key, (word, _key) in _KEYS.items()]


def sentence_of(
    watched: list[PlaceLine], resting: list[PlaceLine], *, of_no_place: int = 0, wrong_elsewhere: int = 0
) -> str:
    """The answer first: what we read, where, and how much of it is in order.

    `of_no_place` are sources that we read and that speak for no one place, such as the press of the world;
    `wrong_elsewhere` counts what is wrong with them.
    """
    sources = sum(line.active_count for line in watched)
    if not sources and of_no_place:
        return ngettext(
            "We read %(n)d source of no one place, such as the press, and nothing that an authority publishes.",
            "We read %(n)d sources of no one place, such as the press, and nothing that an authority publishes.",
            of_no_place,
        ) % {"n": of_no_place}
    if not sources:
        books = sum(line.source_count for line in resting)
        return ngettext(
            "Nothing is read at the moment; %(n)d source rests until an operator starts it.",
            "Nothing is read at the moment; %(n)d sources rest until an operator starts them.",
            books,
        ) % {"n": books}
    wrong = sum(line.finding_count for line in watched) + wrong_elsewhere
    told = ngettext("We read %(n)d source", "We read %(n)d sources", sources) % {"n": sources}
    told += ngettext(" of %(n)d place", " of %(n)d places", len(watched)) % {"n": len(watched)}
    if of_no_place:
        told += ngettext(", and %(n)d of no one place", ", and %(n)d of no one place", of_no_place) % {"n": of_no_place}
    if not wrong:
        return told + _("; nothing is wrong that we know of.")
    return told + ngettext("; one thing is wrong.", "; %(n)d things are wrong.", wrong) % {"n": wrong}


def sentence_for_place(place: Jurisdiction, *, active: int, books: int) -> str:
    values = {"place": place.display_name, "n": active, "all": books}
    if not books:
        return _("We watch nothing of %(place)s by itself: what we know comes from the press and from others.") % values
    if not active:
        return _("Nothing of %(place)s is read at the moment.") % values
    return ngettext("We read %(n)d source of %(place)s", "We read %(n)d sources of %(place)s", active) % values + (
        _(", of %(all)d on the books.") % values if books > active else "."
    )


def named(places: Iterable[Jurisdiction]) -> list[tuple[str, str]]:
    """Codes and names, by name; two places of one name are told apart by their country."""
    rows = list(places)
    uses = Counter(place.display_name for place in rows)
    return sorted(((place.code, _told_apart(place, uses)) for place in rows), key=lambda pair: pair[1])


def _told_apart(place: Jurisdiction, uses: Counter[str]) -> str:
    name = place.display_name
    return f"{name} ({place.parent.display_name})" if uses[name] > 1 and place.parent else name


def countries_without(places: Iterable[Jurisdiction]) -> list[str]:
    """Names of the countries that have no source on the books."""
    known = {place.code.partition("-")[0] for place in places}
    language = get_language() or "en"
    return sorted(names.territory_name(code, language) or code for code in names.country_codes() if code not in known)


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A source as readers see it."""

    row: SourceRow
    delay: str


def public_row(row: SourceRow) -> PublicRow:
    rhythm = rhythm_of(row.source)
    return PublicRow(row, words.span(rhythm.delay_p50_s) if rhythm else "")
