"""The operator's commands say what they did, and what to do next."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bantracker.stack.environment import make_plan
from bantracker.stack.places import Places
from ingest import services
from ingest.http import rules_from_settings, why_not_asked
from ingest.models import Item, Source
from ingest.services.sources import NO_CONTACT
from jurisdictions.models import Coverage, Jurisdiction
from tests.ingest.feeds import ITEMS, rss
from tests.ingest.server import reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_memory")]


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.fixture
def with_contact(settings):
    settings.CONTACT = "desk@bans.example"


def test_poll_tells_each_source_and_sums_up(make_source, allowed, with_contact):
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    make_source(slug="good")
    make_source("/gone", slug="gone", is_paused=True)
    said = run("poll", "good", "gone")
    assert "good: read, 2 entries, 2 new, 0 changed\n" in said
    assert "gone: failed: The server answered 404 (Not Found).\n" in said
    assert said.endswith("Polled 2 sources: 1 read, 1 failed. 2 new items, 0 changed.\n")
    assert Item.objects.filter(versions__proposals__isnull=False).count() == 2


def test_poll_all_due_polls_the_running_ones_in_batches(make_source, allowed):
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    for number in range(services.BATCH + 2):
        make_source(f"/{number}")
    make_source("/paused", is_paused=True)
    assert f"Polled {services.BATCH + 2} sources" in run("poll", "--all-due")
    assert run("poll", "--all-due") == "No source is due.\n"


@pytest.mark.parametrize("words", [(), ("x", "--all-due")])
def test_poll_wants_names_or_all_due(words):
    with pytest.raises(CommandError, match="Name the sources to poll, or give --all-due") as error:
        run("poll", *words)
    assert error.value.returncode == 2


def test_poll_names_what_it_does_not_know(make_source):
    with pytest.raises(CommandError, match="There is no source named nowhere"):
        run("poll", "nowhere")


def test_no_real_source_is_polled_or_resumed_without_a_contact(make_source, settings):
    settings.CONTACT = ""
    make_source(slug="real", is_paused=True)
    for words in (("poll", "real"), ("sources", "resume", "real"), ("sources", "resume", "--all")):
        with pytest.raises(CommandError) as error:
            run(*words)
        assert str(error.value) == NO_CONTACT
    assert Source.objects.get().is_paused


def test_samples_run_without_a_contact(make_source, settings):
    settings.CONTACT = ""
    make_source(slug="sample", is_paused=True, is_sample=True)
    assert run("sources", "resume", "sample") == "Resumed 1 of 1 sources.\n"


def test_sources_are_added_paused_then_resumed_paused_and_listed(with_contact):
    said = run("sources", "add", "https://ministry.example/feed.xml", "--name", "Ministry", "--unseen")
    assert said == "Added ministry (Found out at the first poll), paused; start it: sources resume ministry.\n"
    assert run("sources", "resume", "ministry") == "Resumed 1 of 1 sources.\n"
    assert run("sources", "resume", "ministry") == "Resumed 0 of 1 sources.\n"
    assert "running" in run("sources", "list")
    assert run("sources", "pause", "ministry") == "Paused 1 of 1 sources.\n"
    assert run("sources", "list").endswith("1 sources, 0 running.\n")


@pytest.mark.parametrize("url", ["ftp://x.example/", "nonsense", ""])
def test_an_address_that_cannot_be_polled_is_not_added(url):
    with pytest.raises(CommandError):
        run("sources", "add", url)
    assert not Source.objects.exists()


def test_an_address_is_added_once():
    run("sources", "add", "--unseen", "https://ministry.example/feed.xml")
    with pytest.raises(CommandError, match="1 of 1 addresses were not added"):
        run("sources", "add", "--unseen", "https://ministry.example/feed.xml")
    assert Source.objects.count() == 1


def test_coverage_follows_what_is_watched(make_source, allowed, with_contact):
    canada = Jurisdiction.objects.create(code="CA", kind="country", name="Canada")
    allowed.replies["/feed"] = reply(rss(*ITEMS))
    source = make_source(slug="ca", is_paused=True, jurisdiction=canada)
    make_source("/sample", is_sample=True, jurisdiction=canada)
    run("sources", "resume", "ca")
    coverage = Coverage.objects.get()
    assert (coverage.source_count, coverage.active_count, coverage.watched_since) == (1, 1, None)
    run("poll", "ca")
    coverage.refresh_from_db()
    source.refresh_from_db()
    assert coverage.watched_since == source.watched_since.date()
    assert coverage.last_success_at == source.last_success_at
    run("sources", "pause", "--jurisdiction", "ca")
    coverage.refresh_from_db()
    assert coverage.active_count == 0


def test_samples_are_loaded_once_and_follow_the_port(settings):
    settings.DEMO, settings.FETCH_ALLOW = True, ["127.0.0.1:8000", "127.0.0.1:9000"]
    assert run("load_samples", "--base-url", "http://127.0.0.1:8000") == "6 sample sources are on the books.\n"
    Source.objects.filter(slug="sample-north-wire").update(is_paused=True, etag='"x"')
    run("load_samples", "--base-url", "http://127.0.0.1:8000/")
    assert Source.objects.get(slug="sample-north-wire").etag == '"x"'
    run("load_samples", "--base-url", "http://127.0.0.1:9000")
    moved = Source.objects.get(slug="sample-north-wire")
    assert (moved.url, moved.etag, moved.is_paused) == ("http://127.0.0.1:9000/samples/north-wire.rss", "", True)
    assert Source.objects.filter(is_sample=True, is_paused=False).count() == 5


def test_samples_are_for_the_demo(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="Samples are for the demo"):
        run("load_samples")


def test_the_samples_stand_where_the_stack_lets_the_worker_read(settings, tmp_path):
    environment = make_plan(Places.under(tmp_path), {}, port=8123, demo=True).environment
    settings.DEMO, settings.BASE_URL = True, environment["BASE_URL"]
    settings.FETCH_ALLOW = [environment["FETCH_ALLOW"]]
    run("load_samples")
    allow = rules_from_settings().allow
    refusals = {
        why_not_asked(url, allow) for url in Source.objects.filter(is_sample=True).values_list("url", flat=True)
    }
    assert refusals == {""}


def test_samples_that_the_gate_would_refuse_are_not_loaded(settings):
    settings.DEMO, settings.FETCH_ALLOW = True, ["http://127.0.0.1:8000/samples/"]
    with pytest.raises(CommandError, match="Name it in FETCH_ALLOW"):
        run("load_samples", "--base-url", "http://localhost:8000")
    assert not Source.objects.filter(is_sample=True).exists()
