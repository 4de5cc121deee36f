"""Names of vendors, places and authorities, found in a text in one pass.

Names are indexed by their first letters and compared where a word begins, so the cost grows
with the text and hardly with the number of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ingest.core.folding import fold_in_place

Sort = Literal["vendor", "place", "authority"]

_CJK = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_WORD = re.compile(rf"[{_CJK}]+|[^\W{_CJK}]+")
_KEY_LENGTH = 3
_KEY_LENGTHS = (3, 2)
_MOST_ENDING = 3
"""Letters that a language may add to a name: Huaweiem, TikToku, Huaweis."""

_LEAST_STEM = 5
_APP_SECTORS = (
    *("app", "social", "messag", "video streaming", "video platform", "streaming", "internet", "online retail", "gam"),
    *("artificial intelligence", "search", "satellite", "payments", "file sharing", "logistics platform"),
)
_UNSPACED = re.compile(rf"[{_CJK}]")
_ARABIC_PREFIX = re.compile(r"[\u0648\u0641\u0628\u0644\u0643]{0,2}(?:\u0627\u0644)?")


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling. `is_open` lets any ending follow; `is_exact` asks for the very letters' case."""

    text: str
    folded: str
    sort: Sort
    value: str
    is_open: bool = False
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A name met in a text. `value` is a vendor's common name, a code, or an authority's name."""

    start: int
    end: int
    sort: Sort
    value: str


@dataclass(frozen=True, slots=True)
class Vendor:
    name: str
    slug: str = ""
    home: str = ""
    sector: str = ""
    parent: str = ""

    @property
    def is_app(self) -> bool:
        """Whether its product is an app or a service on the net, so that a plain ban shuts it down."""
        return any(word in self.sector for word in _APP_SECTORS)


@dataclass(frozen=True, slots=True)
class Authority:
    name: str
    jurisdiction: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All known names. Make it with `build`."""

    vendors: Mapping[str, Vendor]
    authorities: Mapping[str, Authority]
    index: Mapping[str, tuple[Name, ...]] = field(repr=False)

    def jurisdiction_of(self, mention: Mention) -> str:
        """The code that a place or an authority stands for."""
        return self.authorities[mention.value].jurisdiction if mention.sort == "authority" else mention.value

    def find(self, text: str, folded: str) -> list[Mention]:
        """Names in order of place; where two begin at one letter, the longest. They do not overlap."""
        mentions: list[Mention] = []
        done = 0
        for word in _WORD.finditer(folded):
            for start in _starts(word):
                if start < done:
                    continue
                name = self._longest_at(text, folded, start)
                if name:
                    done = start + len(name.folded)
                    mentions.append(Mention(start, done, name.sort, name.value))
        return mentions

    def _longest_at(self, text: str, folded: str, start: int) -> Name | None:
        for length in _KEY_LENGTHS:
            for name in self.index.get(folded[start : start + length], ()):
                if folded.startswith(name.folded, start) and _ends_well(name, text, folded, start):
                    return name
        return None


def _longest_first(name: Name) -> tuple[int, bool]:
    """Longer names before shorter ones; of equal ones, the authority before the place."""
    return -len(name.folded), name.sort != "authority"


def build(*, vendors: Iterable[Vendor], authorities: Iterable[Authority], names: Iterable[Name]) -> Gazetteer:
    """Index the names; the longest first under each key."""
    index: dict[str, list[Name]] = {}
    for name in names:
        if len(name.folded) >= _KEY_LENGTHS[-1]:
            index.setdefault(name.folded[:_KEY_LENGTH], []).append(name)
    return Gazetteer(
        vendors={vendor.name: vendor for vendor in vendors},
        authorities={authority.name: authority for authority in authorities},
        index={key: tuple(sorted(bucket, key=_longest_first)) for key, bucket in index.items()},
    )


def make_name(text: str, *, sort: Sort, value: str, is_exact: bool = False) -> Name:
    """A name as it is written in a list: a star at its end leaves the ending open."""
    bare = text.strip().rstrip("*")
    if "*" in bare:
        raise ValueError(f"“{text}” has a star inside; a name may be open at its end only.")
    return Name(
        text=bare,
        folded=fold_in_place(bare),
        sort=sort,
        value=value,
        is_open=text.strip().endswith("*"),
        is_exact=is_exact or (bare.isascii() and len(bare) <= _KEY_LENGTH and not text.strip().endswith("*")),
    )


def _starts(word: re.Match[str]) -> list[int]:
    """Where a name may begin in a word: at its first letter, behind Arabic prefixes, at each letter of CJK."""
    first = word[0][0]
    if first < "\u0600":
        return [word.start()]
    if "\u0600" <= first <= "\u06ff":
        prefix = _ARABIC_PREFIX.match(word[0])
        return list(range(word.start(), word.start() + (prefix.end() if prefix else 0) + 1))
    if _UNSPACED.match(first):
        return list(range(word.start(), word.end()))
    return [word.start()]


def _ends_well(name: Name, text: str, folded: str, start: int) -> bool:
    end = start + len(name.folded)
    if name.is_exact and text[start:end] != name.text:
        return False
    if name.is_open or end >= len(folded) or not folded[end].isalnum() or _UNSPACED.match(name.folded[-1]):
        return True
    if _UNSPACED.match(folded[end]):
        return True
    ending = _WORD.match(folded, end)
    is_short = ending is not None and ending.end() - end <= _MOST_ENDING and ending[0].isalpha()
    return is_short and len(name.folded) >= _LEAST_STEM and name.sort == "vendor"
