"""What repeats on a page: elements of one kind that stand side by side or in like places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

_Element = Any
"""An element of lxml, which has no types."""

_Test = Callable[[_Element], bool]

_MOST_ELEMENTS = 60_000
_MOST_GROUPS = 400
_MOST_MEMBERS = 3_000
_LEAST_MEMBERS = 2
_TEXT_BOUNDS = (4, 4_000)
_ITEM_TAGS = frozenset(
    [
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
        "tbody",
        "table",
        "td",
        "details",
        "blockquote",
        "figure",
        "span",
        "ul",
        "strong",
        "b",
    ]
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "dt"})
_UNREAD = frozenset({"script", "style", "noscript", "template", "svg", "select", "option", "head", "iframe"})
_ASIDE_TAGS = frozenset({"nav", "footer", "aside"})
_ASIDE_ROLES = frozenset({"navigation", "banner", "contentinfo", "menu", "menubar", "search", "complementary"})
_ASIDE_WORDS = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|navigation|menu|submenu|megamenu|footer|breadcrumbs?|pagination|pager|sidebar|social"
    r"|share|sharing|cookies?|skip|toolbar|dropdown|copyright|translate|languages?|masthead|topbar|quicklinks"
    r"|site-header|widget-area|tagcloud|carousel-indicators|offcanvas)(?:$|[-_ ])",
    re.IGNORECASE,
)
_PASSING = re.compile(
    r"\d{2,}|^(?:odd|even|first|last|active|current|selected|hidden|visible|show|open|collapsed?|alt|clearfix|row-?\d*"
    r"|is-.*|has-.*|js-.*|col-.*|ng-.*|status-.*|category-.*|tag-.*|format-.*|type-.*|post-\w*\d\w*|views-row-.*|hentry"
    r"|past|upcoming|sticky|w-.*|d-.*|m[tbxy]?-.*|p[tbxy]?-.*|text-.*|bg-.*)$",
    re.IGNORECASE,
)
_PLAIN_NAME = re.compile(r"^[A-Za-z_][\w-]*$")


@dataclass(slots=True)
class Group:
    """Elements that may be the items of a listing. `selector` finds them and, where it can be helped, nothing else."""

    members: list[_Element]
    selector: str
    aside_share: float
    """How much of the group stands in menus, footers and the like."""
    precision: float
    """The share of what the selector finds that belongs to the group."""
    has_siblings: bool = False
    """Whether each item is a heading with what follows it."""


@dataclass(slots=True)
class _Page:
    """A page walked through once."""

    elements: list[_Element]
    aside: dict[_Element, bool]
    length: dict[_Element, int]
    by_tag: dict[str, list[_Element]]


def classes_of(element: _Element) -> tuple[str, ...]:
    """The classes that tell what an element is, without those of its state, place or number."""
    names = (element.get("class") or "").split()[:30]
    return tuple(name for name in names if _PLAIN_NAME.match(name) and not _PASSING.search(name))


def find_groups(root: _Element) -> list[Group]:
    """The groups of a page, largest text first; elements of menus and footers are kept, but marked."""
    page = _walk(root)
    seen: set[tuple[int, ...]] = set()
    groups: list[Group] = []
    candidates = sorted(_candidates(page), key=lambda pair: -sum(page.length[one] for one in pair[0]))
    for members, has_siblings in candidates[:_MOST_GROUPS]:
        key = (int(has_siblings), *(id(member) for member in members))
        if key in seen:
            continue
        seen.add(key)
        selector, precision = selector_for(members, page.by_tag)
        if precision < 0.5:
            continue
        aside = sum(page.aside[member] for member in members) / len(members)
        groups.append(Group(members, selector, aside, precision, has_siblings))
    return groups


def _walk(root: _Element) -> _Page:
    elements: list[_Element] = []
    aside: dict[_Element, bool] = {}
    for element in root.iter():
        if not isinstance(element.tag, str) or len(elements) >= _MOST_ELEMENTS:
            continue
        elements.append(element)
        parent = element.getparent()
        aside[element] = aside.get(parent, False) or _is_aside(element)
    length: dict[_Element, int] = defaultdict(int)
    for element in reversed(elements):
        if element.tag in _UNREAD:
            length[element] = 0
        else:
            length[element] += len((element.text or "").strip())
        parent = element.getparent()
        if parent is not None:
            length[parent] += length[element] + len((element.tail or "").strip())
    by_tag: dict[str, list[_Element]] = defaultdict(list)
    for element in elements:
        by_tag[element.tag].append(element)
    return _Page(elements, aside, length, by_tag)


def _is_aside(element: _Element) -> bool:
    tag = element.tag
    if tag in _ASIDE_TAGS or (
        tag == "header" and element.getparent() is not None and element.getparent().tag == "body"
    ):
        return True
    if tag in {"html", "body", "main", "article", "tr", "td"}:
        return False
    if element.get("role") in _ASIDE_ROLES:
        return True
    return bool(_ASIDE_WORDS.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _candidates(page: _Page) -> Iterator[tuple[list[_Element], bool]]:
    alike: dict[Any, list[_Element]] = defaultdict(list)
    for element in page.elements:
        if element.tag not in _ITEM_TAGS or not _TEXT_BOUNDS[0] <= page.length[element] <= _TEXT_BOUNDS[1]:
            continue
        parent = element.getparent()
        if parent is None:
            continue
        own, above = (element.tag, classes_of(element)), (parent.tag, classes_of(parent))
        aside = page.aside[element]
        alike["same place", own, above, aside].append(element)
        alike["same kind", own, aside].append(element)
        alike["same tag and place", element.tag, above, aside].append(element)
        alike["same parent", element.tag, parent].append(element)
        for name in own[1]:
            alike["same class", element.tag, name, aside].append(element)
    for members in alike.values():
        if _LEAST_MEMBERS <= len(members) <= _MOST_MEMBERS:
            yield members, False
            if members[0].tag in _HEADINGS and members[0].getnext() is not None:
                yield members, True


def selector_for(members: list[_Element], by_tag: dict[str, list[_Element]]) -> tuple[str, float]:
    """The shortest selector that finds the members, and the share of what it finds that they are."""
    tag = members[0].tag
    wanted = set(members)
    own = _common([(tag, classes_of(member)) for member in members])
    own_text = _written(tag, own)
    parents = [member.getparent() for member in members]
    options: list[tuple[str, _Test]] = [(own_text, _always)] if own else []
    above = _common_of(parents)
    if above is not None:
        options.append((f"{above[0]} > {own_text}", partial(_has_parent, above)))
    options += [(f"{text} {own_text}", test) for text, test in _ancestors(members)]
    best = (own_text, 0.0)
    for text, test in options:
        found = [one for one in by_tag[tag] if _has(one, own) and test(one)]
        precision = len(wanted) / len(found) if found and wanted <= set(found) else 0.0
        if precision > best[1] + 0.02:
            best = (text, precision)
        if precision > 0.9:
            break
    return best


def _ancestors(members: list[_Element]) -> Iterator[tuple[str, _Test]]:
    """Tests for the ancestors that all members share, nearest first: by id, by class, and by tag alone."""
    shared = list(members[0].iterancestors())
    for member in members[1:]:
        above = set(member.iterancestors())
        shared = [one for one in shared if one in above]
    for ancestor in shared[:6]:
        if ancestor.tag in {"html", "body"}:
            break
        name = ancestor.get("id") or ""
        if _PLAIN_NAME.match(name) and not re.search(r"\d{3,}", name):
            yield f"#{name}", partial(_is_under, ancestor)
        names = frozenset(classes_of(ancestor)[:2])
        if names or ancestor.tag in {"main", "article"}:
            yield _written(ancestor.tag, names), partial(_is_under_like, (ancestor.tag, names))


def _is_under(ancestor: _Element, element: _Element) -> bool:
    return ancestor in element.iterancestors()


def _is_under_like(signature: tuple[str, frozenset[str]], element: _Element) -> bool:
    return any(_is(one, signature) for one in element.iterancestors())


def _common_of(elements: list[_Element]) -> tuple[str, frozenset[str]] | None:
    tags = {element.tag for element in elements if element is not None}
    if len(tags) != 1:
        return None
    tag = tags.pop()
    return tag, _common([(tag, classes_of(element)) for element in elements])


def _common(signatures: list[tuple[str, tuple[str, ...]]]) -> frozenset[str]:
    common = set(signatures[0][1])
    for _, names in signatures[1:]:
        common &= set(names)
    return frozenset([name for name in signatures[0][1] if name in common][:3])


def _written(tag: str, names: frozenset[str]) -> str:
    return tag + "".join(f".{name}" for name in sorted(names))


def _has(element: _Element, names: frozenset[str]) -> bool:
    return not names or names <= set((element.get("class") or "").split())


def _is(element: _Element, signature: tuple[str, frozenset[str]]) -> bool:
    return element is not None and element.tag == signature[0] and _has(element, signature[1])


def _always(_element: _Element) -> bool:
    return True


def _has_parent(signature: tuple[str, frozenset[str]], element: _Element) -> bool:
    return _is(element.getparent(), signature)
