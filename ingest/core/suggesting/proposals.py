"""A group of like elements as a config: which part of each is the title, the link, the day."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ingest.core.suggesting.groups import Group
from ingest.core.suggesting.members import (
    DAY_PATTERN,
    GENERIC,
    Inside,
    Member,
    address_of,
    day_in,
    day_within,
    inside_of,
    members_of,
    text_of,
)
from ingest.core.types import Entry

_Element = Any
"""An element of lxml, which has no types."""

_TITLE_CLASS = re.compile(r"title|head|name|subject|case|caption|summary$|label", re.IGNORECASE)
_DATE_CLASS = re.compile(r"date|time|day|publi|posted|when|datum|fecha", re.IGNORECASE)
_TITLE_HEADER = re.compile(
    r"title|case|name|subject|descri|document|caption|style|meeting|matter|event|topic|headline|titre|titel|objet"
    r"|betreff|part(?:y|ies)|opinion|notice|item",
    re.IGNORECASE,
)
_DATE_HEADER = re.compile(r"date|filed|issued|publi|decided|released|datum|fecha|data\b|posted|when|day", re.IGNORECASE)
_CODE_HEADER = re.compile(
    r"docket|number|no\.?$|nr\.?$|#|file|reference|case (?:no|num|id)|aktenzeichen|id$", re.IGNORECASE
)
_CODE = re.compile(r"^(?=.*\d)[\w./:&,\- ()§#]{2,40}$")
_CELL_TAGS = frozenset({"td", "th"})
"""As selectors they find the first cell only, which is said better by its number or header."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DAY_HEADINGS = ("h2", "h3", "h4", "h5", "h6", "dt", "caption", "th", "strong", "b")


@dataclass(frozen=True, slots=True)
class Proposal:
    config: dict[str, Any]
    score: float
    reason: str
    size: int
    links: int


@dataclass(frozen=True, slots=True)
class Known:
    """The last known items of a source, to find their like on a changed page."""

    titles: frozenset[str]
    urls: frozenset[str]

    @classmethod
    def of(cls, titles: Collection[str], urls: Collection[str]) -> Known:
        return cls(frozenset(map(_folded, titles)) - {""}, frozenset(map(_bare, urls)) - {""})

    @property
    def size(self) -> int:
        return max(len(self.titles), len(self.urls))

    def hits(self, entries: Collection[Entry]) -> int:
        """How many known items are among the entries, by title or by address."""
        titles = {_folded(entry.title) for entry in entries} & self.titles
        urls = {_bare(entry.url) for entry in entries} & self.urls
        return max(len(titles), len(urls))

    def share_in(self, members: list[Member], base: str) -> float:
        """The share of the members that hold exactly what is known of one item."""
        hits = 0
        for member in members:
            folded = _folded(member.text)
            anchors = [one for part in member.parts for one in part.iter("a")]
            addresses = {_bare(address_of(one, base)) for one in anchors}
            inside = sum(title in folded for title in self.titles)
            hits += inside == 1 or (not inside and len(addresses & self.urls) == 1)
        return hits / max(1, self.size, len(members))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _bare(url: str) -> str:
    return re.sub(r"^https?://[^/]*", "", url).rstrip("/")


def propose(group: Group, *, root: _Element, url: str, now: datetime, known: Known | None = None) -> Proposal | None:
    """The config that reads a group, with its score; None where the group gives no titles."""
    members = [one for one in members_of(group.members, has_siblings=group.has_siblings) if one.text]
    if group.members[0].tag == "tr":
        members = [one for one in members if any(cell.tag == "td" for cell in one.cells)]
    if len(members) < 2:
        return None
    inside = inside_of(members)
    return _Reading(group, members, inside, root=root, url=url, now=now).proposal(known)


class _Reading:
    """One group, looked at as a listing."""

    def __init__(
        self, group: Group, members: list[Member], inside: dict[str, Inside], *, root: _Element, url: str, now: datetime
    ) -> None:
        self.group = group
        self.members = members
        self.inside = inside
        self.root = root
        self.url = url
        self.now = now
        self.headers = _headers_of(members)
        self.whole = Inside(".", [member.parts[0] for member in members], [member.text for member in members])

    def proposal(self, known: Known | None) -> Proposal | None:
        date, date_share = self._date()
        date_selector = date.get("select", "") if isinstance(date, dict) else date or ""
        title, title_part = self._title(str(date_selector))
        if title is None or title_part is None:
            return None
        link, link_share = self._link(title_part)
        config: dict[str, Any] = {"item": self.group.selector}
        if self.group.has_siblings:
            config["siblings"] = True
        config["title"] = self._said(title)
        if link:
            config["link"] = link
        if date:
            config["date"] = self._said(date) if isinstance(date, str) else date
        if code := self._code(exclude={title, str(date_selector)}):
            config["id"] = self._said(code)
        if summary := self._summary(exclude={title, str(date_selector)}, title_part=title_part):
            config["summary"] = self._said(summary)
        score = self._score(title_part, link_share, date_share)
        if known is not None:
            score = known.share_in(self.members, self.url) * (0.5 + score / 2)
        links = round(min(1.0, link_share) * len(self.members))
        reason = self._reason(links, round(date_share * len(self.members)))
        return Proposal(config, round(score, 3), reason, len(self.members), links)

    def _said(self, selector: str) -> str | dict[str, str]:
        """A cell by its header, where the table has headers: they outlive a change of order."""
        match = re.fullmatch(r"t[dh]:nth-child\((\d+)\)", selector)
        if match and int(match[1]) <= len(self.headers):
            header = self.headers[int(match[1]) - 1]
            if header and self.headers.count(header) == 1:
                return {"column": header}
        return selector

    def _header(self, selector: str) -> str:
        match = re.fullmatch(r"t[dh]:nth-child\((\d+)\)", selector)
        return self.headers[int(match[1]) - 1] if match and int(match[1]) <= len(self.headers) else ""

    def _date(self) -> tuple[str | dict[str, str] | None, float]:
        best, best_fit, best_share = "", 0.0, 0.0
        for selector, part in self.inside.items():
            is_time = selector.startswith("time") and part.first().get("datetime")
            texts = (
                [one.get("datetime") or "" if one is not None else "" for one in part.elements]
                if is_time
                else part.texts
            )
            days = sum(day_in(text, self.now) is not None for text in texts) / len(texts)
            if days < 0.4 or (selector in _CELL_TAGS and self.members[0].cells):
                continue
            named = bool(_DATE_CLASS.search(selector)) or bool(_DATE_HEADER.search(self._header(selector)))
            fit = days + 0.35 * bool(is_time) + 0.3 * named - min(part.mean_length, 120) / 150
            if fit > best_fit or (fit == best_fit and len(selector) < len(best)):
                best, best_fit, best_share = selector, fit, days
        if best and self.inside[best].mean_length <= 60:
            return best, best_share
        within = sum(day_within(text, self.now) is not None for text in self.whole.texts) / len(self.members)
        if within >= 0.4 and within >= best_share:
            return {"select": ".", "pattern": f"({DAY_PATTERN})"}, within
        if best:
            return best, best_share
        return self._date_above()

    def _date_above(self) -> tuple[dict[str, str] | None, float]:
        """A day in the heading over several items."""
        for tag in _DAY_HEADINGS:
            above = [self._heading_before(member.parts[0], tag) for member in self.members]
            days = sum(bool(text) and day_in(text, self.now) is not None for text in above) / len(above)
            if days >= 0.7:
                return {"before": tag}, days
        return None, 0.0

    def _heading_before(self, element: _Element, tag: str) -> str:
        found = element.xpath(f"(preceding::{tag})[last()]")
        return text_of(found[0]) if found else ""

    def _title(self, date_selector: str) -> tuple[str | None, Inside | None]:
        best, best_fit, best_part = None, 0.0, None
        for selector, part in [*self.inside.items(), (".", self.whole)]:
            fit = self._title_fit(selector, part, date_selector)
            if fit > best_fit:
                best, best_fit, best_part = selector, fit, part
        return best, best_part

    def _title_fit(self, selector: str, part: Inside, date_selector: str) -> float:
        if part.share < 0.6 or selector == date_selector or (selector in _CELL_TAGS and self.members[0].cells):
            return 0.0
        words = part.share_of(lambda text: len(re.findall(r"[^\W\d_]{2,}", text)) >= 1 and not GENERIC.match(text))
        mean = part.mean_length
        if words < 0.5 or mean < 5 or mean > 400:
            return 0.0
        bare_days = part.share_of(self._is_bare_day)
        if bare_days > 0.5:
            return 0.0
        tag = selector.split(".", maxsplit=1)[0].split(":", maxsplit=1)[0]
        element = part.first()
        is_linked = (
            tag == "a"
            or element.find(".//a") is not None
            or any(one.tag == "a" for one in element.iterancestors() if one in set(self.members[0].parts))
        )
        fit = part.share + 1.5 * part.uniqueness + words
        fit += 0.8 * (tag in _HEADINGS) + 0.7 * (tag == "a") + 0.35 * is_linked
        fit += 0.5 * bool(_TITLE_CLASS.search(selector.partition(".")[2])) + 0.8 * bool(
            _TITLE_HEADER.search(self._header(selector))
        )
        fit -= 0.6 * bool(_CODE_HEADER.search(self._header(selector)))
        fit -= (
            1.2
            * part.share_of(_CODE.match)
            * (mean < 30)
            * (part.share_of(lambda text: not re.search(r"[^\W\d_]{4}", text)))
        )
        fit += 0.6 * min(mean, 30) / 30 - 0.8 * max(0.0, mean - 110) / 110
        whole_row = 1.5 if self.members[0].cells else 0.5
        return fit - (whole_row if selector == "." else 0.0) - 0.01 * len(selector)

    def _is_bare_day(self, text: str) -> bool:
        found = day_within(text, self.now)
        return (
            bool(found) and len(text) - len(found[0]) < 8
            if found
            else day_in(text, self.now) is not None and len(text) < 14
        )

    def _link(self, title: Inside) -> tuple[str, float]:
        """The selector of the anchor to follow: the title's own where it has one, else the most telling of the item."""
        if self.group.members[0].tag == "a":
            return ".", self._address_share([member.parts[0] for member in self.members])
        options: list[tuple[float, str, float]] = []
        for selector, part in self.inside.items():
            if not selector.startswith("a") or selector.split(".")[0] != "a":
                continue
            share = self._address_share(part.elements)
            if share < 0.3:
                continue
            texts_near = sum(
                (bool(text) and text in wanted) or (bool(wanted) and wanted in text)
                for text, wanted in zip(part.texts, title.texts, strict=True)
            ) / len(self.members)
            options.append((share + texts_near - 0.01 * len(selector), selector, share))
        if title.selector != "." and title.selector.split(".")[0] != "a":
            anchors = [None if one is None else next(iter(one.iter("a")), None) for one in title.elements]
            share = self._address_share(anchors)
            if share >= 0.3:
                said = self._said(title.selector)
                if isinstance(said, str):
                    options.append((share + 1.05, f"{title.selector} a", share))
        if not options:
            return "", 0.0
        _, selector, share = max(options)
        return selector, share

    def _address_share(self, anchors: list[_Element | None]) -> float:
        """The share of members whose anchor leads somewhere, and somewhere of its own."""
        addresses = [address_of(one, self.url) for one in anchors if one is not None]
        distinct = len({address for address in addresses if address})
        return distinct / len(self.members)

    def _code(self, *, exclude: set[str]) -> str:
        """The selector of a docket or document number: short, with digits, one for each item."""
        for selector, part in self.inside.items():
            is_code = part.share_of(_CODE.match)
            header = self._header(selector)
            named = bool(_CODE_HEADER.search(header)) or bool(re.search(r"docket|number|case-?no|caseno", selector))
            if selector in exclude or not named or (_DATE_HEADER.search(header) and not named):
                continue
            days = part.share_of(self._is_bare_day)
            if is_code > 0.7 and part.share > 0.7 and part.uniqueness > 0.9 and days < 0.5:
                return selector
        return ""

    def _summary(self, *, exclude: set[str], title_part: Inside) -> str:
        best, best_length = "", 60.0
        for selector, part in self.inside.items():
            if selector in exclude or part.share < 0.4 or part.uniqueness < 0.5:
                continue
            holds_title = sum(
                bool(wanted) and wanted in text for text, wanted in zip(part.texts, title_part.texts, strict=True)
            )
            if holds_title * 2 > len(self.members):
                continue
            if part.mean_length > best_length * 1.1:
                best, best_length = selector, part.mean_length
        return best

    def _score(self, title: Inside, link_share: float, date_share: float) -> float:
        """From 0 to 1: titles, links and days in most members, many of them, and outside of menus."""
        count = len(self.members)
        good = title.share_of(lambda text: len(text) >= 8 and not GENERIC.match(text))
        raw = 0.4 * good * (0.4 + 0.6 * title.uniqueness) + 0.3 * min(1.0, link_share) + 0.3 * date_share
        raw *= {2: 0.6, 3: 0.8, 4: 0.9}.get(count, 1.0)
        raw *= 0.82 + 0.18 * min(1.0, math.log(count) / math.log(25))
        raw *= 1 - 0.75 * self.group.aside_share
        mean = self.whole.mean_length
        raw *= 0.6 if mean > 1500 else 0.85 if mean < 15 else 1.0
        anchors = sum(sum(1 for part in member.parts for _ in part.iter("a")) for member in self.members) / count
        raw *= 0.5 if anchors > 12 else 0.8 if anchors > 6 else 1.0
        if not date_share and mean < 40:
            raw *= 0.7  # short links without a day are a menu more often than a listing
        return min(1.0, raw * (0.7 + 0.3 * self.group.precision))

    def _reason(self, links: int, days: int) -> str:
        count = len(self.members)
        return (
            f"“{self.group.selector}” repeats {count} times; {links} lead somewhere of their own and {days} tell a day."
        )


def _headers_of(members: list[Member]) -> list[str]:
    """The texts over the columns of the table that the members are rows of; empty for anything else."""
    first = members[0].parts[0]
    if first.tag != "tr":
        return []
    table = next(first.iterancestors("table"), None)
    if table is None:
        return []
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        headings = sum(cell.tag == "th" for cell in cells)
        if (headings > 1 and headings * 2 > len(cells)) or (row.getparent().tag == "thead" and cells):
            return [] if any(cell.get("colspan", "1") != "1" for cell in cells) else [text_of(cell) for cell in cells]
    return []
