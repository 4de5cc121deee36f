"""An answer is compared with the source's own past: walls, strangers, floods and collapses are refused."""

import json

import pytest

from ingest.core.findings import BELIEVED_AFTER, Past, is_gap, name_wall, why_not_the_feed
from ingest.core.types import Document, Entry


def document(
    count: int,
    *,
    title: str = "Ministry news",
    host: str = "www.gov.example",
    format: str = "rss",  # noqa: A002
) -> Document:
    entries = tuple(Entry(guid=str(n), url=f"https://{host}/{n}", title=f"News {n}") for n in range(count))
    return Document(format=format, title=title, entries=entries)


def past(*counts: int, **columns: object) -> Past:
    return Past(title="Ministry news", hosts=("gov.example",), counts=counts, **columns)


@pytest.mark.parametrize(
    ("before", "came", "expected"),
    [
        (past(20, 20, 20), document(20), ""),
        (past(), document(500), ""),  # no past yet
        (past(20, 20), document(199), ""),
        (past(20), document(400), "The document holds 400 entries, and it never held more than 20"),
        (past(20, 20, refused=BELIEVED_AFTER - 1), document(400), "The document holds 400 entries"),
        (past(20, 20, refused=BELIEVED_AFTER), document(400), ""),  # too little of a past to stand against it
        (past(2), document(29), ""),  # a new list may well grow
        (past(2), document(30), "The document holds 30 entries"),
        (past(20, 20, 20), document(199), ""),
        (past(20, 20, 20), document(200), "The document holds 200 entries, and it never held more than 20"),
        (past(20, 25, 30), document(3), ""),
        (past(20, 20, 30), document(2), "The document holds 2 of the 20 entries that it usually holds."),
        (past(9, 9, 9), document(1), ""),  # short lists may well shrink to one
        (past(20, 20, 20, refused=BELIEVED_AFTER), document(2), ""),
        (past(20, 20, 20, refused=BELIEVED_AFTER), document(200), "The document holds 200 entries"),
    ],
)
def test_the_number_of_entries_is_held_against_the_past(before, came, expected):
    said = why_not_the_feed(before, came)
    assert said.startswith(expected) if expected else said == ""


def test_another_feed_at_the_same_address_is_refused():
    said = why_not_the_feed(past(20), document(10, title="Casino bonus", host="casino.example"))
    assert said.startswith("Another feed answers at this address: it calls itself “Casino bonus”")


@pytest.mark.parametrize(
    "came",
    [document(10, title="Ministry of Trade: news"), document(10, host="archive.gov.example"), document(10, title="")],
)
def test_a_new_title_or_a_new_host_alone_is_no_other_feed(came):
    assert why_not_the_feed(past(20), came) == ""


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Just a moment...", "A test for browsers came instead of the document."),
        ("Attention Required! | Cloudflare", "A test for browsers came instead of the document."),
        ("Site under  maintenance", "A maintenance page came instead of the document."),
        ("Wartungsarbeiten – Ministerium", "A maintenance page came instead of the document."),
        ("News of the ministry", ""),
        ("", ""),
        (
            "The ministry of works announces that bridge 7 is under maintenance until spring, detours are marked",
            "",
        ),
    ],
)
def test_walls_and_maintenance_pages_are_known_by_their_titles(title, expected):
    assert name_wall(title) == expected


def test_a_listing_that_turns_into_a_wall_is_refused_even_if_the_selector_finds_something():
    said = why_not_the_feed(past(3), document(3, title="Access denied", format="html_listing"))
    assert said == "A test for browsers came instead of the document. The page is titled “Access denied”."


def test_a_feed_that_was_always_called_so_is_believed():
    always = Past(title="Access denied: a podcast", counts=(5, 5, 5))
    assert why_not_the_feed(always, document(5, title="Access denied: a podcast")) == ""


@pytest.mark.parametrize(
    ("counts", "entries", "known", "expected"),
    [
        ((20, 20), 20, 0, True),
        ((20, 20), 20, 1, False),
        ((), 20, 0, False),  # the first poll
        ((20, 20), 3, 0, False),  # the list is not full: older ones were taken down
        ((1,), 1, 0, False),
        ((2,), 2, 0, True),
    ],
)
def test_a_full_document_without_a_known_entry_is_a_gap(counts, entries, known, expected):
    assert is_gap(Past(counts=counts), entry_count=entries, known_count=known) is expected


def test_the_past_travels_as_json_and_keeps_twelve_counts():
    before = Past()
    for count in range(1, 16):
        before = before.after(document(count, host=f"h{count}.example"))
    assert before.counts == tuple(range(4, 16))
    assert before.hosts[0] == "h15.example"
    assert Past.from_json(json.loads(json.dumps(before.as_json()))) == before
    assert Past.from_json({}) == Past()


def test_a_good_answer_ends_the_count_of_refusals():
    assert past(3).after_refusal().after_refusal().refused == 2
    assert past(3).after_refusal().after(document(3)).refused == 0
