"""The values that travel from a document to a proposal. All are frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple, TypedDict


class Entry(NamedTuple):
    """One entry of a document, as it came: neither repaired nor sanitised.

    `html` is what the document gives as the entry's body; a plain text is escaped, so that
    it can always be read as HTML. Instants are aware, in UTC. `url` is absolute or empty.
    """

    guid: str = ""
    url: str = ""
    title: str = ""
    html: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What a body was read as. `error` is a sentence for people; then there are no entries."""

    format: str
    title: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    error: str | None = None
    skipped: int = 0
    """Entries that could not be read at all; the others stand."""
    next_url: str = ""
    """Where the older entries stand (RFC 5005, JSON Feed's `next_url`, an API's or a listing's next page), or empty."""
    ttl: timedelta | None = None
    """How long the document says that it stays as it is (RSS `ttl`, `sy:updatePeriod`); None where it says nothing."""
    total: int | None = None
    """How many entries the publisher says there are in all (an API's count); None where it says nothing."""


class Identity(NamedTuple):
    """By what an entry is known inside its source, and by what else it may be met."""

    key: str
    reason: Literal["guid", "url", "content"]
    aliases: tuple[tuple[str, str], ...] = ()


class ReadText(NamedTuple):
    """An entry as a person reads it. Evidence counts code points in `full_text`."""

    title: str
    text: str
    repair: str = ""
    """The charset damage that was undone; empty where there was none."""
    language: str = ""
    """ISO 639-1; empty where it could not be told."""

    @property
    def full_text(self) -> str:
        return f"{self.title}\n\n{self.text}"


class Target(TypedDict):
    """Whom or what a draft hits: `kind` is legal_person, product, class or vendor."""

    name: str
    kind: str
    vendor: str


class Evidence(NamedTuple):
    """The slice that a field rests on: `full_text[start:end] == quote`, in code points."""

    field: str
    value: str
    quote: str
    start: int
    end: int

    def as_json(self) -> dict[str, Any]:
        return {
            "field": self.field,
            "value": self.value,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
        }


class Learned(TypedDict, total=False):
    """What a learned model said of an item, and what the rules had said where it `changed` that."""

    model: int
    relevant: float
    kinds: dict[str, float]
    stage: dict[str, float]
    changed: list[str]
    was_unsure: bool
    were_kinds: list[str]
    was_stage: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One jurisdiction × kind as an item reports it. Dates are ISO spans: a day, a month or a year."""

    jurisdiction: str
    kind: str
    stage: str
    authority: str = ""
    vendors: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    announced: str | None = None
    effective: str | None = None
    instrument: str = ""
    score: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    is_doubted: bool = False
    """A learned model thinks that editors would leave it out; it is shown all the same."""

    def as_json(self) -> dict[str, Any]:
        told = self._told()
        return told | {"doubted": True} if self.is_doubted else told

    def _told(self) -> dict[str, Any]:
        return {
            "jurisdiction": self.jurisdiction,
            "kind": self.kind,
            "stage": self.stage,
            "authority": self.authority,
            "vendors": list(self.vendors),
            "targets": [dict(target) for target in self.targets],
            "announced": self.announced,
            "effective": self.effective,
            "instrument": self.instrument,
            "score": self.score,
            "evidence": [piece.as_json() for piece in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the classifier makes of one item. `is_unsure` implies `is_relevant`.

    A reaction makes no draft: its kinds, stage, jurisdictions and vendors are those of the
    action that it answers, so that the desk can propose the link.
    """

    is_relevant: bool = False
    is_unsure: bool = False
    score: float = 0.0
    kinds: tuple[str, ...] = ()
    stage: str | None = None
    is_reaction: bool = False
    jurisdictions: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    drafts: tuple[Draft, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    classifier: str = ""
    """The version that answered, where it is not the rules alone."""
    learned: Learned = field(default_factory=Learned)

    def as_json(self) -> dict[str, Any]:
        """The answer of `manage.py classify`, without the id."""
        return {
            "relevant": self.is_relevant,
            "unsure": self.is_unsure,
            "kinds": list(self.kinds),
            "stage": self.stage,
            "reaction": self.is_reaction,
            "jurisdictions": list(self.jurisdictions),
            "vendors": list(self.vendors),
            "score": self.score,
            "drafts": [draft.as_json() for draft in self.drafts],
            "evidence": [piece.as_json() for piece in self.evidence],
        }


SourceConfig = Mapping[str, Any]
"""Selectors of a listing page or paths of a JSON API, as an operator wrote them."""
