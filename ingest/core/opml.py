"""Subscription lists: OPML 1.0 and 2.0 read with distrust, and our own written so that nothing is lost.

Our columns stand as attributes of a namespace of our own; other readers ignore them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped] # its stubs are not maintained

NAMESPACE: Final = "urn:bantracker:source:1"
MOST_BYTES = 5_000_000
MOST_OUTLINES = 20_000

_FORBIDDEN = re.compile(r"<!ENTITY", re.IGNORECASE)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ADDRESSES = ("xmlUrl", "xmlurl", "xmlURL", "XMLURL")
_JSON = frozenset({"config", "topics"})


@dataclass(frozen=True, slots=True)
class Outline:
    """One subscription. `columns` are ours, where the list was written by us; empty otherwise."""

    url: str
    title: str = ""
    homepage: str = ""
    language: str = ""
    groups: tuple[str, ...] = ()
    columns: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """What a list holds; `error` is a sentence where it could not be read."""

    outlines: tuple[Outline, ...] = ()
    error: str = ""


def read_opml(body: bytes) -> Subscriptions:
    """Read a list. Never raises; entities, networks and depth are never followed."""
    if refusal := _why_not_read(body):
        return Subscriptions(error=refusal)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or not isinstance(root.tag, str):
        return Subscriptions(error="The file is no XML, so no list of feeds could be read from it.")
    if etree.QName(root).localname.casefold() != "opml":
        return Subscriptions(error=f"The file is no OPML: its root is <{etree.QName(root).localname[:60]}>.")
    outlines = []
    for element in root.iter("{*}outline", "{*}Outline"):
        outline = _outline(element)
        if outline is not None:
            outlines.append(outline)
        if len(outlines) > MOST_OUTLINES:
            return Subscriptions(error=f"The file holds more than {MOST_OUTLINES} feeds. Split it and add the parts.")
    if not outlines:
        return Subscriptions(error="The file is OPML, and no outline in it names a feed (xmlUrl).")
    return Subscriptions(tuple(outlines))


def _why_not_read(body: bytes) -> str:
    if len(body) > MOST_BYTES:
        return f"The file is larger than {MOST_BYTES // 1_000_000} MB, so it was not read."
    if not body.strip():
        return "The file is empty."
    if _FORBIDDEN.search(_head(body)):
        return "The file declares entities, as no list of feeds needs to. It was not read."
    return ""


def _head(body: bytes) -> str:
    """What stands before the root, in any charset of one, two or four bytes a letter; the whole where none is found."""
    bare = body.replace(b"\x00", b"")
    end = bare.lower().find(b"<opml")
    return bare[: end if end >= 0 else len(bare)].decode("latin-1")


def _outline(element: Any) -> Outline | None:  # noqa: ANN401 - lxml has no types
    url = next((element.get(name).strip() for name in _ADDRESSES if (element.get(name) or "").strip()), "")
    if not url:
        return None
    groups = [
        name
        for parent in element.iterancestors("{*}outline", "{*}Outline")
        if (name := (parent.get("text") or parent.get("title") or "").strip()) and not parent.get("xmlUrl")
    ]
    return Outline(
        url=url,
        title=" ".join((element.get("title") or element.get("text") or "").split())[:300],
        homepage=(element.get("htmlUrl") or "").strip(),
        language=(element.get("language") or "").strip()[:20],
        groups=tuple(reversed(groups)),
        columns=_columns(element),
    )


def _columns(element: Any) -> dict[str, Any]:  # noqa: ANN401 - lxml has no types
    columns: dict[str, Any] = {}
    for name, value in element.attrib.items():
        qualified = etree.QName(name)
        if qualified.namespace != NAMESPACE:
            continue
        key = qualified.localname
        if key not in _JSON:
            columns[key] = value
            continue
        try:
            columns[key] = json.loads(value)
        except ValueError:
            columns[key] = None  # the reader of columns says what is wrong with it
    return columns


def write_opml(outlines: Iterable[Outline], *, title: str, made_at: datetime) -> bytes:
    """A list in OPML 2.0, grouped by the first of each outline's groups. Control characters cannot stand in XML."""
    root = etree.Element("opml", nsmap={"bantracker": NAMESPACE}, version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    etree.SubElement(head, "dateCreated").text = made_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    body = etree.SubElement(root, "body")
    groups: dict[str, Any] = {}
    for outline in outlines:
        name = outline.groups[0] if outline.groups else ""
        if name and name not in groups:
            groups[name] = etree.SubElement(body, "outline", text=_xml(name))
        _write(groups.get(name, body), outline)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _write(parent: Any, outline: Outline) -> None:  # noqa: ANN401 - lxml has no types
    element = etree.SubElement(
        parent, "outline", type="rss", text=_xml(outline.title), title=_xml(outline.title), xmlUrl=_xml(outline.url)
    )
    if outline.homepage:
        element.set("htmlUrl", _xml(outline.homepage))
    if outline.language:
        element.set("language", _xml(outline.language))
    for key, value in outline.columns.items():
        text = json.dumps(value, ensure_ascii=True, sort_keys=True) if key in _JSON else str(value)
        element.set(f"{{{NAMESPACE}}}{key}", _xml(text))


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)
