"""A reading tried: what it gives, what each expression matched, and what the queue would get of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from ingest.core.explaining import Matched, explain
from ingest.core.findings import name_wall
from ingest.core.publishers import jurisdiction_of_host
from ingest.core.rhythm import Rhythm, learn_rhythm
from ingest.core.suggesting import Suggestion, repair_config, suggest_config, why_nothing
from ingest.core.types import Document
from ingest.forms.sources import as_yaml
from ingest.http import why_not_asked
from ingest.models import Item, Source
from ingest.services.looking import Looked, fetch_kept, read
from ingest.services.previewing import SHOWN, Double, Line, doubles_of, lines_of

_KNOWN_TITLES = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading to choose: a suggestion, and its config as it would stand in the form."""

    suggestion: Suggestion
    config: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What an address gives when it is read so. `is_lifted`: robots.txt was not asked, the address is our own."""

    url: str
    final_url: str
    document: Document
    matched: tuple[Matched, ...]
    lines: tuple[Line, ...]
    doubles: tuple[Double, ...]
    rhythm: Rhythm
    is_lifted: bool = False
    wall: str = ""
    repairs: tuple[Choice, ...] = ()

    @property
    def homepage(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else ""

    @property
    def relevant_count(self) -> int:
        return sum(line.proposed.is_relevant for line in self.lines)

    @property
    def is_moved(self) -> bool:
        return bool(self.final_url) and self.final_url != self.url

    @property
    def shown(self) -> int:
        return min(SHOWN, len(self.document.entries))


def try_source(
    url: str,
    format: str,  # noqa: A002 - as in Source
    config: Mapping[str, Any],
    *,
    now: datetime,
    own: Source | None = None,
) -> Trial:
    """Read an address so and tell what came. `own` is the source that is changed: it is no double of itself."""
    answer = fetch_kept(url)
    document = read(answer, now=now, format=format, config=config)
    matched = (
        ()
        if answer.error
        else explain(answer.body, document, format=format, config=config, content_type=answer.content_type)
    )
    doubles = doubles_of([url, answer.final_url], document if document.entries else None)
    return Trial(
        url=url,
        final_url=answer.final_url,
        document=document,
        matched=matched,
        lines=lines_of(document, publisher=jurisdiction_of_host(url)),
        doubles=tuple(double for double in doubles if own is None or double.source.pk != own.pk),
        rhythm=learn_rhythm((entry.published_at for entry in document.entries if entry.published_at), now=now),
        is_lifted=bool(why_not_asked(url, ())),
        wall=name_wall(document.title) if document.error else "",
        repairs=_repairs(own, answer.body, answer.content_type, url, now) if own and document.error else (),
    )


def suggestions_for(looked: Looked, *, now: datetime) -> tuple[Choice, ...]:
    """Readings that are proposed for a page or an answer without a feed, best first."""
    answer = fetch_kept(looked.url)
    found = suggest_config(answer.body, url=answer.final_url or looked.url, content_type=answer.content_type, now=now)
    return tuple(_choice(one) for one in found)


def why_no_reading(looked: Looked) -> str:
    """Why no reading of an address could be proposed, in a sentence."""
    answer = fetch_kept(looked.url)
    return why_nothing(answer.body, content_type=answer.content_type)


def _repairs(own: Source, body: bytes, content_type: str, url: str, now: datetime) -> tuple[Choice, ...]:
    """Readings that find the last known items again; nothing is applied."""
    known = Item.objects.filter(source=own).order_by("-first_seen_at").values_list("title", "url")[:_KNOWN_TITLES]
    found = repair_config(
        body,
        own.config,
        known_titles=[title for title, _ in known if title],
        known_urls=[address for _, address in known if address],
        url=url,
        content_type=content_type,
        now=now,
    )
    return tuple(_choice(one) for one in found[:3])


def _choice(suggestion: Suggestion) -> Choice:
    titles = tuple(entry.title for entry in suggestion.entries[:4])
    return Choice(suggestion, as_yaml(suggestion.config), titles)
