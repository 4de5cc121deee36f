"""Old polls become daily totals, once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ingest import services
from ingest.models import Fetch, FetchDay, Source

NOW = datetime(2026, 3, 31, 15, tzinfo=UTC)


@pytest.mark.django_db
def test_polls_older_than_thirty_days_become_totals_of_whole_days():
    source = Source.objects.create(slug="s", name="S", url="http://s.example/", publisher_kind="press")
    for started_at, outcome in (
        (datetime(2026, 2, 27, 0, tzinfo=UTC), "read"),
        (datetime(2026, 2, 27, 23, 59, tzinfo=UTC), "failed"),
        (datetime(2026, 2, 28, 12, tzinfo=UTC), "not_modified"),
        (datetime(2026, 3, 1, 0, tzinfo=UTC), "read"),
        (NOW - timedelta(days=1), "read"),
    ):
        Fetch.objects.create(
            source=source, started_at=started_at, took_ms=5, outcome=outcome, byte_count=100, new_count=2,
            error="It failed." if outcome == "failed" else "",
        )  # fmt: skip
    assert services.roll_up_fetches(NOW) == 3
    assert list(
        FetchDay.objects.order_by("day").values_list("day", "poll_count", "failed_count", "byte_count", "new_count")
    ) == [
        (date(2026, 2, 27), 2, 1, 200, 4),
        (date(2026, 2, 28), 1, 0, 100, 2),
    ]
    assert services.roll_up_fetches(NOW) == 0
    assert Fetch.objects.count() == 2
    assert FetchDay.objects.get(day=date(2026, 2, 27)).poll_count == 2
