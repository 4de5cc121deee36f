"""`ActionRecord`: the frozen shape that every export, feed and revision reads. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

SHAPE = 1
"""Version of the record's shape, written into each revision."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at its precision (ISO 8601: day, month or year) with its bounds; all None where unknown."""

    text: str | None
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class TargetRecord:
    kind: str
    name: str
    vendor: str | None
    vendor_name: str | None


@dataclass(frozen=True, slots=True)
class AuthorityRecord:
    name: str
    slug: str
    capacity: str


@dataclass(frozen=True, slots=True)
class MilestoneRecord:
    kind: str
    on: Dated
    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class ReactionRecord:
    by: str
    on: Dated
    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class CitationRecord:
    url: str
    title: str
    publisher: str
    published: Dated
    grade: str


@dataclass(frozen=True, slots=True)
class QuoteRecord:
    field: str
    exact: str
    url: str


@dataclass(frozen=True, slots=True)
class ReferenceRecord:
    scheme: str
    number: str


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """All that we say of an action, with plain values only; the codes are those of `lifecycle`."""

    slug: str
    title: str
    kind: str
    stage: str
    jurisdiction: str
    announcement: str
    series: str | None
    announced: Dated
    adopted: Dated
    effective: Dated
    ended: Dated
    summary: str
    scope: str
    not_covered: str
    binds: tuple[str, ...]
    forbids: tuple[str, ...]
    instrument: str
    reasons: str
    authorities: tuple[AuthorityRecord, ...]
    targets: tuple[TargetRecord, ...]
    references: tuple[ReferenceRecord, ...]
    milestones: tuple[MilestoneRecord, ...]
    reactions: tuple[ReactionRecord, ...]
    citations: tuple[CitationRecord, ...]
    quotes: tuple[QuoteRecord, ...]
    is_starter: bool
    is_published: bool
    verified_on: str | None
    classifier_version: str

    def as_json(self) -> dict[str, Any]:
        """The record as JSON values, with the version of its shape."""
        return {"shape": SHAPE, **asdict(self)}


def from_json(record: Mapping[str, Any]) -> ActionRecord:
    """The record that `as_json` wrote, whatever it was stored with; raises KeyError where a field is missing."""
    told = {name: value for name, value in record.items() if name != "shape"}
    for name, shape in _PARTS.items():
        told[name] = tuple(_part(shape, part) for part in record[name])
    for name in ("announced", "adopted", "effective", "ended"):
        told[name] = Dated(**record[name])
    return ActionRecord(**told | {name: tuple(record[name]) for name in ("binds", "forbids")})


_PARTS: dict[str, type[Any]] = {
    "authorities": AuthorityRecord,
    "targets": TargetRecord,
    "references": ReferenceRecord,
    "milestones": MilestoneRecord,
    "reactions": ReactionRecord,
    "citations": CitationRecord,
    "quotes": QuoteRecord,
}


def _part(shape: type[Any], part: Mapping[str, Any]) -> Any:  # noqa: ANN401 (one of _PARTS)
    return shape(**{name: Dated(**value) if name in {"on", "published"} else value for name, value in part.items()})
