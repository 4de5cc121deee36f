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
