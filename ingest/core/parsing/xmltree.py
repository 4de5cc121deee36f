"""Bytes of a feed as a tree: charset and entities settled first, damage mended as far as it goes.

No document type is kept, so nothing of it is expanded or loaded; libxml2's limits on depth and lengths stay on.
"""

from __future__ import annotations

import codecs
import html.entities
import re
from dataclasses import dataclass
from typing import Any

import charset_normalizer
from lxml import etree  # type: ignore[import-untyped] # its stubs are not maintained

from ingest.core.parsing.charsets import is_charset

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,300}\?>")
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_SEVEN_BIT = ("iso-2022", "utf-7", "hz")
"""Charsets whose bytes look like ASCII, so that being sound UTF-8 tells nothing."""

_WIDENED = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_WIDENED |= {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "big5": "big5hkscs", "euc-kr": "cp949"}
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13))
_ENTITY = re.compile(
    rb"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))|&(?:([A-Za-z][A-Za-z0-9]{0,31});"
    rb"|#(?:[xX]0{0,4}[dD][89a-fA-F][0-9A-Fa-f]{2}|(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]));"
    rb"|(?!#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};))",
    re.DOTALL,
)
"""What is no XML though it means a character: names, numbers of half characters (surrogates), a bare ampersand."""
_PLAIN = rb"(?:[^\"'&<%]|&#x?[0-9A-Fa-f]{1,6};){0,200}"
_OWN_ENTITY = re.compile(rb"""<!ENTITY\s+([A-Za-z][\w.-]{0,31})\s+(?:"(%b)"|'(%b)')\s*>""" % (_PLAIN, _PLAIN))
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_LATIN_HANDLER = "bantracker-latin"
_GUESSED = ("cp1252", "cp1251", "cp1250", "cp932", "euc_jp", "gb18030", "big5", "cp949", "koi8_r", "cp1253", "cp1256")
_GUESSED_FROM = 20_000
_WESTERN = (b"\xe0", b"\xe3", b"\xea", b"\xf1", b"\xf5", b"\xe5", b"\xe6")
"""à ã ê ñ õ å æ, which are ŕ ă ę ń ő ĺ ć in the other."""

_CENTRAL = (b"\xec", b"\xf8", b"\x9a", b"\x9e", b"\x9d", b"\xb9", b"\xb3", b"\xbf", b"\x9c", b"\x9f", b"\xef", b"\xf9")
"""ě ř š ž ť ą ł ż ś ź ď ů."""

_PROLOGUE_BYTES = 100_000
_MOST_MENDED = 200_000
"""Entities that are put right; libxml2 leaves out what is still wrong behind them."""
_XML_NAMES = {b"lt": b"&#60;", b"gt": b"&#62;", b"amp": b"&#38;", b"quot": b"&#34;", b"apos": b"&#39;"}
"""As numbers, since libxml2 drops the names once a document has shown a fault."""

_NO_CHARACTER = "\ufffd".encode()
_ANY_DECLARATION = re.compile(rb"<\?xml\s[^>]{0,300}\?>")
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "remove_pis": True, "remove_comments": True}
_STRICT = etree.XMLParser(encoding="utf-8", collect_ids=False, **_SAFE)
_LENIENT = etree.XMLParser(encoding="utf-8", collect_ids=False, recover=True, **_SAFE)


@dataclass(frozen=True, slots=True)
class Tree:
    """A root, and whether it is that of sound XML; mended XML may have lost something."""

    root: Any
    is_sound: bool


def tree_of(body: bytes, *, content_type: str = "") -> Tree | None:
    """The tree of a body; None where there is nothing in it that could be one."""
    body = _as_utf8(body, content_type)
    body, own = _without_doctype(body)
    if not own:
        root = _parsed(body, _STRICT)
        if root is not None:
            return Tree(root, is_sound=True)
    body = _ANY_DECLARATION.sub(b"", body[:_PROLOGUE_BYTES]) + body[_PROLOGUE_BYTES:]
    mended = _with_plain_entities(body.translate(None, _CONTROLS).lstrip(), own)
    root = _parsed(mended, _STRICT)
    if root is not None:
        return Tree(root, is_sound=True)
    root = _parsed(mended, _LENIENT)
    return None if root is None else Tree(root, is_sound=False)


def _parsed(body: bytes, parser: Any) -> Any:  # noqa: ANN401 - lxml has no types
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _as_utf8(body: bytes, content_type: str) -> bytes:
    """The body in UTF-8. What is sound UTF-8 is read as such; else header, declaration and Windows-1252 are tried."""
    found = _DECLARED.search(body[:400])
    declared = found[1].decode("ascii").casefold() if found else ""
    header = _HEADER_CHARSET.search(content_type)
    names = [name for name in (header[1].casefold() if header else "", declared) if is_charset(name)]
    if not any(name.startswith(_SEVEN_BIT) for name in names) and _is_utf8(body):
        return body
    if _is_mostly_utf8(body):
        text = body.decode("utf-8", _LATIN_HANDLER)
        return _DECLARATION.sub(b"", text.encode("utf-8", "replace"))
    for name in names:
        try:
            text = body.decode(_WIDENED.get(name, name))
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
        return _DECLARATION.sub(b"", text.encode("utf-8", "replace"))
    known = [name for name in names if not name.startswith("utf")]
    text = body.decode(known[0], "replace") if known else _guessed(body)
    return _DECLARATION.sub(b"", text.encode("utf-8", "replace"))


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(body: bytes) -> bool:
    """Whether few bytes of a UTF-8 text are bad: they do not make it another charset."""
    if _is_utf8(body):
        return False  # of a charset of seven bits
    text = body.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return len(_BEYOND_ASCII.findall(text)) - wrong > wrong * 3


def _guessed(body: bytes) -> str:
    """The text in the likeliest charset where none is declared that fits; Windows-1252 where nothing tells."""
    guess = charset_normalizer.from_bytes(body[:_GUESSED_FROM], cp_isolation=list(_GUESSED)).best()
    name = guess.encoding if guess is not None else "cp1252"
    if name == "cp1250" and _is_western(body):
        name = "cp1252"
    return body.decode(name if name in _GUESSED else "cp1252", _LATIN_HANDLER if name == "cp1252" else "replace")


def _is_western(body: bytes) -> bool:
    """Whether the letters beyond ASCII are rather western Europe's: central Europe's share most codes."""
    return sum(map(body.count, _WESTERN)) >= sum(map(body.count, _CENTRAL))


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    """Bytes that do not fit read as Windows-1252, which is what they mostly are."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", "ignore") or "\ufffd", error.end


codecs.register_error(_LATIN_HANDLER, _as_latin)


def _without_doctype(body: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """The body without its document type, and the plain characters that this gives names to."""
    head = body[:_PROLOGUE_BYTES]
    start = head.upper().find(b"<!DOCTYPE")
    if start < 0:
        return body, {}
    opening, closing = head.find(b"[", start), head.find(b">", start)
    if 0 <= opening < closing:
        inner = head.find(b"]", opening)
        while inner >= 0 and not head[inner + 1 : inner + 40].lstrip().startswith(b">"):
            inner = head.find(b"]", inner + 1)
        closing = head.find(b">", inner) if inner >= 0 else -1
    if closing < 0:
        return body, {}
    own = {match[1]: match[2] or match[3] or b"" for match in _OWN_ENTITY.finditer(head, start, closing)}
    return body[:start] + body[closing + 1 :], own


def _with_plain_entities(body: bytes, own: dict[bytes, bytes]) -> bytes:
    """HTML's and the document's own names for characters as numbers, and bare ampersands escaped."""

    def plain(match: re.Match[bytes]) -> bytes:
        if match[1]:
            return match[1]
        name = match[2]
        if not name:
            return _NO_CHARACTER if match[0].startswith(b"&#") else b"&amp;"
        if name in _XML_NAMES:
            return _XML_NAMES[name]
        if name in own:
            return own[name]
        char = html.entities.html5.get(f"{name.decode('ascii')};")
        return b"".join(b"&#%d;" % ord(one) for one in char) if char else b"&amp;" + name + b";"

    return _ENTITY.sub(plain, body, count=_MOST_MENDED)
