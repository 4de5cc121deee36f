"""A group of like items as a config: which part of each is the title, the link, the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ingest.core.parsing.jsonapi import host_of
from ingest.core.suggesting.choosing import (
    Choice,
    choose_link,
    choose_number,
    choose_number_in_text,
    choose_summary,
    choose_title,
)
from ingest.core.suggesting.cleaning import Cleaned, clean_title
from ingest.core.suggesting.dating import choose_date
from ingest.core.suggesting.dayorder import is_day_first
from ingest.core.suggesting.groups import Group
from ingest.core.suggesting.known import Known
from ingest.core.suggesting.members import Items, Said, Way, ways_of
from ingest.core.suggesting.page import Page, is_document
from ingest.core.suggesting.scoring import Looks, score_of
from ingest.core.suggesting.tables import Grid, grid_of
from ingest.core.suggesting.words import SIDES, VERSUS

_Element = Any
"""An element of lxml, which has no types."""


_SOME_DAYS = 2
_MOSTLY = 0.9


@dataclass(frozen=True, slots=True)
class Proposal:
    config: dict[str, Any]
    score: float
    reason: str
    size: int
    links: int


@dataclass(frozen=True, slots=True)
class _Fields:
    """What was chosen for each field."""

    title: Way
    cleaned: Cleaned
    date: Choice | None
    link: Choice | None
    number: Said | None
    summary: Way | None
    sides: tuple[Said, Said] | None


def propose(group: Group, *, page: Page, url: str, now: datetime, known: Known | None = None) -> Proposal | None:
    """The config that reads a group, with its score; None where the group gives no titles."""
    items, places = _looked_at(group)
    if not items.elements:
        return None
    ways = ways_of(items, is_wrapped=group.how != "")
    fields = _choose(ways, places, page=page, url=url, now=now)
    if fields is None:
        return None
    addresses = fields.link.texts if fields.link else ("",) * len(places)
    looks = Looks(
        titles=fields.cleaned.texts,
        addresses=addresses,
        days=_days_that_count(fields.date, addresses),
        texts=[items.text_of(one) for one in items.elements],
        anchors=[sum(1 for _ in one.iter("a")) for one in items.elements],
        has_headers=bool(items.grid and items.grid.headers),
        has_more=bool(fields.number or fields.summary),
    )
    score = score_of(looks, group)
    if known is not None:
        score = known.share_in(items.elements, looks.texts, url) * (0.5 + score / 2)
    ratio = group.size / max(1, len(items.elements)) if group.size > len(items.elements) else 1.0
    links, days = (round(count * ratio) for count in (looks.distinct_links, sum(map(bool, looks.days))))
    size = max(group.size, len(items.elements)) if ratio > 1 else len(items.elements)
    reason = f"“{group.selector}” repeats {size} times; {links} lead somewhere of their own and {days} tell a day."
    config = _config(group, fields)
    if fields.date is not None:
        config |= _order(fields.date, page, url=url, now=now)
    return Proposal(config, round(score, 3), reason, size, links)


def _days_that_count(date: Choice | None, addresses: Sequence[str]) -> Sequence[str]:
    """The days by which a group is judged: one day over all of it says little, but where documents follow."""
    if date is None:
        return ("",) * len(addresses)
    is_lone = date.is_above and len(set(date.texts)) < _SOME_DAYS
    documents = sum(map(is_document, addresses))
    return ("",) * len(addresses) if is_lone and documents * 2 < len(addresses) else date.texts


def _looked_at(group: Group) -> tuple[Items, list[_Element]]:
    """The items without rows of headers, and their places."""
    rows = group.members[0].tag == "tr" and group.how in {"", "siblings"}
    grid: Grid | None = grid_of(group.places) if rows else None
    pairs = [
        (item, place)
        for item, place in zip(group.items, group.places, strict=True)
        if grid is None or (place not in grid.header_rows and any(cell.tag == "td" for cell in place))
    ]
    if grid is not None and group.how == "siblings":
        grid = None
    return Items([item for item, _ in pairs], grid), [place for _, place in pairs]


def _choose(ways: Sequence[Way], places: Sequence[_Element], *, page: Page, url: str, now: datetime) -> _Fields | None:
    date = choose_date(ways, places, page, now=now)
    title = choose_title(ways)
    if title is None:
        return None
    link = choose_link(ways, title, base=url)
    cleaned = clean_title(title.said, title.texts, has_date=date is not None)
    date_way = date.way if date else None
    number = None if cleaned.number else choose_number(ways, taken=(title, date_way))
    in_text = None if cleaned.number or number else choose_number_in_text(ways)
    summary = choose_summary(ways, title, taken=(title, date_way, number))
    said = number.said if number else in_text.said if in_text else cleaned.number
    return _Fields(title, cleaned, date, link, said, summary, _sides(ways, title))


def _order(date: Choice, page: Page, *, url: str, now: datetime) -> dict[str, bool]:
    """The order of day and month, where the reader could not tell it from the dates alone."""
    language = page.root.get("lang") or ""
    told = is_day_first(date.texts, language=language, host=host_of(url), page=page.text, now=now)
    return {} if told is None else {"day_first": told}


def _config(group: Group, fields: _Fields) -> dict[str, Any]:
    config: dict[str, Any] = {"item": group.selector}
    if group.how == "siblings":
        config["siblings"] = True
    elif group.how:
        config["split"] = group.how
    config["title"] = fields.cleaned.said
    if fields.sides is not None:
        config |= {"title": "{one} v. {other}", "parts": dict(zip(("one", "other"), fields.sides, strict=True))}
    if fields.link is not None:
        config["link"] = fields.link.said
    if fields.date is not None:
        config["date"] = fields.date.said
    beside = _told_beside(fields)
    parts = {**config.get("parts", {}), **(fields.date.parts if fields.date else {}), **beside.get("parts", {})}
    return config | beside | ({"parts": parts} if parts else {})


def _told_beside(fields: _Fields) -> dict[str, Any]:
    """The number and the summary. A number is no identity, since a case has many documents; it belongs to the text."""
    number = fields.number
    if fields.summary is None:
        return {"summary": number} if number else {}
    if number is None:
        return {"summary": fields.summary.said}
    return {"summary": "{number} · {about}", "parts": {"number": number, "about": fields.summary.said}}


def _sides(ways: Sequence[Way], title: Way) -> tuple[Said, Said] | None:
    """The columns of the two sides of a case, where the title is no more than one of them."""
    cells = [way for way in ways if isinstance(way.said, dict) and way.said.keys() == {"column"}]
    for before, between, after in zip(cells, cells[1:], cells[2:], strict=False):
        if between.share_of(VERSUS.match) >= _MOSTLY * between.share and between.share >= _MOSTLY:
            return before.said, after.said
    by_word = {
        word: way for way in reversed(ways) for word in way.words.casefold().split() if isinstance(way.said, dict)
    }
    for one, other in SIDES:
        if one in by_word and other in by_word and title in {by_word[one], by_word[other]}:
            return by_word[one].said, by_word[other].said
    return None
