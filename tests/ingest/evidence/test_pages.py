"""The page behind a teaser is read, kept and proposed; what cannot be read leaves the teaser and a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from actions.models import Action, ActionCitation
from ingest import services
from ingest.core.teasers import is_teaser
from ingest.models import Item, ItemVersion, PageRead, Proposal, Snapshot, Story
from ingest.services.answers import Answer
from ingest.services.deciding import approve
from ingest.services.grouping import latest_proposals
from ingest.services.polling import poll_claimed
from tests.ingest.desk.test_deciding import ORDER as ACCEPTED
from tests.ingest.evidence.papers import locked, pdf
from tests.ingest.factories import EditorFactory, make_place, make_vendor
from tests.ingest.feeds import ORDER, WEATHER
from tests.ingest.server import reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_memory")]

REST = (
    "The minister told reporters that the firm has 120 days to wind up, and that the order may be appealed in the "
    "Federal Court. A review by the security services began in 2023 and heard both the company and its customers."
)
PAGE = (
    f"<html><head><title>{ORDER[1]}</title></head><body><nav><a href='/'>Home</a> <a href='/x'>Sport</a></nav>"
    f"<article><h1>{ORDER[1]}</h1><p>{ORDER[2]}</p><p>{REST}</p></article><footer>Imprint</footer></body></html>"
).encode()


def feed(url: str, *, title: str = ORDER[1], text: str = ORDER[2][:150] + " …", guid: str = "order") -> bytes:
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>N</title>"
        f"<item><guid isPermaLink='false'>{guid}</guid>"
        f"<title>{title}</title><link>{url}</link><pubDate>Fri, 27 Jun 2025 18:00:00 GMT</pubDate>"
        f"<description>{text}</description></item></channel></rss>"
    ).encode()


def poll(source) -> None:
    token = services.claim_named([source.slug], timezone.now())
    for stored in poll_claimed(token):
        services.propose_items(stored.to_propose)


@pytest.fixture
def polled(make_source, allowed):
    """A relevant teaser that was polled; give the answer of its page."""

    def polled(answer: bytes, path: str = "/story") -> Item:
        allowed.replies[path] = answer
        allowed.replies["/feed"] = reply(feed(allowed.url(path)), content_type="application/rss+xml")
        poll(make_source())
        return Item.objects.get()

    return polled


def test_the_page_behind_a_teaser_becomes_a_version_with_its_own_copy(polled):
    item = polled(reply(PAGE, content_type="text/html; charset=utf-8"))
    assert services.read_due_pages(timezone.now()) == 1
    teaser, full = item.versions.order_by("number")
    assert (full.origin, full.update, teaser.origin) == ("page", "fuller", "entry")
    assert REST in full.text
    assert "Imprint" not in full.text
    assert full.snapshot.url.endswith("/story")
    assert full.snapshot != teaser.snapshot
    assert full.proposals.exists()
    assert latest_proposals([item])[0].version == full
    assert PageRead.objects.get().state == "read"
    assert services.read_due_pages(timezone.now() + timedelta(days=1)) == 0


def test_the_next_poll_of_the_same_feed_changes_nothing(polled, make_source):
    item = polled(reply(PAGE, content_type="text/html"))
    services.read_due_pages(timezone.now())
    poll(item.source)
    assert item.versions.count() == 2


def test_what_does_not_matter_is_not_fetched(make_source, allowed):
    body = feed(allowed.url("/rain"), title=WEATHER[1], text=WEATHER[2], guid="rain")
    allowed.replies["/feed"] = reply(body, content_type="application/rss+xml")
    poll(make_source())
    assert not PageRead.objects.exists()


def test_a_page_that_fails_is_asked_four_times_and_the_teaser_stays(polled):
    item = polled(reply(status="503 Service Unavailable"))
    now = timezone.now()
    for _ in range(8):
        services.read_due_pages(now)
        now += timedelta(days=1)
    page = PageRead.objects.get()
    assert (page.state, page.attempts) == ("given_up", 3)
    assert page.error == "The server answered 503 (Service Unavailable)."
    assert item.versions.count() == 1


def test_text_of_a_pdf_is_kept_with_its_pages_and_a_citation_says_the_page(polled, allowed):
    make_place()
    make_vendor("Hikvision", "Hikvision Canada Inc.")
    body = pdf("Annex to the Gazette of Canada.\nContents.", ORDER[2].replace(". ", ".\n"), "Signed in Ottawa.")
    item = polled(reply(body, content_type="application/pdf"), "/order.pdf")
    assert services.read_due_pages(timezone.now()) == 1
    version = item.versions.get(origin="pdf")
    assert len(version.page_starts) == 3
    assert version.page_at(version.full_text.index("cease operations", len(version.title))) == 2
    assert version.page_at(version.full_text.index("Signed in Ottawa")) == 3
    approve(Story.objects.get(), Answer(actions=(ACCEPTED,)), editor=EditorFactory())
    cited = ActionCitation.objects.get(action=Action.objects.get())
    assert cited.note in {"Page 2 of the PDF.", "Pages 1, 2 of the PDF."}
    assert cited.citation.seen_at is not None
    assert version.snapshot in {capture.snapshot for capture in cited.citation.captures.all()}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (locked(pdf("Order")), "The PDF is locked with a password."),
        (b"%PDF-1.4\nnothing of the sort", "The PDF is damaged and could not be read."),
        (pdf(""), "The PDF holds no text that could be read: its pages may be pictures."),
    ],
)
def test_a_pdf_that_cannot_be_read_leaves_a_sentence(polled, body, why):
    polled(reply(body, content_type="application/pdf"), "/order.pdf")
    services.read_due_pages(timezone.now())
    assert PageRead.objects.get().error == why


def test_an_editor_may_add_a_pdf_by_its_address(allowed):
    allowed.replies["/o.pdf"] = reply(
        pdf(ORDER[2].replace(". ", ".\n"), title="An order"), content_type="application/pdf"
    )
    added = services.add_address(allowed.url("/o.pdf"), EditorFactory())
    assert added.error == ""
    assert added.item.title == "An order"
    assert "cease operations" in added.item.versions.get(origin="pdf").text


def test_a_page_that_left_its_source_and_is_gone_twice_is_a_retraction(polled, allowed):
    item = polled(reply(PAGE, content_type="text/html"))
    now = timezone.now()
    services.read_due_pages(now)
    Story.objects.update(state="approved")
    Item.objects.update(last_seen_at=now - timedelta(days=3))
    item.source.refresh_from_db()
    assert item.source.last_body_at is not None
    assert services.find_departed(now) == 1
    allowed.replies["/story"] = reply(status="410 Gone")
    assert services.check_pages(now + timedelta(minutes=1)) == 0
    assert services.check_pages(now + timedelta(hours=2)) == 0
    assert services.check_pages(now + timedelta(days=2)) == 1
    gone = item.versions.get(origin="gone")
    assert (gone.update, gone.update_reasons) == ("retraction", [["gone", "410"]])
    assert Story.objects.get().state == "updates"
    assert services.check_pages(now + timedelta(days=9)) == 0


def test_a_page_that_still_stands_is_looked_at_a_few_times_only(polled):
    polled(reply(PAGE, content_type="text/html"))
    now = timezone.now()
    Item.objects.update(last_seen_at=now - timedelta(days=3))
    services.find_departed(now)
    for _ in range(12):
        now += timedelta(days=40)
        services.check_pages(now)
        services.find_departed(now)
    assert PageRead.objects.get().checks == 5
    assert not ItemVersion.objects.filter(update="retraction").exists()


@pytest.mark.parametrize(
    ("text", "url", "expected"),
    [
        ("Short.", "https://a.example/x", True),
        ("Long. " * 200, "https://a.example/x", False),
        ("Long. " * 200 + "Read more", "https://a.example/x", True),
        ("Long. " * 200 + "Weiterlesen …", "https://a.example/x", True),
        ("Long. " * 200, "https://a.example/order.PDF", True),
        ("Short.", "", False),
        ("Short.", "mailto:a@b.example", False),
    ],
)
def test_a_teaser_is_told_from_a_whole_text(text, url, expected):
    assert is_teaser(text, url) is expected


def test_copies_on_which_nothing_rests_are_dropped_after_their_time(polled, settings, make_source, allowed):
    item = polled(reply(PAGE, content_type="text/html"))
    services.read_due_pages(timezone.now())
    body = feed(allowed.url("/rain"), title=WEATHER[1], text=WEATHER[2], guid="rain")
    allowed.replies["/other"] = reply(body, content_type="application/rss+xml")
    poll(make_source("/other"))
    seen = datetime(2026, 1, 1, tzinfo=UTC)
    Snapshot.objects.update(fetched_at=seen)
    settings.CAPTURE_DAYS = 90
    assert services.drop_captures(seen + timedelta(days=90)).snapshots == 0
    dropped = services.drop_captures(seen + timedelta(days=90, seconds=1))
    assert (dropped.snapshots, dropped.payloads, dropped.byte_count) == (1, 1, len(body))
    assert services.drop_captures(seen + timedelta(days=900)).snapshots == 0
    assert item.versions.filter(snapshot__isnull=False).count() == 2
    assert Item.objects.get(title=WEATHER[1]).versions.get().snapshot is None


def test_a_copy_of_a_cited_page_stays_though_its_item_was_found_irrelevant_since(polled, settings):
    make_place()
    make_vendor("Hikvision", "Hikvision Canada Inc.")
    polled(reply(PAGE, content_type="text/html"))
    services.read_due_pages(timezone.now())
    approve(Story.objects.get(), Answer(actions=(ACCEPTED,)), editor=EditorFactory())
    Item.objects.update(is_relevant=False, story=None)
    Proposal.objects.update(is_relevant=False, is_unsure=False)
    Snapshot.objects.update(fetched_at=datetime(2020, 1, 1, tzinfo=UTC))
    services.drop_captures(timezone.now())
    assert Snapshot.objects.filter(url__endswith="/story").exists()
