from __future__ import annotations

import pytest

from ingest.models import Item, Source, Story
from ingest.services.deciding import approve, reject
from tests.ingest.desk.pages import soup_of
from tests.ingest.desk.test_deciding import BOTH
from tests.ingest.factories import EditorFactory, ItemFactory, SourceFactory, make_place, make_story, make_vendor

pytestmark = pytest.mark.django_db


def test_a_pasted_text_opens_as_a_story_even_if_it_reports_no_action(desk):
    response = desk.post("/desk/add/", {"title": "Cup final", "text": "The striker is out.", "url": ""}, follow=True)
    assert soup_of(response).find("h1").get_text() == "Cup final"
    assert Story.objects.get().state == "new"


def test_a_pasted_text_is_read_like_any_other_item(desk):
    make_place()
    make_vendor()
    text = "The Government of Canada has ordered Hikvision Canada Inc. to cease all operations in Canada."
    desk.post("/desk/add/", {"title": "Canada orders Hikvision to close", "text": text, "url": "https://example.org/a"})
    assert Story.objects.get().jurisdictions == ["CA"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Give an address, or paste a text below."),
        ({"text": "Words"}, "Give the text a title"),
        ({"url": "javascript:alert(1)"}, "This is not an address."),
        ({"url": "http://127.0.0.1/secret"}, "127.0.0.1"),
    ],
)
def test_what_cannot_be_added_is_told_at_its_field(desk, typed, sentence, settings):
    settings.FETCH_ALLOW = []
    response = desk.post("/desk/add/", {"title": "", "text": "", "url": ""} | typed)
    assert response.status_code == 422
    assert sentence in soup_of(response).find(class_="errorlist").get_text()
    assert not Item.objects.exists()


def test_an_item_that_was_left_out_is_found_and_put_into_the_queue(desk):
    item = ItemFactory(title="Overlooked", is_relevant=False)
    assert "Overlooked" in soup_of(desk.get("/desk/items/?q=overl&show=outside")).get_text()
    desk.post(f"/desk/items/{item.pk}/open/")
    item.refresh_from_db()
    assert item.story.state == "new"


def test_an_operator_pauses_and_resumes_a_source(operator_desk, settings):
    settings.CONTACT = "webmaster@example.org"
    source = SourceFactory(is_paused=True)
    operator_desk.post(f"/desk/sources/{source.slug}/", {"to": "resume"})
    assert Source.objects.polled().get() == source
    operator_desk.post(f"/desk/sources/{source.slug}/", {"to": "pause"})
    assert not Source.objects.polled().exists()


def test_no_source_is_resumed_while_there_is_no_contact(operator_desk, settings):
    settings.CONTACT = ""
    source = SourceFactory(is_paused=True)
    response = operator_desk.post(f"/desk/sources/{source.slug}/", {"to": "resume"}, follow=True)
    assert "CONTACT" in soup_of(response).find(class_="messages").get_text()
    assert not Source.objects.polled().exists()


def test_an_editor_sees_sources_and_cannot_change_them(desk):
    source = SourceFactory(is_paused=False)
    assert not soup_of(desk.get("/desk/sources/")).find("button", attrs={"name": "to"})
    assert desk.post(f"/desk/sources/{source.slug}/", {"to": "pause"}).status_code == 403
    assert Source.objects.polled().exists()


def test_the_log_tells_who_decided_what(desk):
    ada = EditorFactory(name="Ada")
    approve(make_story(title="Approved story"), BOTH, editor=ada)
    reject(make_story(title="Rejected story"), editor=ada, note="Football")
    text = soup_of(desk.get("/desk/decisions/")).get_text(" ")
    for words in ("Approved story", "Rejected story", "Football", "Ada", "Canada orders Hikvision to close"):
        assert words in text


PAGES = ["", "add/", "items/", "verify/", "reports/", "sources/", "decisions/"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_desk_is_for_editors(client, page):
    assert client.get(f"/desk/{page}").headers["Location"].startswith("/accounts/login/")
    client.force_login(EditorFactory(role="analyst"))
    assert client.get(f"/desk/{page}").status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_desk_has_one_heading_and_is_not_kept_by_caches(desk, page):
    response = desk.get(f"/desk/{page}")
    assert len(soup_of(response).find_all("h1")) == 1
    assert "no-store" in response.headers["Cache-Control"]
