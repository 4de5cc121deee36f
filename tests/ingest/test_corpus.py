"""Documents saved from real sites, polled as sources: each ends as items or as a stored sentence, twice over."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from ingest import services
from ingest.models import Fetch, Item, ItemVersion, Source
from tests.ingest.server import reply

FEEDS = Path(__file__).resolve().parents[3] / "shared" / "feeds"
CONTENT_TYPES = {"html": "text/html", "json": "application/json"}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("no_memory"),
    pytest.mark.skipif(not FEEDS.is_dir(), reason="The folder of saved feeds is not beside this project."),
]


def poll(sources: QuerySet[Source]) -> tuple[Counter[str], set[str]]:
    """How often each outcome came, and the sentences of those that failed."""
    sources.update(next_poll_at=None)
    outcomes: Counter[str] = Counter()
    errors: set[str] = set()
    while (token := services.claim_due(timezone.now(), limit=100)) is not None:
        for stored in services.poll_claimed(token):
            outcomes[str(stored.outcome)] += 1
            errors |= {stored.error} if stored.error else set()
    return outcomes, errors


def test_every_document_ends_as_items_or_as_a_readable_error_and_nothing_is_stored_twice(allowed):
    documents = [json.loads(line) for line in (FEEDS / "index.jsonl").read_text("utf-8").splitlines()]
    for number, document in enumerate(documents):
        body = (FEEDS / document["file"]).read_bytes()
        kind = CONTENT_TYPES.get(document["format"], "application/xml")
        allowed.replies[f"/{number}"] = reply(body, content_type=kind)
    Source.objects.bulk_create(
        Source(
            slug=f"s{number}", name=row["file"], url=allowed.url(f"/{number}"), publisher_kind="press", is_paused=False
        )
        for number, row in enumerate(documents)
    )
    first, _ = poll(Source.objects.all())
    assert sum(first.values()) == len(documents) == Fetch.objects.count()
    assert set(first) == {"read", "failed"}
    unreadable = [e for e in Fetch.objects.filter(outcome="failed").values_list("error", flat=True) if len(e) < 20]
    assert unreadable == []
    assert not Source.objects.filter(items__isnull=True, last_error="").exists()
    assert not Fetch.objects.filter(error__contains="reason of ours").exists()
    counts = Item.objects.count(), ItemVersion.objects.count()
    second, _ = poll(Source.objects.all())
    assert second["same_bytes"] == first["read"]
    assert (Item.objects.count(), ItemVersion.objects.count()) == counts
    some = Source.objects.exclude(body_sha256="").values_list("pk", flat=True)[::5]
    again = Source.objects.filter(pk__in=list(some))
    again.update(body_sha256="")  # and so these are read again, entry by entry
    assert poll(again) == ({"read": len(some)}, set())
    assert (Item.objects.count(), ItemVersion.objects.count()) == counts
