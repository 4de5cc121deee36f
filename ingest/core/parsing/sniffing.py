"""What a body is, told from the body: servers' content types are wrong too often to decide."""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass

WEB_PAGE = "html"
JSON = "json"
UNKNOWN = "unknown"

_ROOT = re.compile(rb"<\s*([A-Za-z_][\w.-]{0,100}:)?([A-Za-z_][\w.-]{0,100})")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ASIDES = ((b"<!--", b"-->"), (b"<?", b"?>"), (b"<!", b">"))
_MARKERS = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in ((rb"<rss[\s>]", "rss"), (rb"<(?:\w{1,50}:)?feed[\s>]", "atom"), (rb"<rdf:rdf[\s>]", "rdf"))
)
_HTML_DOCTYPE = re.compile(rb"<!doctype\s+html", re.IGNORECASE)
_MOST_UNPACKED = 10_000_000
_LOOKED_AT = 200_000
"""Bytes in which the root element must come: some feeds open with long comments."""

_ROOTS = {b"rss": "rss", b"rdf": "rdf", b"feed": "atom", b"entry": "atom", b"channel": "cdf", b"html": WEB_PAGE}
_PAGE_PARTS = frozenset(
    {b"head", b"body", b"div", b"title", b"meta", b"script", b"p", b"table", b"ul", b"ol", b"dl", b"h1", b"h2", b"h3"}
    | {b"section", b"article", b"main", b"form", b"center", b"font", b"span", b"a", b"br", b"b", b"style", b"base"}
    | {b"header", b"nav", b"img", b"iframe", b"frameset", b"noscript"}
)
_EBCDIC_START = "<?xm".encode("cp037")
_ENCODING = re.compile(r"encoding\s*=\s*[\"']([\w.-]+)")
_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"))


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A body and what it seems to be. `error` where it is nothing that could be read."""

    body: bytes
    format: str
    root: str = ""
    error: str | None = None

    def describe_unknown(self) -> str:
        if self.root:
            return f"An XML document with the root <{self.root}> came, which is no feed that we know."
        return "What came is neither XML, JSON nor a web page."


def sniff(body: bytes, *, content_type: str = "") -> Sniffed:
    """Tell the format of a body, and turn UTF-16 and UTF-32 into UTF-8 on the way."""
    if not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return Sniffed(body=body, format=UNKNOWN, error="The answer was empty.")
    body, is_whole = _unpacked(body)
    if not is_whole:
        return Sniffed(
            body=b"", format=UNKNOWN, error="The answer is packed with gzip, and too large or broken inside."
        )
    if body[:5] == b"%PDF-":
        return Sniffed(body=body, format=UNKNOWN, error="A PDF file came instead of a feed.")
    body = _as_single_bytes(body)
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n\x00")[:1]
    if start in (b"{", b"["):
        return Sniffed(body=body, format=JSON)
    kind, root = _root_of(body)
    if kind == UNKNOWN and "json" in content_type.casefold():
        kind = JSON
    return Sniffed(body=body, format=kind, root=root)


def _unpacked(body: bytes) -> tuple[bytes, bool]:
    """A body that is a gzip file, whatever its headers say, as what is in it; at most 10 MB, and never a bomb."""
    if not body.startswith(b"\x1f\x8b\x08"):
        return body, True
    unpacker = zlib.decompressobj(wbits=31)
    try:
        inside = unpacker.decompress(body, _MOST_UNPACKED)
    except zlib.error:
        return b"", False
    return inside, not unpacker.unconsumed_tail


def _as_single_bytes(body: bytes) -> bytes:
    """UTF-16 and UTF-32 as UTF-8 without a declaration that would contradict it."""
    encoding = _wide_encoding(body)
    if not encoding:
        return body
    text = body.decode(encoding, "replace").lstrip("\ufeff")
    return _DECLARATION.sub("", text).encode()


def _wide_encoding(body: bytes) -> str:
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return encoding
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = body[:4]
    if head == _EBCDIC_START:
        declared = _ENCODING.search(body[:200].decode("cp037", "replace"))
        return declared[1] if declared and _is_single_byte(declared[1]) else "cp037"
    if head in (b"<\0\0\0", b"{\0\0\0"):
        return "utf-32-le"
    if head in (b"\0\0\0<", b"\0\0\0{"):
        return "utf-32-be"
    if head[:1] in (b"<", b"{", b"[") and head[1:2] == b"\0" and head[2:3] != b"\0":
        return "utf-16-le"
    if head[:1] == b"\0" and head[1:2] in (b"<", b"{", b"["):
        return "utf-16-be"
    return ""


def _is_single_byte(name: str) -> bool:
    try:
        return _EBCDIC_START.decode(name) == "<?xm"
    except (LookupError, ValueError):
        return False


def _root_of(body: bytes) -> tuple[str, str]:
    head = body.lstrip()[:_LOOKED_AT]
    bare = _without_prologue(head)
    match = _ROOT.search(bare)
    if not match:
        return (WEB_PAGE, "html") if _HTML_DOCTYPE.search(head) else (UNKNOWN, "")
    name = match[2].lower()
    root = (match[1] or b"").decode("latin-1") + match[2].decode("latin-1")
    if name in _ROOTS:
        return _ROOTS[name], root
    for marker, kind in _MARKERS:
        if marker.search(bare):
            return kind, root
    if _HTML_DOCTYPE.search(head) or (name in _PAGE_PARTS and head.lstrip().startswith(b"<")):
        return WEB_PAGE, "html"
    return UNKNOWN, root if head.lstrip().startswith(b"<") else ""


def _without_prologue(head: bytes) -> bytes:
    """What stands behind comments, instructions and the document type, found in one pass however they nest."""
    at = 0
    while True:
        start = head.find(b"<", at)
        if start < 0 or head[start + 1 : start + 2] not in {b"!", b"?"}:
            return head[max(start, 0) :]
        opening, closing = next(pair for pair in _ASIDES if head.startswith(pair[0], start))
        end = head.find(closing, start)
        if opening == b"<!" and 0 <= (inner := head.find(b"[", start)) < end:
            end = head.find(b">", max(inner, head.find(b"]", inner)))
        if end < 0:
            return b""
        at = end + len(closing)
