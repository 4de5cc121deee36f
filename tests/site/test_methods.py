"""Every address that may be read answers HEAD as well: link checkers and monitors ask with it."""

from __future__ import annotations

import pytest

from tests.ingest.factories import EditorFactory

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/actions/",
    "/jurisdictions/",
    "/vendors/",
    "/about/",
    "/feeds/",
    "/feeds.opml",
    "/feed.atom",
    "/report/",
    "/robots.txt",
    "/sitemap.xml",
    "/healthz",
    "/styleguide/",
]
DESK = ["/desk/", "/desk/add/", "/desk/items/", "/desk/verify/", "/desk/reports/", "/desk/sources/", "/desk/decisions/"]


@pytest.mark.parametrize("address", PUBLIC)
def test_what_anybody_may_read_answers_head(client, address):
    answer = client.head(address)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("address", DESK)
def test_the_desk_answers_head(client, address):
    client.force_login(EditorFactory())
    assert client.head(address).status_code == 200


@pytest.mark.parametrize(("address", "method"), [("/desk/add/list/", "get"), ("/about/", "post")])
def test_what_is_asked_in_a_wrong_way_says_so(client, address, method):
    answer = getattr(client, method)(address)
    assert answer.status_code == 405
    assert answer.headers["Allow"]
    assert "Nothing to read at this address" in answer.content.decode()


@pytest.mark.parametrize(
    ("referer", "way_back"),
    [
        ("http://testserver/desk/stories/1/?decided=2", "/desk/stories/1/%3Fdecided%3D2"),
        ("http://evil.example/desk/", "/desk/"),
        ("http://testserver", "/desk/"),
        ("", "/desk/"),
        ("http://testserver//evil.example/", "/desk/"),
    ],
)
def test_who_sends_a_form_after_the_session_ended_comes_back_to_where_it_stood(client, referer, way_back):
    answer = client.post("/desk/stories/1/reject/", headers={"referer": referer})
    assert answer.headers["Location"] == f"/accounts/login/?next={way_back}"
