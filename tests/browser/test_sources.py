"""The pages of sources in a browser: usable by everyone, never wider than the screen."""

from datetime import timedelta
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone

from ingest.models import Fetch, FindingKind
from ingest.services import findings, rhythms
from ingest.services.coverage import update_coverage
from tests.ingest.factories import EditorFactory, ItemFactory, SourceFactory, make_place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = [
    "/coverage/",
    "/coverage/CA/",
    "/status/",
    "/desk/sources/",
    "/desk/sources/press/",
    "/desk/sources/press/change/",
    "/desk/add/source/",
    "/desk/hosts/press.example/",
]
LOOKS = [("light", 1280), ("dark", 390)]


@pytest.fixture(autouse=True)
def one_source_with_everything():
    now = timezone.now()
    source = SourceFactory(
        slug="press", url="https://press.example/a-very-long-address-without-any-space/feed.xml?format=atom&pick=100",
        name="Press office of the Ministry of Industry", jurisdiction=make_place(), is_paused=False,
        watched_since=now - timedelta(days=90), last_success_at=now, config={"item": "li.news > article"},
    )  # fmt: skip
    for day in range(40):
        at = now - timedelta(days=day)
        ItemFactory(source=source, published_at=at, first_seen_at=at, last_seen_at=at)
    Fetch.objects.create(source=source, started_at=now, took_ms=90, outcome="failed", error="The server answered 403.")
    rhythms.learn([source.pk], now)
    for kind in FindingKind:
        findings.find(source, kind, {"error": "The document holds 400 entries.", "per_week": 7}, since=now, now=now)
    update_coverage([source.jurisdiction_id])


@pytest.fixture
def visit_as_operator(visit, live_server, monkeypatch):
    monkeypatch.setattr("bantracker.status._workers", lambda: ["celery@here"])

    def open_page(address, **options):
        client = Client()
        client.force_login(EditorFactory(role="operator"))
        page = visit("/report/", **options)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
        page.context.add_cookies([cookie | {"url": live_server.url}])
        page.goto(live_server.url + address)
        return page

    return open_page


@pytest.mark.parametrize(("address", "look"), list(product(ADDRESSES, LOOKS)))
def test_a_page_can_be_used_by_everyone(visit_as_operator, address, look):
    page = visit_as_operator(address, theme=look[0], width=look[1])
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    answer = Axe().run(page).response
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in answer["violations"]] == []


@pytest.mark.parametrize("width", [320, 1920])
def test_no_page_scrolls_sideways(visit_as_operator, width):
    page = visit_as_operator(ADDRESSES[0], width=width)
    origin = page.url.removesuffix(ADDRESSES[0])
    wide = []
    for address in ADDRESSES:
        page.goto(origin + address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    assert wide == []
