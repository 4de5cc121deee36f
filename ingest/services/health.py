"""How polling goes, in figures: for the operators' page and for the public one. Each a bounded number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Avg, Count, Max, Min, Q, Sum

from ingest.models import Fetch, FetchOutcome, Finding, FindingKind, Source, SourceFormat, Story, WaitingVersion
from ingest.services.findings import nothing_succeeded_since
from jurisdictions.models import Coverage, Jurisdiction

LATELY = timedelta(minutes=10)
_SHOWN = 15
_SLOWEST = 5


@dataclass(frozen=True, slots=True)
class Health:
    """The state of polling at one moment."""

    counts: dict[str, int]
    """Sources by state: all, polled, paused, failing, due, leased."""
    findings: dict[str, int]
    oldest_due_at: datetime | None
    last_success_at: datetime | None
    nothing_since: datetime | None
    """Since when nothing at all succeeded; None where that is no alarm."""
    polls: int
    """Sources asked in the last ten minutes, and what came of it."""
    failed_polls: int
    new_items: int
    unproposed: int
    waiting_stories: int
    slowest: list[tuple[str, str, float]] = field(default_factory=list)
    """Slug, name and mean milliseconds of the sources that took longest within the hour."""


def health(now: datetime) -> Health:
    """How polling goes now."""
    books = Source.objects.exclude(format=SourceFormat.DESK)
    is_polled = Q(is_paused=False)
    is_due = is_polled & (Q(next_poll_at__isnull=True) | Q(next_poll_at__lte=now))
    row = books.aggregate(
        all=Count("pk"),
        polled=Count("pk", filter=is_polled),
        paused=Count("pk", filter=~is_polled),
        failing=Count("pk", filter=is_polled & Q(failures_in_a_row__gt=0)),
        due=Count("pk", filter=is_due),
        leased=Count("pk", filter=Q(lease_until__gt=now)),
        asked=Count("pk", filter=Q(last_polled_at__gte=now - LATELY)),
        oldest=Min("next_poll_at", filter=is_due),
        success=Max("last_success_at"),
    )
    lately = Fetch.objects.filter(started_at__gte=now - LATELY).order_by()
    polls = lately.aggregate(failed=Count("pk", filter=Q(outcome=FetchOutcome.FAILED)), new=Sum("new_count"))
    standing = Finding.objects.standing().order_by()
    return Health(
        counts={name: row[name] for name in ("all", "polled", "paused", "failing", "due", "leased")},
        findings=dict(standing.values_list("kind").annotate(Count("pk"))),
        oldest_due_at=row["oldest"],
        last_success_at=row["success"],
        nothing_since=nothing_succeeded_since(now),
        polls=row["asked"],
        failed_polls=polls["failed"],
        new_items=polls["new"] or 0,
        unproposed=WaitingVersion.objects.count(),
        waiting_stories=Story.objects.filter(state="new").count(),
        slowest=_slowest(now),
    )


def _slowest(now: datetime) -> list[tuple[str, str, float]]:
    within = Fetch.objects.filter(started_at__gte=now - timedelta(hours=1)).order_by()
    rows = within.values("source__slug", "source__name").annotate(mean=Avg("took_ms")).order_by("-mean")[:_SLOWEST]
    return [(row["source__slug"], row["source__name"], row["mean"]) for row in rows]


def worst(kind: FindingKind) -> list[Finding]:
    """The longest standing findings of a kind, with their sources."""
    return list(Finding.objects.standing().filter(kind=kind).select_related("source").order_by("since")[:_SHOWN])


def database_bytes() -> dict[str, int]:
    """How large the database is, and the bytes that are kept as evidence."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()), pg_total_relation_size(%s)", ["ingest_snapshot"])
        whole, snapshots = cursor.fetchone()
    return {"database": whole, "snapshots": snapshots}


@dataclass(slots=True)
class PlaceCoverage:
    """What is watched in one place; `findings` counts what stands, by kind."""

    coverage: Coverage
    delay_s: float | None = None
    findings: dict[str, int] = field(default_factory=dict)

    @property
    def place(self) -> Jurisdiction:
        return self.coverage.jurisdiction


_DELAYS = """
    SELECT source.jurisdiction_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY rhythm.delay_p50_s)
    FROM ingest_rhythm AS rhythm JOIN ingest_source AS source ON source.id = rhythm.source_id
    WHERE rhythm.delay_p50_s IS NOT NULL AND NOT source.is_paused AND source.jurisdiction_id IS NOT NULL
    GROUP BY source.jurisdiction_id
"""


def coverage_rows() -> list[PlaceCoverage]:
    """Every place with a source on the books; three queries, whatever the number of sources."""
    rows = {
        row.jurisdiction_id: PlaceCoverage(row)
        for row in Coverage.objects.filter(source_count__gt=0).select_related("jurisdiction__parent")
    }
    with connection.cursor() as cursor:
        cursor.execute(_DELAYS)
        for place, delay_s in cursor.fetchall():
            if place in rows:
                rows[place].delay_s = delay_s
    found = Finding.objects.of_watched_places().order_by().values_list("source__jurisdiction", "kind")
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for place, kind, count in found.annotate(Count("pk")):
        counts[place][kind] = count
    for place, by_kind in counts.items():
        if place in rows:
            rows[place].findings = by_kind
    return list(rows.values())
