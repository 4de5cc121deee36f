"""Rows of ingest for tests. Each factory builds the least that matters."""

from __future__ import annotations

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from actions.models import Alias, Vendor
from actions.names import fold
from bantracker.accounts.models import Role, User
from ingest import models
from jurisdictions.models import Jurisdiction
from jurisdictions.services import keep_jurisdiction

NOW = datetime(2025, 6, 28, 9, 0, tzinfo=UTC)
TEXT = (
    "The minister said that Hikvision Canada Inc. must cease all operations in Canada. "
    "Departments may no longer buy or use its products."
)
TITLE = "Canada orders Hikvision to close"


class EditorFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"editor-{n}@example.org")
    role = Role.EDITOR


def make_vendor(name: str = "Hikvision", *names: str) -> Vendor:
    vendor, _ = Vendor.objects.get_or_create(slug=fold(name).replace(" ", "-"), defaults={"name": name})
    for text in (name, *names):
        Alias.objects.get_or_create(vendor=vendor, text=text, defaults={"folded": fold(text)})
    return vendor


def make_place(code: str = "CA") -> Jurisdiction:
    return keep_jurisdiction(code)


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = models.Source

    slug = factory.Sequence(lambda n: f"wire-{n}")
    name = factory.Sequence(lambda n: f"Wire {n}")
    url = factory.Sequence(lambda n: f"https://example.org/feeds/{n}")
    publisher_kind = "press"


class StoryFactory(DjangoModelFactory):
    class Meta:
        model = models.Story

    title = TITLE
    kinds = ["shutdown_order", "procurement_ban"]
    jurisdictions = ["CA"]
    vendors = ["Hikvision"]
    score = 0.9
    latest_at = NOW


class ItemFactory(DjangoModelFactory):
    class Meta:
        model = models.Item

    source = factory.SubFactory(SourceFactory)
    key = factory.Sequence(lambda n: f"item-{n}")
    key_reason = "guid"
    url = factory.Sequence(lambda n: f"https://example.org/news/{n}")
    title = TITLE
    published_at = NOW
    first_seen_at = NOW
    last_seen_at = NOW
    is_relevant = True


class VersionFactory(DjangoModelFactory):
    class Meta:
        model = models.ItemVersion

    item = factory.SubFactory(ItemFactory)
    number = 1
    content_sha256 = factory.Sequence(lambda n: f"{n:064x}")
    title = TITLE
    text = TEXT
    language = "en"
    seen_at = NOW


def evidence(field: str, quote: str, *, title: str = TITLE, text: str = TEXT) -> dict[str, object]:
    start = f"{title}\n\n{text}".index(quote)
    return {"field": field, "value": "", "quote": quote, "start": start, "end": start + len(quote)}


def draft(kind: str, **fields: object) -> dict[str, object]:
    shown = {
        "shutdown_order": [evidence("kind", "must cease all operations in Canada")],
        "procurement_ban": [evidence("kind", "may no longer buy or use its products")],
    }
    return {
        "jurisdiction": "CA",
        "kind": kind,
        "stage": "adopted",
        "authority": "Government of Canada",
        "vendors": ["Hikvision"],
        "targets": [{"name": "Hikvision Canada Inc.", "kind": "legal_person", "vendor": "Hikvision"}],
        "announced": "2025-06-27",
        "effective": None,
        "instrument": "",
        "score": 0.9,
        "evidence": shown.get(kind, []),
    } | fields


class ProposalFactory(DjangoModelFactory):
    class Meta:
        model = models.Proposal

    version = factory.SubFactory(VersionFactory)
    classifier_version = "rules-1"
    is_relevant = True
    is_unsure = False
    score = 0.9
    stage = "adopted"
    kinds = ["shutdown_order", "procurement_ban"]
    jurisdictions = ["CA"]
    vendors = ["Hikvision"]
    drafts = factory.LazyFunction(lambda: [draft("shutdown_order"), draft("procurement_ban")])


def make_story(*, items: int = 1, title: str = TITLE, **proposal: object) -> models.Story:
    """A story with so many items, each read and proposed, its place and its vendor on the books."""
    make_place()
    make_vendor("Hikvision", "Hikvision Canada Inc.")
    story = StoryFactory(title=title)
    for _ in range(items):
        ProposalFactory(version__item__story=story, **proposal)
    return story
