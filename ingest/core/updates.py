"""What a new version of an item is against the one before: noise, correction, substance or retraction. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rapidfuzz.distance import Levenshtein

from actions.names import fold
from ingest.core import update_words as words
from ingest.core.addresses import canonical_url
from ingest.core.diffing import changed_words, tokens_of
from ingest.core.retracting import RETRACTED

Kind = Literal["noise", "correction", "substance", "retraction"]
Reason = tuple[str, str]
"""What was found, and the words that show it."""

_MOST_REASONS = 8
_MUCH_WORDS = 40
_MUCH_SHARE = 0.25
_LONGEST_NAME = 4
_ONE_SPELLING = 0.2
"""Share of letters by which two spellings of one word may differ."""

_NUMBER = re.compile(r"\d+(?:[.,:/’' ]\d+)*")
_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")
_MARKS = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "."}
)
_SENTENCE_END = re.compile(r"[.!?:…。！？]\s*$")


@dataclass(frozen=True, slots=True)
class Content:
    """One state of an item as a person reads it. `language` is ISO 639-1 or empty."""

    title: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Sorted:
    kind: Kind
    reasons: tuple[Reason, ...] = ()

    @property
    def reaches_editor(self) -> bool:
        return self.kind in {"substance", "retraction"}


def _no_name(_word: str) -> bool:
    return False


def sort_update(before: Content, after: Content, *, is_name: Callable[[str], bool] = _no_name) -> Sorted:
    """Tell what changed. `is_name` knows the folded names of places and vendors.

    In doubt between noise and more it is more; in doubt between correction and substance it is
    substance: an editor's minute costs less than a missed date.
    """
    if said := _says_retracted(before, after):
        return Sorted("retraction", (("retracted", said),))
    old, new = _plain(before), _plain(after)
    if _same_but_order(old, new):
        return Sorted("noise", (("noise", _noise_word(before, after)),))
    out, came = changed_words(old, new)
    reasons = tuple(dict.fromkeys(_substance(out, came, old, new, after.language, is_name)))
    if reasons:
        return Sorted("substance", reasons[:_MOST_REASONS])
    return Sorted("correction", tuple(("wording", f"{a} → {b}") for a, b in _pairs(out, came))[:_MOST_REASONS])


def differing_fields(before: dict[str, Any], after: dict[str, Any]) -> tuple[Reason, ...]:
    """Where two proposals on one item differ in what an action says; scores and evidence do not count."""
    return tuple(
        (f"proposal:{name}", f"{_shown(before.get(name))} → {_shown(after.get(name))}")
        for name in ("relevant", "kinds", "jurisdictions", "vendors", "stage", "announced", "effective", "reaction")
        if before.get(name) != after.get(name)
    )


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "–"
    return str(value) if value else "–"


def _says_retracted(before: Content, after: Content) -> str:
    """The words by which a publication takes itself back, where the version before did not say them."""
    for pattern in RETRACTED:
        now = pattern.search(f"{after.title}\n{after.text}")
        if now and not pattern.search(f"{before.title}\n{before.text}"):
            return now[0].strip()
    return ""


def _plain(content: Content) -> str:
    """The content without what counts up, sells, tracks or differs at each reading."""
    text = _ADDRESS.sub(lambda match: canonical_url(match[0]), f"{content.title}\n{content.text}")
    for pattern in words.NOISE:
        text = pattern.sub(" ", text)
    lines = (" ".join(line.translate(_MARKS).split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line and not words.ADVERT.match(line))


def _same_but_order(old: str, new: str) -> bool:
    """Equal but for case, marks, spaces, repeated lines and the order of lines."""
    return {fold(line) for line in old.split("\n")} - {""} == {fold(line) for line in new.split("\n")} - {""}


def _noise_word(before: Content, after: Content) -> str:
    out, came = changed_words(f"{before.title}\n{before.text}", f"{after.title}\n{after.text}")
    return f"{'; '.join(out)[:80] or '–'} → {'; '.join(came)[:80] or '–'}"


def _substance(
    out: Sequence[str], came: Sequence[str], old: str, new: str, language: str, is_name: Callable[[str], bool]
) -> Iterable[Reason]:
    yield from _numbers(old, new)
    yield from _stage_words(old, new)
    yield from _names(out, came, old, new, language, is_name)
    before, added, gone = (_count_words(texts) for texts in ([old], came, out))
    if added - gone > max(_MUCH_WORDS, before * _MUCH_SHARE):
        yield "grew", f"+{added - gone}"
    if gone - added > max(_MUCH_WORDS, before * _MUCH_SHARE):
        yield "shrank", f"−{gone - added}"


def _count_words(texts: Iterable[str]) -> int:
    return sum(not token.isspace() for text in texts for token in tokens_of(text))


def _numbers(old: str, new: str) -> Iterable[Reason]:
    """Dates and amounts that came or went; words for numbers count as numbers."""
    before, after = (Counter(_numbers_of(text)) for text in (old, new))
    gone, came = list(before - after), list(after - before)
    if gone or came:
        yield "number", f"{', '.join(gone) or '–'} → {', '.join(came) or '–'}"


def _numbers_of(text: str) -> Iterable[str]:
    yield from (match[0].strip() for match in _NUMBER.finditer(text))
    folded = fold(text).split()
    yield from (word for word in folded if word in words.NUMBERS or word in words.MONTHS)


def _stage_words(old: str, new: str) -> Iterable[Reason]:
    """Steps that the title or the whole gains or loses altogether, and denials and duties that grew more or fewer."""
    for one, other in ((old, new), (old.partition("\n")[0], new.partition("\n")[0])):
        for pattern in words.STAGES:
            before, after = _found(pattern, one), _found(pattern, other)
            if bool(before) != bool(after):
                yield "stage", next(iter(after or before))
    for pattern in words.COUNTED:
        before, after = _found(pattern, old), _found(pattern, new)
        yield from (("stage", word) for word in (before - after) | (after - before))


def _found(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(fold(match[0]) for match in pattern.finditer(text))


def _names(
    out: Sequence[str], came: Sequence[str], old: str, new: str, language: str, is_name: Callable[[str], bool]
) -> Iterable[Reason]:
    """Names that came or went. A name whose spelling was mended did neither."""
    gone, added = set(_candidates(out, language, is_name)), set(_candidates(came, language, is_name))
    old_words, new_words = set(fold(old).split()), set(fold(new).split())
    gone = {word for word in gone if not set(fold(word).split()) <= new_words}
    added = {word for word in added if not set(fold(word).split()) <= old_words}
    mended = {(a, b) for a in gone for b in added if _one_spelling(a, b, is_name)}
    for word in sorted(gone - {a for a, _ in mended}) + sorted(added - {b for _, b in mended}):
        yield "name", word


def _candidates(runs: Iterable[str], language: str, is_name: Callable[[str], bool]) -> Iterable[str]:
    for run in runs:
        tokens = [token for token in tokens_of(run) if not token.isspace()]
        if 1 < len(tokens) < _LONGEST_NAME and is_name(fold(run)):
            yield run
        is_headline = len(tokens) > 3 and sum(token[:1].isupper() for token in tokens) > 0.6 * len(tokens)
        for position, token in enumerate(tokens):
            if is_name(fold(token)):
                yield token
            elif (
                fold(token) in words.MONTHS
                or language == "de"
                or is_headline
                or not token[:1].isupper()
                or len(token) < 3
            ):
                continue
            elif position and not _SENTENCE_END.search(tokens[position - 1]):
                yield token


def _one_spelling(one: str, other: str, is_name: Callable[[str], bool]) -> bool:
    a, b = fold(one), fold(other)
    if is_name(a) and is_name(b):
        return False
    return Levenshtein.distance(a, b) <= max(1, int(_ONE_SPELLING * max(len(a), len(b))))


def _pairs(out: Sequence[str], came: Sequence[str]) -> Iterable[tuple[str, str]]:
    for position in range(max(len(out), len(came))):
        a = out[position][:60] if position < len(out) else "–"
        b = came[position][:60] if position < len(came) else "–"
        yield a, b
