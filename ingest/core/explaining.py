"""What each expression of a config matched in a document, and why one that matched nothing did not. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import soupsieve
from bs4 import BeautifulSoup, Tag

from ingest.core.parsing.config import FIELDS, ConfigError, Field, Piece, Plan, read_plan
from ingest.core.parsing.fields import first_text
from ingest.core.parsing.jsonapi import JsonItem, at_path, decoded_within, values_at
from ingest.core.parsing.jsonfeed import decode, shape_of
from ingest.core.parsing.listing import json_within, markup_of, soup_of
from ingest.core.parsing.pages import why_too_large
from ingest.core.parsing.rows import PageItem, Tables
from ingest.core.parsing.runs import parted
from ingest.core.types import Document, Entry

_ROWS = "The items are rows: their values are numbered from 0."
_SAMPLES = 3
_LONGEST_SAMPLE = 120
_MOST_ITEMS = 200
_STEP = re.compile(r"\s*[>+~]\s*|\s+")
_ALWAYS = ("title", "link", "date", "summary")
_GIVEN: Mapping[str, Callable[[Entry], object]] = {
    "id": lambda entry: entry.guid,
    "title": lambda entry: entry.title,
    "link": lambda entry: entry.url,
    "date": lambda entry: entry.published_at,
    "updated": lambda entry: entry.updated_at,
    "summary": lambda entry: entry.html,
    "author": lambda entry: entry.author,
    "category": lambda entry: ", ".join(entry.categories),
    "language": lambda entry: entry.language,
}


@dataclass(frozen=True, slots=True)
class Matched:
    """One expression: how many of so many it matched, the first few texts, and what to do where it matched none."""

    name: str
    expression: str
    count: int
    of: int
    samples: tuple[str, ...] = ()
    problem: str = ""


def explain(
    body: bytes,
    document: Document,
    *,
    format: str,  # noqa: A002 - as in Source
    config: Mapping[str, Any],
    content_type: str = "",
) -> tuple[Matched, ...]:
    """Each expression of a listing's or an API's config beside what it matched; nothing for feeds. Never raises."""
    if format not in {"html_listing", "json_api"}:
        return ()
    try:
        plan = read_plan("html_listing" if format == "html_listing" else "json_api", config)
    except ConfigError as fault:
        return tuple(Matched("", "", 0, 0, problem=sentence) for sentence in fault.sentences)
    if format == "html_listing":
        markup, error = markup_of(body, plan, content_type=content_type)
        return () if error else tuple(_explain_page(markup, document, plan))
    return tuple(_explain_json(body, document, plan))


def _explain_page(markup: str, document: Document, plan: Plan) -> Iterator[Matched]:
    if too_large := why_too_large(markup):
        yield Matched("item", "", 0, 0, problem=too_large)
        return
    soup = soup_of(markup)
    if plan.script is not None:
        yield from _explain_script(soup, document, plan, plan.script)
        return
    found: list[Tag] = []
    for selector in plan.item:
        tags = soup.select(selector)
        found = found or tags
        yield Matched(
            "item",
            selector,
            len(tags),
            len(tags),
            samples=_few(tag.get_text(" ") for tag in tags),
            problem="" if tags else _why_no_item(soup, selector),
        )
    if not found:
        return
    tables = Tables(soup)
    placed = parted(soup, found[:_MOST_ITEMS], plan)[:_MOST_ITEMS]
    items = [PageItem(tag, tables, at=place) for tag, place in placed if not tables.is_header(tag)]
    for name in _told(plan) if items else ():
        yield _field(name, document, plan, items, lambda piece: _why_outside(soup, piece))


def _explain_script(soup: BeautifulSoup, document: Document, plan: Plan, wanted: Piece) -> Iterator[Matched]:
    tags = soup.select(wanted.at or "script")
    decoded = [one for tag in tags if (one := json_within(tag.string or "", wanted)) is not None]
    said = wanted.at or "script"
    problem = "" if decoded else "No such script holds JSON." if tags else _why_no_item(soup, said)
    yield Matched("script", said, len(decoded), len(tags), problem=problem)
    fitting = next((one for one in decoded if any(_list_at(one, path) for path in plan.item or ("",))), None)
    if decoded:
        yield from _explain_answer(fitting if fitting is not None else decoded[0], document, plan)


def _explain_json(body: bytes, document: Document, plan: Plan) -> Iterator[Matched]:
    decoded, error = decode(body)
    if error:
        yield Matched("items", "", 0, 0, problem=error)
        return
    yield from _explain_answer(decoded, document, plan)


def _list_at(decoded: object, path: str) -> Any:  # noqa: ANN401 - JSON
    return values_at(decoded, path) if "*" in path.split(".") else decoded_within(at_path(decoded, path))


def _explain_answer(decoded: object, document: Document, plan: Plan) -> Iterator[Matched]:
    found: list[Any] = []
    for path in plan.item or ("",):
        at = _list_at(decoded, path)
        is_list = isinstance(at, list)
        found = found or (at if is_list else [])
        yield Matched(
            "items",
            path or "(the document)",
            len(at) if is_list else 0,
            len(at) if is_list else 0,
            samples=_few(", ".join(item) for item in at if isinstance(item, Mapping)) if is_list else (),
            problem="" if is_list else _why_no_list(decoded, path),
        )
    items = [JsonItem(item) for item in found[:_MOST_ITEMS] if isinstance(item, Mapping | list)]
    if not items:
        return
    keys = ", ".join(list(dict.fromkeys(key for item in found[:5] if isinstance(item, Mapping) for key in item))[:20])
    for name in _told(plan):
        yield _field(name, document, plan, items, lambda _: f"The items have these names: {keys}." if keys else _ROWS)


def _told(plan: Plan) -> list[str]:
    return [name for name in FIELDS if name in plan.fields or name in _ALWAYS]


def _field(name: str, document: Document, plan: Plan, items: Sequence[Any], why: Callable[[Piece], str]) -> Matched:
    field = plan.fields.get(name, ())
    values = [text for entry in document.entries if (text := _as_text(_GIVEN[name](entry)))]
    raw = [text for item in items if (text := first_text(item, plan, name, field))] if field else []
    problem = ""
    if not values and raw and name in {"date", "updated"}:
        problem = f"It matches “{raw[0][:60]}”, which cannot be read as a date. Name its order in “date_format”."
    elif not values and raw and name == "link":
        problem = f"It matches “{raw[0][:60]}”, which is no address. Point it to the link itself."
    elif not values and field:
        problem = why(field[0])
    return Matched(
        name,
        _expression(field) or "(found by itself)",
        len(values),
        len(document.entries) or len(items),
        _few(values),
        problem,
    )


def _expression(field: Field) -> str:
    return " or ".join(
        piece.text or (f"{piece.at or '.'}@{piece.attribute}" if piece.attribute else piece.at or piece.column or ".")
        for piece in field
    )


def _why_no_item(soup: BeautifulSoup, selector: str) -> str:
    """How far a selector reaches: its longest beginning that still matches."""
    ends = [match.start() for match in _STEP.finditer(selector)]
    for end in reversed(ends):
        start = selector[:end].rstrip(" >+~")
        try:
            count = len(soup.select(start)) if start else 0
        except (soupsieve.SelectorSyntaxError, ValueError):
            continue
        if count:
            rest = selector[end:].strip()
            return f"“{start}” matches {_times(count)}, but nothing in it matches “{rest}”."
    first = selector[: ends[0]] if ends else selector
    loose = re.sub(r"[.#\[:].*", "", first)
    count = len(soup.find_all(loose)) if loose else 0
    if loose and loose != first and count:
        return f"The page has <{loose}> {_times(count)}, and none of them is “{first}”."
    return f"Nothing on the page matches “{first}”. The page may be filled in by a script, which is not run here."


def _why_outside(soup: BeautifulSoup, piece: Piece) -> str:
    if not piece.at:
        return "It matches nothing inside the items."
    try:
        count = len(soup.select(piece.at))
    except (soupsieve.SelectorSyntaxError, ValueError):
        return f"“{piece.at}” is not valid CSS."
    if count:
        return f"“{piece.at}” matches {_times(count)} on the page, but never inside an item: “item” is too narrow."
    return f"“{piece.at}” matches nothing on the page."


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _why_no_list(decoded: object, path: str) -> str:
    """Where a path ends, and which names stand there."""
    steps = [step for step in path.split(".") if step]
    at = decoded
    for number, step in enumerate(steps):
        following = at_path(at, step)
        if following is None:
            before = ".".join(steps[:number]) or "The document"
            names = f" Its names are {', '.join(map(str, list(at)[:15]))}." if isinstance(at, Mapping) else ""
            return f"{before} has no “{step}”: it is {shape_of(at)}.{names}"
        at = following
    return f"The path leads to no list, but to {shape_of(at)}."


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def _few(texts: Any) -> tuple[str, ...]:  # noqa: ANN401 - any iterable of texts
    found: list[str] = []
    for text in texts:
        short = " ".join(str(text).split())[:_LONGEST_SAMPLE]
        if short and short not in found:
            found.append(short)
        if len(found) == _SAMPLES:
            break
    return tuple(found)
