"""An entry as a person reads it: charset damage undone, markup gone, language found."""

from __future__ import annotations

import html
import re

from lxml import etree  # type: ignore[import-untyped] # its stubs are not maintained

from ingest.core import charset, languages
from ingest.core.types import Entry, ReadText

_HIDDEN = frozenset({"script", "style", "noscript", "template", "iframe", "object", "svg", "head", "title", "form"})
_BLOCK_NAMES = (
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr"
    " li main nav ol p pre section table tbody td th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[\n ]*")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028\u2029\ufeff\u00ad]")
_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, recover=True)


def read_entry(entry: Entry, *, fallback_language: str = "") -> ReadText:
    """Read an entry. `fallback_language` is what the document or the source declares."""
    title, title_damage = charset.repair(html_to_text(entry.title).replace("\n", " "))
    text, text_damage = charset.repair(html_to_text(entry.html))
    return ReadText(
        title=title,
        text=text,
        repair=title_damage or text_damage,
        language=languages.find_language(f"{title}\n{text}", declared=entry.language or fallback_language),
    )


def read_plain(title: str, text: str, *, language: str = "") -> ReadText:
    """Read a title and a text that hold no markup: only charset damage is undone, so offsets stay."""
    title, title_damage = charset.repair(title)
    text, text_damage = charset.repair(text)
    return ReadText(
        title=title,
        text=text,
        repair=title_damage or text_damage,
        language=languages.find_language(f"{title}\n{text}", declared=language),
    )


def html_to_text(markup: str) -> str:
    """The text that a reader of the page sees, one line per block. Plain text goes through unharmed."""
    if "<" in markup:
        markup = _text_of_markup(markup)
    elif "&" in markup:
        markup = html.unescape(markup)
    lines = _SPACES.sub(" ", _UNSEEN.sub("", markup.replace("\r", "\n")))
    return _LINES.sub("\n", lines).strip()


def _text_of_markup(markup: str) -> str:
    try:
        root = etree.fromstring(_UNSEEN.sub("", markup).encode("utf-8", "replace"), _PARSER)
    except (etree.XMLSyntaxError, ValueError):
        return re.sub(r"<[^>]*>", " ", html.unescape(markup))
    if root is None:
        return ""
    pieces: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            hidden += tag in _HIDDEN
            pieces.append(_opening(tag, element.text, is_hidden=bool(hidden)))
        else:
            hidden -= tag in _HIDDEN
            pieces.append("" if hidden else ("\n" if tag in _BLOCKS else "") + _flat(element.tail))
    return "".join(pieces)


def _opening(tag: str, text: str | None, *, is_hidden: bool) -> str:
    if is_hidden:
        return ""
    return ("\n" if tag in _BLOCKS else "") + (text or "" if tag == "pre" else _flat(text))


def _flat(text: str | None) -> str:
    """Line breaks of the markup are spaces to a reader."""
    return text.replace("\n", " ") if text else ""
