"""JSON APIs, read by the paths of a source's config or by a preset that knows their shape."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from ingest.core import dates
from ingest.core.parsing.addresses import web_address
from ingest.core.parsing.config import ConfigError, Piece, Plan, read_plan
from ingest.core.parsing.fields import field_text, first_text
from ingest.core.parsing.jsonfeed import decode, shape_of, text_of
from ingest.core.parsing.limits import MOST_ENTRIES, bounded
from ingest.core.parsing.paging import next_by_number
from ingest.core.parsing.presets import PRESETS
from ingest.core.types import Document, Entry

_FORMAT: Final = "json_api"
_MOST_VALUES = 10_000
_LINK_NAMES = (Piece(at="link"), Piece(at="url"))


def read(body: bytes, *, url: str, config: Mapping[str, Any], now: datetime) -> Document:
    """Read a JSON API. Without paths, an answer whose shape a preset knows is read by it."""
    decoded, error = decode(body)
    if error:
        return Document(format=_FORMAT, error=error)
    if not config:
        preset = known_preset(decoded)
        if not preset:
            return Document(
                format=_FORMAT,
                error=f"This JSON is of no known shape: {shape_of(decoded)}. Its config needs a path named “items”.",
            )
        config = {"preset": preset}
    try:
        plan = read_plan(_FORMAT, config)
    except ConfigError as fault:
        return Document(format=_FORMAT, error=" ".join(fault.sentences))
    return read_decoded(decoded, url=url, plan=plan, now=now)


def known_preset(decoded: object) -> str:
    """The preset whose telling paths all stand in an answer; empty where none does."""
    for name, preset in PRESETS.items():
        if preset.told_by and all(_stands(decoded, path) for path in preset.told_by):
            return name
    return ""


def _stands(decoded: object, path: str) -> bool:
    *before, last = path.split(".")
    parent = at_path(decoded, ".".join(before))
    if isinstance(parent, Mapping):
        return last in parent
    return isinstance(parent, list) and last.isdigit() and int(last) < len(parent)


def read_decoded(decoded: object, *, url: str, plan: Plan, now: datetime) -> Document:
    """Read JSON that is decoded already. A path that leads to no list is an error, never an empty list."""
    whole = JsonItem(decoded)
    total = _whole_number(text_of(at_path(decoded, plan.total))) if plan.total else None
    items = _items(decoded, plan)
    if items is None:
        if (plan.may_be_empty and isinstance(decoded, Mapping | list)) or total == 0:
            return Document(format=_FORMAT, total=total)
        named = " or ".join(f"“{path}”" for path in plan.item) or "“”"
        return Document(format=_FORMAT, error=f"The path {named} leads to no list; what came is {shape_of(decoded)}.")
    plan = _with_order(plan, items, url)
    entries = []
    skipped = 0
    for item in items[:MOST_ENTRIES]:
        entry = _entry(JsonItem(item), plan, url=url, now=now) if isinstance(item, Mapping | list) else None
        if entry is None:
            skipped += 1
        elif not _is_left_out(JsonItem(item), plan):
            entries.append(entry)
    following = web_address(first_text(whole, plan, "next", plan.next), base=url)
    if plan.page and not following:
        following = next_by_number(url, plan.page, count=len(items), total=total)
    return Document(format=_FORMAT, entries=tuple(entries), skipped=skipped, next_url=following, total=total)


def decoded_within(value: Any) -> Any:  # noqa: ANN401 - JSON
    """JSON that stands in a text, as some servers wrap it, as what it says; anything else as it is."""
    if isinstance(value, str) and len(value) > 1 and value.lstrip()[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _items(decoded: object, plan: Plan) -> list[Any] | None:
    """The list that the first fitting path leads to; one object alone is a list of one."""
    for path in plan.item or ("",):
        found = values_at(decoded, path) if "*" in path.split(".") else decoded_within(at_path(decoded, path))
        if isinstance(found, list):
            return found
        if isinstance(found, Mapping) and path:
            return [found]
    return None


def _with_order(plan: Plan, items: list[Any], url: str) -> Plan:
    if plan.dates.order is not None or plan.dates.formats:
        return plan
    texts = [first_text(JsonItem(item), plan, "date", plan.fields.get("date", ())) for item in items[:200]]
    order = dates.order_told_by(texts, host=host_of(url))
    return replace(plan, dates=replace(plan.dates, is_day_first=order)) if order is not None else plan


def host_of(url: str) -> str:
    return url.partition("//")[2].partition("/")[0].partition(":")[0]


def _is_left_out(item: JsonItem, plan: Plan) -> bool:
    return bool(first_text(item, plan, "skip", plan.skip))


def _entry(item: JsonItem, plan: Plan, *, url: str, now: datetime) -> Entry | None:
    """An entry; None for an item that gives nothing that a person could read or follow."""

    def field(name: str) -> str:
        return field_text(item, plan, name, default=_LINK_NAMES if name == "link" else (Piece(at=name),))

    def instant(name: str) -> datetime | None:
        return dates.read_instant(field(name), now=now, hint=plan.dates)

    summary, address = field("summary"), web_address(field("link"), base=plan.base or url)
    title = field("title")
    if not (title or address or summary):
        return None
    published, updated = instant("date"), instant("updated")
    category = field("category")
    return bounded(
        Entry(
            guid=field("id"),
            url=address,
            title=title,
            html=summary if "<" in summary else html.escape(summary, quote=False),
            published_at=published or updated,
            updated_at=updated,
            language=field("language"),
            author=field("author"),
            categories=(category,) if category else (),
        )
    )


class JsonItem:
    """One member of an API's list."""

    def __init__(self, value: object) -> None:
        self._value = value

    def texts(self, piece: Piece, name: str) -> list[str]:  # noqa: ARG002 - a path says the same for each field
        return [text for text in map(text_of, values_at(self._value, piece.at)) if text.strip()]

    def named(self, name: str) -> str:
        return " ".join(filter(None, map(text_of, values_at(self._value, name))))


def at_path(decoded: Any, path: str) -> Any:  # noqa: ANN401 - JSON
    """Follow a dotted path (`feed.entry`, `results.0.title`); None where it ends early."""
    if isinstance(decoded, Mapping) and path and path in decoded:
        return decoded[path]
    for step in filter(None, path.split(".")):
        decoded = _step(decoded, step)
        if decoded is None:
            return None
    return decoded


def values_at(decoded: object, path: str) -> list[Any]:
    """All values that a path with wildcards leads to (`agencies.*.name`); a list at its end gives its members."""
    if isinstance(decoded, Mapping) and path and path in decoded:
        found = [decoded[path]]
    else:
        found = [decoded]
        for step in filter(None, path.split(".")):
            found = _all_members(found) if step == "*" else [_step(value, step) for value in found]
            found = [value for value in found if value is not None][:_MOST_VALUES]
    return [member for value in found for member in _members(value)][:_MOST_VALUES]


def _members(value: Any) -> list[Any]:  # noqa: ANN401 - JSON
    return value if isinstance(value, list) else [value]


def _all_members(values: list[Any]) -> list[Any]:
    members: list[Any] = []
    for value in values:
        members += list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else []
    return members


def _step(value: Any, step: str) -> Any:  # noqa: ANN401 - JSON
    value = decoded_within(value)
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, list) and step.isdigit() and len(step) < 9 and int(step) < len(value):
        return value[int(step)]
    return None


def _whole_number(text: str) -> int | None:
    text = text.replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
