"""Addresses made of names: readable, unique, never reused for another row."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.text import slugify


def slug_for(rows: models.Manager[Any], text: str, *, max_length: int = 120) -> str:
    """A slug of `text` that none of `rows` has yet; scripts without Latin letters become numbers."""
    stem = slugify(text)[:max_length].strip("-") or "row"
    slug, number = stem, 1
    while rows.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug
