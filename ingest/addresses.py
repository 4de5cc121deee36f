"""Addresses that carry a text of any script: a host, or a code that may be wrong."""

from __future__ import annotations

from django.urls.converters import StringConverter


class TextConverter(StringConverter):
    """As `str`, but no control character leads to a view: the database would refuse it."""

    regex = r"[^/\x00-\x1f\x7f]+"
