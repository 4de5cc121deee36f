"""Sources that change what does not matter at each poll: no news comes of it, and nothing is stored twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from ingest import services
from ingest.models import Finding, Item, ItemVersion, Source, Story
from tests.ingest.feeds import ORDER, WEATHER, rss
from tests.ingest.server import reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_memory")]

POLLS = 6
ENTRIES = (ORDER, WEATHER)


def guids(start: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((f"{start}{guid}", title, text) for guid, title, text in ENTRIES)


def with_text(text: str) -> bytes:
    guid, title, body = ORDER
    return rss((guid, title, f"{body} {text}"), WEATHER)


RESTLESS: list[tuple[str, Callable[[int], bytes]]] = [
    ("an ETag that changes each time", lambda n: reply(rss(*ENTRIES), etag=f'"{n}"')),
    ("a comment that changes each time", lambda n: reply(rss(*ENTRIES) + b"<!-- made in %d ms -->" % n)),
    ("an order that changes each time", lambda n: reply(rss(*(ENTRIES if n % 2 else ENTRIES[::-1])))),
    ("a title that changes each time", lambda n: reply(rss(*ENTRIES).replace(b"News", b"News %d" % n))),
    (
        "dates that move with the clock",
        lambda n: reply(rss(*ENTRIES, date=f"Fri, 27 Jun 2025 18:00:{n:02} GMT")),
    ),
    ("dates ahead of the clock", lambda n: reply(rss(*ENTRIES, date=f"Fri, 27 Jun 2099 18:00:{n:02} GMT"))),
    ("a charset that changes", lambda n: reply(rss(*ENTRIES).decode().encode(("utf-8", "utf-16", "utf-32")[n % 3]))),
    ("http and https in turn", lambda n: reply(rss(*guids(f"http{'s' * (n % 2)}://news.example/")))),
    ("a new host for each guid", lambda n: reply(rss(*guids(f"https://cdn{n}.news.example/")))),
    ("a new guid each time", lambda n: reply(rss(*guids(f"{n}-")))),
    ("markup that changes", lambda n: reply(with_text(f"<img src='/pixel?{n}'/>"))),
    ("a session in each address", lambda n: reply(rss(*ENTRIES).replace(b"</link>", b"?utm_source=%d</link>" % n))),
]
"""What comes at the n-th poll."""

NOISY: list[tuple[str, Callable[[int], bytes]]] = [
    ("a counter of readers", lambda n: reply(with_text(f"{1_000 + n} views"))),
    ("an age in words", lambda n: reply(with_text(f"Posted {n + 2} minutes ago"))),
]
"""What is stored as another version, and reaches nobody."""


def poll(source: Source) -> services.Stored:
    Source.objects.filter(pk=source.pk).update(next_poll_at=None)
    token = services.claim_named([source.slug], timezone.now())
    [stored] = services.poll_claimed(token)
    services.propose_items(stored.to_propose)
    return stored


def poll_often(source: Source, allowed, answer: Callable[[int], bytes]) -> None:
    for number in range(POLLS):
        allowed.replies["/feed"] = answer(number)
        assert poll(source).error == ""
        Story.objects.filter(state="new").update(state="approved")


@pytest.mark.parametrize("answer", [row[1] for row in RESTLESS], ids=[row[0] for row in RESTLESS])
def test_what_only_seems_to_change_is_stored_once(make_source, allowed, answer):
    source = make_source()
    poll_often(source, allowed, answer)
    assert Item.objects.count() == 2
    assert ItemVersion.objects.count() == 2
    assert [story.state for story in Story.objects.all()] == ["approved"]
    assert not Finding.objects.exists()
    assert not Item.objects.filter(published_at__gt=timezone.now() + timedelta(minutes=1)).exists()


@pytest.mark.parametrize("answer", [row[1] for row in NOISY], ids=[row[0] for row in NOISY])
def test_noise_in_a_text_reaches_nobody(make_source, allowed, answer):
    poll_often(make_source(), allowed, answer)
    assert Item.objects.count() == 2
    assert set(ItemVersion.objects.filter(number__gt=1).values_list("update", flat=True)) <= {"noise"}
    assert [story.state for story in Story.objects.all()] == ["approved"]


def test_two_servers_that_disagree_behind_one_address_bring_each_entry_once(make_source, allowed):
    source = make_source()
    halves = [rss(*((f"{side}{n}", f"Order {side}{n}", f"Words of {side}{n}.") for n in range(10))) for side in "ab"]
    for number in range(POLLS):
        allowed.replies["/feed"] = reply(halves[number % 2])
        poll(source)
    assert Item.objects.count() == 20
    assert ItemVersion.objects.count() == 20
    assert Finding.objects.filter(kind="gap").count() == 1


def test_a_wall_that_comes_and_goes_brings_no_flood(make_source, allowed):
    source = make_source()
    wall = reply(
        b"<html><head><title>Just a moment...</title></head><body>Checking</body></html>", content_type="text/html"
    )
    told = []
    for number in range(POLLS):
        allowed.replies["/feed"] = reply(rss(*ENTRIES)) if number % 2 == 0 else wall
        told.append(poll(source).outcome)
    assert told == ["read", "failed", "same_bytes", "failed", "same_bytes", "failed"]
    assert ItemVersion.objects.count() == 2
