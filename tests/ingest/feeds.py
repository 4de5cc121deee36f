"""Small feed documents for tests, in words of our own."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape


def rss(*items: tuple[str, str, str], date: str = "Fri, 27 Jun 2025 18:00:00 GMT") -> bytes:
    """An RSS document of items, each a guid, a title and a text."""
    rows = "".join(
        f"<item><guid isPermaLink='false'>{escape(guid)}</guid><title>{escape(title)}</title>"
        f"<link>http://news.example/{escape(guid)}</link><pubDate>{date}</pubDate>"
        f"<description>{escape(text)}</description></item>"
        for guid, title, text in items
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>{rows}</channel></rss>".encode()


ORDER: tuple[str, str, str] = (
    "order",
    "Canada orders Hikvision Canada Inc. to cease operations",
    (
        "The Government of Canada ordered Hikvision Canada Inc. on 27 June 2025 under the Investment Canada Act to "
        "cease operations in Canada and wind up its business. Departments, agencies and Crown corporations are "
        "prohibited from buying or using Hikvision products."
    ),
)
WEATHER: tuple[str, str, str] = ("weather", "Rain in the north", "It rains. The bridge stays open.")
ITEMS: Sequence[tuple[str, str, str]] = (ORDER, WEATHER)
