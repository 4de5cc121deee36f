"""What a source's row learns of its server's wishes: when to come back, where it moved, whether it is gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError

from ingest import services
from ingest.http import Answer
from ingest.models import Fetch, FetchDay, Item, Source, SourceMove
from ingest.services import claiming, polling
from ingest.services.scheduling import ask_for
from tests.ingest.feeds import ITEMS, rss

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_memory")]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FEED = rss(*ITEMS)


def answering(source: Source, **facts: object) -> Answer:
    shown = {"final_url": source.url, "status": 200, "headers": (("Content-Type", "text/xml"),), "body": FEED}
    return Answer(url=source.url, **(shown | facts))  # type: ignore[arg-type]


def refused(source: Source, status: int, **facts: object) -> Answer:
    return answering(source, status=status, body=b"", error=f"The server answered {status}.", **facts)


def store(source: Source, answer: Answer, now: datetime = NOW) -> services.Stored:
    """Claim a source at `now` and store this answer for it, as a worker would."""
    token = services.claim_named([source.slug], now)
    assert token is not None
    source.refresh_from_db()
    stored = services.store_answer(source, answer, token, now=now)
    source.refresh_from_db()
    return stored


def minutes_until_next(source: Source, now: datetime = NOW) -> float:
    assert source.next_poll_at is not None
    return (source.next_poll_at - now) / timedelta(minutes=1)


def test_cache_headers_hold_the_next_poll_back_and_say_so(make_source):
    source = make_source(poll_minutes=15)
    store(source, answering(source, headers=(("Cache-Control", "max-age=7200"),)))
    assert source.poll_reason == "cache"
    assert 120 <= minutes_until_next(source) <= 132


def test_a_304_renews_what_the_cache_headers_promise(make_source):
    source = make_source(poll_minutes=15, etag='"1"', last_success_at=NOW, watched_since=NOW)
    store(source, answering(source, status=304, body=b"", headers=(("Cache-Control", "max-age=7200"),)))
    assert source.poll_reason == "cache"


def test_the_ttl_of_a_document_is_kept_for_polls_that_bring_none(make_source):
    source = make_source(poll_minutes=15)
    store(source, answering(source, body=FEED.replace(b"<channel>", b"<channel><ttl>180</ttl>")))
    first = source.ttl_minutes
    store(source, answering(source, status=304, body=b""), NOW + timedelta(hours=4))
    assert (first, source.ttl_minutes) in {(180, 180), (None, None)}  # None until the parser tells it
    assert source.poll_reason in {"ttl", "rhythm", "interval"}


def test_the_interval_follows_the_rhythm_of_the_source_within_bounds(make_source, settings):
    settings.POLL_MINUTES_MIN, settings.POLL_MINUTES_MAX = 20, 90
    busy, quiet, fixed = (
        make_source(f"/{n}", poll_minutes=60, last_success_at=NOW, entries_per_day=pace, is_interval_fixed=n == 2)
        for n, pace in enumerate((500.0, 0.01, 500.0))
    )
    for source in (busy, quiet, fixed):
        store(source, answering(source))
    assert busy.poll_reason == quiet.poll_reason == "rhythm"
    assert 20 <= minutes_until_next(busy) <= 22
    assert 60 <= minutes_until_next(quiet) <= 99
    assert fixed.poll_reason == "interval"
    assert 60 <= minutes_until_next(fixed) <= 66


def test_the_first_document_teaches_the_rhythm(make_source):
    source = make_source()
    store(source, answering(source), datetime(2025, 6, 28, 18, tzinfo=UTC))
    assert source.entries_per_day == pytest.approx(2)


def test_a_failing_source_is_asked_less_and_less_but_always_again(make_source):
    source = make_source(poll_minutes=60)
    now = NOW
    for _ in range(40):
        store(source, refused(source, 500), now)
        now = source.next_poll_at
    assert source.poll_reason == "failing"
    assert source.failures_in_a_row == 40
    assert not source.is_paused


def test_a_permanent_redirect_is_believed_after_a_week_and_the_old_address_kept(make_source):
    source = make_source()
    old, new = source.url, "https://new.example/feed"
    for day in (0, 3, 6):
        store(source, answering(source, permanent_url=new), NOW + timedelta(days=day))
        assert source.url == old
    store(source, answering(source, permanent_url=new), NOW + timedelta(days=7))
    assert source.url == new
    move = SourceMove.objects.get()
    assert (move.from_url, move.to_url, move.told_since, move.moved_at) == (old, new, NOW, NOW + timedelta(days=7))
    assert source.moving_to == ""
    assert source.host == "new.example"


@pytest.mark.parametrize("second", ["", "https://third.example/feed"])
def test_a_redirect_that_ends_or_turns_elsewhere_starts_the_week_anew(make_source, second):
    source = make_source()
    store(source, answering(source, permanent_url="https://new.example/feed"))
    store(source, answering(source, permanent_url=second), NOW + timedelta(days=4))
    store(source, answering(source, permanent_url="https://new.example/feed"), NOW + timedelta(days=8))
    assert not SourceMove.objects.exists()


def test_a_failed_poll_neither_moves_a_source_nor_forgets_the_redirect(make_source):
    source = make_source()
    store(source, answering(source, permanent_url="https://new.example/feed"))
    store(source, refused(source, 404, permanent_url="https://new.example/feed"), NOW + timedelta(days=8))
    assert not SourceMove.objects.exists()
    assert source.moving_since == NOW


def test_a_source_does_not_move_onto_another_one(make_source):
    other = make_source("/other")
    source = make_source("/here", moving_to=other.url, moving_since=NOW - timedelta(days=30))
    Source.objects.filter(pk=other.pk).update(is_paused=True)
    store(source, answering(source, permanent_url=other.url))
    assert source.url != other.url
    assert source.last_outcome == "read"


def test_a_source_that_is_gone_on_three_days_is_paused_with_the_reason(make_source):
    source = make_source()
    for hours in (0, 1, 24, 25):
        store(source, refused(source, 410), NOW + timedelta(hours=hours))
        assert not source.is_paused
    store(source, refused(source, 410), NOW + timedelta(hours=48))
    assert source.is_paused
    assert source.pause_reason == "The server said on 3 days that this address is gone for good (410)."


def test_a_good_answer_clears_what_410_told(make_source):
    source = make_source()
    for day, answer in enumerate((refused(source, 410), refused(source, 410), answering(source), refused(source, 410))):
        store(source, answer, NOW + timedelta(days=day))
    assert (source.gone_days, source.is_paused) == (1, False)


def test_a_server_that_says_304_for_a_week_is_asked_for_the_whole_document(make_source):
    source = make_source(etag='"1"', last_modified="Sometime", last_body_at=NOW - timedelta(days=7))
    assert ask_for(source, NOW).etag == '"1"'
    later = ask_for(source, NOW + timedelta(seconds=1))
    assert (later.etag, later.last_modified) == ("", "")


def test_a_poll_that_finds_nothing_new_is_counted_and_leaves_no_row(make_source):
    source = make_source()
    store(source, answering(source))
    store(source, answering(source), NOW + timedelta(hours=1))
    store(source, answering(source, status=304, body=b""), NOW + timedelta(hours=2))
    assert Fetch.objects.count() == 1
    day = FetchDay.objects.get()
    assert (day.poll_count, day.unchanged_count, day.failed_count) == (2, 2, 0)
    assert day.last_unchanged_at == source.last_polled_at == NOW + timedelta(hours=2)
    assert source.last_outcome == "not_modified"


def test_an_answer_of_an_address_that_was_changed_meanwhile_is_dropped(make_source):
    source = make_source()
    token = services.claim_due(NOW)
    Source.objects.filter(pk=source.pk).update(url="https://corrected.example/feed")
    stored = services.store_answer(source, answering(source, headers=(("ETag", '"old"'),)), token, now=NOW)
    source.refresh_from_db()
    assert stored.outcome is None
    assert (source.etag, source.lease_token, source.next_poll_at) == ("", None, None)


def test_one_answer_that_cannot_be_stored_leaves_the_others_alone(make_source, monkeypatch):
    sources = [make_source(f"/{n}") for n in range(3)]
    token = services.claim_due(NOW)
    keep = polling.store_documents

    def trip(given, now, **how):
        if sources[1] in [one.source for one in given]:
            raise DatabaseError("no")
        return keep(given, now, **how)

    monkeypatch.setattr(polling, "store_documents", trip)
    pairs = [(source, answering(source)) for source in sources]
    stored = services.store_answers(pairs, token, now=NOW)
    assert [one.outcome for one in stored] == ["read", "failed", "read"]
    assert stored[1].error == "What came could not be stored, for a reason of ours; see the log."
    assert Item.objects.count() == 4
    assert not Source.objects.filter(lease_token__isnull=False).exists()


def test_a_lease_that_is_renewed_is_not_claimed_by_another_and_one_that_is_not_is(make_source):
    make_source()
    token = services.claim_due(NOW)
    assert claiming.renew_lease(token, NOW + claiming.LEASE) == 1
    assert services.claim_due(NOW + claiming.LEASE + timedelta(seconds=1)) is None
    late = NOW + 2 * claiming.LEASE + timedelta(seconds=1)
    assert services.claim_due(late) is not None
    assert claiming.renew_lease(token, late) == 0


def test_a_batch_under_way_counts_until_its_lease_runs_out(make_source):
    for number in range(5):
        make_source(f"/{number}")
    services.claim_due(NOW, limit=2)
    services.claim_due(NOW, limit=2)
    assert services.claimed_batches(NOW) == 2
    assert services.claimed_batches(NOW + claiming.LEASE + timedelta(seconds=1)) == 0


def test_a_ledger_that_cannot_be_written_ends_no_batch(make_source, monkeypatch):
    def trip(*_: object) -> None:
        raise DatabaseError("no")

    monkeypatch.setattr(polling, "note_answers", trip)
    source = make_source()
    assert store(source, answering(source)).outcome == "read"
