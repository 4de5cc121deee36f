"""The frame of a page is drawn once and filled in: with this page's words, and nobody else's."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.django_db


def soup_of(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def test_the_box_holds_what_was_searched_for_as_words(client):
    page = soup_of(client.get("/search/", {"q": '"><script>alert(1)</script>'}))
    assert page.select_one("#find")["value"] == '"><script>alert(1)</script>'
    assert page.find("script", string="alert(1)") is None
    assert soup_of(client.get("/about/")).select_one("#find")["value"] == ""


def test_each_page_reports_and_returns_to_itself(client):
    for path, reported in (("/about/", "/about/"), ("/actions/?kind=advisory", "/actions/%3Fkind%3Dadvisory")):
        foot = soup_of(client.get(path)).find("footer")
        assert foot.find("a", rel="nofollow", href=f"/report/?about={reported}")
        assert foot.find("input", attrs={"name": "next"})["value"] == path


@pytest.mark.parametrize(
    ("path", "entry", "mark"),
    [("/actions/", "/actions/", "page"), ("/vendors/?q=x", "/vendors/", "page"), ("/changes/", "/changes/", "page")],
)
def test_the_entry_of_a_page_is_marked(client, path, entry, mark):
    menu = soup_of(client.get(path)).select("header nav [aria-current]")
    assert [(link["href"], link["aria-current"]) for link in menu] == [(entry, mark)]


def test_a_page_below_an_entry_marks_it_as_the_way_there(client):
    menu = soup_of(client.get("/actions/nobody-knows-it/")).select("header nav [aria-current]")
    assert [(link["href"], link["aria-current"]) for link in menu] == [("/actions/", "true")]


def test_who_is_signed_in_is_offered_to_sign_out_and_nobody_else_is(client, django_user_model):
    user = django_user_model.objects.create_user(email="reader@example.org", password="long enough to be taken")
    assert "Sign in" in soup_of(client.get("/about/")).find("footer").get_text()
    client.force_login(user)
    assert "Sign out" in soup_of(client.get("/about/")).find("footer").get_text()
    client.logout()
    assert "Sign out" not in soup_of(client.get("/about/")).find("footer").get_text()
