from __future__ import annotations

import pytest

from actions.models import Action, Announcement
from ingest.models import Item, Story
from tests.ingest.desk.pages import form_of
from tests.ingest.factories import make_place, make_vendor

pytestmark = pytest.mark.django_db
ARTICLES = {
    "ipvm-canada-hikvision.txt": ("Canada bans Hikvision", "https://example.org/trade"),
    "wire-canada-hikvision.txt": ("Canada orders Hikvision to halt operations", "https://example.org/wire"),
}


@pytest.fixture
def story(desk, shared) -> Story:
    """The two articles that the product starts from, pasted at the desk where they lie beside the project."""
    make_place()
    make_vendor("Hikvision", "Hikvision Canada Inc.")
    for name, (title, url) in ARTICLES.items():
        text = (shared / "articles" / name).read_text(encoding="utf-8")
        desk.post("/desk/add/", {"title": title, "url": url, "text": text})
    return Story.objects.get()


def test_both_articles_stand_in_one_story_and_the_damaged_one_is_repaired(story):
    assert story.items.count() == 2
    assert (story.jurisdictions, story.vendors) == (["CA"], ["Hikvision"])
    damaged = Item.objects.get(url="https://example.org/wire").versions.get()
    assert "GB 18030" in damaged.repair
    assert "鈥" in damaged.html_as_came
    assert "Canada’s Industry Minister" in damaged.text


def test_approving_both_makes_one_announcement_with_its_four_actions(desk, story):
    address = f"/desk/stories/{story.pk}/"
    desk.post(address, form_of(desk.get(address), address))
    announcement = Announcement.objects.get()
    assert announcement.note == "Sources give different days: 2025-06-27, 2025-06-28."
    kinds = set(announcement.actions.values_list("kind", flat=True))
    assert announcement.slug.startswith("ca-hikvision-2025-06-2")
    assert {"shutdown_order", "procurement_ban", "removal_order", "advisory"} <= kinds
    for action in Action.objects.all():
        assert action.citations.count() == 2
        assert action.quotes.exists()
        assert all(len(quote.exact) <= 300 for quote in action.quotes.all())
