"""Every hostile document is polled as a source is: it ends in items or in a sentence, soon, and harms nobody else."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest
from django.utils import timezone

from ingest import services
from ingest.models import Item, Source
from tests.ingest.hostile.answers import HEADERS, JSONS, PAGES
from tests.ingest.hostile.documents import XML, Hostile, rss
from tests.ingest.server import reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_memory")]

ROWS = [("xml", row) for row in XML] + [("page", row) for row in PAGES]
ROWS += [("json", row) for row in JSONS] + [("header", row) for row in HEADERS]
LONGEST_S = 10
"""On a busy machine; the slowest takes two seconds of a processor."""

MOST_GROWN_KB = 250_000
GOOD = rss()


def most_held_kb() -> int:
    """The most memory that this process held since `forget_the_most`."""
    [row] = [row for row in Path("/proc/self/status").read_text().splitlines() if row.startswith("VmHWM")]
    return int(row.split()[1])


def forget_the_most() -> int:
    Path("/proc/self/clear_refs").write_text("5")
    return most_held_kb()


def poll_both(hostile: Source, good: Source) -> dict[str, services.Stored]:
    """One batch with a source that means harm and one that does not; what is new is proposed too."""
    token = services.claim_named([hostile.slug, good.slug], timezone.now())
    stored = {one.slug: one for one in services.poll_claimed(token)}
    services.propose_items([pk for one in stored.values() for pk in one.to_propose])
    return stored


@pytest.mark.parametrize("row", [row for _, row in ROWS], ids=[f"{kind}: {row.name}" for kind, row in ROWS])
def test_a_hostile_document_ends_in_items_or_a_sentence(row: Hostile, make_source, allowed, caplog):
    allowed.replies |= {"/hostile": reply(row.bytes(), **row.fields), "/good": reply(GOOD)}
    hostile, good = make_source("/hostile", **row.source), make_source("/good")
    started, before = time.monotonic(), forget_the_most()
    with caplog.at_level(logging.WARNING):
        stored = poll_both(hostile, good)
    assert time.monotonic() - started < LONGEST_S
    assert most_held_kb() - before < MOST_GROWN_KB
    assert [
        record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR or record.exc_info
    ] == []
    assert stored[good.slug].new_count == 1
    hostile.refresh_from_db()
    if row.says:
        assert row.says in hostile.last_error
        assert hostile.last_error.endswith((".", "”"))
    else:
        assert (stored[hostile.slug].outcome, hostile.last_error) == ("read", "")
        assert stored[hostile.slug].new_count >= 1


SMALL = [(kind, row) for kind, row in ROWS if isinstance(row.body, bytes) and not row.says]


@pytest.mark.parametrize("row", [row for _, row in SMALL], ids=[f"{kind}: {row.name}" for kind, row in SMALL])
def test_a_hostile_document_read_again_changes_nothing(row: Hostile, make_source, allowed):
    allowed.replies |= {"/hostile": reply(row.bytes(), **row.fields), "/good": reply(GOOD)}
    hostile, good = make_source("/hostile", **row.source), make_source("/good")
    poll_both(hostile, good)
    Source.objects.update(body_sha256="", etag="", last_modified="", next_poll_at=None)
    again = poll_both(hostile, good)[hostile.slug]
    assert (again.outcome, again.new_count, again.changed_count) == ("read", 0, 0)


def test_nothing_of_this_machine_is_in_what_was_stored(make_source, allowed):
    for number, row in enumerate(row for row in XML if "file" in row.name or "XInclude" in row.name):
        allowed.replies[f"/{number}"] = reply(row.bytes())
        make_source(f"/{number}")
    token = services.claim_named(list(Source.objects.values_list("slug", flat=True)), timezone.now())
    list(services.poll_claimed(token))
    assert Item.objects.count() == 4
    assert not Item.objects.filter(versions__text__contains="root:").exists()
    assert not Item.objects.filter(title__contains="root:").exists()
