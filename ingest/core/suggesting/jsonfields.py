"""Which values of a list of records are the title, the link, the day: by their names and by what they look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ingest.core import dates
from ingest.core.suggesting.words import CASE, SIDES, is_code, is_generic

_HINT = dates.Hint(is_day_first=False)
_WRAPPERS = frozenset(
    {"rendered", "value", "text", "en", "href", "iso", "date", "datetime", "label", "raw", "plain", "0"}
)
"""Last steps of a path that say nothing, so that the step before them names the value."""

_URL = re.compile(
    r"^(?:https?://\S+|//\S+|/[\w%~.-][^\s]*|[\w./%-]+\.(?:html?|pdf|aspx?|php|docx?|do)(?:\?\S*)?)$", re.IGNORECASE
)
_ANCHOR = re.compile(r"""<a\s[^>]{0,300}?href\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
ANCHOR_PATTERN = r"""href\s{0,3}=\s{0,3}["']?([^"'\s>]+)"""
_NOT_A_PAGE = re.compile(
    r"ical|calendar|image|img|video|audio|avatar|icon|thumb|logo|map|virtual|api|photo|self", re.IGNORECASE
)
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|ics)(?:\?|$)", re.IGNORECASE)
_SEVERAL = 3
_FILE = re.compile(r"^\S+\.\w{3,4}$")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_OPAQUE = re.compile(r"^(?:[0-9a-f]{8}-[0-9a-f]{4}-[\w-]+|[0-9a-f]{16,}|[\w-]{22,})$", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-z/!][^>]*>", re.IGNORECASE)

Ranks = tuple[tuple[str, float], ...]
"""Patterns of names as words joined by spaces, with what a name is worth; the first that fits counts."""

TITLE: Ranks = (
    (r"^(?:full |long |display |short )?(?:title|headline|caption|heading)$", 1.0),
    (r"case ?(?:name|title|caption|style)", 1.0),
    (r"\b(?:title|headline|caption|docname|subject)\b", 0.85),
    (r"\b(?:user|first|last|full|middle|author|court|judge|agency|type|status|category|contact|host)\b.*name", 0.0),
    (r"^name$|^label$|\b(?:meeting|event|document|bill|display|item) ?name\b", 0.7),
    (r"\b(?:name|subject|matter|topic|style|parties|event|document)\b", 0.5),
    (r"\b(?:summary|description|abstract)\b", 0.35),
)
_ADDRESS = r"(?:url|link|href|uri|path)"
LINK: Ranks = (
    (
        rf"html ?url|\b(?:pdf|document|opinion|doc|file|download|web|detail|absolute|public|canonical)s? ?{_ADDRESS}\b",
        1.0,
    ),
    (r"^(?:url|link|href|uri|permalink)$|\b\w*link\b", 0.9),
    (r"\b(?:url|href|uri|path|slug|pdf|document|file)\b", 0.6),
)
DATE: Ranks = (
    (r"\b(?:end|expir\w*|deadline|until|close\w*|comment\w*|hearing|argued|dob|birth)\b", 0.15),
    (r"publi|\bfil(?:ed|ing)\b|issued?|decision|decided|released?|pub ?date|posted|opinion|entered", 1.0),
    (r"adopt|enact|approv|passed|signed", 0.9),
    (r"updated?|modified|changed|\bedit", 0.35),
    (r"date ?filed|file ?date", 1.0),
    (r"\b(?:meeting|event|start)\b", 0.85),
    (r"^date(?: time)?$|\bdate\b|^on$|^day$|^when$", 0.8),
    (r"\b(?:time|timestamp|seen)\b", 0.6),
    (r"created|creation|added", 0.5),
    (r"updated?|modified|changed|last", 0.35),
)
_THING = r"(?:document|entry|record|opinion|order|item|event|meeting|post|article|publication)"
ID: Ranks = (
    (r"^(?:id|guid|uuid|key|node id|nid)$", 1.0),
    (rf"\b{_THING} ?(?:id|guid|number|key)\b", 0.8),
    (r"\b(?:guid|uuid|slug|celex)\b", 0.6),
)
NUMBER: Ranks = ((r"docket|case ?(?:no|number|id)|\bnumber\b|\bno\b|citation|reference|celex", 1.0),)
SUMMARY: Ranks = (
    (r"summary|abstract|teaser|excerpt|description|synopsis", 1.0),
    (r"\b(?:content|body|text|snippet|details?|notes?|comment)\b", 0.7),
)
AUTHOR: Ranks = (
    (r"^(?:author|creator|agency|court|organi[sz]ation|publisher|department|body|judge|by)(?: name)?$", 1.0),
)


@dataclass(frozen=True, slots=True)
class Column:
    """What stands under one path in the members of a list."""

    path: str
    texts: list[str]
    share: float

    @property
    def name(self) -> str:
        """The name of the value as lower-case words: `publishedAt.iso` is "published at"."""
        steps = [step for step in self.path.split(".") if not step.isdigit() and step != "*"]
        while len(steps) > 1 and steps[-1].casefold() in _WRAPPERS:
            steps.pop()
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_\-\s.@#]+", " ", steps[-1] if steps else "")
        return " ".join(words.casefold().split())

    @property
    def uniqueness(self) -> float:
        return len(set(self.texts)) / len(self.texts) if self.texts else 0.0

    @property
    def is_constant(self) -> bool:
        """Whether many members say the same, which tells nothing of each."""
        return len(self.texts) > _SEVERAL and len(set(self.texts)) == 1

    @property
    def mean_length(self) -> float:
        return sum(map(len, self.texts)) / len(self.texts) if self.texts else 0.0

    def share_of(self, is_so: Callable[[str], object]) -> float:
        return sum(bool(is_so(text)) for text in self.texts) / len(self.texts) if self.texts else 0.0

    def rank(self, ranks: Ranks) -> float:
        return next((worth for pattern, worth in ranks if re.search(pattern, self.name)), 0.0)

    @property
    def depth_cost(self) -> float:
        return 0.1 * self.path.count(".")


def date_fit(column: Column, now: datetime) -> float:
    if column.share < 0.5:
        return 0.0
    read = column.share_of(lambda text: len(text) <= 60 and dates.read_instant(text, now=now, hint=_HINT) is not None)
    named = column.rank(DATE) - 0.5 * column.is_constant
    return read * column.share + named - column.depth_cost if read >= 0.7 and (named or read > 0.9) else 0.0


def link_fit(column: Column) -> float:
    links = max(column.share_of(_URL.match), column.share_of(_ANCHOR.search))
    if links < 0.6 or column.share < 0.3:
        return 0.0
    costs = 2 * column.share_of(_IMAGE.search) + bool(_NOT_A_PAGE.search(column.path)) + column.depth_cost
    documents = 0.3 * column.share_of(lambda text: ".pdf" in text.casefold())
    return links + column.rank(LINK) + column.uniqueness + documents + 0.5 * column.share - costs


def holds_anchors(column: Column) -> bool:
    return column.share_of(_ANCHOR.search) > 0.5


def title_fit(column: Column) -> float:
    if column.share < 0.6 or column.share_of(_LETTERS.search) < 0.7 or column.share_of(_URL.match) > 0.3:
        return 0.0
    bare = [_MARKUP.sub(" ", text).strip() for text in column.texts]
    shown = Column(column.path, bare, column.share)
    mean = shown.mean_length
    named = column.rank(TITLE)
    if shown.share_of(_OPAQUE.match) > 0.3 or shown.share_of(is_generic) > 0.5 or mean > 400:
        return 0.0
    if not named and (mean < 8 or shown.uniqueness < 0.4):
        return 0.0
    fit = 1.6 * named + shown.uniqueness + column.share + (0.5 if 12 <= mean <= 200 else 0.1)
    fit += 0.8 * shown.share_of(CASE.search) + 0.3 * shown.share_of(lambda text: " " in text)
    costs = 0.4 * column.share_of(_MARKUP.search) + shown.share_of(_FILE.match) + 1.2 * shown.share_of(is_code)
    return fit - costs - 2 * column.depth_cost - 0.4 * max(0.0, mean - 150) / 150


def summary_fit(column: Column) -> float:
    named = column.rank(SUMMARY)
    mean = column.mean_length
    return named + min(mean, 500) / 500 - column.depth_cost if named and mean > 15 else 0.0


def id_fit(column: Column) -> float:
    is_short = max(map(len, column.texts)) <= 200
    named = column.rank(ID)
    return named + column.share - column.depth_cost * 2 if named and is_short and column.uniqueness == 1.0 else 0.0


def number_fit(column: Column) -> float:
    named = column.rank(NUMBER)
    return named + column.share - column.depth_cost if named and column.share_of(is_code) > 0.7 else 0.0


def author_fit(column: Column) -> float:
    named = column.rank(AUTHOR)
    is_name = column.mean_length < 80 and column.share_of(_LETTERS.search) > 0.9
    return named - column.depth_cost if named and is_name else 0.0


def parties_title(columns: Mapping[str, Column]) -> str:
    """The title of a case that is told by its two sides alone."""
    by_word = {word: path for path, column in columns.items() for word in column.name.split() if column.share >= 0.6}
    for one, other in SIDES:
        paths = [by_word.get(word) or by_word.get(f"{word}s") for word in (one, other)]
        if all(paths):
            return f"{{{paths[0]}}} v. {{{paths[1]}}}"
    return ""
