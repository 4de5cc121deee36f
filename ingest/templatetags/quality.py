"""Figures of the page /quality/."""

from __future__ import annotations

from typing import Any

from django import template

from ingest.core.learning.figures import Recall, Share

register = template.Library()


@register.filter
def plain(value: float) -> str:
    """A number as SVG reads it, whatever the reader's language: no comma, no needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@register.inclusion_tag("ingest/share.html")
def share(value: Share) -> dict[str, Any]:
    """A share with its interval and its counts."""
    return {
        "is_known": value.total > 0,
        "percent": round(100 * (value.share or 0)),
        "low": round(100 * value.low),
        "high": round(100 * value.high),
        "hits": value.hits,
        "total": value.total,
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
        "looked_at": value.looked_at,
        "missed": value.missed,
    }
