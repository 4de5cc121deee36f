"""Words for values, and sentences, inside the pages of the directory."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from actions import labels, sentences
from actions.models import Action
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


@register.filter
def target_names(action: Action) -> str:
    """Whom or what an action hits, in a few words; reads `targets`, so prefetch them in lists."""
    return sentences.target_names(action)


@register.filter
def vendor_names(action: Action) -> str:
    """The vendors that an action hits, else its targets; reads `targets`, so prefetch them in lists."""
    if not action.pk:  # a sample on the style guide, which has no rows
        return ""
    vendors = dict.fromkeys(target.vendor.name for target in action.targets.all() if target.vendor)
    return sentences.enumerate_names(list(vendors)) or sentences.target_names(action)
