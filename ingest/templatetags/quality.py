"""Figures of the page /quality/."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.formats import number_format

from ingest.core.learning.figures import Recall, Share

register = template.Library()


@register.filter
def plain(value: float) -> str:
    """A number as SVG reads it, whatever the reader's language: no comma, no needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@register.filter
def grouped(count: int) -> str:
    """A count with its thousands apart, as the reader's language does it."""
    return number_format(count, force_grouping=True)


@register.inclusion_tag("ingest/share.html")
def share(value: Share) -> dict[str, Any]:
    """A share with its interval and its counts."""
    return {
        "is_known": value.total > 0,
        "percent": round(100 * (value.share or 0)),
        "low": round(100 * value.low),
        "high": round(100 * value.high),
        "hits": grouped(value.hits),
        "total": grouped(value.total),
    }


@register.inclusion_tag("ingest/share.html")
def recall(value: Recall) -> dict[str, Any]:
    """An estimate of recall with its interval and how much was looked at."""
    return {
        "is_known": value.estimate is not None,
        "is_estimate": True,
        "percent": round(100 * (value.estimate or 0)),
        "low": round(100 * value.low),
        "high": round(100 * value.high),
        "was_looked_at": value.looked_at > 0,
        "looked_at": grouped(value.looked_at),
        "missed": grouped(value.missed),
    }
