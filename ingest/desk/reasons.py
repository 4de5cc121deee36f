"""Why a story stands where it stands in the queue, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions import labels
from actions.lifecycle import Kind, MilestoneKind
from ingest.core.doubts import Doubt
from ingest.core.learning.policy import DOUBTED_BELOW

_CHANGES = {
    "unsure": lambda: _("put here by what editors decided before"),
    "sure": lambda: _("brought forward by what editors decided before"),
    "offered": lambda: _("not found by the rules, offered for what editors decided before"),
    "kinds": lambda: _("a kind doubted for what editors decided before"),
    "stage": lambda: _("a stage retold after what editors decided before"),
}


_DOUBTS = {
    Doubt.PLACE: lambda: _("no place is named that acts"),
    Doubt.LANGUAGE: lambda: _("in a language of which it knows only names and numbers"),
    Doubt.WEAK: lambda: _("its words say little of a step"),
    Doubt.LEARNED: lambda: _("editors rejected the like before"),
    Doubt.LINES: lambda: _("place or kind stand only between the lines"),
}


def doubts_in_words(doubts: Iterable[str]) -> str:
    """Why an item is unsure: “no place is named that acts; its words say little of a step”."""
    return "; ".join(_DOUBTS[Doubt(doubt)]() for doubt in doubts if doubt in set(Doubt))


def queue_reason(probability: float, reasons: Mapping[str, Any], place_names: Mapping[str, str]) -> str:
    """How likely, why unsure, and what makes it matter: “82 % likely · first of Namibia · official source”."""
    if not reasons:
        return ""
    told = [_("%(percent)s %% likely") % {"percent": percent(probability)}]
    if doubts := doubts_in_words(reasons.get("doubts", [])):
        told.append(_("unsure: %(why)s") % {"why": doubts})
    if withdrawn := int(reasons.get("withdrawn", 0)):
        told.append(ngettext("%(n)s report taken back", "%(n)s reports taken back", withdrawn) % {"n": withdrawn})
    places = [place_names.get(code, code) for code in reasons.get("new_places", [])]
    if places:
        told.append(_("first of %(names)s") % {"names": few(places)})
    if reasons.get("new_vendors"):
        told.append(_("first on %(names)s") % {"names": few(reasons["new_vendors"])})
    if reasons.get("is_official"):
        told.append(_("official source"))
    sources = int(reasons.get("sources", 1))
    if sources > 1:
        told.append(ngettext("%(n)s source", "%(n)s sources", sources) % {"n": sources})
    told += [_CHANGES[change]() for change in reasons.get("learned", []) if change in _CHANGES]
    return " · ".join(told)


def learned_changes(learned: Mapping[str, Any]) -> list[str]:
    """What a learned model changed of one item's proposal, a sentence for each; empty where it changed nothing."""
    words = {
        "offered": lambda: _("The rules found too little here; it is offered for what editors decided on others."),
        "unsure": lambda: _("The rules were sure; for what editors decided on others it is unsure."),
        "sure": lambda: _("The rules were not sure; what editors decided on others speaks for it."),
        "kinds": lambda: (
            _("Doubted for what editors decided on others: %(kinds)s.") % {"kinds": _doubted_kinds(learned)}
        ),
        "stage": lambda: (
            _("The rules read it as %(stage)s; it is retold for what editors decided on others.")
            % {"stage": str(labels.MILESTONES[MilestoneKind(learned["was_stage"])]).lower()}
        ),
    }
    return [words[change]() for change in learned.get("changed", []) if change in words]


def _doubted_kinds(learned: Mapping[str, Any]) -> str:
    probabilities = learned.get("kinds", {})
    doubted = [kind for kind, probability in probabilities.items() if probability < DOUBTED_BELOW]
    return ", ".join(
        f"{str(labels.KINDS[Kind(kind)]).lower()} ({percent(probabilities[kind])} %)"
        for kind in doubted
        if kind in labels.KINDS
    )


def percent(probability: float) -> int:
    """Whole percent; never 0 or 100, which nobody can promise."""
    return min(99, max(1, round(100 * probability)))


def few(names: Sequence[str]) -> str:
    """The first two of some names."""
    shown = ", ".join(names[:2])
    return shown if len(names) < 3 else _("%(names)s and others") % {"names": shown}
