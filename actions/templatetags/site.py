"""Addresses that every page names, looked up once."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def addresses(context: Context, **names: str) -> str:
    """Set each variable to the address of that name; to nothing where there is none."""
    for variable, name in names.items():
        context[variable] = _address(name)
    return ""


@lru_cache(maxsize=128)
def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
