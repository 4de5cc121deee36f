from __future__ import annotations

import pytest

from ingest.models import Story
from ingest.services.grouping import refresh_story
from tests.ingest.desk.pages import soup_of
from tests.ingest.factories import StoryFactory, make_story

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    return [link.contents[-2].strip() for link in soup_of(response).select(".queue a")]


@pytest.fixture
def lanes(db) -> None:
    StoryFactory(title="Sure", score=0.9)
    StoryFactory(title="Less sure", score=0.5)
    StoryFactory(title="Unsure", is_unsure=True)
    StoryFactory(title="Joined", state="updates", is_unsure=True)
    StoryFactory(title="Done", state="approved")


@pytest.mark.parametrize(
    ("lane", "shown"),
    [
        ("", ["Sure", "Less sure"]),
        ("?lane=new", ["Sure", "Less sure"]),
        ("?lane=updates", ["Joined"]),
        ("?lane=unsure", ["Unsure"]),
        ("?lane=decided", ["Done"]),
    ],
)
def test_each_story_stands_in_one_lane(desk, lanes, lane, shown):
    assert titles(desk.get(f"/desk/{lane}")) == shown


def test_lanes_tell_how_many_wait(desk, lanes):
    counts = [tab.get_text() for tab in soup_of(desk.get("/desk/")).select(".desk-nav .num")]
    assert counts == ["2", "1", "1", "1"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("place=CA", ["Ottawa", "Quebec"]),
        ("place=CA-QC", ["Quebec"]),
        ("place=US", []),
        ("kind=advisory", ["Quebec"]),
        ("q=huawei", ["Ottawa"]),
        ("q=QUEB", ["Quebec"]),
    ],
)
def test_the_queue_is_narrowed(desk, query, shown):
    StoryFactory(title="Ottawa", jurisdictions=["CA"], kinds=["procurement_ban"], vendors=["Huawei"], score=0.9)
    StoryFactory(title="Quebec", jurisdictions=["CA-QC"], kinds=["advisory"], vendors=["TikTok"], score=0.5)
    assert titles(desk.get(f"/desk/?{query}")) == shown


@pytest.mark.parametrize("query", ["lane=old", "kind=football_ban", "place=canada", "colour=red", "place=C.%7CU"])
def test_a_filter_that_the_queue_does_not_know_is_named(desk, query):
    response = desk.get(f"/desk/?{query}")
    assert response.status_code == 400
    assert "The queue has no filter" in soup_of(response).get_text()


def test_an_empty_queue_explains_itself(desk):
    assert "Nothing waits here." in soup_of(desk.get("/desk/")).get_text()


@pytest.mark.parametrize("count", [1, 12])
def test_the_queue_takes_the_same_queries_for_any_number_of_stories(desk, count, django_assert_num_queries):
    for _ in range(count):
        make_story(items=2)
    with django_assert_num_queries(5):  # session, user, lanes, count of the page, its stories
        desk.get("/desk/")


@pytest.mark.parametrize("count", [1, 6])
def test_a_story_takes_the_same_queries_for_any_number_of_items(desk, count, django_assert_max_num_queries):
    story = make_story(items=count)
    with django_assert_max_num_queries(16):
        desk.get(f"/desk/stories/{story.pk}/")


def test_a_script_in_a_title_is_escaped_in_the_queue(desk):
    StoryFactory(title="<script>alert(1)</script>")
    assert b"<script>alert" not in desk.get("/desk/").content
    assert Story.objects.count() == 1


@pytest.mark.parametrize(
    ("proposal", "why"),
    [
        ({"jurisdictions": [], "score": 3.0}, "unsure: no place is named that acts"),
        ({"score": 1.1}, "unsure: its words say little of a step"),
        ({"version__language": "eo", "score": 3.0}, "unsure: in a language of which it knows only names and numbers"),
        ({"learned": {"changed": ["unsure"]}, "score": 3.0}, "unsure: editors rejected the like before"),
    ],
)
def test_an_unsure_story_says_why_in_the_queue_and_above_its_text(desk, proposal, why):
    story = make_story(is_unsure=True, **proposal)
    refresh_story(story)
    line = soup_of(desk.get("/desk/?lane=unsure")).select_one(".queue a").get_text(" ", strip=True)
    assert why in line
    assert line.count("unsure") == 1
    assert (
        why.replace("unsure", "The classifier is not sure") in desk.get(f"/desk/stories/{story.pk}/").content.decode()
    )


def test_a_line_names_place_and_vendors(desk):
    story = make_story()
    Story.objects.filter(pk=story.pk).update(jurisdictions=["CA"], vendors=["Dahua", "Hikvision", "ZTE"])
    line = soup_of(desk.get("/desk/")).select_one(".queue small").get_text()
    assert line == "Canada · Dahua, Hikvision and others · 1 item"
