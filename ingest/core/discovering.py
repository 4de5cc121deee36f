"""Where a page's feeds are: what it names itself, what its platform is known for, and where feeds usually stand.

Nothing is asked here. The caller fetches the candidates through the gate, best first, and
believes only a body that `parse_document` reads as a feed: many sites answer any address with a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from ingest.core.parsing import pages
from ingest.core.parsing.addresses import web_address
from ingest.core.parsing.sniffing import UNKNOWN, WEB_PAGE, sniff
from ingest.core.platforms import known_addresses

How = Literal["itself", "link_tag", "link_header", "anchor", "platform", "well_known"]

_FEED_TYPES = {
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/rdf+xml": "rdf",
    "application/x-rss+xml": "rss",
    "application/feed+json": "jsonfeed",
    "application/x-netcdf": "cdf",
}
_LOOSE_TYPES = {"application/xml", "text/xml", "application/json", ""}
_FEED_PATH = re.compile(
    r"\.(?:rss|atom|rdf)$|(?:^|/)(?:rss|atom|feeds?|rssfeeds?|syndication)(?:/|$|\.(?:xml|json|php|aspx?)$)"
    r"|(?:rss|feed|atom)[\w-]*\.(?:xml|json|php|aspx?)$",
    re.IGNORECASE,
)
_FEED_QUERY = re.compile(
    r"(?:^|&)(?:feed|format|type|output|view|rss|mode)=(?:rss\d?|atom|feed|rdf|xml|1)(?:&|$)", re.IGNORECASE
)
_FEED_HOSTS = re.compile(r"^(?:feeds?|rss)\d?\.", re.IGNORECASE)
_FEED_WORDS = re.compile(r"\b(?:rss|atom|xml feed|news feed|feed)\b", re.IGNORECASE)
_ASIDE = re.compile(r"comment|oembed|podcast|opensearch|sitemap", re.IGNORECASE)
_WELL_KNOWN = ("feed", "rss.xml", "atom.xml", "index.xml", "feed.xml", "feed.json", "rss", "index.rdf", "feed/")
_MOST = 40
_LINK_PART = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:\"[^\"]*\"|[^\s\",;]*))?)*)")
_LINK_PARAMETER = re.compile(r"([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\",;]*))")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed. `likelihood` runs from 0 to 1; `reason` is a sentence for people."""

    url: str
    how: How
    likelihood: float
    reason: str
    title: str = ""
    format: str = ""
    """What the page says that it is (rss, atom, rdf, cdf, jsonfeed); empty where it says nothing."""


def discover(
    body: bytes, *, url: str, headers: Mapping[str, str] | None = None, content_type: str = ""
) -> tuple[Candidate, ...]:
    """The addresses worth asking for a feed of the page at `url`, likeliest first, each once. Never raises.

    `headers` are the answer's, in any case of letters; several Link headers are joined by commas.
    """
    found = [*_itself(body, url=url, content_type=content_type), *_link_headers(headers or {}, url=url)]
    root = None
    if not found or found[0].how != "itself":
        root = pages.tree_of(pages.decode_page(body, content_type=content_type))
    if root is not None:
        base = pages.base_of(root, url=url)
        found += [*_link_tags(root, base=base), *_anchors(root, base=base)]
    found += [
        Candidate(address, "platform", likelihood, f"{platform} publishes feeds at this address.")
        for address, platform, likelihood in known_addresses(url, root)
    ]
    return _best_first([*found, *_well_known(url)])


def _itself(body: bytes, *, url: str, content_type: str) -> Iterator[Candidate]:
    found = sniff(body, content_type=content_type)
    is_json_feed = found.format == "json" and b"jsonfeed.org/version" in found.body[:2000]
    if found.format not in {WEB_PAGE, UNKNOWN, "json"} or is_json_feed:
        kind = "jsonfeed" if is_json_feed else found.format
        yield Candidate(url, "itself", 1.0, "This address is a feed itself.", format=kind)


def _link_headers(headers: Mapping[str, str], *, url: str) -> Iterator[Candidate]:
    for name, value in headers.items():
        if name.casefold() != "link":
            continue
        for part in _LINK_PART.finditer(value[:20_000]):
            facts = {match[1].casefold(): match[2] or match[3] for match in _LINK_PARAMETER.finditer(part[2])}
            address = web_address(part[1], base=url)
            kind = _kind(facts.get("type", ""), address, facts.get("title", ""))
            if address and kind is not None and "alternate" in facts.get("rel", "").casefold().split():
                yield _told(address, "link_header", 0.95, "The answer's Link header names it.", facts, kind)


def _link_tags(root: Any, *, base: str) -> Iterator[Candidate]:  # noqa: ANN401 - lxml has no types
    for tag in root.iter("link"):
        rel = (tag.get("rel") or "").casefold().split()
        if not {"alternate", "feed", "service.feed"} & set(rel) or "stylesheet" in rel:
            continue
        address = web_address(tag.get("href") or "", base=base)
        kind = _kind(tag.get("type") or "", address, tag.get("title") or "", is_feed_rel="feed" in rel)
        if address and kind is not None:
            yield _told(address, "link_tag", 0.97, "The page names it as its feed.", dict(tag.attrib), kind)


def _told(address: str, how: How, likelihood: float, reason: str, facts: Mapping[str, str], kind: str) -> Candidate:
    title = " ".join((facts.get("title") or "").split())[:200]
    if _ASIDE.search(address) or _ASIDE.search(title):
        likelihood -= 0.5
    return Candidate(address, how, likelihood, reason, title=title, format=kind)


def _kind(mime: str, address: str, title: str, *, is_feed_rel: bool = False) -> str | None:
    """The format that a link declares; "" where it may be any feed; None where it is no feed."""
    mime = mime.partition(";")[0].strip().casefold()
    if mime in _FEED_TYPES:
        return _FEED_TYPES[mime]
    if is_feed_rel:
        return ""
    is_hinted = _looks_like_feed(address) or bool(_FEED_WORDS.search(title))
    return "" if mime in _LOOSE_TYPES and is_hinted and "oembed" not in address and "wp-json" not in address else None


def _looks_like_feed(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(_FEED_PATH.search(parts.path) or _FEED_QUERY.search(parts.query) or _FEED_HOSTS.search(parts.netloc))


def _anchors(root: Any, *, base: str) -> Iterator[Candidate]:  # noqa: ANN401 - lxml has no types
    for tag in root.iter("a"):
        address = web_address(tag.get("href") or "", base=base)
        if not address or (not urlsplit(address).path.strip("/") and not urlsplit(address).query):
            continue
        words = pages.text_within(tag)[:100] or " ".join(image.get("alt") or "" for image in tag.iter("img"))
        label = " ".join((words, tag.get("title") or "", tag.get("aria-label") or "", tag.get("class") or ""))
        is_address, is_label = _looks_like_feed(address), bool(_FEED_WORDS.search(label))
        if not is_address and not (is_label and "rss" in f"{address} {label}".casefold()):
            continue
        likelihood = 0.8 if is_address and is_label else 0.6 if is_address else 0.35
        if urlsplit(address).netloc != urlsplit(base).netloc:
            likelihood -= 0.1
        facts = {"title": "" if _FEED_WORDS.fullmatch(words.strip()) else words}
        yield _told(address, "anchor", likelihood, "A link on the page looks like a feed.", facts, "")


def _well_known(url: str) -> Iterator[Candidate]:
    """Where feeds usually stand: beside the page first, then at the root of its site."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return
    folder = url.partition("?")[0].partition("#")[0]
    last = folder.rpartition("/")[2]
    if last and "." not in last and parts.path.strip("/"):
        folder += "/"
    reason = "Feeds usually stand at such an address."
    for start, likelihood in ((folder, 0.25), (f"{parts.scheme}://{parts.netloc}/", 0.2)):
        for step, name in enumerate(_WELL_KNOWN):
            yield Candidate(urljoin(start, name), "well_known", round(likelihood - step * 0.005, 3), reason)


def _best_first(found: list[Candidate]) -> tuple[Candidate, ...]:
    """Each address once, as its likeliest candidate; those first that were named first among equals."""
    best: dict[str, Candidate] = {}
    for candidate in found:
        address = candidate.url.partition("#")[0]
        known = best.get(address)
        if known is None or candidate.likelihood > known.likelihood:
            title = candidate.title or (known.title if known else "")
            best[address] = replace(candidate, url=address, title=title, likelihood=max(0.01, candidate.likelihood))
    return tuple(sorted(best.values(), key=lambda candidate: -candidate.likelihood)[:_MOST])
