"""Editors add a text or an address; both become items of the desk like any other."""

from __future__ import annotations

import pytest

from bantracker.accounts.models import User
from ingest import services
from ingest.models import Item, Snapshot, Source
from tests.ingest.feeds import ORDER
from tests.ingest.server import reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_memory")]


@pytest.fixture
def editor(db):
    return User.objects.create(email="editor@example.org")


def test_a_pasted_text_is_an_item_of_the_desk_and_proposed_at_once(editor):
    item = services.add_pasted("https://x.example/a", "R&D <order>", "First line.\n\nif a < b & c", editor)
    version = item.versions.get()
    assert (item.source.slug, item.title, version.text) == ("desk", "R&D <order>", "First line.\nif a < b & c")
    assert version.proposals.count() == 1
    assert services.claim_due(version.seen_at) is None


def test_the_same_text_pasted_twice_is_one_item_and_other_text_a_new_version(editor):
    first = services.add_pasted("https://x.example/a", "Order", "Text", editor)
    assert services.add_pasted("https://x.example/a", "Order", "Text", editor) == first
    services.add_pasted("https://x.example/a", "Order", "Another text", editor)
    assert first.versions.count() == 2


def test_a_text_without_an_address_is_known_by_its_content(editor):
    first = services.add_pasted("", "Order", "Text", editor)
    assert services.add_pasted("", "Order", "Text", editor) == first
    assert services.add_pasted("", "Order", "Other", editor) != first


def test_a_page_is_read_through_the_gate_and_its_bytes_are_kept(editor, allowed):
    page = (
        f"<html lang='en-CA'><head><title>{ORDER[1]} | News</title>"
        f"<meta property='og:title' content='{ORDER[1]}'></head>"
        f"<body><nav>Menu</nav><article><h1>{ORDER[1]}</h1><p>{ORDER[2]}</p><script>x()</script></article></body></html>"
    )
    allowed.replies["/page"] = reply(page.encode(), content_type="text/html; charset=utf-8")
    added = services.add_address(allowed.url("/page"), editor)
    assert added.error == ""
    assert added.item.title == ORDER[1]
    version = added.item.versions.get()
    assert ORDER[2] in version.text
    assert "Menu" not in version.text
    assert "x()" not in version.text
    assert version.snapshot == Snapshot.objects.get()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (reply(status="404 Not Found"), "404"),
        (reply(b"%PDF-1.7", content_type="application/pdf"), "The PDF is damaged"),
        (reply(b"GIF89a", content_type="image/gif"), "The address holds image/gif"),
        (
            reply(b"<div>" * 150_000, content_type="text/html"),
            "This page nests its elements too deeply to be read. Paste",
        ),
        (reply(b"<html><body><script>x()</script></body></html>", content_type="text/html"), "holds no text"),
    ],
)
def test_a_page_that_cannot_be_read_says_why(editor, allowed, said, why):
    allowed.replies["/page"] = said
    added = services.add_address(allowed.url("/page"), editor)
    assert added.item is None
    assert why in added.error
    assert not Item.objects.exists()


def test_a_private_address_is_refused_for_editors_too(editor):
    assert "not a public address" in services.add_address("http://192.168.0.1/router", editor).error
    assert not Source.objects.exists()
