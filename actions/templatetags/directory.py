"""Words for values, inside the pages of the directory."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from actions import labels, sentences
from actions.spans import Span

register = template.Library()


@register.filter
def span_text(span: Span | None) -> str:
    """A date at its own precision, or "not known"."""
    return sentences.span_text(span)


@register.filter
def bound_words(values: Iterable[str]) -> list[str]:
    """Who is bound, as people read it."""
    return [str(labels.BoundParty(value).label) for value in values]


@register.filter
def forbidden_words(values: Iterable[str]) -> list[str]:
    """What is bound, as people read it."""
    return [str(labels.BoundActivity(value).label) for value in values]


@register.filter
def reference_word(scheme: str) -> str:
    """What sort of number an instrument carries."""
    return str(labels.ReferenceScheme(scheme).label)


@register.filter
def target_word(kind: str) -> str:
    """What sort of target it is."""
    return str(labels.TargetKind(kind).label)


@register.filter
def alias_word(kind: str) -> str:
    """What sort of name it is."""
    return str(labels.AliasKind(kind).label)
