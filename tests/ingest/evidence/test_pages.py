"""The page behind a teaser is read, kept and proposed; what cannot be read leaves the teaser and a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from django.utils import timezone

from actions.models import Action, ActionCitation
from ingest import services
from ingest.core.teasers import is_teaser
from ingest.models import Item, ItemVersion, PageRead, Proposal, Snapshot, Story
from ingest.services import teasers
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


def feed(
    url: str,
    *,
    title: str = ORDER[1],
    text: str = ORDER[2][:150] + " …",
    guid: str = "order",
    published: datetime = datetime(2025, 6, 27, 18, tzinfo=UTC),
) -> bytes:
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>N</title>"
        f"<item><guid isPermaLink='false'>{guid}</guid>"
        f"<title>{title}</title><link>{url}</link><pubDate>{format_datetime(published)}</pubDate>"
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


HINT = "Estonia acts on antivirus software"
STEP = "Estonia bans the use of antivirus software in all ministries"


@pytest.mark.parametrize(
    ("title", "text", "days_ago", "expected"),
    [
        (HINT, "Officials look at Kaspersky. Read more", 1, 1),  # a vendor of ours
        (
            "Estonia bans the use of antivirus software in all ministries",
            "Read more",
            1,
            1,
        ),  # a step, and not yet whom it hits
        ("What becomes of high-risk suppliers in the 5G networks", "Read more", 1, 1),  # a class of vendors
        (HINT, "Read more", 1, 0),
        ("Council bans smoking in parks", "Read more", 1, 0),
        (HINT, "Officials look at Kaspersky. Read more", 15, 0),  # no news any more
    ],
)
def test_a_fresh_teaser_that_promises_something_is_followed(make_source, allowed, title, text, days_ago, expected):
    published = timezone.now() - timedelta(days=days_ago)
    body = feed(allowed.url("/story"), title=title, text=text, published=published)
    allowed.replies["/feed"] = reply(body, content_type="application/rss+xml")
    poll(make_source())
    assert not Item.objects.get().is_relevant
    assert PageRead.objects.count() == expected


def test_a_page_tells_what_its_headline_only_promised(make_source, allowed):
    text = (
        "The Ministry of Digital Affairs of Estonia has banned Kaspersky software from all government agencies. The "
        "order takes effect on 1 January 2027, and agencies have until the end of March to remove what they hold. "
    )
    page = f"<article><h1>{HINT}</h1><p>{text}</p></article>".encode()
    allowed.replies["/story"] = reply(page, content_type="text/html")
    body = feed(allowed.url("/story"), title=HINT, text="Officials look at Kaspersky.", published=timezone.now())
    allowed.replies["/feed"] = reply(body, content_type="application/rss+xml")
    poll(make_source())
    assert services.read_due_pages(timezone.now()) == 1
    item = Item.objects.get()
    assert item.is_relevant
    assert item.story is not None


def test_a_page_in_which_nothing_is_found_does_not_unsay_its_teaser(make_source, allowed):
    consent = "We value your privacy. We and our partners store information on your device to show advertisements. " * 9
    page = f"<article><h1>Before you go on</h1><p>{consent}</p></article>".encode()
    body = feed(allowed.url("/story"), title="News of the day", text=ORDER[2])
    allowed.replies |= {"/feed": reply(body), "/story": reply(page, content_type="text/html")}
    poll(make_source())
    Story.objects.update(state="approved")
    assert services.read_due_pages(timezone.now()) == 1
    item = Item.objects.get()
    assert item.is_relevant
    assert latest_proposals([item])[0].version.origin == "entry"
    story = Story.objects.get()
    assert (story.state, story.vendors) == ("approved", ["Hikvision"])


def test_a_source_has_a_budget_of_promises_and_vendors_go_first(make_source, allowed):
    now = timezone.now()
    named = [f"Officials look at Kaspersky, part {n}" for n in range(4)]
    others = [f"{STEP}, part {n}" for n in range(teasers.MOST_A_DAY)]
    body = feed(allowed.url("/0"), published=now).split(b"<item>")[0]
    for n, title in enumerate([*others, *named]):
        one = feed(allowed.url(f"/{n}"), title=title, text="Read more", guid=str(n), published=now)
        body += b"<item>" + one.split(b"<item>")[1].split(b"</channel>")[0]
    allowed.replies["/feed"] = reply(body + b"</channel></rss>", content_type="application/rss+xml")
    poll(make_source())
    assert PageRead.objects.count() == teasers.MOST_A_DAY
    assert PageRead.objects.filter(item__title__in=named).count() == 4


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://169.254.169.254/latest/meta-data/", "not a public address"),
        ("http://u:p@news.example/", "user name or password"),
        ("http://127.0.0.1:5432/", "Only ports 80 and 443"),
        ("http://[::ffff:10.0.0.1]/", "not a public address"),
        ("http://localhost/", "a name for private use"),
    ],
)
def test_a_page_is_read_through_the_gate_wherever_an_entry_links_to(make_source, allowed, url, why):
    allowed.replies["/feed"] = reply(feed(url), content_type="application/rss+xml")
    poll(make_source())
    asked = len(allowed.asked)
    services.read_due_pages(timezone.now())
    assert why in PageRead.objects.get().error
    assert len(allowed.asked) == asked


def test_pages_for_which_the_time_did_not_suffice_are_next(make_source, allowed, monkeypatch):
    monkeypatch.setattr("ingest.services.pages.BUDGET_S", 0.0)
    body = feed(allowed.url("/a"), guid="a").replace(
        b"</channel>",
        b"<item>" + feed(allowed.url("/b"), guid="b").split(b"<item>")[1].split(b"</channel>")[0] + b"</channel>",
    )
    allowed.replies |= {"/feed": reply(body), "/a": reply(PAGE, content_type="text/html")}
    allowed.replies["/b"] = reply(PAGE, content_type="text/html")
    poll(make_source())
    now = timezone.now()
    assert services.read_due_pages(now) == 1
    assert services.read_due_pages(now) == 1


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


def test_a_page_that_is_no_page_for_people_is_refused_before_it_is_taken_apart(allowed):
    allowed.replies["/deep"] = reply(b"<html><body>" + b"<div>" * 900_000, content_type="text/html")
    added = services.add_address(allowed.url("/deep"), EditorFactory())
    assert added.error.startswith("This page has more than 200,000 tags")
    assert added.error.endswith("Paste the text instead.")


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


WITHDRAWN = PAGE.replace(
    ORDER[2].encode(), b"This article has been withdrawn, since no such order was made. We apologise to our readers."
)


def test_a_page_that_left_its_source_and_says_that_it_is_withdrawn_is_a_retraction(polled, allowed):
    item = polled(reply(PAGE, content_type="text/html"))
    now = timezone.now()
    services.read_due_pages(now)
    Story.objects.update(state="approved")
    Item.objects.update(last_seen_at=now - timedelta(days=3))
    services.find_departed(now)
    allowed.replies["/story"] = reply(WITHDRAWN, content_type="text/html")
    assert services.check_pages(now + timedelta(minutes=1)) == 1
    latest = item.versions.order_by("number").last()
    assert (latest.update, latest.origin) == ("retraction", "page")
    assert latest.update_reasons[0] == ["retracted", "This article has been withdrawn"]
    assert Story.objects.get().state == "updates"
    assert latest_proposals([item])[0].version == latest
    assert services.check_pages(now + timedelta(days=9)) == 0


def test_a_page_that_is_withdrawn_before_it_is_first_read_unsays_its_teaser(polled):
    item = polled(reply(WITHDRAWN, content_type="text/html"))
    services.read_due_pages(timezone.now())
    assert item.versions.get(origin="page").update == "retraction"


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
