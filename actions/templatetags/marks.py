"""What the components say and draw of a kind and a stage."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from actions import labels
from actions.lifecycle import Kind, Stage
from actions.spans import Span

register = template.Library()

FILLS = {
    Stage.PROPOSED: "outline",
    Stage.ADOPTED: "half",
    Stage.IN_FORCE: "solid",
    Stage.SUSPENDED: "paused",
    Stage.LIFTED: "struck",
    Stage.EXPIRED: "struck",
    Stage.REJECTED: "struck",
}
"""How a mark is filled: solid binds, half is decided, outline is proposed, struck has ended."""


@register.simple_tag
def drawn(component: str, **values: str | bool | Span | None) -> SafeString:
    """A component that is made of plain values alone, drawn once for each set of them.

    A table of fifty rows has two hundred of them, in a few dozen forms.
    """
    return _drawn(component, get_language(), tuple(values.items()))


@lru_cache(maxsize=8192)
def _drawn(
    component: str, _language: str | None, values: tuple[tuple[str, str | bool | Span | None], ...]
) -> SafeString:
    return SafeString(get_template(f"components/{component}.html").render(dict(values)))


@register.filter
def mark_fill(stage: str | None) -> str:
    """The fill of a mark at `stage`; solid where no stage is meant."""
    return FILLS[Stage(stage)] if stage else "solid"


@register.filter
def kind_word(kind: str) -> str:
    """A kind as people read it: "Procurement ban"."""
    return str(labels.KINDS[Kind(kind)])


@register.filter
def kind_meaning(kind: str) -> str:
    """What a kind means, in a sentence."""
    return str(labels.KIND_MEANINGS[Kind(kind)])


@register.filter
def stage_word(stage: str, kind: str = "") -> str:
    """A stage as people read it; an advisory in force is "Current", a listing "Listed"."""
    return str(labels.standing_word(Kind(kind), Stage(stage)) if kind else labels.STAGES[Stage(stage)])


@register.filter
def stage_meaning(stage: str) -> str:
    """What a stage means, in a sentence."""
    return str(labels.STAGE_MEANINGS[Stage(stage)])


@register.filter
def milestone_word(kind: str) -> str:
    """A milestone's kind as people read it; empty for a kind that is none, such as a reaction."""
    return {str(value): str(word) for value, word in labels.MILESTONES.items()}.get(kind, "")


@register.filter
def grade_word(grade: str) -> str:
    """A citation's grade as people read it."""
    return str(labels.Grade(grade).label)
