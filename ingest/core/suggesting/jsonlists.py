"""The list in a JSON answer whose members have titles, links and days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from ingest.core.parsing.jsonapi import decoded_within
from ingest.core.parsing.jsonfeed import text_of
from ingest.core.suggesting import jsonfields
from ingest.core.suggesting.dayorder import is_day_first
from ingest.core.suggesting.jsonfields import ANCHOR_PATTERN, Column

_WEIGHTS = {"title": 0.4, "link": 0.25, "date": 0.25, "summary": 0.05, "id": 0.05}
_MOST_LOOKED_AT = 40
_MOST_LISTS = 200
_MOST_VALUES = 2_000
_DEEPEST = 6
_DEEPEST_PAGING = 3
_LEAST_ALIKE = 0.6
_NEXT = frozenset({"next", "nextpage", "nextpageurl", "nexturl", "nextlink", "next.href"})
_NEXT_PAGE = re.compile(r"^(?:https?://|/|\?)\S+$", re.IGNORECASE)
_LEAST_MARKUP = 200
_LEAST_ANCHORS = 3
_MOST_MARKUP = 2
_LOOKED_AT = 200_000
_ANCHOR = re.compile(r"<a\s[^>]{0,300}href", re.IGNORECASE)
_TOTAL = frozenset({"total", "count", "totalcount", "totalresults", "numfound", "hits"})

_Record = Mapping[str, Any] | list[Any]
"""A member of a list: an object, or a row of values in a known order."""


@dataclass(frozen=True, slots=True)
class ListProposal:
    config: dict[str, Any]
    score: float
    reason: str
    links: int = 0
    size: int = 0


def propose(decoded: object, *, now: datetime) -> list[ListProposal]:
    """Configs for the lists of an answer, best first."""
    paging = _paging(decoded)
    found = [_proposal(path, members, now=now) for path, members in _lists(decoded)]
    proposals = [one and replace(one, config=one.config | paging) for one in found]
    return sorted((one for one in proposals if one is not None), key=lambda one: -one.score)


def markup_in(decoded: object) -> list[tuple[str, str]]:
    """The longest texts of an answer that are pieces of a web page with several links, with their paths."""
    found: list[tuple[str, str]] = []
    waiting: list[tuple[str, object, int]] = [("", decoded, 0)]
    while waiting and len(found) < _MOST_LISTS:
        path, value, depth = waiting.pop(0)
        if isinstance(value, str):
            if len(value) >= _LEAST_MARKUP and len(_ANCHOR.findall(value[:_LOOKED_AT])) >= _LEAST_ANCHORS:
                found.append((path, value))
        elif isinstance(value, Mapping | list) and depth < _DEEPEST:
            members = value.items() if isinstance(value, Mapping) else enumerate(value)
            waiting += [(f"{path}.{key}".lstrip("."), one, depth + 1) for key, one in islice(members, 80)]
    return sorted(found, key=lambda pair: -len(pair[1]))[:_MOST_MARKUP]


def _lists(decoded: object) -> Iterator[tuple[str, list[_Record]]]:
    """Lists of records, and objects whose members are records of one shape or lists of them, by their paths."""
    waiting: list[tuple[str, object, int]] = [("", decoded, 0)]
    count = 0
    while waiting and count < _MOST_LISTS:
        path, value, depth = waiting.pop(0)
        value = decoded_within(value)
        if isinstance(value, list):
            members = _records_of(value)
            if members:
                count += 1
                yield path, members
                if depth < _DEEPEST:
                    waiting += _within_members(path, members, depth)
        elif isinstance(value, Mapping) and depth < _DEEPEST:
            inner = _records_of(list(value.values()))
            if len(inner) >= 3 and len(inner) == len(value) and _are_alike(inner):
                count += 1
                yield f"{path}.*".lstrip("."), inner
            groups = [one for one in value.values() if isinstance(one, list) and _records_of(one)]
            if len(groups) > 1 and len(groups) == len(value):
                waiting.append((f"{path}.*".lstrip("."), [member for one in groups for member in one], depth + 1))
            waiting += [(f"{path}.{key}".lstrip("."), member, depth + 1) for key, member in value.items()]


def _records_of(values: list[Any]) -> list[_Record]:
    """The records of a list, where most of its members are: objects, or rows of one length."""
    objects: list[_Record] = [one for one in values if isinstance(one, Mapping) and one]
    if objects and len(objects) * 2 > len(values):
        return objects
    rows: list[_Record] = [one for one in values if isinstance(one, list) and len(one) > 1]
    is_table = len(rows) > 1 and len(rows) == len(values) and len({len(one) for one in rows}) == 1
    return rows if is_table and not any(_is_nested(cell) for row in rows[:5] for cell in row) else []


def _is_nested(cell: object) -> bool:
    """Whether a cell holds records of its own; a few bare values belong to the row."""
    inner = cell.values() if isinstance(cell, Mapping) else cell if isinstance(cell, list) else ()
    return any(isinstance(one, Mapping | list) for one in inner)


def _within_members(path: str, members: list[_Record], depth: int) -> list[tuple[str, object, int]]:
    """The lists that stand inside of the members: months with their orders, calendars with their events."""
    found: list[tuple[str, object, int]] = []
    first = members[0]
    for key in list(first)[:40] if isinstance(first, Mapping) else []:
        inner = [one.get(key) for one in members if isinstance(one, Mapping)]
        nested = [one for one in inner if isinstance(one, list) and _records_of(one)]
        if nested and len(nested) * 2 >= len(members):
            joined = [member for one in nested for member in one][:_MOST_VALUES]
            found.append((f"{path}.*.{key}".lstrip("."), joined, depth + 2))
    return found


def _are_alike(records: list[_Record]) -> bool:
    """Whether records have mostly the same keys."""
    keys = [set(map(str, one)) for one in records[:_MOST_LOOKED_AT] if isinstance(one, Mapping)]
    return bool(keys) and all(len(one & keys[0]) >= _LEAST_ALIKE * len(one | keys[0]) for one in keys)


def _paging(decoded: object) -> dict[str, str]:
    """Where an answer tells of its next page, as an address, and of how many there are: beside the list, not in it."""
    found: dict[str, str] = {}
    waiting: list[tuple[str, object, int]] = [("", decoded, 0)]
    while waiting:
        path, value, depth = waiting.pop(0)
        if not isinstance(value, Mapping) or depth > _DEEPEST_PAGING:
            continue
        for key, member in list(value.items())[:80]:
            place = f"{path}.{key}".lstrip(".")
            names = place.casefold().replace("_", "").replace("-", "").split(".")
            if isinstance(member, Mapping):
                waiting.append((place, member, depth + 1))
            elif {names[-1], ".".join(names[-2:])} & _NEXT and _NEXT_PAGE.match(str(member)):
                found.setdefault("next", place)
            elif names[-1] in _TOTAL and str(member).isdecimal():
                found.setdefault("total", place)
    return found if "next" in found else {}


def _columns(members: list[_Record]) -> dict[str, Column]:
    looked_at = members[:_MOST_LOOKED_AT]
    texts: dict[str, list[str]] = {}
    for member in looked_at:
        for path, text in _leaves(member, "", 0):
            texts.setdefault(path, []).append(text)
    return {path: Column(path, found, min(1.0, len(found) / len(looked_at))) for path, found in texts.items()}


def _leaves(value: object, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        if depth < 4:
            for key, member in list(value.items())[:80]:
                if "." not in str(key):
                    yield from _leaves(member, f"{path}.{key}".lstrip("."), depth + 1)
    elif isinstance(value, list):
        for number, member in enumerate(value[: 40 if depth == 0 else 1]):
            if depth < 4:
                yield from _leaves(member, f"{path}.{number}".lstrip("."), depth + 1)
    elif text := text_of(value).strip():
        yield path, text[:2000]


def _choose(columns: dict[str, Column], now: datetime) -> dict[str, Column]:
    chosen: dict[str, Column] = {}
    fits: tuple[tuple[str, Callable[[Column], float]], ...] = (
        ("date", lambda column: jsonfields.date_fit(column, now)),
        ("link", jsonfields.link_fit),
        ("title", jsonfields.title_fit),
        ("summary", jsonfields.summary_fit),
        ("id", jsonfields.id_fit),
        ("number", jsonfields.number_fit),
        ("author", jsonfields.author_fit),
    )
    for field, fit_of in fits:
        taken = {column.path for name, column in chosen.items() if name != "link" or field != "title"}
        ranked = sorted(((fit_of(one), -len(one.path), one.path) for one in columns.values()), reverse=True)
        best = next((path for fit, _, path in ranked if fit > 0 and (path not in taken or field == "id")), "")
        if best:
            chosen[field] = columns[best]
    return chosen


def _proposal(path: str, members: list[_Record], *, now: datetime) -> ListProposal | None:
    columns = _columns(members)
    chosen = _choose(columns, now)
    parties = jsonfields.parties_title(columns)
    named = chosen["title"].rank(jsonfields.TITLE) if "title" in chosen else 0.0
    has_parties = bool(parties) and named < _SURELY_NAMED
    if not ("title" in chosen or has_parties) or not ({"link", "date"} & set(chosen)):
        return None
    config = _config(path, chosen, parties if has_parties else "", columns, now)
    shares = {field: column.share for field, column in chosen.items()} | ({"title": 1.0} if has_parties else {})
    weight = sum(_WEIGHTS[field] * shares[field] for field in _WEIGHTS if field in shares)
    size = min(1.0, 0.6 + 0.1 * len(members))
    links = round(chosen["link"].share * len(members)) if "link" in chosen else 0
    found = " and ".join(
        f"{what} in “{chosen[field].path}”"
        for field, what in (("title", "titles"), ("link", "addresses"), ("date", "days"))
        if field in chosen
    )
    where = f"The list “{path}”" if path else "The answer is a list that"
    return ListProposal(
        config, round(weight * size, 3), f"{where} has {len(members)} members with {found}.", links, len(members)
    )


_SURELY_NAMED = 0.6
_NEARLY_ALL = 0.9


def _link(best: Column, columns: dict[str, Column]) -> Any:  # noqa: ANN401 - a field of a config
    """The way to the address, and the next best where some members lack it."""
    if jsonfields.holds_anchors(best):
        return {"path": best.path, "pattern": ANCHOR_PATTERN}
    if best.share >= _NEARLY_ALL:
        return best.path
    others = sorted(
        (one for one in columns.values() if one.share > best.share and not jsonfields.holds_anchors(one)),
        key=lambda one: -jsonfields.link_fit(one),
    )
    return [best.path, others[0].path] if others and jsonfields.link_fit(others[0]) > 0 else best.path


def _config(
    path: str, chosen: dict[str, Column], parties: str, columns: dict[str, Column], now: datetime
) -> dict[str, Any]:
    config: dict[str, Any] = {"items": path}
    said: dict[str, Any] = {field: column.path for field, column in chosen.items()}
    if "link" in chosen:
        said["link"] = _link(chosen["link"], columns)
    if parties:
        said["title"] = parties
    number = chosen.get("number")
    is_identity = number is not None and "id" in chosen and number.path == chosen["id"].path
    if number is not None and not is_identity:
        said["summary"] = f"{{{number.path}}} · {{{said['summary']}}}" if "summary" in said else number.path
    config |= {field: said[field] for field in ("id", "title", "link", "date", "summary", "author") if field in said}
    if "date" in chosen:
        pages = " ".join(text for column in columns.values() for text in column.texts)
        order = is_day_first(chosen["date"].texts, language="", host="", page=pages, now=now)
        config |= {} if order is None else {"day_first": order}
    return config
