"""The shortest CSS selector that finds the members of a group and, where it can be helped, nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from ingest.core.suggesting.page import PLAIN_NAME, classes_of, href_of

_Element = Any
"""An element of lxml, which has no types."""

_Test = Callable[[_Element], bool]
_Signature = tuple[str, frozenset[str]]
_GOOD_ENOUGH = 0.9
_LONGEST_CHAIN = 4
_LARGE = 2_000
_MOST_OF_LARGE = 4
_SOME = 40
"""Members at the start and at the end that tell what all have in common; all are counted after."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What else must hold of a member beside its tag and classes, as CSS says it and as a test."""

    text: str
    test: _Test


def with_cells(count: int) -> Narrowed:
    """Rows of at least so many cells."""
    return Narrowed(f":has(> :nth-child({count}))", partial(_has_cells, count))


def _has_cells(count: int, element: _Element) -> bool:
    return len(element) >= count


def _has_link(element: _Element) -> bool:
    return any(one.get("href") is not None for one in element.iter("a"))


def _has_address(element: _Element) -> bool:
    return any(href_of(one) for one in element.iter("a"))


def _has_pdf(element: _Element) -> bool:
    return any(is_pdf(one) for one in element.iter("a"))


def is_pdf(anchor: _Element) -> bool:
    return ".pdf" in (anchor.get("href") or "").casefold()


def selector_for(
    members: list[_Element], by_tag: dict[str, list[_Element]], narrowed: Narrowed | None = None
) -> tuple[str, float]:
    """The selector, and the share of what it finds that the members are."""
    tag = members[0].tag
    wanted = set(members)
    members = members if len(members) <= 2 * _SOME else members[:_SOME] + members[-_SOME:]
    own = _common([(tag, classes_of(member)) for member in members])
    own_text = _written(tag, own) + (narrowed.text if narrowed else "")
    options: list[tuple[str, _Test]] = [(own_text, _always)] if own else []
    above = _common_of([member.getparent() for member in members])
    if above is not None:
        options.append((f"{_written(*above)} > {own_text}", partial(_has_parent, above)))
    options += [(f"{text} {own_text}", test) for text, test in _ancestors(members)]
    options += _chains(members, own_text)
    options += _positions(members, own_text, above)
    best = (own_text, 0.0)
    like = [one for one in by_tag[tag] if _has(one, own) and (narrowed is None or narrowed.test(one))]
    for text, test in options if len(like) <= _LARGE else options[:_MOST_OF_LARGE]:
        found = [one for one in like if test(one)]
        precision = len(wanted) / len(found) if found and wanted <= set(found) else 0.0
        if precision > best[1] + 0.02:
            best = (text, precision)
        if precision > _GOOD_ENOUGH:
            break
    return best


LINKED = Narrowed(":has(a[href])", _has_link)
ADDRESSED = Narrowed(":has(a[href]:not([href^='javascript' i], [href^='#']))", _has_address)
WITH_PDF = Narrowed(":has(a[href*='.pdf' i])", _has_pdf)
PDF = Narrowed("[href*='.pdf' i]", is_pdf)


def _ancestors(members: list[_Element]) -> Iterator[tuple[str, _Test]]:
    """Tests for the ancestors that all members share, nearest first: by id, by class, and by tag alone."""
    shared = list(members[0].iterancestors())
    for member in members[1:]:
        above = set(member.iterancestors())
        shared = [one for one in shared if one in above]
    for ancestor in shared[:8]:
        if ancestor.tag in {"html", "body"}:
            break
        name = ancestor.get("id") or ""
        if PLAIN_NAME.match(name) and not re.search(r"\d{3,}", name):
            yield f"#{name}", partial(_is_under, ancestor)
        names = frozenset(classes_of(ancestor)[:2])
        if names or ancestor.tag in {"main", "article"}:
            yield _written(ancestor.tag, names), partial(_is_under_like, (ancestor.tag, names))


def _chains(members: list[_Element], own_text: str) -> Iterator[tuple[str, _Test]]:
    """Tests for parent, grandparent and so on, each by tag and classes, where all members have the same."""
    places: list[_Element] = members
    chain: list[_Signature] = []
    for _ in range(_LONGEST_CHAIN):
        places = [place.getparent() if place is not None else None for place in places]
        above = _common_of(places)
        if above is None or above[0] == "html":
            return
        chain.append(above)
        if len(chain) > 1:
            yield (
                f"{' > '.join(_written(*one) for one in reversed(chain))} > {own_text}",
                partial(_is_below, tuple(chain)),
            )


def _positions(members: list[_Element], own_text: str, above: _Signature | None) -> Iterator[tuple[str, _Test]]:
    """The test for a place among the siblings, where all members have the same, such as the second cell of a row."""
    ranks = {_rank(member) for member in members}
    if len(ranks) == 1 and above is not None and members[0].tag in {"td", "div", "p", "ul", "table", "section"}:
        rank = ranks.pop()
        yield f"{_written(*above)} > {own_text}:nth-child({rank})", partial(_is_placed, above, rank)


def _rank(element: _Element) -> int:
    return sum(1 for _ in element.itersiblings(preceding=True)) + 1


def _is_placed(above: _Signature, rank: int, element: _Element) -> bool:
    return _has_parent(above, element) and _rank(element) == rank


def _is_below(chain: tuple[_Signature, ...], element: _Element) -> bool:
    for signature in chain:
        element = element.getparent()
        if not _is(element, signature):
            return False
    return True


def _is_under(ancestor: _Element, element: _Element) -> bool:
    return ancestor in element.iterancestors()


def _is_under_like(signature: _Signature, element: _Element) -> bool:
    return any(_is(one, signature) for one in element.iterancestors())


def _common_of(elements: list[_Element]) -> _Signature | None:
    tags = {element.tag if element is not None else None for element in elements}
    if len(tags) != 1:
        return None
    tag = tags.pop()
    return (tag, _common([(tag, classes_of(element)) for element in elements])) if isinstance(tag, str) else None


def _common(signatures: list[tuple[str, tuple[str, ...]]]) -> frozenset[str]:
    common = set(signatures[0][1])
    for _, names in signatures[1:]:
        common &= set(names)
    return frozenset([name for name in signatures[0][1] if name in common][:3])


def _written(tag: str, names: frozenset[str]) -> str:
    return tag + "".join(f".{name}" for name in sorted(names))


def _has(element: _Element, names: frozenset[str]) -> bool:
    return not names or names <= set((element.get("class") or "").split())


def _is(element: _Element, signature: _Signature) -> bool:
    return element is not None and element.tag == signature[0] and _has(element, signature[1])


def _always(_element: _Element) -> bool:
    return True


def _has_parent(signature: _Signature, element: _Element) -> bool:
    return _is(element.getparent(), signature)
