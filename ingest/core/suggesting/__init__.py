"""Configs proposed for listing pages and JSON APIs: what repeats, and holds titles, links and days.

A suggestion is for a person to look at, or for a preview. Polling never guesses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bs4 import BeautifulSoup

from ingest.core.parsing import jsonapi, listing
from ingest.core.parsing.config import ConfigError, Kind, read_plan
from ingest.core.parsing.jsonfeed import decode
from ingest.core.parsing.pages import decode_page, tree_of, why_too_large
from ingest.core.parsing.presets import PRESETS
from ingest.core.parsing.sniffing import JSON, UNKNOWN, WEB_PAGE, sniff
from ingest.core.suggesting import jsonlists, proposals, scripts
from ingest.core.suggesting.groups import find_groups
from ingest.core.suggesting.known import Known
from ingest.core.suggesting.larger import larger_first
from ingest.core.suggesting.needing import needed, without
from ingest.core.suggesting.nextpage import find_next
from ingest.core.suggesting.page import walk
from ingest.core.suggesting.reasons import why_nothing
from ingest.core.types import Document, Entry

__all__ = ["Suggestion", "repair_config", "suggest_config", "why_nothing"]

_MOST = 5
_MOST_TRIED = 8
_ENOUGH = 4_000
"""Entries read with all that was tried, after which no more is: a person waits."""

_LEAST_SCORE = 0.2
_CONFIDENT_SCORE = 0.5
_SURE_SCORE = 0.6
_CONFIDENT_LINKS = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A config with what it would give. `score` runs from 0 to 1; `reason` is a sentence for people."""

    format: Kind
    config: Mapping[str, Any]
    score: float
    entries: tuple[Entry, ...]
    reason: str
    links: int = 0
    """How many items lead somewhere of their own, also where the page's address is not known to make links whole."""

    @property
    def is_confident(self) -> bool:
        """Whether it may be shown as the reading of the page: a clear structure, with links to follow."""
        is_whole = all(entry.title and entry.url and entry.published_at for entry in self.entries)
        few = self.links < _CONFIDENT_LINKS
        return self.score >= (_SURE_SCORE if few else _CONFIDENT_SCORE) and (is_whole or not few)


def suggest_config(body: bytes, *, url: str = "", content_type: str = "", now: datetime) -> tuple[Suggestion, ...]:
    """Configs that read a listing page or a JSON answer, best first; none for feeds and for what repeats nothing.

    Never raises. Each has been tried: its entries are what the page gives with it.
    """
    try:
        found = sniff(body, content_type=content_type)
        if found.format == JSON:
            return _for_json(found.body, url=url, now=now)
        if found.format == WEB_PAGE or (found.format == UNKNOWN and b"<" in found.body[:2000] and not found.error):
            return _for_page(found.body, url=url, content_type=content_type, now=now)
    except (ValueError, TypeError, LookupError, RecursionError, AttributeError):
        return ()
    return ()


def repair_config(
    body: bytes,
    old_config: Mapping[str, Any],
    *,
    known_titles: Collection[str] = (),
    known_urls: Collection[str] = (),
    url: str = "",
    content_type: str = "",
    now: datetime,
) -> tuple[Suggestion, ...]:
    """Configs that find the last known items again on a page whose config has stopped to, best first.

    Keys of the old config that still hold (paging, dates, language) are kept. Nothing is applied: a person accepts.
    """
    known = Known.of(known_titles, known_urls)
    try:
        if sniff(body, content_type=content_type).format == JSON:
            tried = list(_for_json(body, url=url, now=now))
        else:
            tried = list(_for_page(body, url=url, content_type=content_type, now=now, known=known))
    except (ValueError, TypeError, LookupError, RecursionError, AttributeError):
        return ()
    repaired = []
    for suggestion in tried:
        hits = known.hits(suggestion.entries)
        if not hits:
            continue
        kept = {key: value for key, value in old_config.items() if key in _KEPT}
        reason = f"It finds {hits} of the {known.size} last known items."
        score = round(min(1.0, hits / max(1, known.size)), 3)
        repaired.append(
            Suggestion(
                suggestion.format, {**suggestion.config, **kept}, score, suggestion.entries, reason, suggestion.links
            )
        )
    return tuple(sorted(repaired, key=lambda one: -one.score))


_KEPT = ("next", "page", "base", "date_format", "date_language", "day_first", "language")


def _for_json(body: bytes, *, url: str, now: datetime) -> tuple[Suggestion, ...]:
    decoded, error = decode(body)
    if error:
        return ()
    suggestions = []
    if preset := jsonapi.known_preset(decoded):
        document = _tried("json_api", {"preset": preset}, decoded, url=url, now=now)
        if document is not None and document.entries:
            reason = f"The answer has the shape of a known interface: {PRESETS[preset].about}"
            suggestions.append(
                Suggestion("json_api", {"preset": preset}, 1.0, document.entries, reason, len(document.entries))
            )
    for proposal in jsonlists.propose(decoded, now=now)[:_MOST]:
        document = _tried("json_api", proposal.config, decoded, url=url, now=now)
        if document is not None and document.entries:
            suggestions.append(
                Suggestion(
                    "json_api", proposal.config, proposal.score, document.entries, proposal.reason, proposal.links
                )
            )
    ranked = larger_first(sorted(suggestions, key=lambda one: -one.score)[:_MOST])
    if ranked and ranked[0].is_confident:
        return ranked
    return tuple(sorted([*ranked, *_for_markup_within(decoded, url=url, now=now)], key=lambda one: -one.score)[:_MOST])


def _for_markup_within(decoded: object, *, url: str, now: datetime) -> Iterator[Suggestion]:
    """Readings of a page that stands as a text in an answer, as servers send it that renew a part of their page."""
    for path, markup in jsonlists.markup_in(decoded):
        for one in _for_markup(markup, url=url, now=now):
            yield replace(one, config={"within": path, **one.config})


def _tried(kind: Kind, config: Mapping[str, Any], decoded: object, *, url: str, now: datetime) -> Document | None:
    try:
        plan = read_plan(kind, config)
    except ConfigError:
        return None
    return jsonapi.read_decoded(decoded, url=url, plan=plan, now=now)


def _for_page(
    body: bytes, *, url: str, content_type: str, now: datetime, known: Known | None = None
) -> tuple[Suggestion, ...]:
    return _for_markup(decode_page(body, content_type=content_type), url=url, now=now, known=known)


def _for_markup(markup: str, *, url: str, now: datetime, known: Known | None = None) -> tuple[Suggestion, ...]:
    root = None if why_too_large(markup) else tree_of(markup)
    if root is None:
        return ()
    page = walk(root)
    made = [proposals.propose(group, page=page, url=url, now=now, known=known) for group in find_groups(page)]
    ranked = sorted((one for one in made if one is not None), key=lambda one: -one.score)
    soup = listing.soup_of(markup)
    following = find_next(soup, url=url)
    suggestions: list[Suggestion] = []
    for proposal in ranked[:_MOST_TRIED]:
        if (proposal.score < _LEAST_SCORE and known is None) or sum(len(one.entries) for one in suggestions) > _ENOUGH:
            break
        suggestion = _read_by(proposal, soup, following, url=url, now=now)
        if suggestion is not None and not _is_known(suggestion.entries, suggestions):
            suggestions.append(suggestion)
    for found in () if known is not None else scripts.propose(root, now=now):
        document = listing.read_soup(soup, read_plan("html_listing", found.config), url=url, now=now)
        if document.entries and not _is_known(document.entries, suggestions):
            suggestions.append(
                Suggestion("html_listing", found.config, found.score, document.entries, found.reason, found.links)
            )
    return larger_first(sorted(suggestions, key=lambda one: -one.score)[:_MOST])


def _read_by(
    proposal: proposals.Proposal, soup: BeautifulSoup, following: Mapping[str, Any], *, url: str, now: datetime
) -> Suggestion | None:
    """What a page gives when it is read as proposed; None where that is next to nothing."""
    try:
        plan = read_plan("html_listing", proposal.config)
    except ConfigError:
        return None
    entries = listing.read_soup(soup, plan, url=url, now=now).entries
    needs = needed(entries, size=proposal.size)
    entries = without(entries, needs)
    if len(entries) < (1 if proposal.score >= _CONFIDENT_SCORE else 2):
        return None
    config = {**proposal.config, **({"needs": list(needs)} if needs else {}), **following}
    score = round(proposal.score * min(1.0, proposal.size / len(entries)), 3)
    return Suggestion("html_listing", config, score, entries, proposal.reason, proposal.links)


def _is_known(entries: tuple[Entry, ...], suggestions: list[Suggestion]) -> bool:
    """Whether an earlier suggestion gives the same titles and addresses."""
    told = {(entry.title, entry.url) for entry in entries}
    return any(told == {(entry.title, entry.url) for entry in one.entries} for one in suggestions)
