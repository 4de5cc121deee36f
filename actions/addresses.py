"""Addresses that carry a code of ISO 3166, a slug or the name of a format."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse


def address_of(name: str, key: str) -> str:
    """`reverse` for a page of a place, a vendor or an action: for tables that name hundreds of them.

    `key` is a code or a slug of our own, of letters, digits and hyphens, so nothing in it needs to be quoted. A
    process answers under one prefix as long as it lives.
    """
    before, after = _around(name)
    return f"{before}{key}{after}"


@lru_cache(maxsize=64)
def _around(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=["ZZ"]).partition("ZZ")
    return before, after


class CodeConverter:
    """`CA`, `CA-QC` or `EU`; lower case is met too, so that the view can lead to the one address."""

    regex = "[A-Za-z]{2}(?:-[A-Za-z0-9]{1,3})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value.upper()


class ExportFormatConverter:
    regex = r"csv|jsonl|ftm\.jsonl|ics"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CitationFormatConverter:
    regex = r"csl\.json|bib|ris|txt"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FeedFormatConverter:
    regex = "atom|rss|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
