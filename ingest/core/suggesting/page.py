"""A page walked through once: what is content, what is a menu, and how much stands in each element."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.core.parsing.days import find_day

_Element = Any
"""An element of lxml, which has no types."""

UNREAD = frozenset({"script", "style", "noscript", "template", "svg", "select", "option", "head", "iframe", "textarea"})
_MOST_ELEMENTS = 60_000
_WHOLE_SHARE = 0.5
"""A part that holds as much of the page's text is no menu, whatever it is called."""

_ASIDE_TAGS = frozenset({"nav", "footer", "aside"})
_ASIDE_ROLES = frozenset({"navigation", "banner", "contentinfo", "menu", "menubar", "search", "complementary"})
_ASIDE_WORDS = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|navigation|leftnav|topnav|sidenav|subnav|menu|submenu|megamenu|mainmenu|footer"
    r"|breadcrumbs?|pagination|pager|sidebar|side-?bar|social|share|sharing|cookies?|skip|toolbar|dropdown|copyright|translate"
    r"|languages?|masthead|topbar|quick-?links|site-header|widget-area|tagcloud|carousel-indicators|offcanvas|modal)"
    r"(?:$|[-_ ])",
    re.IGNORECASE,
)
_PASSING = re.compile(
    r"\d{2,}|^(?:odd|even|first|last|active|current|selected|hidden|visible|show|open|collapsed?|alt|clearfix|row-?\d*"
    r"|is-.*|has-.*|js-.*|col-.*|ng-.*|status-.*|category-.*|tag-.*|format-.*|type-.*|post-\w*\d\w*|views-row-.*|hentry"
    r"|past|upcoming|sticky|w-.*|d-.*|m[tbxy]?-.*|p[tbxy]?-.*|text-.*|bg-.*|\w*(?:odd|even|alt(?:ernat\w*)?)(?:row|item)?"
    r"|(?:odd|even|alt(?:ernat\w*)?)[-_]?\w*)$",
    re.IGNORECASE,
)
PLAIN_NAME = re.compile(r"^[A-Za-z_][\w-]*$")
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|rtf|wpd|odt)(?:$|[?#])|download|getfile|getdoc|viewdoc|opendoc"
    r"|displaydoc|showdoc|showopinion|\.ashx|/documentcenter/view/|/(?:file|document|attachment)s?\.\w{3,4}\?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Page:
    """Elements in their order, with what each holds: letters, links, days."""

    root: _Element
    elements: list[_Element]
    aside: dict[_Element, bool]
    chars: dict[_Element, int]
    links: dict[_Element, int]
    days: dict[_Element, int]
    by_tag: dict[str, list[_Element]]

    @property
    def text(self) -> str:
        return " ".join(text for element in self.elements for text in (element.text, element.tail) if text)


def classes_of(element: _Element) -> tuple[str, ...]:
    """The classes that tell what an element is, without those of its state, place or number."""
    names = (element.get("class") or "").split()[:30]
    return tuple(name for name in names if PLAIN_NAME.match(name) and not _PASSING.search(name))


def is_document(address: str) -> bool:
    """Whether an address seems to lead to a document rather than to a page about it."""
    return bool(_DOCUMENT.search(address))


def href_of(element: _Element) -> str:
    """Where an anchor leads, as it is written; empty for mail, places on the same page and scripts."""
    href = (element.get("href") or "").strip()
    if href.startswith(("#", "mailto:", "tel:", "data:")):
        return ""
    return "" if href.casefold().startswith("javascript:") else href


def walk(root: _Element) -> Page:
    """Walk through a page once. Elements beyond 60,000 are left out."""
    elements: list[_Element] = []
    aside: dict[_Element, bool] = {}
    for element in _read_elements(root):
        elements.append(element)
        aside[element] = aside.get(element.getparent(), False)
    page = Page(root, elements, aside, defaultdict(int), defaultdict(int), defaultdict(int), defaultdict(list))
    for element in reversed(elements):
        _count(page, element)
    whole = max(1, page.chars[elements[0]]) if elements else 1
    for element in elements:
        page.by_tag[element.tag].append(element)
        is_small = page.chars[element] < whole * _WHOLE_SHARE
        aside[element] = aside.get(element.getparent(), False) or (is_small and _is_aside(element))
    return page


def _read_elements(root: _Element) -> Iterator[_Element]:
    waiting = [root]
    count = 0
    while waiting and count < _MOST_ELEMENTS:
        element = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in UNREAD:
            continue
        count += 1
        yield element
        waiting.extend(reversed(element))


def _count(page: Page, element: _Element) -> None:
    """Add what an element holds to it and to its parent; its descendants have been counted."""
    own = (element.text or "").strip()
    tails = [(child.tail or "").strip() for child in element]
    page.chars[element] += len(own) + sum(map(len, tails))
    page.days[element] += sum(bool(find_day(text)) for text in (own, *tails) if len(text) > 5)
    if element.tag == "time" and element.get("datetime") and not page.days[element]:
        page.days[element] = 1
    if element.tag == "a" and href_of(element):
        page.links[element] += 1
    parent = element.getparent()
    if parent is not None:
        page.chars[parent] += page.chars[element]
        page.links[parent] += page.links[element]
        page.days[parent] += page.days[element]


def _is_aside(element: _Element) -> bool:
    tag = element.tag
    parent = element.getparent()
    if tag in _ASIDE_TAGS or (tag == "header" and parent is not None and parent.tag == "body"):
        return True
    if tag in {"html", "body", "main", "article", "tr", "td"}:
        return False
    if element.get("role") in _ASIDE_ROLES:
        return True
    return bool(_ASIDE_WORDS.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
