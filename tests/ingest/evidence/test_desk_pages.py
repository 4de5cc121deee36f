"""What editors see and do with copies and items: evidence is inert, and each repair can be taken back."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from warcio.archiveiterator import ArchiveIterator

from bantracker.accounts.models import Role
from ingest.core.types import Entry
from ingest.http import Answer, Redirect
from ingest.models import Item, ItemChange, ItemVersion, Snapshot
from ingest.services.captures import keep_snapshot
from ingest.services.storing import store_entries
from tests.ingest.factories import EditorFactory, SourceFactory

pytestmark = pytest.mark.django_db
SEEN = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
BODY = b"<html><script>alert(document.cookie)</script><p>Order</p></html>"


def keep(body: bytes = BODY, **fields) -> Snapshot:
    answer = Answer(
        **{
            "url": "http://gov.example/o",
            "final_url": "https://gov.example/order",
            "status": 200,
            "reason": "OK",
            "headers": (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")),
            "body": body,
            "sent": (("User-Agent", "Bantracker"),),
            "redirects": (Redirect("http://gov.example/o", 301, "Moved", "1.1", (("Location", "/order"),)),),
        }
        | fields
    )
    return keep_snapshot(answer, SEEN)


def store(source, *entries: Entry, day: int = 4) -> None:
    now = datetime(2026, 3, day, tzinfo=UTC)
    store_entries(source=source, entries=entries, language="en", snapshot=None, now=now)


@pytest.fixture
def desk(client, settings):
    settings.WHITENOISE_AUTOREFRESH = True
    client.force_login(EditorFactory())
    return client


def test_bytes_that_two_addresses_give_are_kept_once_and_each_answer_for_itself():
    one, other = keep(), keep(final_url="https://mirror.example/order")
    assert one != other
    assert one.payload == other.payload
    assert keep() == one


def test_a_copy_is_shown_as_text_and_never_as_a_page(desk):
    snapshot = keep()
    page = desk.get(f"/desk/captures/{snapshot.pk}/").content.decode()
    assert "&lt;script&gt;alert(document.cookie)" in page
    assert "<script>alert(document.cookie)" not in page
    assert "301 Moved" in page
    plain = desk.get(f"/desk/captures/{snapshot.pk}/text/")
    assert plain.content == BODY
    assert plain["Content-Type"] == "text/plain; charset=utf-8"
    assert plain["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in plain["Content-Security-Policy"]


def test_a_copy_is_downloaded_as_warc_that_a_reader_opens(desk):
    answer = desk.get(f"/desk/captures/{keep().pk}/archive/")
    assert re.fullmatch(
        r'attachment; filename="gov-example-20260304-[0-9a-f]{12}\.warc\.gz"', answer["Content-Disposition"]
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    records = ArchiveIterator(BytesIO(answer.content), check_digests="raise")
    bodies = [record.content_stream().read() for record in records if record.rec_type == "response"]
    assert bodies == [b"", BODY]


@pytest.mark.parametrize("path", ["", "archive/", "text/"])
@pytest.mark.parametrize(("role", "status"), [(None, 302), (Role.ANALYST, 403)])
def test_only_editors_see_copies(client, path, role, status):
    if role is not None:
        client.force_login(EditorFactory(role=role))
    assert client.get(f"/desk/captures/{keep().pk}/{path}").status_code == status


def test_what_is_no_text_is_told_and_not_shown(desk):
    snapshot = keep(b"%PDF-1.4 \x00\x01", headers=(("Content-Type", "application/pdf"),))
    assert (
        "This answer is no text (application/pdf): 11 bytes."
        in desk.get(f"/desk/captures/{snapshot.pk}/").content.decode()
    )


def test_the_command_shows_and_exports_what_is_held(capsys, tmp_path):
    snapshot = keep()
    call_command("capture", "show", "https://gov.example/order")
    assert f"200 OK  {len(BODY)} bytes  {snapshot.sha256}  https://gov.example/order" in capsys.readouterr().out
    out = tmp_path / "x.warc.gz"
    call_command("capture", "export", snapshot.sha256[:12], "--output", str(out))
    assert next(ArchiveIterator(BytesIO(out.read_bytes()), check_digests="raise")).rec_type == "warcinfo"
    with pytest.raises(CommandError, match="not overwritten"):
        call_command("capture", "export", snapshot.sha256[:12], "--output", str(out))
    with pytest.raises(CommandError, match="We hold no copy of"):
        call_command("capture", "show", "https://gov.example/none")


def test_the_past_of_an_item_shows_what_changed_by_words(desk):
    source = SourceFactory()
    store(source, Entry(guid="1", title="Order", html="The firm has 120 days to close."))
    store(source, Entry(guid="1", title="Order", html="The firm has 60 days to close."), day=5)
    page = desk.get(f"/desk/items/{Item.objects.get().pk}/").content.decode()
    assert "taken out: </span>120</del>" in page
    assert "put in: </span>60</ins>" in page
    assert "Change of substance" in page
    assert "A date or a number: 120 → 60" in page


@pytest.mark.parametrize(
    ("entry", "by"),
    [
        (Entry(guid="https://gov.example/a/7", url="https://gov.example/a/7", title="Another title"), "guid_path"),
        (Entry(guid="new", url="https://www.gov.example/a/7/?utm_source=x", title="The order of the minister"), "url"),
        (
            Entry(guid="x9", url="https://gov.example/b/9", title="The order of the minister", html="All of the text."),
            "likeness",
        ),
    ],
)
def test_an_entry_under_a_new_name_is_the_item_that_it_was_and_says_why(entry, by):
    source, at = SourceFactory(), datetime(2026, 3, 1, tzinfo=UTC)
    known = Entry(
        guid="http://gov.example/a/7", url="http://gov.example/a/7", title="The order of the minister",
        html="All of the text.", published_at=at,
    )  # fmt: skip
    store(source, known)
    store(
        source,
        Entry(
            **{name: getattr(entry, name) for name in ("guid", "url", "title")},
            html=entry.html + " More.",
            published_at=at,
        ),
        day=5,
    )
    assert Item.objects.count() == 1
    assert ItemVersion.objects.get(number=2).named["by"] == by


@pytest.mark.parametrize(
    "entry",
    [
        Entry(
            guid="b",
            title="Weekly update of sanctions",
            html="Seven firms.",
            published_at=datetime(2026, 3, 9, tzinfo=UTC),
        ),
        Entry(
            guid="b",
            title="Weekly update of sanctions",
            html="Other words here.",
            published_at=datetime(2026, 3, 1, tzinfo=UTC),
        ),
        Entry(guid="b", url="https://gov.example/d/2025-2", title="Weekly update of sanctions", html="Six firms."),
    ],
)
def test_entries_that_only_share_a_title_stay_apart(entry):
    source = SourceFactory()
    first = Entry(guid="a", url="https://gov.example/d/2025-1", title="Weekly update of sanctions", html="Six firms.")
    store(source, first._replace(published_at=datetime(2026, 3, 1, tzinfo=UTC)))
    store(source, entry, day=5)
    assert Item.objects.count() == 2


def test_a_celex_number_is_no_name_of_an_item():
    source = SourceFactory()
    for guid in ("a", "b"):
        store(source, Entry(guid=guid, url=f"https://eu.example/{guid}?uri=CELEX:32024R0903", title=f"Report {guid}"))
    assert Item.objects.count() == 2


def test_a_version_that_was_matched_wrongly_is_parted_and_the_next_poll_finds_each(desk):
    source = SourceFactory()
    first = Entry(guid="http://gov.example/a", title="Order on cameras", html="One.")
    second = Entry(guid="https://gov.example/a", title="Order on drones", html="Two.")
    store(source, first)
    store(source, second, day=5)
    item = Item.objects.get()
    wrong = item.versions.get(number=2)
    desk.post(f"/desk/items/{item.pk}/split/", {"version": wrong.pk})
    assert sorted(Item.objects.values_list("title", flat=True)) == ["Order on cameras", "Order on drones"]
    store(source, first, second, day=6)
    assert ItemVersion.objects.count() == 2
    assert {version.item.title: version.number for version in ItemVersion.objects.all()} == {
        "Order on cameras": 1,
        "Order on drones": 1,
    }
    change = ItemChange.objects.get()
    desk.post(f"/desk/items/changes/{change.pk}/undo/")
    item.refresh_from_db()
    assert (item.versions.count(), item.title, item.key) == (2, "Order on drones", "http://gov.example/a")
    assert not change.other.versions.exists()
    change.refresh_from_db()
    assert change.undone_at is not None


def test_a_name_that_was_used_again_goes_with_the_newer_item(desk):
    source = SourceFactory()
    store(source, Entry(guid="latest", title="Order on cameras", html="One."))
    store(source, Entry(guid="latest", title="Order on drones", html="Two."), day=5)
    item = Item.objects.get()
    desk.post(f"/desk/items/{item.pk}/split/", {"version": item.versions.get(number=2).pk})
    store(source, Entry(guid="latest", title="Order on drones", html="Two, with more."), day=6)
    assert Item.objects.get(title="Order on drones").versions.count() == 2
    assert Item.objects.get(title="Order on cameras").versions.count() == 1


def test_two_items_are_made_one_and_taken_apart_again(desk):
    source = SourceFactory()
    store(
        source,
        Entry(guid="a", title="Order on cameras", html="One."),
        Entry(guid="b", title="Cameras: order", html="Two."),
    )
    one, other = Item.objects.order_by("pk")
    desk.post(f"/desk/items/{other.pk}/merge/", {"into": one.pk})
    assert list(one.versions.values_list("number", flat=True)) == [1, 2]
    store(source, Entry(guid="b", title="Cameras: order", html="Two, changed to 7."), day=5)
    assert (one.versions.count(), other.versions.count()) == (3, 0)
    store(
        source, Entry(guid="a", title="Order on cameras", html="One."), Entry(guid="b", title="Cameras: order"), day=6
    )
    assert Item.objects.standing().get() == one
    change = ItemChange.objects.get()
    page = desk.get(f"/desk/items/{one.pk}/").content.decode()
    assert f"/desk/items/changes/{change.pk}/undo/" in page
    desk.post(f"/desk/items/changes/{change.pk}/undo/")
    other.refresh_from_db()
    assert (other.key, other.merged_into, other.versions.count()) == ("b", None, 1)
    assert "taken back already" in desk.post(f"/desk/items/changes/{change.pk}/undo/", follow=True).content.decode()


def test_an_only_version_cannot_be_parted(desk):
    store(SourceFactory(), Entry(guid="a", title="Order", html="One."))
    item = Item.objects.get()
    answer = desk.post(f"/desk/items/{item.pk}/split/", {"version": item.versions.get().pk}, follow=True)
    assert "nothing to part it from" in answer.content.decode()


def test_a_counter_is_not_stored_without_end():
    source = SourceFactory()
    for count in range(40):
        store(source, Entry(guid="a", title="Order", html=f"The firm must close. {count + 100} views"))
    assert ItemVersion.objects.count() == 25
    assert set(ItemVersion.objects.filter(number__gt=1).values_list("update", flat=True)) == {"noise"}
