"""Markup that is written as it should be, without a tree: a third of the cost of one, and most entries are so."""

from __future__ import annotations

import html
import re
from html.entities import name2codepoint

_VALUE = r"\"[^\"<>]*\"|'[^'<>]*'|[\w.#%:-]+"
_TAG = re.compile(rf"<(/?)([a-z][a-z0-9]*)(?:\s+[a-z][a-z-]*(?:=(?:{_VALUE}))?)*\s*/?>", re.IGNORECASE | re.ASCII)
_REFERENCE = re.compile(r"&(#?\w*;?)")
_NUMBER = re.compile(r"#(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6]|1[6-9]\d|[2-9]\d\d|[1-9]\d{3});", re.ASCII)
_NAMES = frozenset(f"{name};" for name in name2codepoint) - {"lang;", "rang;"}
"""References to characters that every reader understands alike."""

_VOID = {"br": "\n", "hr": "\n", "img": ""}
_PHRASES = frozenset(
    {"a", "abbr", "b", "cite", "code", "em", "i", "q", "s", "small", "span", "strong", "sub", "sup", "u"}
)
_TEXT_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption"})
"""Blocks that hold phrases only: a block within would end them."""

_FRAMES = frozenset({"div", "blockquote", "figure", "article", "section", "li", "td", "th"})
"""Blocks that hold whatever may stand by itself."""

_PARENTS = {"li": {"ul", "ol"}, "tbody": {"table"}, "thead": {"table"}, "tr": {"table", "tbody", "thead"}}
_PARENTS |= {"td": {"tr"}, "th": {"tr"}}
"""Where alone these stand."""

_HOLDERS = frozenset({"ul", "ol", "table", "tbody", "thead", "tr"})
_BLOCKS = _TEXT_BLOCKS | _FRAMES | _HOLDERS


def text_of_simple(markup: str) -> str | None:
    """The text of markup in which every tag is known, closed in its order, and where it may stand; else None.

    Each block stands between line breaks. It is what a tree would give; a property test holds the two together.
    """
    pieces = _TAG.split(markup)
    open_tags: list[str] = []
    for at in range(1, len(pieces), 3):
        name = pieces[at + 1].lower()
        if name in _VOID and not pieces[at]:
            pieces[at] = _VOID[name]
        elif pieces[at]:
            if not open_tags or open_tags.pop() != name:
                return None
            pieces[at] = "\n" if name in _BLOCKS else ""
        elif _may_stand(name, open_tags):
            open_tags.append(name)
            pieces[at] = "\n" if name in _BLOCKS else ""
        else:
            return None
        pieces[at + 1] = ""
    text = "".join(pieces)
    if open_tags or "<" in text:
        return None
    return _with_characters(text) if "&" in text else text


def _may_stand(name: str, within: list[str]) -> bool:
    parent = within[-1] if within else "div"
    if name in _PHRASES:
        return parent not in _HOLDERS and (name == "span" or name not in within)
    if name in _PARENTS:
        return parent in _PARENTS[name]
    return name in _BLOCKS and parent in _FRAMES


def _with_characters(text: str) -> str | None:
    """The text with characters for their names; None where one is not plain."""
    references = _REFERENCE.findall(text)
    return html.unescape(text) if all(name in _NAMES or _NUMBER.fullmatch(name) for name in references) else None
