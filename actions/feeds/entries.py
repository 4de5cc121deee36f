"""One action as an entry of a feed: what every format writes, and nothing that changes by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from actions import sentences
from actions.labels import KINDS, Grade, standing_word
from actions.lifecycle import Kind, Stage
from actions.models import Action, Revision
from actions.spans import Span, parse_span
from jurisdictions.models import Jurisdiction

LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
TAG_DAY = "2026"
"""The year in tag URIs (RFC 4151): a year in which the host is ours; never changed afterwards."""


@dataclass(frozen=True, slots=True)
class Category:
    """A term with its scheme, so that a reader can tell a place from a vendor."""

    scheme: str
    term: str
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An action as feeds tell it. `summary` is plain text, `content` is safe HTML."""

    id: str
    url: str
    title: str
    summary: str
    content: str
    published_at: datetime
    updated_at: datetime
    categories: tuple[Category, ...]
    via: str
    extension: dict[str, object]


@dataclass(frozen=True, slots=True)
class Channel:
    """The feed itself: a list address, its query string, and the entries."""

    id: str
    title: str
    subtitle: str
    page_url: str
    feed_url: str
    updated_at: datetime
    entries: tuple[Entry, ...]


def tag_uri(path: str) -> str:
    """A name that stays when the address moves (RFC 4151)."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},{TAG_DAY}:{path}"


def scheme(name: str) -> str:
    return f"{settings.BASE_URL}/about/#{name}"


def at_midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """What a feed tells of an action, as it is now or as our record held it."""

    slug: str
    url: str
    title: str
    summary: str
    kind: Kind
    stage: Stage
    place: Jurisdiction
    announced: Span | None
    effective: Span | None
    ended: Span | None
    instrument: str
    whom: str
    vendors: tuple[tuple[str, str], ...]
    cited: tuple[tuple[str, str, str, str], ...]
    changed_at: datetime


def told_now(action: Action, changed_at: datetime) -> Told:
    """An action that was read by `for_feed()`, and when it changed (`Line.changed_at`)."""
    vendors = {(target.vendor.slug, target.vendor.name) for target in action.targets.all() if target.vendor}
    return Told(
        slug=action.slug,
        url=action.get_absolute_url(),
        title=action.title,
        summary=action.summary or action.scope or action.title,
        kind=Kind(action.kind),
        stage=Stage(action.stage),
        place=action.jurisdiction,
        announced=action.announced,
        effective=action.effective,
        ended=action.ended,
        instrument=action.instrument,
        whom=sentences.target_names(action),
        vendors=tuple(sorted(vendors)),
        cited=tuple((page.url, page.title, page.publisher, page.grade) for page in action.citations.all()),
        changed_at=changed_at,
    )


def told_then(revision: Revision, place: Jurisdiction, changed_at: datetime) -> Told:
    """What a revision held, at its permanent address."""
    record = revision.record
    vendors = {(target["vendor"], target["vendor_name"]) for target in record["targets"] if target["vendor"]}
    return Told(
        slug=record["slug"],
        url=reverse("revision", args=[revision.action.slug, revision.number]),
        title=record["title"],
        summary=record["summary"] or record["scope"] or record["title"],
        kind=Kind(record["kind"]),
        stage=Stage(record["stage"]),
        place=place,
        announced=parse_span(record["announced"]["text"]),
        effective=parse_span(record["effective"]["text"]),
        ended=parse_span(record["ended"]["text"]),
        instrument=record["instrument"],
        whom=sentences.enumerate_names([target["name"] for target in record["targets"]]),
        vendors=tuple(sorted(vendors)),
        cited=tuple((page["url"], page["title"], page["publisher"], page["grade"]) for page in record["citations"]),
        changed_at=changed_at,
    )


def entry_of(told: Told) -> Entry:
    """Tell an action. A date that is not known leaves its words out.

    Both instants, which formats demand, are there always: published on the day announced where
    it is known, else when it changed.
    """
    published_at = at_midnight(told.announced.first) if told.announced else told.changed_at
    return Entry(
        id=tag_uri(f"action/{told.slug}"),
        url=settings.BASE_URL + told.url,
        title=told.title,
        summary=told.summary,
        content=_content(told),
        published_at=published_at,
        updated_at=max(told.changed_at, published_at),
        categories=_categories(told),
        via=told.cited[0][0] if told.cited else "",
        extension=_extension(told),
    )


def _categories(told: Told) -> tuple[Category, ...]:
    return (
        Category(scheme("kind"), told.kind.value, str(KINDS[told.kind])),
        Category(scheme("stage"), told.stage.value, str(standing_word(told.kind, told.stage))),
        Category(scheme("place"), told.place.code, told.place.display_name),
        *(Category(scheme("vendor"), slug, name) for slug, name in told.vendors),
    )


def _facts(told: Told) -> list[tuple[str, str]]:
    rows = [
        (_("Place"), told.place.display_name),
        (_("Kind"), str(KINDS[told.kind])),
        (_("Stage"), str(standing_word(told.kind, told.stage))),
        (_("Against"), told.whom),
        (_("Announced"), sentences.span_text(told.announced)),
        (_("Takes or took effect"), sentences.span_text(told.effective)),
        (_("Ended"), sentences.span_text(told.ended) if told.ended else ""),
        (_("Instrument"), told.instrument),
    ]
    return [(term, value) for term, value in rows if value]


def _content(told: Told) -> str:
    cited = [(url, title or url, publisher, Grade(grade).label) for url, title, publisher, grade in told.cited]
    return format_html(
        "<p>{}</p><ul>{}</ul>{}",
        told.summary,
        format_html_join("", "<li>{}: {}</li>", _facts(told)),
        format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a> {} ({})</li>', cited))
        if cited
        else "",
    )


def _extension(told: Told) -> dict[str, object]:
    """What JSON Feed carries under `_bantracker`: the same words as the API."""
    return {
        "slug": told.slug,
        "jurisdiction": told.place.code,
        "kind": told.kind.value,
        "stage": told.stage.value,
        "vendors": [slug for slug, _name in told.vendors],
        "announced": told.announced.iso() if told.announced else None,
        "effective": told.effective.iso() if told.effective else None,
        "ended": told.ended.iso() if told.ended else None,
    }
