"""Items on one event stand in one story; a decided story hears of news as an update."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from ingest import services
from ingest.core.types import Entry, Proposed
from ingest.models import Item, Proposal, Source, Story
from ingest.services import proposing
from ingest.services.storing import store_entries

pytestmark = pytest.mark.django_db
SEEN = datetime(2025, 7, 1, tzinfo=UTC)


@pytest.fixture
def answers(monkeypatch):
    """The classifier's answers by title; grouping is what is tested here."""
    by_title: dict[str, Proposed] = {}
    monkeypatch.setattr(proposing, "_names_of", lambda minute: None)
    monkeypatch.setattr(proposing.vocabulary, "load", lambda: None)
    monkeypatch.setattr(
        proposing.classify,
        "propose",
        lambda read, **known: by_title.get(read.title.split(" #")[0], Proposed(score=0.1)),
    )
    return by_title


def relevant(*kinds: str, places: str = "CA", vendors: str = "Hikvision", **more) -> Proposed:
    return Proposed(
        is_relevant=True, score=0.9, kinds=kinds, stage="adopted",
        jurisdictions=tuple(places.split()), vendors=tuple(vendors.split()), **more,
    )  # fmt: skip


@pytest.fixture
def add(db):
    """Store an item that came out on a day of June 2025; gives its version's id."""

    def add(title: str, day: int = 27, *, guid: str = "", slug: str = "one") -> int:
        source, _ = Source.objects.get_or_create(
            slug=slug, defaults={"name": slug, "url": f"http://{slug}.example/", "publisher_kind": "press"}
        )
        entry = Entry(
            guid=guid or f"{title}{day}", title=title, html="Text", published_at=datetime(2025, 6, day, tzinfo=UTC)
        )
        store_entries(source=source, entries=[entry], language="en", snapshot=None, now=SEEN)
        return Item.objects.get(source=source, key=entry.guid).versions.last().pk

    return add


def test_two_outlets_make_one_story_with_the_union_of_their_fields(answers, add):
    answers["Order"] = relevant("shutdown_order")
    answers["Ban"] = relevant("procurement_ban", vendors="Hikvision Dahua")
    services.propose_items([add("Order", 27)])
    services.propose_items([add("Ban", 29, slug="two")])
    story = Story.objects.get()
    assert (story.title, story.state) == ("Order", "new")
    assert story.kinds == ["procurement_ban", "shutdown_order"]
    assert story.vendors == ["Dahua", "Hikvision"]
    assert (story.first_on, story.last_on) == (date(2025, 6, 27), date(2025, 6, 29))
    first, second = Item.objects.order_by("pk")
    assert first.story_reason == {"opened": True}
    assert second.story_reason["vendors"] == ["Hikvision"]
    assert second.story_reason["score"] > 0.5


@pytest.mark.parametrize(
    ("places", "vendors", "day"), [("GB", "Hikvision", 27), ("CA", "Huawei", 27), ("CA", "Hikvision", 1)]
)
def test_another_place_another_vendor_or_another_time_is_another_story(answers, add, places, vendors, day):
    answers["Order"] = relevant("shutdown_order")
    answers["Other"] = relevant("shutdown_order", places=places, vendors=vendors)
    services.propose_items([add("Order", 27), add("Other", day)])
    assert Story.objects.count() == 2


def test_irrelevant_items_are_kept_and_stand_in_no_story(answers, add):
    services.propose_items([add("Football")])
    item = Item.objects.get()
    assert (item.is_relevant, item.story) == (False, None)
    assert Proposal.objects.get().is_relevant is False
    assert not Story.objects.exists()


@pytest.mark.parametrize("state", ["approved", "rejected", "updates"])
def test_an_item_that_joins_a_decided_story_sends_it_to_updates(answers, add, state):
    answers["Order"] = relevant("shutdown_order")
    services.propose_items([add("Order")])
    Story.objects.update(state=state)
    services.propose_items([add("Order", slug="two")])
    assert Story.objects.get().state == "updates"


def test_new_content_of_an_item_in_a_decided_story_is_an_update_too(answers, add):
    answers["Order"] = relevant("shutdown_order")
    answers["Order, extended"] = relevant("shutdown_order", "advisory")
    services.propose_items([add("Order", guid="x")])
    Story.objects.update(state="approved")
    services.propose_items([add("Order, extended", guid="x")])
    story = Story.objects.get()
    assert (story.state, story.kinds) == ("updates", ["advisory", "shutdown_order"])
    assert Item.objects.count() == 1


def test_proposing_twice_changes_nothing(answers, add):
    answers["Order"] = relevant("shutdown_order")
    version = add("Order")
    assert services.propose_items([version]) == 1
    Story.objects.update(state="approved")
    assert services.propose_items([version, version]) == 0
    assert services.propose_items([version + 999]) == 0
    assert (Proposal.objects.count(), Story.objects.get().state) == (1, "approved")


def test_a_reaction_keeps_what_it_answers_though_it_has_no_drafts(answers, add):
    answers["Order"] = relevant("shutdown_order")
    answers["We disagree"] = relevant("shutdown_order", is_reaction=True)
    services.propose_items([add("Order"), add("We disagree", 28)])
    reaction = Proposal.objects.get(is_reaction=True)
    assert (reaction.drafts, reaction.jurisdictions, reaction.vendors) == ([], ["CA"], ["Hikvision"])
    assert Story.objects.get().items.count() == 2


def test_a_story_of_unsure_items_alone_is_unsure(answers, add):
    answers["Perhaps"] = relevant("advisory", is_unsure=True)
    answers["Order"] = relevant("shutdown_order")
    services.propose_items([add("Perhaps")])
    assert Story.objects.get().is_unsure
    services.propose_items([add("Order")])
    assert not Story.objects.get().is_unsure


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_open_one_story_for_one_event(answers, add):
    answers["Order"] = relevant("shutdown_order")
    versions = [add(f"Order #{n}", slug=f"outlet-{n}") for n in range(6)]
    start = threading.Barrier(3)

    def work(mine: list[int]) -> None:
        start.wait(5)
        services.propose_items(mine)
        connection.close()

    threads = [threading.Thread(target=work, args=(versions[n : n + 4],)) for n in (0, 1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert Story.objects.count() == 1
    assert Proposal.objects.count() == Item.objects.filter(story__isnull=False).count() == 6


def test_fifty_reports_of_one_announcement_are_one_story_at_a_cost_that_does_not_grow(
    answers, add, django_assert_max_num_queries
):
    answers["Order"] = relevant("shutdown_order")
    versions = [add(f"Order #{n}", slug=f"outlet-{n}") for n in range(50)]
    with django_assert_max_num_queries(25):
        services.propose_items(versions[:5])
    with django_assert_max_num_queries(25):
        services.propose_items(versions[5:])
    assert Story.objects.count() == 1
    assert Story.objects.get().items.count() == 50


def test_a_counter_and_a_mended_word_do_not_send_a_decided_story_to_updates(answers, add):
    answers["Order to close"] = answers["Order to closs"] = relevant("shutdown_order")
    services.propose_items([add("Order to closs", guid="x")])
    Story.objects.update(state="approved")
    services.propose_items([add("Order to close", guid="x")])
    assert Story.objects.get().state == "approved"
    assert Item.objects.get().versions.last().update == "correction"


def test_a_version_that_is_read_as_something_else_is_substance_though_a_word_was_mended(answers, add):
    answers["Order to closs"] = relevant("advisory")
    answers["Order to close"] = relevant("shutdown_order")
    services.propose_items([add("Order to closs", guid="x")])
    Story.objects.update(state="approved")
    services.propose_items([add("Order to close", guid="x")])
    version = Item.objects.get().versions.last()
    assert (Story.objects.get().state, version.update) == ("updates", "substance")
    assert ["proposal:kinds", "advisory → shutdown_order"] in version.update_reasons


def test_an_entry_that_swings_between_two_states_does_not_flood(answers, add):
    answers["Order"] = answers["Order lifted"] = relevant("shutdown_order")
    services.propose_items([add("Order", guid="x")])
    told = []
    for title in ("Order lifted", "Order", "Order lifted", "Order"):
        Story.objects.update(state="approved")
        services.propose_items([add(title, guid="x")])
        told.append(Story.objects.get().state)
    assert told == ["updates", "updates", "approved", "approved"]
    assert Item.objects.get().versions.count() == 2
    assert Item.objects.get().title == "Order"


def test_a_story_is_named_for_the_act_where_its_answer_came_in_first(answers, add):
    answers["Beijing protests"] = relevant("shutdown_order", is_reaction=True)
    answers["Ottawa orders"] = relevant("shutdown_order")
    proposing.propose_items([add("Beijing protests"), add("Ottawa orders")])
    assert Story.objects.get().title == "Ottawa orders"
