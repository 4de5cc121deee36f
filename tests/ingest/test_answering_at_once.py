"""What says nothing that we look for is answered as it is stored; the rest waits for the classifier."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.forms.models import model_to_dict

from ingest import services
from ingest.core.types import Entry, Proposed
from ingest.models import Item, ItemVersion, PageRead, Proposal, Source, Story, WaitingVersion
from ingest.services import proposing
from ingest.services.storing import Given, store_documents
from tests.ingest.feeds import ORDER, WEATHER

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def source():
    return Source.objects.create(slug="s", name="S", url="https://s.example/feed", publisher_kind="press")


def entry(guid, title, text, url=""):
    return Entry(guid=guid, url=url or f"https://s.example/{guid}", title=title, html=f"<p>{text}</p>")


def store(source, *entries):
    return store_documents([Given(source, entries, "en")], NOW, answering=proposing.answer_at_once)[source.pk]


def test_only_what_is_found_waits(source):
    stored = store(source, entry(*ORDER), entry(*WEATHER))
    [waiting] = WaitingVersion.objects.all()
    assert stored.version_ids == (waiting.version_id,)
    assert waiting.version.title == ORDER[1]
    answered = Proposal.objects.get()
    assert (answered.version.title, answered.is_relevant) == (WEATHER[1], False)


def test_what_waits_is_grouped_when_its_turn_comes(source):
    services.propose_items(store(source, entry(*ORDER), entry(*WEATHER)).version_ids)
    assert Story.objects.count() == 1
    assert Proposal.objects.count() == ItemVersion.objects.count() == 2
    assert not WaitingVersion.objects.exists()


def test_an_answer_given_at_once_is_the_answer_that_the_queue_would_give(source):
    store(source, entry(*WEATHER))
    at_once = Proposal.objects.get()
    at_once.delete()
    proposing.propose_items(list(ItemVersion.objects.values_list("pk", flat=True)))
    assert model_to_dict(Proposal.objects.get(), exclude=["id"]) == model_to_dict(at_once, exclude=["id"])


def test_a_change_of_a_known_item_waits_although_nothing_is_found_in_it(source):
    store(source, entry(*WEATHER))
    changed = entry(WEATHER[0], WEATHER[1], "Snow in all valleys, and storms at the coast on the whole of Friday.")
    assert len(store(source, changed).version_ids) == 1


def test_an_item_that_cannot_be_read_waits_and_harms_no_other(source, monkeypatch):
    def propose_text(text, **_kwargs):
        if text.title == "Poison":
            raise RecursionError("too deep")
        return Proposed()

    monkeypatch.setattr(proposing, "propose_text", propose_text)
    stored = store(source, entry("p", "Poison", "…"), entry(*WEATHER))
    assert (stored.new_count, len(stored.version_ids)) == (2, 1)
    assert Proposal.objects.get().version.title == WEATHER[1]
    assert services.propose_items(stored.version_ids) == 0
    assert WaitingVersion.objects.get().version.title == "Poison"


def test_the_page_behind_a_teaser_of_a_followed_authority_is_wanted_at_once(source):
    source.publisher_kind, source.topics = "government", ["telecom"]
    store(source, entry("g1", "Weather", "Rain on Monday."))
    assert PageRead.objects.get().item == Item.objects.get()
