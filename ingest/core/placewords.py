"""Words beside the names of places: which name a government, which look like a place and are none, who acts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The lists of `gazetteer/places.yaml` that are no names; all patterns are for folded text."""

    governments: Mapping[str, tuple[str, re.Pattern[str]]] = field(default_factory=dict)
    """By language, the state that its bare words for a government mean: "il governo" is Italy's."""
    telling: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]] = field(default_factory=dict)
    """By language that several states share, the words that tell one of them: "peers" are Britain's."""
    capitalised: frozenset[str] = frozenset()
    """Languages that write each place with a capital."""
    small: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By language, small words that look like places of another: "indien" is an if in Dutch."""
    part_acts: re.Pattern[str] = _NEVER
    """Words near which a part of a country acts itself: "state agencies"."""
    country_acts: re.Pattern[str] = _NEVER
    """Words near which the country of a part acts: "federal"."""

    def is_word(self, word: str, language: str, *, is_place: bool) -> bool:
        """Whether a folded name that stands in small letters in this language is but a word."""
        is_small_place = is_place and language in self.capitalised and " " not in word
        return is_small_place or word in self.small.get(language, ())
