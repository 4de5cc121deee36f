"""From an address to a story: the samples of the demo, and the two articles that the product starts from."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from ingest import services
from ingest.models import Item, ItemVersion, Source, Story
from tests.ingest.feeds import rss
from tests.ingest.server import reply

ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "articles"


def poll_and_propose() -> None:
    Source.objects.update(next_poll_at=None)
    for stored in services.poll_claimed(services.claim_due(timezone.now())):
        services.propose_items(stored.to_propose)


@pytest.fixture
def samples(live_server, settings, no_memory):
    settings.DEMO = True
    settings.FETCH_ALLOW = [f"{live_server.url}/samples/"]
    call_command("load_samples", "--base-url", live_server.url)
    poll_and_propose()


def test_the_samples_are_polled_from_the_running_app_and_the_second_poll_is_a_304(samples):
    assert Source.objects.filter(last_success_at__isnull=False, last_error="").count() == 6
    assert Item.objects.count() == 18
    Source.objects.update(next_poll_at=None)
    outcomes = [stored.outcome for stored in services.poll_claimed(services.claim_due(timezone.now()))]
    assert outcomes == ["not_modified"] * 6


def test_the_two_outlets_of_the_canadian_announcement_make_one_story(samples):
    damaged = Item.objects.get(key="north-wire-2025-0628-0114")
    assert damaged.title == "Canada orders Hikvision’s Canadian business to close after a security review"
    assert damaged.versions.get().repair
    other = Item.objects.get(url__endswith="camera-trade-notes.atom?item=canada-hikvision")
    assert damaged.story is not None
    assert damaged.story == other.story
    assert damaged.story.jurisdictions == ["CA"]
    assert damaged.story.vendors == ["Hikvision"]
    assert {"shutdown_order", "procurement_ban"} <= set(damaged.story.kinds)


@pytest.mark.parametrize(
    "name",
    ["six-match-ban", "half-year-revenue", "colour-line", "store-chains", "luecke-kamera", "ireland-fine"],
)
def test_what_only_looks_alike_is_kept_and_stands_in_no_story(samples, name):
    item = Item.objects.get(url__endswith=f"?item={name}")
    assert (item.is_relevant, item.story) == (False, None)


@pytest.mark.parametrize(
    ("name", "place", "vendor"),
    [
        ("uk-devices", "GB", "TikTok"),
        ("uk-huawei-removal", "GB", "Huawei"),
        ("italy-deepseek", "IT", "DeepSeek"),
        ("entity-list-october-2019", "US", "Dahua"),
        ("revoked-orders", "US", "TikTok"),
        ("sweden-huawei-court", "SE", "Huawei"),
    ],
)
def test_steps_of_authorities_wait_in_a_story(samples, name, place, vendor):
    story = Item.objects.get(url__endswith=f"?item={name}").story
    assert story is not None
    assert place in story.jurisdictions
    assert vendor in story.vendors


@pytest.mark.django_db
@pytest.mark.skipif(not ARTICLES.is_dir(), reason="The folder with the two articles is not beside this project.")
def test_both_articles_end_in_one_story_on_canada_and_hikvision(make_source, allowed, no_memory):
    for name, day in (("ipvm-canada-hikvision", 27), ("wire-canada-hikvision", 28)):
        text = (ARTICLES / f"{name}.txt").read_text("utf-8")
        title = text.splitlines()[0][:150]
        body = rss((name, title, "".join(f"<p>{line}</p>" for line in text.splitlines())))
        allowed.replies[f"/{name}"] = reply(body.replace(b"27 Jun", f"{day} Jun".encode()))
        make_source(f"/{name}")
    poll_and_propose()
    story = Story.objects.get()
    assert story.items.count() == 2
    assert "CA" in story.jurisdictions
    assert "Hikvision" in story.vendors
    assert {"shutdown_order", "procurement_ban"} <= set(story.kinds)
    wire = ItemVersion.objects.get(item__key="wire-canada-hikvision")
    assert wire.repair
    assert "Canada’s Industry Minister" in wire.text
