"""What was learned, in words: questions, verdicts and comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from actions import labels
from actions.lifecycle import Kind


def question_word(question: str) -> str:
    """What a question is called."""
    sort, _colon, value = question.partition(":")
    if sort == "kind" and value in labels.KINDS:
        return str(labels.KINDS[Kind(value)])
    words = {
        "relevant": _("Which lane a proposed item goes to"),
        "missed": _("What the rules nearly found"),
        "stage": _("Stage"),
        "calibration": _("How likely a score is"),
    }
    return words.get(sort, question)


def verdict_in_words(report: Mapping[str, Any]) -> str:
    """Why a question is answered by the model or by the rules, in a sentence."""
    if report["verdict"] == "too_few":
        return _("Too few stories to learn from: %(counts)s; %(needed)s of each answer are needed.") % {
            "counts": counts_in_words(report["stories"]),
            "needed": report["needed"],
        }
    if report["verdict"] == "too_few_later":
        return _("Too few stories among the latest to be sure: %(needed)s of each answer are needed.") % {
            "needed": report["needed_later"]
        }
    held = report["held"]
    numbers = {
        "model": _percent(held["model"]),
        "rules": _percent(held["rules"]),
        "low": _points(held["gain_low"]),
        "stories": held["stories"],
    }
    if report["verdict"] == "better":
        return (
            _(
                "Better on %(stories)s stories it had not seen: credit %(model)s against %(rules)s of the rules,"
                " at least %(low)s points more with 99 %% confidence, and better on the latest too."
            )
            % numbers
        )
    return (
        _("Not better beyond chance on %(stories)s stories: credit %(model)s against %(rules)s of the rules.") % numbers
    )


def counts_in_words(stories: Mapping[str, int]) -> str:
    words = {"yes": _("yes"), "no": _("no"), "other": _("other")}
    told = [f"{count} {words.get(name, name)}" for name, count in stories.items()]
    return ", ".join(told) or _("none")


def _percent(credit: float) -> str:
    return f"{100 * credit:.0f} %"


def _points(gain: float) -> str:
    return f"{100 * gain:.1f}"
