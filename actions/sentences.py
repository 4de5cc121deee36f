"""The one sentence that answers a page's question, made of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.dateformat import format as format_date
from django.utils.dates import MONTHS
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from actions.lifecycle import Kind, Life, Stage, Standing, stands_on
from actions.models import Action
from actions.periods import Period
from actions.spans import Precision, Span

if TYPE_CHECKING:
    from actions.rows import Row
    from jurisdictions.models import Coverage

A_KIND: dict[Kind, str | Promise] = {
    Kind.PROCUREMENT_BAN: gettext_lazy("a procurement ban"),
    Kind.SHUTDOWN_ORDER: gettext_lazy("a shutdown order"),
    Kind.ADVISORY: gettext_lazy("an advisory"),
    Kind.REMOVAL_ORDER: gettext_lazy("a removal order"),
    Kind.MARKET_RESTRICTION: gettext_lazy("a market restriction"),
    Kind.SANCTIONS_LISTING: gettext_lazy("a sanctions listing"),
}
"""A kind with its article, as it stands inside a sentence."""

THIS_KIND: dict[Kind, str | Promise] = {
    Kind.PROCUREMENT_BAN: gettext_lazy("This procurement ban by %(place)s against %(whom)s"),
    Kind.SHUTDOWN_ORDER: gettext_lazy("This shutdown order by %(place)s against %(whom)s"),
    Kind.ADVISORY: gettext_lazy("This advisory by %(place)s about %(whom)s"),
    Kind.REMOVAL_ORDER: gettext_lazy("This removal order by %(place)s against %(whom)s"),
    Kind.MARKET_RESTRICTION: gettext_lazy("This market restriction by %(place)s against %(whom)s"),
    Kind.SANCTIONS_LISTING: gettext_lazy("This sanctions listing by %(place)s of %(whom)s"),
}
NAMED_AT_ONCE = 3
"""More names than this are counted, not listed."""


def span_text(span: Span | None) -> str:
    """A date at its own precision: "27 June 2025", "June 2025", "2025", or "not known"."""
    if span is None:
        return _("not known")
    on = span.first
    if span.precision is Precision.YEAR:
        return f"{on.year:04}"
    month = f"{MONTHS[on.month]} {on.year:04}"
    return f"{on.day} {month}" if span.precision is Precision.DAY else month


def on_span(span: Span | None) -> str:
    """A date after a verb: "on 27 June 2025", "in June 2025", "on a day that is not known"."""
    if span is None:
        return _("on a day that is not known")
    words = _("on %(date)s") if span.precision is Precision.DAY else _("in %(date)s")
    return words % {"date": span_text(span)}


def since_span(span: Span | None) -> str:
    """A date after "since": "27 June 2025"; some languages put an article before a day."""
    if span is None or span.precision is not Precision.DAY:
        return span_text(span)
    return pgettext("a day, after “since”", "%(date)s") % {"date": span_text(span)}


def number_text(number: int) -> str:
    """A number as the reader's language groups its digits."""
    return number_format(number, force_grouping=True)


def enumerate_names(names: Sequence[str]) -> str:
    """A few names as they stand in a sentence: "Huawei, ZTE and 3 others"."""
    if len(names) > NAMED_AT_ONCE + 1:
        others = len(names) - NAMED_AT_ONCE
        words = ngettext("%(names)s and %(count)d other", "%(names)s and %(count)d others", others)
        return words % {"names": ", ".join(names[:NAMED_AT_ONCE]), "count": others}
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def target_names(action: Action) -> str:
    """Whom or what an action hits, in a few words."""
    return enumerate_names([target.name for target in action.targets.all()])


def for_home(*, standing: int, places: int, vendors: int, day: date) -> str:
    """The state of the directory in one sentence with three numbers."""
    if not standing:
        return _("No action is recorded yet.")
    against = ngettext("%(count)s vendor", "%(count)s vendors", vendors) % {"count": number_text(vendors)}
    by = ngettext("%(count)s place", "%(count)s places", places) % {"count": places}
    words = ngettext(
        "On %(day)s, %(count)s action against %(vendors)s stands in %(places)s.",
        "On %(day)s, %(count)s actions against %(vendors)s stand in %(places)s.",
        standing,
    )
    return words % {"day": format_date(day, "j F Y"), "count": number_text(standing), "vendors": against, "places": by}


def for_places(*, places: int, standing: int) -> str:
    """How many places act, and how much of it stands."""
    words = ngettext(
        "%(places)s place, subdivisions counted, has taken an action of this directory; %(standing)s are in force.",
        "%(places)s places, subdivisions counted, have taken actions of this directory; %(standing)s are in force.",
        places,
    )
    return words % {"places": places, "standing": number_text(standing)}


def for_place(place: str, *, count: int, strictest: Row | None, vendors: int) -> str:
    """What a place does: how much stands, against how many, and the strictest of it."""
    if strictest is None:
        return _("No action of %(place)s is known to be in force. None known is not the same as none.") % {
            "place": place
        }
    words = ngettext(
        "%(place)s has %(count)s action in force, against %(vendors)s; %(strictest)s",
        "%(place)s has %(count)s actions in force, against %(vendors)s; %(strictest)s",
        count,
    )
    against = ngettext("%(count)s named vendor", "%(count)s named vendors", vendors) % {"count": vendors}
    told = _("it is %(kind)s against %(whom)s, announced %(on)s.")
    if count > 1:
        told = _("the strictest is %(kind)s against %(whom)s, announced %(on)s.")
    worst = {
        "kind": A_KIND[Kind(strictest.kind)],
        "whom": strictest.whom or _("a class of products"),
        "on": on_span(strictest.announced),
    }
    return words % {"place": place, "count": count, "vendors": against, "strictest": told % worst}


def for_blank(coverage: Coverage | None) -> str:
    """What a blank says where there is room for a few words only: that none is known, and when we last looked."""
    if coverage is None or not coverage.active_count or not coverage.last_success_at:
        return _("None known; not watched yet")
    return _("None known; last looked on %(day)s") % {"day": format_date(coverage.last_success_at, "j F Y")}


def for_watch(place: str, coverage: Coverage | None) -> str:
    """Who looked for news of a place, so that a blank there says what it is worth."""
    told = {"place": place}
    if coverage is None or not coverage.source_count:
        return _("%(place)s: no source is on our books. A blank here means that nobody looked.") % told
    if not coverage.active_count:
        words = ngettext(
            "%(place)s: %(count)s source is on our books and is not polled yet. A blank here means that nobody looked.",
            "%(place)s: %(count)s sources are on our books and none is polled yet. "
            "A blank here means that nobody looked.",
            coverage.source_count,
        )
        return words % (told | {"count": coverage.source_count})
    words = ngettext(
        "%(place)s: we read %(count)s source since %(day)s, %(last)s. A blank here means that nothing was found in it.",
        "%(place)s: we read %(count)s sources since %(day)s, %(last)s. "
        "A blank here means that nothing was found in them.",
        coverage.active_count,
    )
    since = format_date(coverage.watched_since, "j F Y") if coverage.watched_since else _("a day that is not known")
    read_on = coverage.last_success_at
    last = _("last on %(day)s") % {"day": format_date(read_on, "j F Y")} if read_on else _("without success so far")
    return words % (told | {"count": coverage.active_count, "day": since, "last": last})


def for_vendor(vendor: str, *, count: int, strictest: Row | None, places: int) -> str:
    """What a vendor meets: how much stands, in how many places, and the strictest of it."""
    if strictest is None:
        return _("No action against %(vendor)s is known to be in force. None known is not the same as none.") % {
            "vendor": vendor
        }
    words = ngettext(
        "%(count)s action against %(vendor)s is in force, in %(places)s; %(strictest)s",
        "%(count)s actions against %(vendor)s are in force, in %(places)s; %(strictest)s",
        count,
    )
    where = ngettext("%(count)s place", "%(count)s places", places) % {"count": places}
    told = _("it is %(kind)s by %(place)s, announced %(on)s.")
    if count > 1:
        told = _("the strictest is %(kind)s by %(place)s, announced %(on)s.")
    worst = {
        "kind": A_KIND[Kind(strictest.kind)],
        "place": strictest.jurisdiction.display_name,
        "on": on_span(strictest.announced),
    }
    return words % {"vendor": vendor, "count": count, "places": where, "strictest": told % worst}


def for_clocks(*, on: date | None, known_on: date | None) -> str:
    """Which day a page is about, where it is not about today by our record of today."""
    if on and known_on:
        words = _("As it stood on %(on)s, by what our record said on %(known)s.")
    elif known_on:
        words = _("By what our record said on %(known)s.")
    elif on:
        words = _("As it stood on %(on)s, by what we know today.")
    else:
        return ""
    days = {name: format_date(day, "j F Y") for name, day in (("on", on), ("known", known_on)) if day}
    return words % days


def for_action(action: Action, day: date) -> str:
    """Where an action stands on `day`, and since when."""
    subject = str(THIS_KIND[Kind(action.kind)]) % {
        "place": action.jurisdiction.display_name,
        "whom": target_names(action) or _("a class of products"),
    }
    return f"{subject} {_predicate(Kind(action.kind), action.life, action.announced, day)}"


def _predicate(kind: Kind, life: Life, announced: Span | None, day: date) -> str:
    standing = stands_on(life, day)
    if standing is Standing.YES:
        return _stands(kind, life)
    if life.stage is Stage.PROPOSED:
        return _("was proposed %(on)s; nothing binds yet.") % {"on": on_span(announced)}
    if life.stage is Stage.REJECTED:
        return _("was proposed %(on)s, and was refused or dropped.") % {"on": on_span(announced)}
    if life.stage in {Stage.LIFTED, Stage.EXPIRED} or (life.ended and life.ended.last < day):
        return _ended(life)
    if life.stage is Stage.SUSPENDED:
        return _("was adopted %(on)s and is suspended: for now it does not bind.") % {"on": on_span(life.adopted)}
    if life.start is not None and life.start.first > day:
        return _("was adopted %(on)s and takes effect %(start)s.") % {
            "on": on_span(life.adopted or announced),
            "start": on_span(life.start),
        }
    return _("was adopted %(on)s; whether it has taken effect is not known.") % {
        "on": on_span(life.adopted or announced)
    }


def _stands(kind: Kind, life: Life) -> str:
    since = since_span(life.start)
    words = {
        Kind.ADVISORY: _("has been current since %(since)s."),
        Kind.SANCTIONS_LISTING: _("has stood since %(since)s."),
    }.get(kind, _("has been in force since %(since)s."))
    told = words % {"since": since}
    if life.effective is None:
        told += " " + _("That is the day on which it was adopted; the day on which it took effect is not recorded.")
    return told


def _ended(life: Life) -> str:
    how = _("expired") if life.stage is Stage.EXPIRED else _("was lifted")
    if life.start is None:
        return _("%(how)s %(end)s.") % {"how": how, "end": on_span(life.ended)}
    words = _("took effect %(start)s and %(how)s %(end)s.")
    if life.effective is None:  # what began on the day of adoption is not known to have taken effect that day
        words = _("was adopted %(start)s and %(how)s %(end)s.")
    return words % {
        "start": on_span(life.start),
        "how": how,
        "end": on_span(life.ended),
    }


def for_announcement(place: str, actions: Sequence[Row], made_known: Span | None) -> str:
    """How much was made known at once, and the strictest of it; `actions` come the strictest first."""
    words = ngettext(
        "%(place)s made %(count)s action known %(on)s.", "%(place)s made %(count)s actions known %(on)s.", len(actions)
    )
    told = words % {"place": place, "count": len(actions), "on": on_span(made_known)}
    if not actions:
        return told
    strictest = _("The strictest is %(kind)s against %(whom)s.")
    worst = {"kind": A_KIND[Kind(actions[0].kind)], "whom": actions[0].whom or _("a class of products")}
    return f"{told} {strictest % worst}"


def for_authority(name: str, place: str, *, actions: int, standing: int) -> str:
    """What an authority has done."""
    words = ngettext(
        "%(name)s of %(place)s has taken %(count)s action in this directory; %(standing)s in force.",
        "%(name)s of %(place)s has taken %(count)s actions in this directory; %(standing)s in force.",
        actions,
    )
    return words % {"name": name, "place": place, "count": actions, "standing": standing}


def for_matrix(*, day: date, vendors: int, places: int, filled: int, pairs: int) -> str:
    """How much of the matrix is filled on `day`."""
    if not filled:
        return _("Nothing of this is known to stand on %(day)s. None known is not the same as none.") % {
            "day": format_date(day, "j F Y")
        }
    against = ngettext("%(count)s vendor", "%(count)s vendors", vendors) % {"count": number_text(vendors)}
    words = ngettext(
        "On %(day)s, %(places)s place restricts %(vendors)s: something stands in %(filled)s of %(pairs)s pairs.",
        "On %(day)s, %(places)s places restrict %(vendors)s: something stands in %(filled)s of %(pairs)s pairs.",
        places,
    )
    told = {"places": places, "vendors": against, "filled": number_text(filled), "pairs": number_text(pairs)}
    return words % (told | {"day": format_date(day, "j F Y")})


def for_map(*, day: date, places: int, vendor: str, kinds: Sequence[Kind]) -> str:
    """In how many places something stands, against whom, and the strictest of it; `kinds` come strictest first."""
    when = format_date(day, "j F Y")
    if not places:
        return _("Nothing of this is known to stand on %(day)s. None known is not the same as none.") % {"day": when}
    if vendor:
        words = ngettext(
            "On %(day)s, %(places)s place restricts %(vendor)s",
            "On %(day)s, %(places)s places restrict %(vendor)s",
            places,
        )
    else:
        words = ngettext(
            "On %(day)s, something stands in %(places)s place",
            "On %(day)s, something stands in %(places)s places",
            places,
        )
    told = words % {"day": when, "places": places, "vendor": vendor}
    strictest = ngettext(
        "%(told)s; the strictest is %(kind)s.",
        "%(told)s; the strictest is %(kind)s, in %(count)s of them.",
        kinds.count(kinds[0]),
    )
    return strictest % {"told": told, "kind": A_KIND[kinds[0]], "count": kinds.count(kinds[0])}


def for_timeline(shown: Sequence[Period], *, year: int, total: int) -> str:
    """How many actions were announced in what is shown, and when most were."""
    if not total:
        return _("No action of this is known. None known is not the same as none.")
    most = max(shown, key=lambda period: period.total)
    if year:
        words = ngettext(
            "%(count)s action was announced in %(year)s", "%(count)s actions were announced in %(year)s", total
        )
        told = words % {"count": number_text(total), "year": year}
    else:
        words = ngettext(
            "%(count)s action was announced from %(first)s to %(last)s",
            "%(count)s actions were announced from %(first)s to %(last)s",
            total,
        )
        told = words % {"count": number_text(total), "first": shown[0].year, "last": shown[-1].year}
    if not most.total:
        return f"{told}."
    when = format_date(most.first, "F Y") if most.month else str(most.year)
    return _("%(told)s, the most in %(when)s: %(most)s.") % {"told": told, "when": when, "most": most.total}


def for_changes(month: Span, *, happened: int, written: int) -> str:
    """How much happened in a month, and how much of our record changed in it."""
    steps = ngettext("%(count)s step is known", "%(count)s steps are known", happened) % {"count": happened}
    revisions = ngettext(
        "%(count)s record was published or changed", "%(count)s records were published or changed", written
    ) % {"count": written}
    return _("In %(month)s, %(steps)s; %(revisions)s.") % {
        "month": span_text(month),
        "steps": steps,
        "revisions": revisions,
    }


def for_comparison(names: Sequence[str], *, shared: int, total: int, by_place: bool, day: date) -> str:
    """How much those compared have in common on `day`."""
    listed = _("%(names)s or %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
    told = {"day": format_date(day, "j F Y"), "names": listed, "shared": shared, "count": total}
    if by_place:
        words = ngettext(
            "On %(day)s, %(count)s place restricts %(names)s; %(shared)s restrict all of them.",
            "On %(day)s, %(count)s places restrict %(names)s; %(shared)s restrict all of them.",
            total,
        )
    else:
        words = ngettext(
            "On %(day)s, %(count)s vendor is restricted by %(names)s; %(shared)s by all of them.",
            "On %(day)s, %(count)s vendors are restricted by %(names)s; %(shared)s by all of them.",
            total,
        )
    return words % told
