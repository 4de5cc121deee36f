"""Hosts: the ledger of what was asked and what came, and the report that a webmaster could be sent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet, Sum
from yarl import URL

from ingest.http import PACE_S, Answer, Hop, Robots, RobotsRead, Withheld
from ingest.models import Fetch, Host, HostDay, Source


@dataclass(frozen=True, slots=True)
class DayCounts:
    """One UTC day at one host; after 400 days a month, under its first day."""

    day: date
    requests: int = 0
    robots: int = 0
    ok: int = 0
    unchanged: int = 0
    redirects: int = 0
    client_errors: int = 0
    server_errors: int = 0
    no_answer: int = 0
    forbidden: int = 0
    """Not asked, because robots.txt forbids it."""
    put_off: int = 0
    """Not asked yet, because others went first or the host asked us to stay away."""
    byte_count: int = 0
    waited_s: float = 0.0


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """One of the latest polls that brought something or failed."""

    at: datetime
    source_slug: str
    source_name: str
    url: str
    outcome: str
    """A value of FetchOutcome."""
    status: int | None
    byte_count: int
    took_ms: int
    error: str


@dataclass(frozen=True, slots=True)
class SourceOnHost:
    """A source that is polled at this host, and whether robots.txt lets us."""

    slug: str
    name: str
    url: str
    is_paused: bool
    verdict: str
    """Empty where robots.txt allows the address, else the sentence that says why not."""


@dataclass(frozen=True, slots=True)
class RobotsReport:
    """A robots.txt as we read it. `problem` is a sentence where it could not be read."""

    text: str
    status: int | None
    read_at: datetime
    problem: str
    crawl_delay_s: float | None
    """What it asks for, for our name; None where it says nothing."""


@dataclass(frozen=True, slots=True)
class HostReport:
    """All that we know of one host."""

    host: str
    first_asked_at: datetime
    last_asked_at: datetime
    days: tuple[DayCounts, ...]
    """Newest first, at most 60."""
    total: DayCounts
    """The sum of everything on the books, since `first_asked_at`."""
    last_answers: tuple[LastAnswer, ...]
    robots: RobotsReport | None
    """None where it was never read."""
    pace_s: float
    """Least time between two of our requests."""
    put_off_until: datetime | None
    put_off_reason: str
    sources: tuple[SourceOnHost, ...]


_COLUMNS = {
    "requests": "request_count",
    "robots": "robots_count",
    "ok": "ok_count",
    "unchanged": "unchanged_count",
    "redirects": "redirect_count",
    "client_errors": "client_error_count",
    "server_errors": "server_error_count",
    "no_answer": "no_answer_count",
    "forbidden": "forbidden_count",
    "put_off": "put_off_count",
    "byte_count": "byte_count",
}
_ADDED = (*_COLUMNS.values(), "waited_ms")
_DAYS_SHOWN = 60
_ANSWERS_SHOWN = 30
_SOURCES_SHOWN = 500
_KEEP_HOST = """
INSERT INTO ingest_host AS kept
    (name, first_asked_at, last_asked_at, robots_text, robots_problem, put_off_reason)
SELECT name, %(now)s, %(now)s, '', '', '' FROM unnest(%(names)s::varchar[]) AS name
ON CONFLICT (name) DO UPDATE SET last_asked_at = %(now)s RETURNING name, id
"""
_KEEP_DAY = f"""
INSERT INTO ingest_hostday AS kept (host_id, day, {", ".join(_ADDED)})
SELECT * FROM unnest(%s::bigint[], %s::date[]{", %s::bigint[]" * len(_ADDED)})
ON CONFLICT (host_id, day) DO UPDATE SET {", ".join(f"{name} = kept.{name} + excluded.{name}" for name in _ADDED)}
"""


@transaction.atomic
def note_answers(answers: Sequence[Answer], now: datetime) -> None:
    """Put on the books what these answers say of their hosts: every hop, robots.txt, and who wants to be left alone."""
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    for hop in (hop for answer in answers for hop in answer.hops):
        tallies[hop.host[:300]].update(_tally(hop))
    if not tallies:
        return
    names = sorted(tallies)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_HOST, {"names": names, "now": now})
        ids = dict(cursor.fetchall())
        counts = [[tallies[name][column] for name in names] for column in _ADDED]
        cursor.execute(_KEEP_DAY, [[ids[name] for name in names], [now.astimezone(UTC).date()] * len(names), *counts])
    for answer in answers:
        for robots in answer.robots:
            _keep_robots(robots, now)
        if answer.away is not None:
            host, seconds = answer.away
            Host.objects.filter(name=host).update(
                put_off_until=now + timedelta(seconds=seconds), put_off_reason=answer.error[:1_000]
            )


def _tally(hop: Hop) -> Counter[str]:
    """The columns that one hop adds to."""
    tally: Counter[str] = Counter({"waited_ms": hop.waited_ms, "byte_count": hop.byte_count})
    if hop.withheld is not None:
        tally["forbidden_count" if hop.withheld == Withheld.FORBIDDEN else "put_off_count"] = 1
        return tally
    tally["request_count"], tally["robots_count"] = 1, int(hop.is_robots)
    tally[_class_of(hop.status)] = 1
    return tally


def _class_of(status: int | None) -> str:
    if status is None:
        return "no_answer_count"
    if status == 304:
        return "unchanged_count"
    by_class = {2: "ok_count", 3: "redirect_count", 4: "client_error_count"}
    return by_class.get(status // 100, "server_error_count")


def _keep_robots(robots: RobotsRead, now: datetime) -> None:
    Host.objects.filter(name=robots.host).update(
        robots_text=robots.text,
        robots_status=robots.status,
        robots_problem=robots.problem[:1_000],
        robots_read_at=now,
    )


def host_report(host: str, now: datetime) -> HostReport | None:
    """All that we know of `host`, as it stands in an address; None where it was never asked."""
    kept = Host.objects.filter(name=host.lower()).first()
    if kept is None:
        return None
    robots = Robots(text=kept.robots_text, problem=kept.robots_problem)
    is_away = kept.put_off_until is not None and kept.put_off_until > now
    sources = Source.objects.at_host(kept.name).order_by("name")
    return HostReport(
        host=kept.name,
        first_asked_at=kept.first_asked_at,
        last_asked_at=kept.last_asked_at,
        days=tuple(_day_counts(day) for day in kept.days.order_by("-day")[:_DAYS_SHOWN]),
        total=_total(kept),
        last_answers=_last_answers(sources),
        robots=RobotsReport(
            kept.robots_text, kept.robots_status, kept.robots_read_at, kept.robots_problem, robots.crawl_delay_s
        )
        if kept.robots_read_at
        else None,
        pace_s=robots.delay_s() if kept.robots_read_at else PACE_S,
        put_off_until=kept.put_off_until if is_away else None,
        put_off_reason=kept.put_off_reason if is_away else "",
        sources=tuple(
            SourceOnHost(source.slug, source.name, source.url, source.is_paused, robots.refusal(URL(source.url)))
            for source in sources[:_SOURCES_SHOWN]
        ),
    )


def _day_counts(day: HostDay) -> DayCounts:
    counts = {name: getattr(day, column) for name, column in _COLUMNS.items()}
    return DayCounts(day=day.day, waited_s=day.waited_ms / 1000, **counts)


def _total(host: Host) -> DayCounts:
    sums = host.days.aggregate(**{column: Sum(column, default=0) for column in _ADDED})
    counts = {name: sums[column] for name, column in _COLUMNS.items()}
    return DayCounts(day=host.first_asked_at.date(), waited_s=sums["waited_ms"] / 1000, **counts)


def _last_answers(sources: QuerySet[Source]) -> tuple[LastAnswer, ...]:
    fetches = Fetch.objects.filter(source__in=sources).select_related("source").order_by("-started_at")
    return tuple(
        LastAnswer(
            at=fetch.started_at,
            source_slug=fetch.source.slug,
            source_name=fetch.source.name,
            url=fetch.final_url or fetch.source.url,
            outcome=fetch.outcome,
            status=fetch.status_code,
            byte_count=fetch.byte_count,
            took_ms=fetch.took_ms,
            error=fetch.error,
        )
        for fetch in fetches[:_ANSWERS_SHOWN]
    )
