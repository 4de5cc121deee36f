"""What came from many sources at once is stored in a fixed number of statements, each row once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ingest.core.types import Entry
from ingest.models import Item, ItemAlias, ItemVersion, Source, Story, WaitingVersion
from ingest.services import bulk
from ingest.services.storing import Given, store_documents

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def entries(word: str, count: int = 3) -> list[Entry]:
    return [
        Entry(guid=f"g{n}", url=f"https://a.example/{word}/{n}", title=f"{word} {n}", html="…") for n in range(count)
    ]


@pytest.fixture
def make_sources(db):
    def make(count: int, name: str) -> list[Source]:
        rows = [
            Source(slug=f"{name}-{n}", name=name, url=f"https://{name}.example/{n}", publisher_kind="press")
            for n in range(count)
        ]
        return Source.objects.bulk_create(rows)

    return make


def test_one_guid_in_two_sources_is_two_items(make_sources):
    one, other = make_sources(2, "paper")
    stored = store_documents([Given(one, entries("Order")), Given(other, entries("Report", 2))], NOW)
    assert (stored[one.pk].new_count, stored[other.pk].new_count) == (3, 2)
    assert sorted(Item.objects.filter(source=other).values_list("key", "title")) == [
        ("g0", "Report 0"),
        ("g1", "Report 1"),
    ]
    assert set(stored[other.pk].version_ids) == set(
        ItemVersion.objects.filter(item__source=other).values_list("pk", flat=True)
    )
    assert WaitingVersion.objects.count() == 5
    assert set(ItemAlias.objects.filter(source=other, kind="guid").values_list("item__source", "value")) == {
        (other.pk, "g0"),
        (other.pk, "g1"),
    }


def test_what_is_stored_twice_stands_once(make_sources):
    given = [Given(source, entries("Order")) for source in make_sources(2, "paper")]
    store_documents(given, NOW)
    stored = store_documents(given, NOW)
    assert {(one.new_count, one.changed_count, one.version_ids) for one in stored.values()} == {(0, 0, ())}
    assert (Item.objects.count(), ItemVersion.objects.count()) == (6, 6)


def test_the_number_of_statements_does_not_grow_with_that_of_sources(make_sources):
    counts = []
    for number in (1, 20):
        given = [Given(source, entries("Order")) for source in make_sources(number, f"many-{number}")]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            store_documents(given, NOW)
        counts.append(len(captured))
    assert counts[1] == counts[0] < 12


def test_rows_too_long_for_one_statement_go_in_several(make_sources, monkeypatch):
    monkeypatch.setattr(bulk, "_LONGEST", 10)
    [source] = make_sources(1, "paper")
    assert store_documents([Given(source, entries("Order"))], NOW)[source.pk].new_count == 3
    assert ItemVersion.objects.count() == 3


def test_rows_made_like_a_pattern_share_nothing_that_is_given(make_sources):
    [source] = make_sources(1, "paper")
    pattern = Item(key_reason="guid", is_unsure=True)
    one = bulk.row_like(pattern, source=source, key="1", instruments=["a"])
    other = bulk.row_like(pattern, source=source, key="2", instruments=[])
    assert (one.source_id, one.source, one.key, one.key_reason, one.is_unsure) == (source.pk, source, "1", "guid", True)
    assert (one.pk, other.key, other.instruments, pattern.key, pattern.source_id) == (None, "2", [], "", None)
    one.pk = 7
    assert other.pk is None


def test_columns_alike_and_columns_that_differ_are_written_alike(make_sources):
    [source] = make_sources(1, "paper")
    texts = [[], ['a "quoted", {one}', "back\\slash"]]
    rows = [
        Item(
            source=source, key=str(n), first_seen_at=NOW, last_seen_at=NOW, instruments=texts[n], story_reason={"n": n}
        )
        for n in range(2)
    ]
    rows[1].published_at = NOW
    assert [key for _, key in bulk.insert_rows(rows, returning=["id", "key"])] == ["0", "1"]
    assert bulk.insert_rows(rows, returning=["id"]) == []
    written = Item.objects.order_by("key").values_list("instruments", "story_reason", "published_at", "merged_into")
    assert list(written) == [([], {"n": 0}, None, None), (texts[1], {"n": 1}, NOW, None)]


def test_arrays_dates_and_objects_are_written_as_they_are(db):
    story = Story.objects.create(title="Order", latest_at=NOW)
    story.kinds, story.event_days, story.last_on = ["ban", 'a "quoted", {one}'], [date(2026, 2, 3)], date(2026, 2, 4)
    story.reasons, story.score = {"words": ["Żółw", None, 1.5]}, 0.25
    bulk.update_rows([story], ["kinds", "event_days", "last_on", "reasons", "score", "first_on"])
    read = Story.objects.get()
    assert (read.kinds, read.event_days, read.last_on) == (story.kinds, story.event_days, date(2026, 2, 4))
    assert (read.reasons, read.score, read.first_on) == ({"words": ["Żółw", None, 1.5]}, 0.25, None)
