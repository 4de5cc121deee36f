"""Documents that mean harm, or that no sane publisher would send: a name, the body, what is sent and known beside.

The last column is a part of the sentence on the source's page; empty where the document must be read all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

GOOD = "<item><guid>good</guid><title>Order number 7 is made</title><link>http://news.example/7</link></item>"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One row. `body` may be a function, so that large ones are made when they are needed."""

    name: str
    body: bytes | Callable[[], bytes]
    says: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    source: dict[str, Any] = field(default_factory=dict)

    def bytes(self) -> bytes:
        return self.body() if callable(self.body) else self.body


def rss(inside: str = "", *, head: str = "", root: str = "") -> bytes:
    return f"{head}<rss version='2.0'{root}><channel><title>News</title>{GOOD}{inside}</channel></rss>".encode()


def item(**fields: str) -> str:
    return "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in fields.items()) + "</item>"


def laughs() -> bytes:
    names = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    return rss(item(title="&l9;"), head=f"<!DOCTYPE r [<!ENTITY l0 'ha'>{names}]>")


def quadratic() -> bytes:
    return rss(item(title="&big;" * 20_000), head=f"<!DOCTYPE r [<!ENTITY big '{'B' * 50_000}'>]>")


def short_quadratic() -> bytes:
    return rss(item(title="&big;" * 1_000_000), head=f"<!DOCTYPE r [<!ENTITY big '{'B' * 199}'>]>")


LISTING = {"format": "html_listing", "config": {"item": "li", "title": "a", "link": "a"}}
ROW = "<li><a href='/7'>Order number 7 is made</a></li>"
API = {"format": "json_api", "config": {"items": "rows", "title": "t", "link": "u"}}
HTML = {"content_type": "text/html"}
JSON = {"content_type": "application/json"}


def page(inside: str) -> bytes:
    return f"<!doctype html><html><head><title>News</title></head><body>{inside}</body></html>".encode()


def api(inside: str) -> bytes:
    return ('{"rows": [{"t": "Order number 7 is made", "u": "http://news.example/7"' + inside + "}]}").encode()


XML: list[Hostile] = [
    Hostile("a billion laughs", laughs),
    Hostile("an entity that grows by squares", quadratic),
    Hostile("a short entity a million times", short_quadratic),
    Hostile(
        "an entity from a file",
        rss(item(guid="x", title="T &x; end"), head="<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"),
    ),
    Hostile(
        "a parameter entity from the network",
        rss(head="<!DOCTYPE r [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/evil.dtd'> %p;]>"),
    ),
    Hostile("a document type from the network", rss(head="<!DOCTYPE rss SYSTEM 'http://127.0.0.1:1/evil.dtd'>")),
    Hostile(
        "an XInclude",
        rss(
            item(guid="x", title="T", description="<xi:include href='file:///etc/passwd' parse='text'/>"),
            root=" xmlns:xi='http://www.w3.org/2001/XInclude'",
        ),
    ),
    Hostile("a stylesheet instruction", rss(head="<?xml-stylesheet href='http://127.0.0.1:1/x.xsl' type='text/xsl'?>")),
    Hostile("a document type without end", lambda: b"<!DOCTYPE rss [" + b"<!ENTITY a 'b'>" * 300_000, "neither XML"),
    Hostile("an attribute of 9 MB", lambda: rss(f"<item a='{'x' * 9_000_000}'><title>T</title></item>")),
    Hostile("a title of 9 MB", lambda: rss(item(title="x" * 9_000_000))),
    Hostile("a title of 9 MB of ampersands", lambda: rss(item(title="&" * 9_000_000))),
    Hostile("a title of 9 MB of entities", lambda: rss(item(title="&amp;lt;" * 1_100_000))),
    Hostile("250,000 entries", lambda: rss(item(title="T") * 250_000)),
    Hostile("100,000 attributes", lambda: rss("<item " + " ".join(f"a{n}='1'" for n in range(100_000)) + "/>")),
    Hostile(
        "100,000 namespaces", lambda: rss("<item " + " ".join(f"xmlns:n{n}='u{n}'" for n in range(100_000)) + "/>")
    ),
    Hostile("300,000 levels of elements", lambda: rss("<a>" * 300_000)),
    Hostile("300,000 levels inside a description", lambda: rss(item(description="<b>" * 300_000))),
    Hostile(
        "300,000 levels of escaped markup",
        lambda: rss(item(guid="deep", title="T", description="&lt;b&gt;" * 100_000)),
    ),
    Hostile("a CDATA without end", lambda: rss("<item><title>T</title><description><![CDATA[" + "x<" * 4_000_000)),
    Hostile("a comment without end", lambda: rss("<!--" + "- -" * 3_000_000)),
    Hostile("a comment before the root, without end", lambda: b"<!--" + b"- -" * 3_000_000, "neither XML"),
    Hostile("9 MB of opening brackets", lambda: b"<" * 9_000_000, "neither XML"),
    Hostile("9 MB of opening tags", lambda: b"<rss>" * 1_800_000, "no entries"),
    Hostile("9 MB of blanks before the root", lambda: b" " * 9_000_000 + rss()),
    Hostile("NUL bytes everywhere", rss(item(title="A\x00B", guid="\x00", link="http://a.example/\x00"))),
    Hostile("NUL between all letters", lambda: rss().replace(b"e", b"e\x00")),
    Hostile("lone surrogates by number", rss(item(guid="s", title="A &#xD800; B &#xDFFF; C"))),
    Hostile("lone surrogates as bytes", rss(item(guid="s", title="A @ B")).replace(b"@", b"\xed\xa0\x80")),
    Hostile("numbers beyond Unicode", rss(item(guid="s", title="A &#99999999999; &#x110000; &#-1; B"))),
    Hostile("text that turns around", rss(item(guid="r", title="\u202egnab\u202c a \u2066b\u2069 \u200b"))),
    Hostile("marks stacked on one letter", lambda: rss(item(guid="z", title="a" + "\u0301" * 500_000))),
    Hostile("markup in every field", rss(item(guid="<script>", title="<script>alert(1)</script>", link="<b>"))),
    Hostile("an unknown charset", rss(head="<?xml version='1.0' encoding='no-such'?>")),
    Hostile("a charset of 1 MB", rss(head="<?xml version='1.0' encoding='" + "x" * 1_000_000 + "'?>"), "neither XML"),
]
XML += [
    Hostile(f"a charset called {name}", rss(head=f"<?xml version='1.0' encoding='{name}'?>"))
    for name in (
        "utf-7",
        "idna",
        "punycode",
        "rot13",
        "zlib_codec",
        "bz2_codec",
        "base64_codec",
        "hex_codec",
        "uu_codec",
        "unicode_escape",
        "raw_unicode_escape",
        "undefined",
        "mbcs",
        "utf-16",
        "utf-32",
        "cp037",
        "iso-2022-jp",
        "hz",
    )
]
XML += [
    Hostile(f"a header that says charset={name[:20]}", rss(), fields={"content_type": f"text/xml; charset={name}"})
    for name in ("utf-7", "idna", "rot13", "zlib", "utf-16le", "undefined", "../../etc/passwd", "x" * 9_000)
]
TAG = "tag:x.example,"
XML += [
    Hostile("a guid of 1 MB", lambda: rss(item(guid="g" * 1_000_000, title="T"))),
    Hostile("one guid for all", lambda: rss("".join(item(guid="same", title=f"T{n}") for n in range(3_000)))),
    Hostile("one guid and one title for all", lambda: rss(item(guid="same", title="T") * 3_000)),
    Hostile(
        "one address for all", lambda: rss("".join(item(link="http://a.example/", title=f"T{n}") for n in range(3_000)))
    ),
    Hostile("nothing in any entry", rss("<item/>" * 5_000)),
    Hostile("blanks for a title", rss(item(title=" \u3000\n\t\u00a0", guid="b"))),
    Hostile("an address of 1 MB", lambda: rss(item(guid="l", title="T", link="http://a.example/" + "x" * 1_000_000))),
    Hostile("an address with a line break", rss(item(guid="l", title="T", link="http://a.example/\r\nX-Evil: 1"))),
    Hostile("an address with a password", rss(item(guid="l", title="T", link="http://u:p@a.example/"))),
    Hostile("an address of brackets", rss(item(guid="l", title="T", link="http://[[[]/"))),
    Hostile(
        "a base that leads astray", rss(item(guid="l", title="T", link="x"), root=" xml:base='javascript:alert(1)//'")
    ),
    Hostile(
        "100,000 categories",
        lambda: rss("<item><guid>c</guid><title>T</title>" + "<category>c</category>" * 100_000 + "</item>"),
    ),
    Hostile("an author of 1 MB", lambda: rss(item(guid="a", title="T", author="a" * 1_000_000))),
    Hostile("a language of 1 MB", lambda: rss("<language>" + "l" * 1_000_000 + "</language>")),
    Hostile("a ttl of 400 digits", rss(f"<ttl>{'9' * 400}</ttl>")),
    Hostile("a ttl below nothing", rss("<ttl>-5</ttl>")),
    Hostile("a ttl that is no number", rss("<ttl>NaN</ttl>")),
    Hostile(
        "an update period of 10^30",
        rss(
            f"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>{'9' * 30}</sy:updateFrequency>",
            root=" xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'",
        ),
    ),
    Hostile(
        "an unnamed next page inside",
        rss("<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='next' href='http://10.0.0.1/'/>"),
    ),
]
XML += [
    Hostile(f"a date of {date[:40]}", rss(item(guid="d", title="T", pubDate=date)))
    for date in (
        "0000-00-00T00:00:00Z",
        "9999999-01-01",
        "Fri, 99 Foo 9999 99:99:99 +9999",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+23:59",
        "-1",
        "1e999",
        "NaN",
        "١٤٠٤/٠١/٠١",
        "9" * 400,
        "1" * 1_000_000,
        "Mon, 30 Feb 2026 10:00:00 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "2026-11-22T10:00:00+99:99",
        "²⁰²⁶-¹¹-²²",
    )
]
