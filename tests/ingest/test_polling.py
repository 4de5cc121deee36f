"""A poll ends as items or as a sentence, stores nothing twice, and never lets one source spoil another."""

from __future__ import annotations

import hashlib
import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ingest import services
from ingest.http import Answer, Ask, fetch_one, own_memory
from ingest.models import Fetch, FetchOutcome, Item, ItemVersion, Snapshot, Source
from ingest.services import claiming
from ingest.services.captures import body_of
from tests.ingest.feeds import ITEMS, ORDER, WEATHER, rss
from tests.ingest.server import reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_memory")]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def poll(*sources: Source) -> list[services.Stored]:
    Source.objects.filter(pk__in=[source.pk for source in sources]).update(next_poll_at=None)
    token = services.claim_due(timezone.now(), limit=100)
    return list(services.poll_claimed(token)) if token else []


def test_a_new_feed_becomes_items_versions_a_snapshot_and_a_poll(make_source, allowed):
    body = rss(*ITEMS)
    allowed.replies["/feed"] = reply(body, etag='"1"', last_modified="Fri, 27 Jun 2025 18:00:00 GMT")
    source = make_source()
    [stored] = poll(source)
    assert (stored.outcome, stored.entry_count, stored.new_count, stored.changed_count) == ("read", 2, 2, 0)
    source.refresh_from_db()
    assert (source.format, source.etag, source.last_modified) == ("rss", '"1"', "Fri, 27 Jun 2025 18:00:00 GMT")
    assert source.lease_token is None
    assert source.watched_since == source.last_success_at == source.last_polled_at
    assert sorted(Item.objects.values_list("key", "key_reason", "title", "url")) == [
        ("order", "guid", ORDER[1], "http://news.example/order"),
        ("weather", "guid", WEATHER[1], "http://news.example/weather"),
    ]
    snapshot = Snapshot.objects.get()
    assert body_of(snapshot) == body
    assert snapshot.sha256 == hashlib.sha256(body).hexdigest()
    assert ["ETag", '"1"'] in [[name.replace("Etag", "ETag"), value] for name, value in snapshot.headers]
    assert set(ItemVersion.objects.values_list("number", "snapshot")) == {(1, snapshot.pk)}
    fetch = Fetch.objects.get()
    assert (fetch.outcome, fetch.status_code, fetch.byte_count, fetch.error) == ("read", 200, len(body), "")


def test_the_same_bytes_are_not_read_again(make_source, allowed):
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    source = make_source()
    poll(source)
    [stored] = poll(source)
    assert stored.outcome == FetchOutcome.SAME_BYTES
    assert ItemVersion.objects.count() == 2
    assert Snapshot.objects.count() == 1


def test_validators_go_back_and_a_304_ends_the_poll(make_source, allowed):
    allowed.answer = lambda asked: (
        reply(status="304 Not Modified") if asked.get("If-None-Match") == '"x"' else reply(rss(*ITEMS), etag='"x"')
    )
    source = make_source()
    poll(source)
    [stored] = poll(source)
    assert stored.outcome == FetchOutcome.NOT_MODIFIED
    source.refresh_from_db()
    assert source.etag == '"x"'


def test_changed_content_is_a_new_version_and_a_changed_date_is_none(make_source, allowed):
    source = make_source()
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    poll(source)
    allowed.replies["/feed"] = reply(rss(*ITEMS, date="Sat, 28 Jun 2025 18:00:00 GMT"))
    assert [(s.new_count, s.changed_count) for s in poll(source)] == [(0, 0)]
    longer = (ORDER[0], ORDER[1] + " at once", ORDER[2])
    allowed.replies["/feed"] = reply(rss(longer, WEATHER))
    [stored] = poll(source)
    assert (stored.new_count, stored.changed_count) == (0, 1)
    item = Item.objects.get(key="order")
    assert item.title == ORDER[1] + " at once"
    assert list(item.versions.values_list("number", flat=True)) == [1, 2]
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    assert [(s.new_count, s.changed_count) for s in poll(source)] == [(0, 0)]


def test_an_item_whose_guid_changed_is_known_by_its_address_and_title(make_source, allowed):
    source = make_source()
    entry = "<item><guid isPermaLink='false'>{}</guid><title>{}</title><link>http://n.example/a</link></item>"
    page = "<rss version='2.0'><channel><title>N</title>{}</channel></rss>"
    for guid, title in (("old", "An order"), ("new", "An order"), ("newest", "Another order")):
        allowed.replies["/feed"] = reply(page.format(entry.format(guid, title)).encode())
        poll(source)
    assert sorted(Item.objects.values_list("key", flat=True)) == ["newest", "old"]


def test_one_guid_on_many_entries_loses_none(make_source, allowed):
    source = make_source()
    allowed.replies["/feed"] = reply(rss(("same", "One", "a"), ("same", "Two", "b"), ("same", "Two", "b")))
    [stored] = poll(source)
    assert (stored.entry_count, stored.new_count) == (3, 2)
    allowed.replies["/feed"] = reply(rss(("same", "One", "a"), ("same", "Two", "b")))
    assert [s.new_count + s.changed_count for s in poll(source)] == [0]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (reply(status="404 Not Found"), "The server answered 404 (Not Found)."),
        (reply(b"<html><title>Moved</title><p>Hello</p></html>", content_type="text/html"), "A web page"),
        (reply(b"\x89PNG\r\n\x1a\n" + bytes(99), content_type="image/png"), ""),
        (reply(b'{"a": 1}'), ""),
        (b"", "closed the connection without an answer"),
        (reply(rss()), "The document was read, and it holds no entries."),
    ],
)
def test_a_failed_poll_keeps_its_sentence_and_no_validators(make_source, allowed, said, why):
    allowed.replies["/feed"] = said.replace(b"\r\n\r\n", b'\r\nETag: "bad"\r\n\r\n', 1)
    source = make_source()
    [stored] = poll(source)
    fetch = Fetch.objects.get()
    assert stored.outcome == fetch.outcome == FetchOutcome.FAILED
    assert why in fetch.error
    assert fetch.error.endswith((".", "…"))
    source.refresh_from_db()
    assert (source.etag, source.body_sha256, source.failures_in_a_row) == ("", "", 1)
    assert source.last_error == fetch.error
    assert source.watched_since is None


def test_a_good_poll_after_failures_clears_them(make_source, allowed):
    source = make_source(failures_in_a_row=3, last_error="It was broken.")
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    poll(source)
    source.refresh_from_db()
    assert (source.failures_in_a_row, source.last_error) == (0, "")


def test_retry_after_decides_when_the_next_poll_is(make_source, allowed):
    source = make_source(poll_minutes=1)
    allowed.replies["/feed"] = reply(status="429 Too Many Requests", retry_after="7200")
    before = timezone.now()
    poll(source)
    source.refresh_from_db()
    assert source.next_poll_at > before + timedelta(hours=2)


def test_one_bad_source_leaves_the_others_alone(make_source, allowed):
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    sources = [make_source(), make_source("/missing"), make_source(url="http://10.0.0.1/feed")]
    assert sorted(stored.outcome for stored in poll(*sources)) == ["failed", "failed", "read"]


def test_an_answer_under_a_lost_lease_stores_nothing(make_source, allowed):
    make_source()
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    token = services.claim_due(timezone.now())
    source = Source.objects.get()
    answer = fetch_one(Ask(source.url), memory=own_memory())
    Source.objects.update(lease_token=uuid.uuid4())  # another worker took over while the answer was on its way
    assert services.store_answer(source, answer, token).outcome is None
    assert not Item.objects.exists()
    assert not Fetch.objects.exists()


def test_a_stale_token_finds_no_sources(make_source, allowed):
    make_source()
    assert list(services.poll_claimed(uuid.uuid4())) == []
    assert allowed.asked == []


def test_a_request_that_was_put_off_counts_as_no_poll(make_source):
    source = make_source(failures_in_a_row=1)
    token = services.claim_due(timezone.now())
    services.store_answer(source, Answer(source.url, error="Later.", is_put_off=True), token)
    source.refresh_from_db()
    assert (source.failures_in_a_row, source.last_polled_at, source.lease_token) == (1, None, None)
    assert source.next_poll_at > timezone.now()
    assert not Fetch.objects.exists()


@pytest.mark.parametrize(
    ("columns", "is_due"),
    [
        ({}, True),
        ({"next_poll_at": NOW}, True),
        ({"next_poll_at": NOW + timedelta(seconds=1)}, False),
        ({"is_paused": True}, False),
        ({"format": "desk"}, False),
        ({"lease_token": uuid.uuid4(), "lease_until": NOW + timedelta(seconds=1)}, False),
        ({"lease_token": uuid.uuid4(), "lease_until": NOW - timedelta(seconds=1)}, True),
    ],
)
def test_who_is_due(make_source, columns, is_due):
    make_source(**columns)
    assert (services.claim_due(NOW) is not None) is is_due


def test_a_batch_takes_the_longest_overdue_first_and_no_source_twice(make_source):
    ages = [make_source(f"/{n}", next_poll_at=NOW - timedelta(minutes=n)).pk for n in range(5)]
    first, second, third = (services.claim_due(NOW, limit=2) for _ in range(3))
    assert set(Source.objects.claimed_under(first).values_list("pk", flat=True)) == {ages[4], ages[3]}
    assert set(Source.objects.claimed_under(second).values_list("pk", flat=True)) == {ages[2], ages[1]}
    assert set(Source.objects.claimed_under(third).values_list("pk", flat=True)) == {ages[0]}
    assert services.claim_due(NOW) is None


@pytest.mark.parametrize(("due", "share"), [(0, 50), (299, 50), (306, 51), (1_199, 199), (1_200, 200), (1_300, 200)])
def test_a_small_round_is_shared_out_among_workers(due, share):
    Source.objects.bulk_create(
        Source(slug=f"s{n}", name="S", url=f"http://s.example/{n}", publisher_kind="press", is_paused=False)
        for n in range(due)
    )
    assert claiming.share_of_due(NOW) == share


@pytest.mark.django_db(transaction=True)
def test_rows_that_another_transaction_claims_are_skipped(make_source):
    locked, release, claimed = threading.Event(), threading.Event(), []
    sources = [make_source(f"/{n}", next_poll_at=NOW - timedelta(minutes=n)) for n in range(2)]

    def hold_one():
        with transaction.atomic():
            Source.objects.select_for_update().get(pk=sources[1].pk)
            locked.set()
            release.wait(5)
        connection.close()

    thread = threading.Thread(target=hold_one)
    thread.start()
    locked.wait(5)
    token = services.claim_due(NOW, limit=10)
    release.set()
    thread.join()
    claimed = list(Source.objects.claimed_under(token).values_list("pk", flat=True))
    assert claimed == [sources[0].pk]


def test_text_that_postgresql_cannot_hold_is_stored_without_it(make_source, allowed):
    entry = '{"id": "1\\u0000", "title": "a\\u0000b", "content_text": "\\ud800 end"}'
    document = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "N", "items": [{entry}]}}'
    allowed.replies["/feed"] = reply(document.encode(), content_type="application/feed+json")
    [stored] = poll(make_source())
    assert (stored.outcome, stored.new_count) == ("read", 1)
    assert Item.objects.get().title == "ab"
