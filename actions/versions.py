"""A record as rows of words, and what changed since the version before it.

Records are kept as they were written, so a field may be of another time: one that is not known
here is shown under its own name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions import labels, sentences
from actions.spans import Span, parse_span
from jurisdictions.models import Jurisdiction

Words = str | Promise

FIELDS: Mapping[str, Words] = {
    "title": gettext_lazy("Title"),
    "kind": gettext_lazy("Kind"),
    "stage": gettext_lazy("Stage"),
    "jurisdiction": gettext_lazy("Place"),
    "announced": gettext_lazy("Announced"),
    "adopted": gettext_lazy("Adopted"),
    "effective": gettext_lazy("Takes or took effect"),
    "ended": gettext_lazy("Ended"),
    "summary": gettext_lazy("Summary"),
    "scope": gettext_lazy("Scope"),
    "binds": gettext_lazy("Who is bound"),
    "forbids": gettext_lazy("What is bound"),
    "not_covered": gettext_lazy("Not covered"),
    "reasons": gettext_lazy("Reasons given"),
    "instrument": gettext_lazy("Instrument"),
    "references": gettext_lazy("References"),
    "authorities": gettext_lazy("Authorities"),
    "targets": gettext_lazy("Against"),
    "milestones": gettext_lazy("Dated steps"),
    "reactions": gettext_lazy("Reactions"),
    "citations": gettext_lazy("Sources"),
    "quotes": gettext_lazy("Quotes"),
    "verified_on": gettext_lazy("Last verified"),
    "slug": gettext_lazy("Address"),
    "announcement": gettext_lazy("Announcement"),
    "series": gettext_lazy("Series"),
    "is_starter": gettext_lazy("From the starter directory"),
    "is_published": gettext_lazy("Published"),
    "classifier_version": gettext_lazy("Version of the classifier"),
}
"""Every field of a record that people read, in the order in which they read it."""
_HIDDEN = frozenset({"shape"})
_CODES: Mapping[str, Mapping[str, Words]] = {
    "kind": {str(kind): word for kind, word in labels.KINDS.items()},
    "stage": {str(stage): word for stage, word in labels.STAGES.items()},
    "binds": dict(labels.BoundParty.choices),
    "forbids": dict(labels.BoundActivity.choices),
    "grade": dict(labels.Grade.choices),
    "field": FIELDS,
    "scheme": dict(labels.ReferenceScheme.choices),
}
_KINDS_OF: Mapping[str, Mapping[str, Words]] = {
    "milestones": {str(kind): word for kind, word in labels.MILESTONES.items()},
    "targets": dict(labels.TargetKind.choices),
}
"""Parts of a record that have kinds of their own."""
_ORDER = ("on", "by", "scheme", "number", "name", "title", "capacity", "vendor_name", "kind", "text", "publisher")
"""What is told of a part, the telling first; what is not named here follows as it was stored, its address last."""
_INNER = frozenset({"vendor", "slug"})
"""Of a part: names that only addresses use."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a field: `change` is "added", "removed" or empty for what stayed."""

    text: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    term: Words
    lines: tuple[Line, ...]

    @property
    def is_changed(self) -> bool:
        return any(line.change for line in self.lines)


def fields(record: Mapping[str, Any], before: Mapping[str, Any] | None) -> list[Field]:
    """All fields of a record; with `before`, each line says whether it came, went or stayed."""
    names = [*FIELDS, *(name for name in {**record, **(before or {})} if name not in FIELDS and name not in _HIDDEN)]
    return [
        Field(FIELDS.get(name, name.replace("_", " ")), _compared(name, record, before))
        for name in names
        if name in record or (before and name in before)
    ]


def _compared(name: str, record: Mapping[str, Any], before: Mapping[str, Any] | None) -> tuple[Line, ...]:
    now = _lines(name, record.get(name))
    if before is None:
        return tuple(Line(text) for text in now)
    old = _lines(name, before.get(name))
    gone = [Line(text, "removed") for text in old if text not in now]
    return (*gone, *(Line(text, "" if text in old else "added") for text in now))


def _lines(name: str, value: object) -> list[str]:
    """A field in words, one line a part; none where nothing is known."""
    if value is None or value in ("", [], {}):
        return []
    if isinstance(value, list | tuple):
        return [
            line for part in value for line in ([_part(name, part)] if isinstance(part, dict) else _lines(name, part))
        ]
    if isinstance(value, dict):
        text = _day(value)
        return [text] if text else []
    if isinstance(value, bool):
        return [_("yes") if value else _("no")]
    return [_word(name, str(value))]


def _part(name: str, part: Mapping[str, Any]) -> str:
    """One step, target or source as a line; what it does not know is left out."""
    told = []
    for key in sorted(part, key=_place_of):
        value = part[key]
        if isinstance(value, dict):
            told.append(_day(value))
        elif value and key not in _INNER and not (key == "vendor_name" and value == part.get("name")):
            words = _KINDS_OF.get(name, {}) if key == "kind" else {}
            told.append(str(words.get(value) or _word(key, str(value))))
    return " · ".join(text for text in told if text)


def _place_of(key: str) -> int:
    """Where a part's value stands in its line; the order of the rest is kept."""
    return len(_ORDER) + (key == "url") if key not in _ORDER else _ORDER.index(key)


def _word(name: str, value: str) -> str:
    if name == "jurisdiction":
        place = Jurisdiction.objects.filter(code=value).first()
        return place.display_name if place else value
    return str(_CODES.get(name, {}).get(value, value))


def _day(value: Mapping[str, Any]) -> str:
    """A date as pages write it; what was stored, where it cannot be read."""
    text = str(value.get("text") or "")
    try:
        span: Span | None = parse_span(text)
    except ValueError:
        return text
    return str(sentences.span_text(span)) if span else ""


def changed_terms(found: Iterable[Field]) -> list[str]:
    """The names of the fields that changed, in the order of the page."""
    return [str(field.term) for field in found if field.is_changed]
