"""Addresses that carry a code of ISO 3166 or the name of a format."""

from __future__ import annotations


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
