"""Simulated editors: rows as decisions would give them, with a preference that the rules do not have, or none."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ingest.core.learning.rows import Row
from ingest.core.types import Draft, Proposed, ReadText

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
_PLACES = ["CA", "DE", "AU", "NL", "JP", "CZ"]
_VENDORS = ["Hikvision", "Huawei", "TikTok", "Dahua", "DJI", "Kaspersky"]
_OPENINGS = [
    "The ministry told agencies on Monday that",
    "In a notice published this week it said",
    "After a review of eight months officials wrote that",
    "Speaking to reporters the commissioner confirmed that",
    "A letter to all departments explains that",
]
_ENDINGS = [
    "replacements will be paid for out of the ordinary budget.",
    "the company has sixty days to answer in writing.",
    "schools and hospitals are advised to follow the same line.",
    "an inventory has to be handed in before the winter.",
    "no date was given for the next step.",
]

Answer = Callable[[ReadText, Proposed, random.Random], tuple[bool, dict[str, bool], str]]


def said(kinds: tuple[str, ...], place: str, vendor: str, *, score: float = 1.8, stage: str = "adopted") -> Proposed:
    """An answer of the rules that is sure of these kinds."""
    return Proposed(
        is_relevant=True,
        is_unsure=score < 1.5,
        score=score,
        kinds=kinds,
        stage=stage,
        jurisdictions=(place,),
        vendors=(vendor,),
        drafts=tuple(Draft(place, kind, stage, vendors=(vendor,), score=score) for kind in kinds),
    )


def rows(
    count: int, answer: Answer, *, seed: int = 1, themes: tuple[str, ...] = ("petition", "directive")
) -> list[Row]:
    """`count` items, each in a story of its own; a theme word is in each, and `answer` is what the editor says."""
    dice = random.Random(seed)
    made = []
    for number in range(count):
        place, vendor, theme = dice.choice(_PLACES), dice.choice(_VENDORS), dice.choice(themes)
        kinds = dice.choice([("procurement_ban",), ("procurement_ban", "advisory"), ("advisory", "removal_order")])
        read = ReadText(
            f"{vendor}: {theme} number {number}",
            f"{dice.choice(_OPENINGS)} a {theme} about {vendor} lies before it; {dice.choice(_ENDINGS)}",
            language="en",
        )
        told = said(kinds, place, vendor, score=dice.choice([1.2, 1.6, 1.8, 2.4]))
        is_relevant, kept, stage = answer(read, told, dice)
        at = START + timedelta(hours=7 * number)
        made.append(Row(number, number, at, read, told, "press", is_relevant, kept, stage))
    return made


def rejects_petitions(read: ReadText, told: Proposed, _dice: random.Random) -> tuple[bool, dict[str, bool], str]:
    """An editor for whom a petition is nothing yet; the rules know no such word."""
    is_relevant = "petition" not in read.title
    return is_relevant, dict.fromkeys(told.kinds, True) if is_relevant else {}, "adopted" if is_relevant else ""


def leaves_advisories_of_directives_out(
    read: ReadText, told: Proposed, _dice: random.Random
) -> tuple[bool, dict[str, bool], str]:
    """An editor who keeps an advisory only where a petition asks for it."""
    return True, {kind: kind != "advisory" or "petition" in read.title for kind in told.kinds}, "adopted"


def calls_petitions_proposed(read: ReadText, told: Proposed, _dice: random.Random) -> tuple[bool, dict[str, bool], str]:
    return True, dict.fromkeys(told.kinds, True), "proposed" if "petition" in read.title else "adopted"


def throws_dice(_read: ReadText, told: Proposed, dice: random.Random) -> tuple[bool, dict[str, bool], str]:
    """An editor whose answers hang together with nothing."""
    is_relevant = dice.random() < 0.6
    kept = {kind: dice.random() < 0.5 for kind in told.kinds} if is_relevant else {}
    return is_relevant, kept, dice.choice(["adopted", "proposed"]) if is_relevant else ""
