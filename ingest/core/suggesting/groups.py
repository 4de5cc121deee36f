"""What repeats on a page: elements of one kind in like places, headings with what follows, lines between breaks."""

from __future__ import annotations

import copy
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from lxml import etree  # type: ignore[import-untyped] # its stubs are not maintained

from ingest.core.suggesting.page import Page, classes_of
from ingest.core.suggesting.selectors import (
    ADDRESSED,
    LINKED,
    PDF,
    WITH_PDF,
    Narrowed,
    is_pdf,
    selector_for,
    with_cells,
)

_Element = Any
"""An element of lxml, which has no types."""

How = Literal["", "siblings", "line", "paragraph", "rule"]
_MOST_GROUPS = 48
_MOST_MEMBERS = 20_000
_MOST_LOOKED_AT = 60
"""Members of a group that are read to judge it."""

_TEXT_BOUNDS = (4, 5_000)
_MANY_DAYS = 3
_MANY_LINKS = 12
_ITEM_TAGS = frozenset(
    {
        "tr",
        "li",
        "div",
        "article",
        "section",
        "p",
        "dd",
        "dt",
        "a",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tbody",
        "table",
        "td",
    }
    | {"details", "blockquote", "figure", "span", "ul", "dl", "strong", "b", "font", "center"}
)
_STARTS = frozenset({"h2", "h3", "h4", "h5", "h6", "dt", "a", "p", "div", "tr", "strong", "b", "li"})
_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_SPLIT_TAGS = frozenset(
    {"p", "div", "td", "span", "font", "center", "blockquote", "article", "section", "li", "dd", "body"}
)


@dataclass(slots=True)
class Group:
    """Elements that may be the items of a listing, or hold them. `selector` finds `members`."""

    members: list[_Element]
    how: How = ""
    narrowed: Narrowed | None = None
    """What tells members from others of their kind."""
    selector: str = ""
    precision: float = 0.0
    aside_share: float = 0.0
    """How much of the group stands in menus, footers and the like."""
    coverage: float = 0.0
    """The part of the page's days, or else links, that stands in the group."""
    nests: bool = False
    """Whether one member holds another: an outer row of a layout, an entry of a list with a list in it."""
    items: list[_Element] = field(default_factory=list)
    """The first items: members, or wrappers of copies."""
    places: list[_Element] = field(default_factory=list)
    """Where each item stands in the page."""
    size: int = 0
    """How many items there are in all."""


@dataclass(slots=True)
class _Counts:
    """What stands in each item of a group."""

    chars: list[int]
    links: list[int]
    days: list[int]


def find_groups(page: Page) -> list[Group]:
    """The most promising groups of a page; those in menus and footers are kept, but marked."""
    ranked: list[tuple[float, int, Group]] = []
    seen: set[tuple[str, str, tuple[int, ...]]] = set()
    for number, group in enumerate(_candidates(page)):
        key = (group.how, group.narrowed.text if group.narrowed else "", tuple(map(id, group.members)))
        if key in seen:
            continue
        seen.add(key)
        promise = _promise(page, group)
        if promise > 0:
            ranked.append((-promise, number, group))
    ranked.sort(key=lambda one: one[:2])
    groups = []
    for _, _, group in ranked[:_MOST_GROUPS]:
        group.selector, group.precision = selector_for(group.members, page.by_tag, group.narrowed)
        if group.precision >= 0.4:
            group.nests = _are_nested(group.members)
            _fill(group)
            if group.items:
                groups.append(group)
    return groups


def _candidates(page: Page) -> Iterator[Group]:
    alike: dict[Any, list[_Element]] = defaultdict(list)
    for element in page.elements:
        tag = element.tag
        parent = element.getparent()
        if tag not in _ITEM_TAGS or parent is None or not _TEXT_BOUNDS[0] <= page.chars[element] <= _TEXT_BOUNDS[1]:
            continue
        own, above = (tag, classes_of(element)), (parent.tag, classes_of(parent))
        aside = page.aside[element]
        alike["same place", own, above, aside].append(element)
        alike["same kind", own, aside].append(element)
        alike["same tag and place", tag, above, aside].append(element)
        alike["same parent", tag, parent].append(element)
        alike["same path", own, _path_of(element), aside].append(element)
        for name in own[1]:
            alike["same class", tag, name, aside].append(element)
        if tag == "a" and is_pdf(element):
            alike["same documents", _path_of(element)].append(element)
        if tag == "tr":
            table = next(element.iterancestors("table"), parent)
            alike["same table", table].append(element)
            alike["same width", len(element), table].append(element)
            alike["same width everywhere", len(element), _path_of(table), aside].append(element)
    for key, members in alike.items():
        if len(members) <= _MOST_MEMBERS and (len(members) > 1 or members[0].tag == "tr"):
            narrowed = with_cells(key[1]) if key[0].startswith("same width") and key[1] > 1 else None
            narrowed = PDF if key[0] == "same documents" else narrowed
            yield Group(members, narrowed=narrowed)
            if members[0].tag in _STARTS and len(members) > 1 and _leaves_room(page, members):
                yield Group(members, "siblings", narrowed=narrowed)
            if narrowed is None and members[0].tag != "a":
                yield from _with_links(page, members)
    yield from _containers(page)


def _are_nested(members: list[_Element]) -> bool:
    own = set(members)
    return any(above in own for one in members[:_MOST_LOOKED_AT] for above in one.iterancestors(one.tag))


def _with_links(page: Page, members: list[_Element]) -> Iterator[Group]:
    """The members that lead somewhere, where some do not: headers, pagers, what is said between the items."""
    least = max(2, len(members) // 4)
    linked = [one for one in members if page.links[one]]
    if least <= len(linked) < len(members):
        is_plain = all(LINKED.test(one) == bool(page.links[one]) for one in members)
        yield Group(linked, narrowed=LINKED if is_plain else ADDRESSED)
        with_pdf = [one for one in linked if WITH_PDF.test(one)]
        if least <= len(with_pdf) < len(linked):
            yield Group(with_pdf, narrowed=WITH_PDF)


def _path_of(element: _Element) -> tuple[str, ...]:
    return tuple(one.tag for one in element.iterancestors())


def _leaves_room(page: Page, members: list[_Element]) -> bool:
    """Whether something stands between most of the members that may belong to them, and is no item like them."""
    starts = set(members)
    room = alike = 0
    for one in members:
        beside = one.getnext()
        if beside is not None and beside not in starts:
            room += 1
            alike += _is_like(page, one, beside)
        else:
            room += bool((one.tail or "").strip(" \t\r\n,;|\xa0"))
    return room * 2 > len(members) and alike * 2 < room


def _is_like(page: Page, one: _Element, other: _Element) -> bool:
    """Whether two elements hold the same tags, and each a link and a day: rows that only their colour tells apart."""
    are_whole = all(page.links[each] and page.days[each] for each in (one, other))
    return are_whole and one.tag == other.tag and [each.tag for each in one] == [each.tag for each in other]


def _containers(page: Page) -> Iterator[Group]:
    """Elements whose content is parted by breaks or rules: each alone, and those side by side together."""
    beside: dict[Any, list[_Element]] = defaultdict(list)
    for element in page.elements:
        if element.tag == "pre" and "\n" in "".join(element.itertext()).strip():
            yield Group([element], "line")
        if element.tag not in _SPLIT_TAGS or page.chars[element] < 20:
            continue
        breaks = sum(child.tag == "br" for child in element)
        rules = sum(child.tag == "hr" for child in element)
        if breaks:
            beside[element.tag, element.getparent()].append(element)
        if rules > 1:
            yield Group([element], "rule")
        if breaks > 1:
            yield Group([element], "line")
            yield Group([element], "paragraph")
    for members in beside.values():
        if 1 < len(members) <= _MOST_MEMBERS:
            yield Group(members, "line")
            yield Group(members, "paragraph")


def _promise(page: Page, group: Group) -> float:
    """How likely a group is to be the listing, before it is read: links and days in most, and few in each."""
    counts = _counts_of(page, group)
    count = len(counts.links)
    if count < (1 if group.members[0].tag == "tr" else 2):
        return 0.0
    linked = sum(map(bool, counts.links)) / count
    dated = sum(map(bool, counts.days)) / count
    crowded = sum(
        days > _MANY_DAYS or links > _MANY_LINKS for days, links in zip(counts.days, counts.links, strict=True)
    )
    group.aside_share = sum(page.aside[member] for member in group.members) / len(group.members)
    group.coverage = _coverage(page, counts)
    group.size = count
    size = min(1.0, math.log(count + 1) / math.log(12))
    promise = (0.2 + 0.4 * linked + 0.4 * dated) * size * (0.4 + 0.6 * group.coverage)
    return promise * (1 - 0.8 * group.aside_share) * (1 - 0.7 * crowded / count)


def _coverage(page: Page, counts: _Counts) -> float:
    top = page.elements[0]
    days = sum(counts.days) / page.days[top] if page.days[top] > 2 else 0.0
    links = sum(counts.links) / max(1, page.links[top])
    chars = sum(counts.chars) / max(1, page.chars[top])
    return min(1.0, max(days, links, chars))


def _counts_of(page: Page, group: Group) -> _Counts:
    if group.how == "":
        return _Counts(*([kind[one] for one in group.members] for kind in (page.chars, page.links, page.days)))
    runs = [run for run, _ in _runs(group)]
    counts = _Counts([], [], [])
    for run in runs:
        tags = [part for part in run if not isinstance(part, str)]
        texts = [part.strip() for part in run if isinstance(part, str)]
        chars = sum(page.chars[tag] for tag in tags) + sum(map(len, texts))
        if chars < _TEXT_BOUNDS[0]:
            continue
        counts.chars.append(chars)
        counts.links.append(sum(page.links[tag] for tag in tags))
        days = sum(page.days[tag] for tag in tags) + sum(any(char.isdigit() for char in text) for text in texts)
        counts.days.append(min(days, 1) if group.how == "line" else days)
    return counts


def _runs(group: Group) -> Iterator[tuple[list[Any], _Element]]:
    """The runs of tags and texts that a group's items are made of, with the place of each."""
    if group.how == "siblings":
        starts = set(group.members)
        for start in group.members:
            run: list[Any] = [start, start.tail or ""]
            for sibling in start.itersiblings():
                if sibling in starts or _ends(sibling, start):
                    break
                run += [sibling, sibling.tail or ""]
            yield run, start
        return
    for container in group.members:
        run = []
        for part in [*_pieces(container, group.how), None]:
            if part is None:
                yield run, next((one for one in run if not isinstance(one, str)), container)
                run = []
            else:
                run.append(part)


def _pieces(container: _Element, how: How) -> Iterator[Any]:
    """The tags and texts that stand directly in a container; None where an item ends."""
    is_typed = container.tag == "pre" and how == "line"

    def lines(text: str | None) -> Iterator[str | None]:
        first, *others = (text or "").split("\n") if is_typed else [text or ""]
        yield first
        for line in others:
            yield from (None, line)

    yield from lines(container.text)
    for child in container:
        yield None if _parts_at(child, how) else child
        yield from lines(child.tail)


def _ends(sibling: _Element, start: _Element) -> bool:
    if start.tag in _HEADINGS:
        return _HEADINGS.get(sibling.tag, 9) <= _HEADINGS[start.tag]
    return bool(start.tag == "dt" == sibling.tag)


def _parts_at(child: _Element, how: How) -> bool:
    if how == "rule":
        return bool(child.tag == "hr")
    if child.tag != "br":
        return False
    if how == "line":
        return True
    before, after = child.getprevious(), child.getnext()
    is_after = after is not None and after.tag == "br" and not (child.tail or "").strip()
    return is_after or (before is not None and before.tag == "br" and not (before.tail or "").strip())


def _fill(group: Group) -> None:
    """Give a group its first items: the members themselves, or wrappers as the reader of listings makes them."""
    if group.how == "":
        group.items = group.places = group.members[:_MOST_LOOKED_AT]
        return
    for run, place in _runs(group):
        wrapper = etree.Element("div")
        for part in run:
            if isinstance(part, str):
                _append_text(wrapper, part)
            else:
                twin = copy.deepcopy(part)
                twin.tail = None
                wrapper.append(twin)
        if any(char.isalnum() for char in "".join(wrapper.itertext())):
            group.items.append(wrapper)
            group.places.append(place)
        if len(group.items) >= _MOST_LOOKED_AT:
            break


def _append_text(wrapper: _Element, text: str) -> None:
    if len(wrapper):
        wrapper[-1].tail = (wrapper[-1].tail or "") + text
    else:
        wrapper.text = (wrapper.text or "") + text
