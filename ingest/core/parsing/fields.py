"""A field's text out of an item, by its alternatives: the same rules for web pages and for JSON."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import quote

from ingest.core.parsing.config import Field, Piece, Plan, filled, names_in
from ingest.core.parsing.days import find_day, without_day
from ingest.core.parsing.patterns import LONGEST_TEXT

_WHOLE = frozenset({"link", "id", "next"})
"""Fields in which a template with a missing part is nothing: half an address leads nowhere."""

_DEEPEST = 4
_URL_SAFE = "/:?#[]@!$&'()*+,;=%-._~"


class Item(Protocol):
    """An item as its format gives it."""

    def texts(self, piece: Piece, name: str) -> list[str]:
        """What a piece finds in the item, in its order; `name` is the field that asks."""

    def named(self, name: str) -> str:
        """A text that stands under a name in the item itself; empty where there is none."""


def field_text(item: Item, plan: Plan, name: str, *, default: Field = ()) -> str:
    """A field of an item; empty where no alternative gives a text."""
    return first_text(item, plan, name, plan.fields.get(name, default))


def first_text(item: Item, plan: Plan, name: str, field: Field, *, depth: int = 0) -> str:
    for piece in field:
        text = _piece_text(item, plan, name, piece, depth)
        if text:
            return text
    return ""


def _piece_text(item: Item, plan: Plan, name: str, piece: Piece, depth: int) -> str:
    if piece.text:
        text = _template(item, plan, name, piece, depth)
    else:
        found = item.texts(piece, name)
        text = piece.join.join(dict.fromkeys(found)) if piece.join is not None else found[0] if found else ""
    if piece.find:
        text = find_day(text)
    if piece.drop:
        text = without_day(text)
    if piece.pattern is None:
        return text
    match = piece.pattern.search(text[:LONGEST_TEXT])
    if not match:
        return ""
    if piece.replace is not None:
        return match.expand(piece.replace).strip()
    return str(match[1] or "" if match.re.groups else match[0]).strip()


def _template(item: Item, plan: Plan, name: str, piece: Piece, depth: int) -> str:
    values = {part: _named(item, plan, part, name, depth) for part in names_in(piece.text)}
    if values and (not all(values.values()) if name in _WHOLE else not any(values.values())):
        return ""
    if name in {"link", "next"} and not piece.text.startswith("{"):
        values = {part: quote(value, safe=_URL_SAFE) for part, value in values.items()}
    return " ".join(filled(piece.text, values).split()).strip(" –—-:;,|") if values else piece.text


def _named(item: Item, plan: Plan, part: str, asked_by: str, depth: int) -> str:
    if depth >= _DEEPEST:
        return ""
    if part in plan.parts:
        return first_text(item, plan, part, plan.parts[part], depth=depth + 1)
    if text := item.named(part):
        return text
    if part in plan.fields and part != asked_by:
        return first_text(item, plan, part, plan.fields[part], depth=depth + 1)
    return ""
