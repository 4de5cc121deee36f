"""Web pages as trees: the charset told from the bytes, comments and doctypes gone."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped] # its stubs are not maintained

from ingest.core.parsing.addresses import web_address
from ingest.core.parsing.charsets import is_charset

_META_CHARSET = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_META_LOOKED_AT = 8192
_WIDENED = {"iso-8859-1": "windows-1252", "latin-1": "windows-1252", "us-ascii": "windows-1252", "gb2312": "gb18030"}
"""Names that browsers read as a larger charset, since pages do not mean them strictly."""

_SOME_TAGS = 2_000
_MOST_TAGS = 200_000
MOST_PAGE_BYTES = 8_000_000
"""A page is read this far; a listing's newest rows stand long before."""


def decode_page(body: bytes, *, content_type: str = "") -> str:
    """A page's text. Bytes that are UTF-8 are read as such whatever is declared, then as header and page declare."""
    body = body[:MOST_PAGE_BYTES]
    declared = [_HEADER_CHARSET.search(content_type), _META_CHARSET.search(body[:_META_LOOKED_AT])]
    told = [str(match[1], "ascii") if isinstance(match[1], bytes) else match[1] for match in declared if match]
    names = [name for name in told if is_charset(name)]
    for name in ("utf-8-sig", *(_WIDENED.get(name.casefold(), name) for name in names)):
        if name == "utf-8-sig" and names and names[0].casefold().startswith(("iso-2022", "utf-7", "hz")):
            continue
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    known = next(iter(names), "windows-1252")
    return body.decode(known if body[:1000].isascii() or names else "windows-1252", "replace")


def _parser() -> Any:  # noqa: ANN401 - lxml has no types
    return etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, recover=True, huge_tree=False
    )


def tree_of(markup: str) -> Any:  # noqa: ANN401 - lxml has no types
    """The root of a page's tree; None where nothing is in it."""
    try:
        return etree.fromstring(markup.replace("\x00", "").encode("utf-8", "replace"), _parser())
    except (etree.XMLSyntaxError, ValueError):
        return None


def why_too_large(markup: str) -> str:
    """Why a page is not taken apart, in a sentence; empty for any page that is meant for people.

    A tree of Python objects costs a hundred times what libxml2's costs, so the latter looks first.
    """
    tags = markup.count("<")
    if tags > _MOST_TAGS:
        return f"This page has more than {_MOST_TAGS:,} tags, which is too much to be taken apart."
    if tags <= _SOME_TAGS:
        return ""
    parser = _parser()
    try:
        etree.fromstring(markup.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return ""
    is_deep = any("depth" in error.message for error in parser.error_log)
    return "This page nests its elements too deeply to be read." if is_deep else ""


def text_within(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """The text of an element on one line."""
    return " ".join(" ".join(element.itertext()).split())


def base_of(root: Any, *, url: str) -> str:  # noqa: ANN401 - lxml has no types
    """The address that relative links start from: `<base href>` where there is one, else the page's own."""
    for base in root.iter("base"):
        address = web_address(base.get("href") or "", base=url)
        if address:
            return address
        break
    return url
