"""An entry as a person reads it: charset damage undone, markup gone, language found."""

from __future__ import annotations

import html
import re
from typing import Any, NamedTuple

from lxml import etree  # type: ignore[import-untyped] # its stubs are not maintained

from ingest.core import charset, languages
from ingest.core.plaintext import seen
from ingest.core.simplemarkup import line_breaks_flat, text_of_simple
from ingest.core.types import Entry, ReadText

_HIDDEN = frozenset({"script", "style", "noscript", "template", "iframe", "object", "svg", "head", "title", "form"})
_BLOCK_NAMES = (
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr"
    " li main nav ol p pre section table tbody td th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_CONTROLS = re.compile(r"[\x80-\x9f]")
_MEANT = {code: bytes([code]).decode("cp1252", "ignore") or " " for code in range(0x80, 0xA0)}
_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, recover=True)


class Plain(NamedTuple):
    """An entry without markup, not yet repaired: what the digest of its content and its reading are made of.

    Lines are apart by one line break, words by one space.
    """

    title: str
    text: str


def plain_of(entry: Entry) -> Plain:
    return Plain(html_to_text(entry.title), html_to_text(entry.html))


def read_entry(entry: Entry, *, fallback_language: str = "", plain: Plain | None = None) -> ReadText:
    """Read an entry. `fallback_language` is what the document or the source declares."""
    plain = plain or plain_of(entry)
    title, title_damage = charset.repair(plain.title.replace("\n", " "))
    text, text_damage = charset.repair(plain.text)
    return ReadText(
        title=_without_controls(title),
        text=_without_controls(text),
        repair=title_damage or text_damage,
        language=languages.find_language(f"{title}\n{text}", declared=entry.language or fallback_language),
    )


def html_to_text(markup: str) -> str:
    """The text that a reader of the page sees, one line per block. Plain text goes through unharmed."""
    if "<" in markup:
        markup = _text_of_markup(markup)
    elif "&" in markup:
        markup = html.unescape(markup)
    spaced = markup.replace("\xa0", " ")
    if spaced.replace("\n", " ").isprintable():  # no spaces but these, and nothing unseen, as in most texts
        return _single_spaced("\n".join(filter(None, map(str.strip, spaced.split("\n")))))
    lines = seen(markup).replace("\r", "\n").split("\n")
    return "\n".join(filter(None, map(" ".join, map(str.split, lines))))


def _single_spaced(text: str) -> str:
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _text_of_markup(markup: str) -> str:
    has_lines = "<pre" in markup or "<PRE" in markup
    if not has_lines:
        markup = line_breaks_flat(markup)
    if (simple := text_of_simple(markup, has_lines=has_lines)) is not None:
        return simple
    return _text_of_tree(seen(markup), has_lines=has_lines)


def _text_of_tree(markup: str, *, has_lines: bool) -> str:
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), _PARSER)
    except (etree.XMLSyntaxError, ValueError):
        return re.sub(r"<[^<>]*>", " ", html.unescape(markup))
    if root is None:
        return ""
    if has_lines:
        _flatten_outside_pre(root)
    etree.strip_elements(root, *_HIDDEN, with_tail=False)
    for element in root.iter(*_BLOCKS):
        element.text = f"\n{element.text}" if element.text else "\n"
        element.tail = f"\n{element.tail}" if element.tail else "\n"
    text: str = etree.tostring(root, method="text", encoding="unicode", with_tail=False)
    return text


def _flatten_outside_pre(root: Any) -> None:  # noqa: ANN401 - lxml has no types
    kept = {element for preformatted in root.iter("pre") for element in preformatted.iter()}
    for element in root.iter():
        if element.text and element not in kept:
            element.text = line_breaks_flat(element.text)
        if element.tail and element.getparent() not in kept:
            element.tail = line_breaks_flat(element.tail)


def _without_controls(text: str) -> str:
    """Control characters of Latin-1 as what they are meant to be: those of Windows-1252."""
    return text if text.isascii() or not _CONTROLS.search(text) else text.translate(_MEANT)
