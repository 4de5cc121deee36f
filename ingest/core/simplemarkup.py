"""Markup that is written as it should be, without a tree: a third of the cost of one, and most entries are so."""

from __future__ import annotations

import html
import re
from html.entities import name2codepoint

from ingest.core.words import Memory

_VALUE = r"\"[^\"<>]*\"|'[^'<>]*'|[\w.#%:-]+"
_SPACE = r"[ \t\r\n]"
_TAG = re.compile(
    rf"<(/?)([a-z][a-z0-9]*)(?:{_SPACE}+[a-z][a-z-]*(?:=(?:{_VALUE}))?)*{_SPACE}*/?>", re.IGNORECASE | re.ASCII
)
_REFERENCE = re.compile(r"&(#?\w*;?)")
_NUMBER = re.compile(r"#(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6]|1[6-9]\d|[2-9]\d\d|[1-9]\d{3});", re.ASCII)
_NAMES = frozenset(f"{name};" for name in name2codepoint) - {"lang;", "rang;"}
"""References to characters that every reader understands alike."""

_VOID = {"br": "\n", "hr": "\n", "img": ""}
_UNSEEN = frozenset({"script", "iframe"})
"""What they hold is dropped."""

_PHRASE_NAMES = (
    "a abbr b big cite code del em font i ins kbd mark q s samp small span strike strong sub sup time tt u var"
)
_PHRASES = frozenset(_PHRASE_NAMES.split())
_TEXT_BLOCKS = frozenset({"p", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption"})
"""Blocks that hold phrases only: a block within would end them."""

_FRAMES = frozenset({"div", "blockquote", "figure", "article", "section", "li", "td", "th", "dd"})
"""Blocks that hold whatever may stand by itself."""

_PARENTS = {"li": {"ul", "ol"}, "tbody": {"table"}, "thead": {"table"}, "tr": {"table", "tbody", "thead"}}
_PARENTS |= {"td": {"tr"}, "th": {"tr"}, "dt": {"dl"}, "dd": {"dl"}}
"""Where alone these stand."""

_HOLDERS = frozenset({"ul", "ol", "dl", "table", "tbody", "thead", "tr"})
_BLOCKS = _TEXT_BLOCKS | _FRAMES | _HOLDERS | {"dt"}


def text_of_simple(markup: str, *, has_lines: bool = False) -> str | None:
    """The text of markup in which every tag is known, closed in its order, and where it may stand; else None.

    Each block stands between line breaks. Where the markup `has_lines`, those outside of `pre` are made spaces; else
    it holds none. It is what a tree would give; a property test holds the two together.
    """
    pieces = _TAG.split(markup)
    open_tags: list[str] = []
    for at in range(1, len(pieces), 3):
        name = pieces[at + 1].lower()
        if has_lines and "pre" not in open_tags:
            pieces[at - 1] = line_breaks_flat(pieces[at - 1])
        if name in _VOID and not pieces[at] and (name != "hr" or not open_tags or open_tags[-1] in _FRAMES):
            pieces[at] = _VOID[name]
        elif pieces[at]:
            if not open_tags or open_tags.pop() != name:
                return None
            pieces[at] = "\n" if name in _BLOCKS else ""
        elif _may_stand(name, open_tags):
            open_tags.append(name)
            pieces[at] = "\n" if name in _BLOCKS else ""
            if name in _UNSEEN and not _drop_text(pieces, at + 2):
                return None
        else:
            return None
        pieces[at + 1] = ""
    if has_lines:
        pieces[-1] = line_breaks_flat(pieces[-1])
    text = "".join(pieces)
    if open_tags or "<" in text:
        return None
    return _with_characters(text) if "&" in text else text


def line_breaks_flat(text: str) -> str:
    """Line breaks of the markup are spaces to a reader."""
    return text.replace("\r", " ").replace("\n", " ")


def _drop_text(pieces: list[str], at: int) -> bool:
    """Drop what stands in an element that nobody sees; False where it may hold markup."""
    held, pieces[at] = pieces[at], ""
    return "<" not in held and pieces[at + 1 : at + 2] == ["/"]


def _may_stand(name: str, within: list[str]) -> bool:
    parent = within[-1] if within else "div"
    if name in _PHRASES:
        return parent not in _HOLDERS and (name == "span" or name not in within)
    if name in _PARENTS:
        return parent in _PARENTS[name]
    if name in _UNSEEN:
        return bool(within) and parent not in _HOLDERS
    return name in _BLOCKS and parent in _FRAMES


def _with_characters(text: str) -> str | None:
    """The text with characters for their names; None where one is not plain."""
    named = {name: _CHARACTERS[name] for name in set(_REFERENCE.findall(text))}
    if "" in named.values():
        return None
    for name, character in named.items():
        if name != _AMPERSAND:
            text = text.replace(f"&{name}", character)
    return text.replace(f"&{_AMPERSAND}", "&")  # at last, since it may stand before what looks like a name


def _character_of(name: str) -> str:
    character = html.unescape(f"&{name}") if name in _NAMES or _NUMBER.fullmatch(name) else ""
    return "" if character == "&" and name != _AMPERSAND else character


_AMPERSAND = "amp;"
_CHARACTERS = Memory(_character_of)
"""What names of characters stand for; empty for all that readers may understand differently."""
