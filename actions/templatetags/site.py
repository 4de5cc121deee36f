"""The frame of every page, and the addresses that it names: looked up and drawn once, then filled in."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from urllib.parse import quote

from django import template
from django.template import Context
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

GAP, OTHER_GAP = "\ue000", "\ue001"
"""Stand in a drawn piece where something differs from page to page; of the private use area, so in no text of ours."""


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


@register.simple_tag
def page_head() -> SafeString:
    """What every page loads."""
    return _drawn("head", get_language())


@register.simple_tag
def legend() -> SafeString:
    """What the shapes and fills mean."""
    return _drawn("legend", get_language())


@register.simple_tag(takes_context=True)
def page_masthead(context: Context) -> SafeString:
    """The head of this page: its place in the menu is marked, and the box holds what was searched for."""
    request, may_decide = context.get("request"), getattr(context.get("user"), "may_decide", False)
    here = _in_menu(request.path) if request else ""
    drawn = _drawn("masthead", get_language(), here=here, q=GAP, may_decide=may_decide)
    return _filled(drawn, {GAP: request.GET.get("q", "") if request else ""})


@register.simple_tag(takes_context=True)
def page_foot(context: Context) -> SafeString:
    """The foot of this page, from which an error on it is reported and its language is changed."""
    request, is_signed_in = context.get("request"), getattr(context.get("user"), "is_authenticated", False)
    if not request:
        return _drawn("footer", get_language(), path="", about="", is_signed_in=is_signed_in)
    path = request.get_full_path()
    drawn = _drawn("footer", get_language(), path=GAP, about=OTHER_GAP, is_signed_in=is_signed_in)
    return _filled(drawn, {GAP: path, OTHER_GAP: quote(path)})


def _in_menu(path: str) -> str:
    """The path, or one that stands for all others below the same entry of the menu."""
    _, first, *rest = path.split("/")
    return f"/{first}/…" if any(rest) else path


@lru_cache(maxsize=256)
def _drawn(piece: str, _language: str | None, **values: str | bool) -> SafeString:
    return SafeString(get_template(f"frame/{piece}.html").render(values))


def _filled(drawn: str, gaps: dict[str, str]) -> SafeString:
    """A drawn piece with its gaps filled in; what goes in is escaped here."""
    for gap, text in gaps.items():
        drawn = drawn.replace(gap, escape(text))
    return mark_safe(drawn)  # noqa: S308 (drawn by a template, and filled with escaped text)
