"""What the pages of sources show: a row of the list, and everything of one source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core.paginator import Paginator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ingest.desk import findings as words
from ingest.desk.charts import Chart, chart
from ingest.forms.sources import as_yaml
from ingest.models import Fetch, Finding, Item, Rhythm, Source
from ingest.services.canary import kept_pages
from ingest.services.reconciling import twins_of

POLLS = 25
_ITEMS = 10
_KEPT = 8


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A line of the list of sources. `state` is one of paused, failing, found, fresh, well; `told` says why."""

    source: Source
    state: str
    word: str
    told: tuple[str, ...]
    rate: str
    held: int | None


def row_of(source: Source, found: Sequence[Finding], *, now: datetime) -> SourceRow:
    """How a source stands. `found` are its standing findings."""
    rhythm = rhythm_of(source)
    told = tuple(words.say(finding, now=now) for finding in found)
    if source.is_paused:
        state, word, told = "paused", _("Paused"), (source.pause_reason,) if source.pause_reason else ()
    elif found:
        state, word = "found", " · ".join(str(finding.get_kind_display()) for finding in found)
    elif source.failures_in_a_row:
        n = source.failures_in_a_row
        state, word = "failing", ngettext("Failed once", "Failed %(n)d times in a row", n) % {"n": n}
        told = (source.last_error,)
    elif source.last_success_at is None:
        state, word = "fresh", _("Not read yet")
    else:
        state, word = "well", _("Well")
    rate = words.rate(rhythm.per_week) if rhythm and rhythm.entry_count else ""
    return SourceRow(source, state, word, told, rate, rhythm.held_count if rhythm else None)


def rhythm_of(source: Source) -> Rhythm | None:
    """The source's rhythm, or None where it was not learnt yet."""
    return getattr(source, "rhythm", None)


def page_of(source: Source, *, polls_page: str | None, now: datetime) -> dict[str, Any]:
    """The context of a source's page. Its queries do not grow with the number of sources, polls or items."""
    found = list(source.findings.standing().select_related("source", "acknowledged_by"))
    rhythm = rhythm_of(source)
    polls = Paginator(Fetch.objects.filter(source=source).order_by("-started_at"), POLLS)
    page = polls.get_page(polls_page)
    for poll in page.object_list:
        poll.source = source
    return {
        "source": source,
        "host": urlsplit(source.url).netloc.casefold(),
        "row": row_of(source, found, now=now),
        "findings": [(finding, words.say(finding, now=now)) for finding in found],
        "past_findings": list(source.findings.filter(closed_at__isnull=False).order_by("-closed_at")[:5]),
        "sentence": sentence_of(source, rhythm, found, now=now),
        "charts": charts_of(rhythm, now=now) if rhythm and rhythm.entry_count else [],
        "facts": facts_of(source, rhythm),
        "silent_after": rhythm.silent_after if rhythm else None,
        "is_overdue": bool(rhythm and rhythm.silent_after and rhythm.silent_after <= now),
        "config": as_yaml(source.config),
        "polls": page,
        "days": list(source.days.order_by("-day")[:14]),
        "items": list(Item.objects.filter(source=source).select_related("story").order_by("-first_seen_at")[:_ITEMS]),
        "twins": [(twin, words.span(abs(twin.ahead_s))) for twin in twins_of(source, now)],
        "kept": kept_pages(source)[:_KEPT],
    }


def sentence_of(source: Source, rhythm: Rhythm | None, found: Sequence[Finding], *, now: datetime) -> str:
    """The answer of the page, first: does it work, and how much does it bring."""
    if source.is_paused:
        return _("It is paused, and nothing is asked of it.")
    if source.last_success_at is None:
        return _("It has not been read yet.") if not source.last_error else _("It could not be read yet.")
    ago = words.span((now - source.last_success_at).total_seconds())
    told = _("It was last read %(ago)s ago") % {"ago": ago}
    if rhythm and rhythm.entry_count:
        told += _(" and publishes %(rate)s") % {"rate": words.rate(rhythm.per_week)}
    n = len(found)
    if n:
        return told + ngettext("; one thing is wrong.", "; %(n)d things are wrong.", n) % {"n": n}
    return told + _("; nothing is wrong that we know of.")


def facts_of(source: Source, rhythm: Rhythm | None) -> list[tuple[str, str]]:
    """Terms and values; an empty value is “not known”."""
    total = source.past.get("total")
    held = rhythm.held_count if rhythm else 0
    next_at = source.next_poll_at
    return [
        (_("Read as"), str(source.get_format_display())),
        (_("Publisher"), str(source.get_publisher_kind_display())),
        (_("Language"), source.language),
        (_("Asked every"), words.span(source.poll_minutes * 60)),
        (_("Asked next"), "–" if source.is_paused else date_format(next_at, "j F Y, H:i") if next_at else _("at once")),
        (_("Watched since"), date_format(source.watched_since, "j F Y") if source.watched_since else ""),
        (_("Seen after publication"), _delay(rhythm)),
        (_("Items held"), _("%(held)d of %(total)d") % {"held": held, "total": total} if total else str(held)),
    ]


def _delay(rhythm: Rhythm | None) -> str:
    if rhythm is None or rhythm.delay_p50_s is None:
        return ""
    values = {"half": words.span(rhythm.delay_p50_s), "most": words.span(rhythm.delay_p90_s)}
    return _("%(half)s (nine of ten within %(most)s)") % values


def charts_of(rhythm: Rhythm, *, now: datetime) -> list[Chart]:
    """The year by weeks, the week by days, the day by hours."""
    weeks = rhythm.weeks or [0] * 52
    starts = [now - timedelta(weeks=len(weeks) - place) for place in range(len(weeks))]
    days = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
    busiest = days[max(range(7), key=lambda day: rhythm.weekdays[day])]
    peak = max(range(24), key=lambda hour: rhythm.hours[hour])
    quiet = sum(not week for start, week in zip(starts, weeks, strict=True) if rhythm.since and start >= rhythm.since)
    return [
        chart(
            _("By week, over a year"),
            weeks,
            [date_format(start, "j F Y") for start in starts],
            sentence=ngettext("%(n)d week without an item.", "%(n)d weeks without an item.", quiet) % {"n": quiet},
        ),
        chart(_("By weekday"), rhythm.weekdays, days, sentence=_("Most on %(day)s.") % {"day": busiest}),
        chart(
            _("By hour, UTC"),
            rhythm.hours,
            [f"{hour:02d}:00" for hour in range(24)],
            sentence=_("Most from %(hour)s.") % {"hour": f"{peak:02d}:00"},
        ),
    ]
