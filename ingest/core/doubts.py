"""Why an item is unsure, from what its proposal keeps. Pure."""

from __future__ import annotations

from enum import StrEnum

from ingest.core.classify import SURE


class Doubt(StrEnum):
    """What keeps the classifier from being sure, the doubt that most helps to decide first."""

    LEARNED = "learned"
    PLACE = "place"
    LANGUAGE = "language"
    WEAK = "weak"
    LINES = "lines"
    """The place or the kind is told by no cue, only by single words."""


def doubts_of(*, score: float, has_place: bool, is_language_read: bool, is_learned: bool) -> list[Doubt]:
    """The doubts of an unsure item; never none.

    `is_language_read`: a cue file reads its language; `is_learned`: a model took from decisions that it is unsure.
    """
    holds = {
        Doubt.LEARNED: is_learned,
        Doubt.PLACE: not has_place,
        Doubt.LANGUAGE: not is_language_read,
        Doubt.WEAK: score < SURE,
    }
    return [doubt for doubt, stands in holds.items() if stands] or [Doubt.LINES]
