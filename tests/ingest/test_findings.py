"""What is wrong with a source is found by its polls and by the look after them, told once, and closed when it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from ingest import services
from ingest.models import Fetch, Finding, FindingKind, Item, Rhythm, Source
from ingest.services import findings, gaps, rhythms
from tests.ingest.factories import EditorFactory, ItemFactory, SourceFactory
from tests.ingest.feeds import rss
from tests.ingest.server import reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_memory")]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def entries(first: int, last: int) -> list[tuple[str, str, str]]:
    return [(f"n{n}", f"Order number {n} is made", f"Words of order {n}.") for n in range(first, last)]


def poll(source: Source) -> services.Stored:
    Source.objects.filter(pk=source.pk).update(next_poll_at=None)
    token = services.claim_named([source.slug], timezone.now())
    [stored] = services.poll_claimed(token)
    source.refresh_from_db()
    return stored


def standing(source: Source) -> list[str]:
    return sorted(Finding.objects.standing().filter(source=source).values_list("kind", flat=True))


@pytest.fixture
def steady(make_source, allowed):
    """A source with three good answers of ten entries behind it."""
    source = make_source(poll_minutes=60)
    for turn in range(3):
        allowed.replies["/feed"] = reply(rss(*entries(turn, turn + 10)), etag=f'"{turn}"')
        poll(source)
    return source


def test_ten_times_as_many_entries_are_refused_and_their_end_is_no_flood(steady, allowed):
    allowed.replies["/feed"] = reply(rss(*entries(1000, 1200)), etag='"flood"')
    stored = poll(steady)
    assert stored.outcome == "failed"
    assert stored.error.startswith("The document holds 200 entries, and it never held more than 10")
    assert steady.etag == '"2"'
    assert Item.objects.filter(source=steady).count() == 12
    assert standing(steady) == ["not_the_feed"]
    allowed.replies["/feed"] = reply(rss(*entries(3, 13)))
    assert poll(steady).new_count == 1
    assert standing(steady) == []


def test_a_page_instead_of_the_feed_is_a_finding_and_keeps_the_validators(steady, allowed):
    page = b"<!doctype html><html><head><title>Just a moment...</title></head><body>Checking</body></html>"
    allowed.replies["/feed"] = reply(page, content_type="text/html", etag='"wall"')
    stored = poll(steady)
    assert "A web page with the title “Just a moment...” came instead of a feed." in stored.error
    assert steady.etag == '"2"'
    assert standing(steady) == ["not_the_feed"]
    poll(steady)
    assert Finding.objects.filter(source=steady).count() == 1


def test_a_source_that_never_worked_is_failing_and_not_changed(make_source, allowed):
    source = make_source("/nothing")
    allowed.replies["/nothing"] = reply(b"<html><title>Hello</title></html>", content_type="text/html")
    poll(source)
    assert standing(source) == []


def test_an_operator_accepts_what_a_source_gives_now(steady, allowed):
    allowed.replies["/feed"] = reply(rss(*entries(1000, 1200)))
    poll(steady)
    findings.accept_as_it_is(steady, NOW)
    assert poll(steady).new_count == 200
    assert standing(steady) == []


def test_no_known_entry_means_that_some_were_lost_and_the_source_is_polled_faster(steady, allowed):
    allowed.replies["/feed"] = reply(rss(*entries(40, 50)))
    assert poll(steady).new_count == 10
    assert standing(steady) == ["gap"]
    assert steady.poll_minutes == 30
    finding = Finding.objects.get(source=steady)
    assert (finding.values["entries"], finding.values["minutes_before"], finding.values["minutes"]) == (10, 60, 30)


def hurried(source: Source, allowed, *, times: int = 1) -> None:
    """The source lost entries so often, and publishes little since."""
    for turn in range(times):
        allowed.replies["/feed"] = reply(rss(*entries(40 + 20 * turn, 50 + 20 * turn)))
        poll(source)
    Source.objects.filter(pk=source.pk).update(entries_per_day=3.0)


def after_weeks(source: Source, weeks: int) -> int:
    for week in range(1, weeks + 1):
        findings.slow_down([source.pk], timezone.now() + week * timedelta(days=8))
    source.refresh_from_db()
    return source.poll_minutes


@pytest.mark.parametrize(("weeks", "minutes"), [(0, 15), (1, 30), (2, 60), (5, 60)])
def test_a_hurried_source_goes_back_to_its_interval_a_step_a_week(steady, allowed, weeks, minutes):
    hurried(steady, allowed, times=2)
    assert after_weeks(steady, weeks) == minutes


def test_a_source_is_not_slowed_down_within_the_week(steady, allowed):
    hurried(steady, allowed)
    assert findings.slow_down([steady.pk], timezone.now() + timedelta(days=6)) == 0


def test_a_source_that_publishes_much_stays_hurried(steady, allowed):
    hurried(steady, allowed)
    Source.objects.filter(pk=steady.pk).update(entries_per_day=130.0)  # five of ten are new after 56 minutes
    assert after_weeks(steady, 2) == 30


def test_an_interval_that_somebody_set_meanwhile_stays(steady, allowed):
    hurried(steady, allowed)
    Source.objects.filter(pk=steady.pk).update(poll_minutes=20)
    assert after_weeks(steady, 2) == 20


def test_one_known_entry_means_that_nothing_was_lost(steady, allowed):
    allowed.replies["/feed"] = reply(rss(*entries(11, 21)))
    poll(steady)
    assert standing(steady) == []
    assert steady.poll_minutes == 60


def archive(first: int, last: int, *, following: str = "") -> bytes:
    link = f'<atom:link rel="next" href="{following}"/>' if following else ""
    body = rss(*entries(first, last)).decode()
    body = body.replace("<rss ", '<rss xmlns:atom="http://www.w3.org/2005/Atom" ', 1)
    return body.replace("<channel>", f"<channel>{link}", 1).encode()


def test_a_gap_is_read_back_to_a_known_entry(steady, allowed):
    allowed.replies["/feed"] = reply(rss(*entries(40, 50)))
    poll(steady)
    finding = Finding.objects.get(source=steady)
    finding.values = finding.values | {"next_url": allowed.url("/older")}
    finding.save()
    allowed.replies["/older"] = reply(rss(*entries(5, 40)))
    assert gaps.close_gaps(timezone.now()) == 1
    finding.refresh_from_db()
    assert (finding.values["pages"], finding.values["recovered"]) == (1, 28)
    assert finding.closed_at is not None
    assert Item.objects.filter(source=steady).count() == 50
    assert gaps.close_gaps(timezone.now()) == 0


def test_a_gap_that_cannot_be_read_back_stands_with_what_was_found(steady, allowed):
    allowed.replies["/feed"] = reply(rss(*entries(40, 50)))
    poll(steady)
    finding = Finding.objects.get(source=steady)
    finding.values = finding.values | {"next_url": allowed.url("/older")}
    finding.save()
    allowed.replies["/older"] = reply(rss(*entries(36, 44)))
    gaps.close_gaps(timezone.now())
    finding.refresh_from_db()
    assert (finding.values["recovered"], finding.closed_at) == (4, None)


def test_an_archive_that_leads_in_a_circle_is_left(steady, allowed):
    walk = gaps.walk_back(steady, steady.url, lost_since=NOW - timedelta(days=900), now=timezone.now())
    assert (walk.pages, walk.is_closed) == (1, False)


def fell_silent(source: Source, *, days: int) -> None:
    """Four items a week for half a year, none for `days` days."""
    last = NOW - timedelta(days=days)
    for back in range(182):
        at = last - timedelta(days=back)
        if at.weekday() < 4:
            ItemFactory(source=source, published_at=at, first_seen_at=at, last_seen_at=at)


def watched(**columns: object) -> Source:
    columns = {"is_paused": False, "watched_since": NOW - timedelta(days=300), "last_success_at": NOW} | columns
    return SourceFactory(**columns)


def test_a_source_that_falls_silent_is_found_and_heard_again():
    quiet, lively, fresh = watched(), watched(), watched()
    fell_silent(quiet, days=14)
    fell_silent(lively, days=0)
    ItemFactory(source=fresh, published_at=NOW - timedelta(days=90), first_seen_at=NOW - timedelta(days=90))
    rhythms.learn_rhythms(NOW)
    rhythms.find_silence(NOW)
    [finding] = Finding.objects.standing()
    assert (finding.source, finding.kind) == (quiet, FindingKind.SILENT)
    assert 3.5 < finding.values["per_week"] < 4.1
    assert rhythms.find_silence(NOW) == 1
    assert Finding.objects.count() == 1
    ItemFactory(source=quiet, published_at=NOW, first_seen_at=NOW, last_seen_at=NOW)
    later = NOW + timedelta(hours=1)
    rhythms.find_silence(later)
    assert not Finding.objects.standing().exists()


@pytest.mark.parametrize("columns", [{"is_paused": True}, {"last_success_at": NOW - timedelta(days=3)}])
def test_silence_is_only_told_of_sources_that_answer(columns):
    source = watched(**columns)
    fell_silent(source, days=14)
    rhythms.learn([source.pk], NOW)
    rhythms.find_silence(NOW)
    assert not Finding.objects.exists()


def test_the_delay_counts_only_what_appeared_while_we_watched():
    source = watched(watched_since=NOW - timedelta(days=10))
    old = NOW - timedelta(days=200)
    ItemFactory(source=source, published_at=old, first_seen_at=NOW - timedelta(days=10))
    for hours in (1, 2, 9):
        published = NOW - timedelta(days=2)
        ItemFactory(source=source, published_at=published, first_seen_at=published + timedelta(hours=hours))
    rhythms.learn([source.pk], NOW)
    rhythm = Rhythm.objects.get(source=source)
    assert (rhythm.delay_p50_s, rhythm.held_count, rhythm.entry_count) == (7200, 4, 4)
    assert rhythm.weeks[-1] == 3


def test_rhythms_are_learnt_longest_ago_first_and_not_again_for_hours(django_assert_num_queries):
    for _ in range(3):
        watched()
    assert rhythms.learn_rhythms(NOW) == 3
    with django_assert_num_queries(1):
        assert rhythms.learn_rhythms(NOW + timedelta(hours=1)) == 0


def test_a_source_that_failed_for_a_day_is_a_finding_until_it_is_read(django_assert_max_num_queries):
    failing = watched(
        failures_in_a_row=3, last_success_at=NOW - timedelta(hours=25), last_error="The server answered 403."
    )
    watched(failures_in_a_row=2, last_success_at=NOW - timedelta(hours=25))
    watched(failures_in_a_row=9, last_success_at=NOW - timedelta(hours=5))
    never = watched(failures_in_a_row=5, last_success_at=None)
    with django_assert_max_num_queries(8):
        findings.sweep(NOW)
    assert set(Finding.objects.standing().values_list("source", "kind")) == {
        (failing.pk, "failing"),
        (never.pk, "failing"),
    }
    Source.objects.filter(pk=failing.pk).update(failures_in_a_row=0)
    findings.sweep(NOW)
    assert Finding.objects.standing().get().source == never


def test_a_good_poll_of_a_healthy_source_costs_no_query_for_findings(steady, django_assert_num_queries):
    with django_assert_num_queries(0):
        findings.note_poll(steady, findings.Poll(), NOW)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"last_polled_at": NOW, "last_success_at": NOW - timedelta(hours=3)}, NOW - timedelta(hours=3)),
        ({"last_polled_at": NOW, "last_success_at": NOW - timedelta(hours=1)}, None),
        ({"last_polled_at": NOW, "last_success_at": None}, NOW),
        ({"last_polled_at": None, "last_success_at": None}, None),
        ({"last_polled_at": NOW, "last_success_at": NOW - timedelta(hours=3), "is_paused": True}, None),
        ({"last_polled_at": NOW, "last_success_at": NOW - timedelta(hours=3), "poll_minutes": 720}, None),
    ],
)
def test_the_alarm_is_raised_when_nothing_at_all_succeeded(columns, expected):
    watched(**{"poll_minutes": 30} | columns)
    assert findings.nothing_succeeded_since(NOW) == expected


def test_a_gap_is_over_once_somebody_has_seen_it_and_silence_is_not():
    source, editor = watched(), EditorFactory()
    for kind in (FindingKind.GAP, FindingKind.SILENT):
        findings.find(source, kind, {}, since=NOW, now=NOW)
    for finding in Finding.objects.all():
        findings.acknowledge(finding, by=editor, now=NOW)
    assert standing(source) == ["silent"]
    assert Finding.objects.filter(acknowledged_by=editor).count() == 2


def test_a_refused_answer_stores_a_failed_poll_with_its_sentence(steady, allowed):
    allowed.replies["/feed"] = reply(rss(*entries(1000, 1200)))
    poll(steady)
    assert Fetch.objects.latest("pk").error.startswith("The document holds 200 entries")
    assert steady.past["refused"] == 1
