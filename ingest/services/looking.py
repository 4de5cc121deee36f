"""Looking at an address before it becomes a source: what it is, which feeds it names, what reading it would give.

Nothing is stored but the answer itself, in the cache for a quarter of an hour, so that trying other
selectors does not ask the publisher again. Everything is bounded: a person waits for it.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.cache import cache

from ingest.core.discovering import Candidate, discover
from ingest.core.findings import name_wall
from ingest.core.parsing import parse_document
from ingest.core.parsing.listing import page_title_and_feed
from ingest.core.parsing.sniffing import JSON, WEB_PAGE, sniff
from ingest.core.types import Document
from ingest.http import Answer, Ask, Limits, fetch_all, rules_from_settings

KEPT_S = 900
MOST_CANDIDATES = 6
"""Discovered addresses that are really asked; a host is asked one at a time, so a person waits for each."""

_FOR_THE_PAGE = Limits(max_bytes=5_000_000, timeout_s=10.0, max_wait_s=6.0)
_FOR_ITS_FEEDS = Limits(max_bytes=5_000_000, timeout_s=5.0, max_wait_s=8.0)
"""A person waits, and so does a web process: together well below half a minute."""

_LEAST_LIKELY = 0.15
_KEPT_FIELDS = frozenset({"content-type", "link", "etag", "last-modified"})


@dataclass(frozen=True, slots=True)
class Feed:
    """A discovered address, fetched and read: what it really gives, or why it is no feed."""

    candidate: Candidate
    document: Document

    @property
    def is_readable(self) -> bool:
        return not self.document.error and bool(self.document.entries)


@dataclass(frozen=True, slots=True)
class Looked:
    """What stands at an address. `sort` is feed, page, json or nothing; `error` says why it is nothing."""

    url: str
    sort: str = "nothing"
    final_url: str = ""
    error: str = ""
    document: Document | None = None
    """What the address gives as it is, where it is a feed."""
    feeds: tuple[Feed, ...] = ()
    wall: str = ""
    """What the page is, in a sentence, where it is a bot wall or says that the site is being mended."""

    @property
    def readable_feeds(self) -> tuple[Feed, ...]:
        return tuple(feed for feed in self.feeds if feed.is_readable)

    @property
    def told_feeds(self) -> tuple[Feed, ...]:
        """Those worth showing one by one: readable ones, and what the page itself names."""
        return tuple(feed for feed in self.feeds if feed.is_readable or feed.candidate.how != "well_known")

    @property
    def guesses(self) -> tuple[Feed, ...]:
        """Usual addresses that were asked without luck."""
        return tuple(feed for feed in self.feeds if feed not in self.told_feeds)

    @property
    def address(self) -> str:
        return self.final_url or self.url


def fetch_kept(url: str, *, again: bool = False) -> Answer:
    """The answer of an address, asked through the gate at most once in a quarter of an hour; `again` asks anew."""
    return _fetch_many([url], limits=_FOR_THE_PAGE, again=again)[url]


def look(url: str, *, now: datetime, again: bool = False) -> Looked:
    """Ask an address and tell what it is; the feeds that a page names are asked too, and read."""
    answer = fetch_kept(url, again=again)
    if answer.error:
        return Looked(url, error=answer.error)
    looked = Looked(url, final_url=answer.final_url)
    found = sniff(answer.body, content_type=answer.content_type)
    document = read(answer, now=now)
    if not document.error:
        return replace(looked, sort="feed", document=document)
    if found.format not in {WEB_PAGE, JSON}:
        return replace(looked, error=document.error)
    feeds = _feeds_of(answer, now=now)
    if found.format == JSON:
        return replace(looked, sort="json", feeds=feeds)
    title, _ = page_title_and_feed(answer.body, url=answer.final_url)
    return replace(looked, sort="page", feeds=feeds, wall=name_wall(title))


def read(
    answer: Answer,
    *,
    now: datetime,
    format: str = "auto",  # noqa: A002 - as in Source
    config: Mapping[str, Any] | None = None,
) -> Document:
    """An answer read as a source of this format and config would be."""
    if answer.error:
        return Document(format="", error=answer.error)
    return parse_document(
        answer.body,
        content_type=answer.content_type,
        url=answer.final_url or answer.url,
        format=format,
        config=config,
        now=now,
    )


def _feeds_of(answer: Answer, *, now: datetime) -> tuple[Feed, ...]:
    """The likeliest feeds of a page, each really asked and read; those that are none come with the reason."""
    headers = {name: value for name, value in answer.headers if name.casefold() == "link"}
    candidates = discover(
        answer.body, url=answer.final_url or answer.url, headers=headers, content_type=answer.content_type
    )
    wanted = [one for one in candidates if one.likelihood >= _LEAST_LIKELY][:MOST_CANDIDATES]
    answers = _fetch_many([one.url for one in wanted], limits=_FOR_ITS_FEEDS)
    feeds = [Feed(one, read(answers[one.url], now=now)) for one in wanted]
    return tuple(sorted(feeds, key=lambda feed: not feed.is_readable))


def _fetch_many(urls: Sequence[str], *, limits: Limits, again: bool = False) -> dict[str, Answer]:
    known = {} if again else {url: kept for url in urls if (kept := _kept(url))}
    asks = {url: Ask(url) for url in dict.fromkeys(urls) if url not in known}
    rules = replace(rules_from_settings(), limits=limits)
    for url, answer in fetch_all(asks, memory=cache, rules=rules) if asks else ():
        known[url] = answer
        _keep(url, answer)
    return known


def _key(url: str) -> str:
    return f"looked:{hashlib.sha256(url.encode()).hexdigest()}"


def _keep(url: str, answer: Answer) -> None:
    """Failures are not kept: somebody may mend them while the page is open."""
    if answer.error:
        return
    fields = [list(pair) for pair in answer.headers if pair[0].casefold() in _KEPT_FIELDS]
    kept = [answer.final_url, answer.status, fields, zlib.compress(answer.body)]
    cache.set(_key(url), kept, timeout=KEPT_S)


def _kept(url: str) -> Answer | None:
    kept = cache.get(_key(url))
    if kept is None:
        return None
    final_url, status, fields, body = kept
    headers = tuple((name, value) for name, value in fields)
    return Answer(url=url, final_url=final_url, status=status, headers=headers, body=zlib.decompress(body))
