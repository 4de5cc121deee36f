"""Publishing systems whose feeds stand at a known address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import SplitResult, parse_qs, urljoin, urlsplit

Known = tuple[str, str, float]
"""An address, the platform's name, and how likely it is that a feed stands there."""

_GENERATORS = (
    (re.compile(r"wordpress|wp-content|wp-includes", re.IGNORECASE), "WordPress", ("feed/",)),
    (re.compile(r"drupal|/sites/default/files", re.IGNORECASE), "Drupal", ("rss.xml",)),
    (re.compile(r"ghost", re.IGNORECASE), "Ghost", ("rss/",)),
    (re.compile(r"hugo", re.IGNORECASE), "Hugo", ("index.xml",)),
    (re.compile(r"jekyll", re.IGNORECASE), "Jekyll", ("feed.xml", "atom.xml")),
    (re.compile(r"joomla", re.IGNORECASE), "Joomla", ("?format=feed&type=rss",)),
    (re.compile(r"blogger", re.IGNORECASE), "Blogger", ("feeds/posts/default",)),
    (re.compile(r"wix\.com", re.IGNORECASE), "Wix", ("blog-feed.xml",)),
    (re.compile(r"typo3", re.IGNORECASE), "TYPO3", ("rss.xml", "feed.xml")),
    (re.compile(r"plone", re.IGNORECASE), "Plone", ("RSS", "rss.xml")),
    (re.compile(r"discourse", re.IGNORECASE), "Discourse", ("latest.rss",)),
    (re.compile(r"squarespace", re.IGNORECASE), "Squarespace", ("?format=rss",)),
)


def known_addresses(url: str, root: Any | None) -> Iterator[Known]:  # noqa: ANN401 - lxml has no types
    """Feeds of the platform that serves `url`, told by its host or by what its page says of itself."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return
    for host, addresses in _BY_HOST:
        if host.search(parts.hostname):
            yield from addresses(parts, root)
    if root is not None:
        yield from _by_generator(url, root)


def _by_generator(url: str, root: Any) -> Iterator[Known]:  # noqa: ANN401 - lxml has no types
    named = " ".join(tag.get("content") or "" for tag in root.iter("meta") if tag.get("name") == "generator")
    loaded = " ".join(
        (tag.get("href") or tag.get("src") or "")[:200] for tag in list(root.iter("link", "script", "img"))[:80]
    )
    is_squarespace = "static1.squarespace.com" in loaded
    told = (
        f"{named} {'squarespace' if is_squarespace else ''} {loaded if 'wp-' in loaded or '/sites/' in loaded else ''}"
    )
    folder = url.partition("?")[0].partition("#")[0]
    beside = folder if folder.endswith("/") else f"{folder}/"
    for pattern, name, paths in _GENERATORS:
        if not pattern.search(told):
            continue
        for path in paths:
            if path.startswith("?"):
                yield folder + path, name, 0.55
            else:
                yield urljoin(beside, path), name, 0.5
                yield urljoin(url, f"/{path}"), name, 0.45


def _youtube(parts: SplitResult, root: Any | None) -> Iterator[Known]:  # noqa: ANN401 - lxml has no types
    start = "https://www.youtube.com/feeds/videos.xml?"
    query = parse_qs(parts.query)
    if match := re.match(r"/channel/([\w-]+)", parts.path):
        yield f"{start}channel_id={match[1]}", "YouTube", 0.96
    elif query.get("list"):
        yield f"{start}playlist_id={query['list'][0]}", "YouTube", 0.96
    elif root is not None:
        for tag in root.iter("meta"):
            if tag.get("itemprop") in {"channelId", "identifier"} and tag.get("content"):
                yield f"{start}channel_id={tag.get('content')}", "YouTube", 0.9


def _github(parts: SplitResult, _root: object) -> Iterator[Known]:
    names = [name for name in parts.path.split("/") if name]
    if len(names) == 1:
        yield f"https://github.com/{names[0]}.atom", "GitHub", 0.9
    elif len(names) >= 2:
        start = f"https://github.com/{names[0]}/{names[1]}"
        if names[2:3] == ["tags"]:
            yield f"{start}/tags.atom", "GitHub", 0.97
        yield f"{start}/releases.atom", "GitHub", 0.96
        yield f"{start}/commits.atom", "GitHub", 0.8


def _gov_uk(parts: SplitResult, _root: object) -> Iterator[Known]:
    query = f"?{parts.query}" if parts.query else ""
    if parts.path.startswith(("/government/organisations/", "/world/")):
        yield f"https://www.gov.uk{parts.path.rstrip('/')}.atom", "GOV.UK", 0.96
    elif parts.path.startswith("/search/"):
        yield f"https://www.gov.uk{parts.path.rstrip('/')}.atom{query}", "GOV.UK", 0.96
    elif parts.path in {"", "/", "/government"}:
        yield "https://www.gov.uk/government/feed", "GOV.UK", 0.8


def _appended(suffix: str, name: str) -> Callable[[SplitResult, object], Iterator[Known]]:
    def addresses(parts: SplitResult, _root: object) -> Iterator[Known]:
        yield f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}{suffix}", name, 0.9

    return addresses


def _at_root(path: str, name: str) -> Callable[[SplitResult, object], Iterator[Known]]:
    def addresses(parts: SplitResult, _root: object) -> Iterator[Known]:
        yield f"{parts.scheme}://{parts.netloc}{path}", name, 0.9

    return addresses


def _medium(parts: SplitResult, _root: object) -> Iterator[Known]:
    if parts.path.strip("/"):
        yield f"https://medium.com/feed{parts.path.rstrip('/')}", "Medium", 0.9


def _federal_register(parts: SplitResult, _root: object) -> Iterator[Known]:
    if match := re.match(r"/agencies/([\w-]+)", parts.path):
        start = "https://www.federalregister.gov/api/v1/documents.rss?conditions%5Bagencies%5D%5B%5D="
        yield start + match[1], "The Federal Register", 0.95


_BY_HOST: tuple[tuple[re.Pattern[str], Callable[[SplitResult, Any], Iterator[Known]]], ...] = (
    (re.compile(r"(?:^|\.)youtube\.com$"), _youtube),
    (re.compile(r"^(?:www\.)?github\.com$"), _github),
    (re.compile(r"^www\.gov\.uk$"), _gov_uk),
    (re.compile(r"^(?:www\.)?federalregister\.gov$"), _federal_register),
    (re.compile(r"(?:^|\.)reddit\.com$"), _appended("/.rss", "Reddit")),
    (re.compile(r"(?:^|\.)gitlab\."), _appended(".atom", "GitLab")),
    (re.compile(r"(?:^|\.)substack\.com$"), _at_root("/feed", "Substack")),
    (re.compile(r"\.blogspot\."), _at_root("/feeds/posts/default", "Blogger")),
    (re.compile(r"\.tumblr\.com$"), _at_root("/rss", "Tumblr")),
    (re.compile(r"\.wordpress\.com$"), _at_root("/feed/", "WordPress")),
    (re.compile(r"^medium\.com$"), _medium),
)
