"""One action as an entry of a feed: what every format writes, and nothing that changes by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from actions import sentences
from actions.labels import KINDS, standing_word
from actions.lifecycle import Kind, Stage
from actions.models import Action

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


def entry_of(action: Action) -> Entry:
    """Tell an action that was read by `latest_changes()` and `for_list()`.

    A date that is not known leaves its words out. Both instants, which formats demand, are
    there always: published on the day announced where it is known, else when it changed.
    """
    changed_at: datetime = action.changed_at  # type: ignore[attr-defined] # annotated by with_change()
    published_at = at_midnight(action.announced_first) if action.announced_first else changed_at
    cited = list(action.citations.all())
    return Entry(
        id=tag_uri(f"action/{action.slug}"),
        url=settings.BASE_URL + action.get_absolute_url(),
        title=action.title,
        summary=action.summary or action.scope or action.title,
        content=_content(action),
        published_at=published_at,
        updated_at=max(changed_at, published_at),
        categories=_categories(action),
        via=cited[0].url if cited else "",
        extension=_extension(action),
    )


def _categories(action: Action) -> tuple[Category, ...]:
    kind = Kind(action.kind)
    found = [
        Category(scheme("kind"), kind.value, str(KINDS[kind])),
        Category(scheme("stage"), action.stage, str(standing_word(kind, Stage(action.stage)))),
        Category(scheme("place"), action.jurisdiction.code, action.jurisdiction.display_name),
    ]
    vendors = {target.vendor for target in action.targets.all() if target.vendor}
    found += [Category(scheme("vendor"), v.slug, v.name) for v in sorted(vendors, key=lambda v: v.slug)]
    return tuple(found)


def _facts(action: Action) -> list[tuple[str, str]]:
    kind = Kind(action.kind)
    rows = [
        (_("Place"), action.jurisdiction.display_name),
        (_("Kind"), str(KINDS[kind])),
        (_("Stage"), str(standing_word(kind, Stage(action.stage)))),
        (_("Against"), sentences.target_names(action)),
        (_("Announced"), sentences.span_text(action.announced)),
        (_("Takes or took effect"), sentences.span_text(action.effective)),
        (_("Ended"), sentences.span_text(action.ended) if action.ended else ""),
        (_("Instrument"), action.instrument),
    ]
    return [(term, value) for term, value in rows if value]


def _content(action: Action) -> str:
    cited = [
        (citation.url, citation.title or citation.url, citation.publisher, citation.get_grade_display())
        for citation in action.citations.all()
    ]
    return format_html(
        "<p>{}</p><ul>{}</ul>{}",
        action.summary or action.scope or action.title,
        format_html_join("", "<li>{}: {}</li>", _facts(action)),
        format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a> {} ({})</li>', cited))
        if cited
        else "",
    )


def _extension(action: Action) -> dict[str, object]:
    """What JSON Feed carries under `_bantracker`: the same words as the API."""
    return {
        "slug": action.slug,
        "jurisdiction": action.jurisdiction.code,
        "kind": action.kind,
        "stage": action.stage,
        "vendors": sorted({target.vendor.slug for target in action.targets.all() if target.vendor}),
        "announced": action.announced.iso() if action.announced else None,
        "effective": action.effective.iso() if action.effective else None,
        "ended": action.ended.iso() if action.ended else None,
    }
