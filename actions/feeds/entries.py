"""One action as an entry of a feed: what every format writes, and nothing that changes by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from actions import sentences
from actions.labels import KINDS, Grade, standing_word

if TYPE_CHECKING:
    from actions.feeds.told import Told
    from actions.lifecycle import Kind, Stage
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
    return f"tag:{_host_of(settings.BASE_URL)},{TAG_DAY}:{path}"


@lru_cache(maxsize=4)
def _host_of(url: str) -> str | None:
    return urlsplit(url).hostname


def scheme(name: str) -> str:
    return f"{settings.BASE_URL}/about/#{name}"


def at_midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def entries_of(told: Iterable[Told]) -> tuple[Entry, ...]:
    """Actions as entries, in their order. A date that is not known leaves its words out.

    Both instants, which formats demand, are there always: published on the day announced where
    it is known, else when it changed.
    """
    words = _Words()
    return tuple(_entry_of(one, words) for one in told)


class _Words:
    """What many entries say alike, each put into words once a feed."""

    def __init__(self) -> None:
        terms = (_("Place"), _("Kind"), _("Stage"), _("Against"), _("Announced"), _("Takes or took effect"))
        self.terms = tuple(map(escape, (*terms, _("Ended"), _("Instrument"))))
        self.grades = {str(value): escape(str(word)) for value, word in Grade.choices}
        self.schemes = {name: scheme(name) for name in ("kind", "stage", "place", "vendor")}
        self._said: dict[object, str] = {}

    def kind(self, kind: Kind) -> str:
        return self._once(kind.value, lambda: str(KINDS[kind]))

    def stage(self, kind: Kind, stage: Stage) -> str:
        return self._once((kind.value, stage.value), lambda: str(standing_word(kind, stage)))

    def place(self, place: Jurisdiction) -> str:
        return self._once((place.code,), lambda: place.display_name)

    def _once(self, what: object, said: Callable[[], str]) -> str:
        if what not in self._said:
            self._said[what] = said()
        return self._said[what]


def _entry_of(told: Told, words: _Words) -> Entry:
    published_at = at_midnight(told.announced.first) if told.announced else told.changed_at
    return Entry(
        id=tag_uri(f"action/{told.slug}"),
        url=settings.BASE_URL + told.url,
        title=told.title,
        summary=told.summary,
        content=_content(told, words),
        published_at=published_at,
        updated_at=max(told.changed_at, published_at),
        categories=_categories(told, words),
        via=told.cited[0][0] if told.cited else "",
        extension=_extension(told),
    )


def _categories(told: Told, words: _Words) -> tuple[Category, ...]:
    schemes = words.schemes
    return (
        Category(schemes["kind"], told.kind.value, words.kind(told.kind)),
        Category(schemes["stage"], told.stage.value, words.stage(told.kind, told.stage)),
        Category(schemes["place"], told.place.code, words.place(told.place)),
        *(Category(schemes["vendor"], slug, name) for slug, name in told.vendors),
    )


def _facts(told: Told, words: _Words) -> str:
    values = (
        words.place(told.place),
        words.kind(told.kind),
        words.stage(told.kind, told.stage),
        told.whom,
        sentences.span_text(told.announced),
        sentences.span_text(told.effective),
        sentences.span_text(told.ended) if told.ended else "",
        told.instrument,
    )
    lines = zip(words.terms, values, strict=True)
    return "".join(f"<li>{term}: {escape(value)}</li>" for term, value in lines if value)


def _content(told: Told, words: _Words) -> str:
    """Safe HTML: whatever is told is escaped here."""
    cited = "".join(
        f'<li><a href="{escape(url)}">{escape(title or url)}</a> {escape(publisher)} ({words.grades[grade]})</li>'
        for url, title, publisher, grade in told.cited
    )
    pages = f"<ul>{cited}</ul>" if cited else ""
    return f"<p>{escape(told.summary)}</p><ul>{_facts(told, words)}</ul>{pages}"


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
