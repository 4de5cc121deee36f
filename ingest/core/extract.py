"""Dates, instruments, authorities and targets, each with the slice that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from actions.spans import Precision
from actions.spans import Span as DateSpan
from ingest.core.dates import MONTHS
from ingest.core.gazetteer import Gazetteer, Mention
from ingest.core.reading import Reading
from ingest.core.sentences import Sentence
from ingest.core.types import Evidence, Target

_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DAY_MONTH = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:of\s+|de\s+)?(?P<m>{_MONTH})\b\.?(?:,?\s+(?:de\s+)?(?P<y>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"\b(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y>(?:19|20)\d\d))?", re.IGNORECASE
)
_MONTH_YEAR = re.compile(rf"\b(?P<m>{_MONTH})\.?\s+(?:of\s+|de\s+)?(?P<y>(?:19|20)\d\d)", re.IGNORECASE)
_NUMERIC = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?[-년年]\s?(?P<m>\d{1,2})\s?[-월月]\s?(?P<d>\d{1,2})(?!\d)")
_YEAR_ONLY = re.compile(
    r"(?:\bby|\bfrom|\bin|\buntil|\bbis|\bd'ici|\bentro|\bdo) (?:the end of )?(?P<y>20\d\d)", re.IGNORECASE
)

_NEAR = 40
_CLASS_NAME = re.compile(r"(?:[\w-]+-made \w+)|\w+(?:[ -]\w+){1,2}")
"""A class in the item's own words: "foreign-made drones", "Chinese surveillance cameras"."""

_DIGIT = re.compile(r"\d")
_SIGNED_POST = "(@"
"""A post that is quoted with its author and day tells the day of the announcement."""

_INSTRUMENT = re.compile(
    r"(?:[A-Z][\w’'&-]+ (?:(?:of|and|for|on|the|to) )*){1,7}"
    r"(?:Act|Law|Code|Regulation|Directive|Order)(?: of \d{4}| \d+[\w/-]*)?"
    r"|Executive Order(?: No\.?)? \d+|Section \d+\w*|(?:H\.R\.|S\.|HB|SB|House Bill|Senate Bill) \d+"
    r"|Regulation \(EU\) \d{4}/\d+|§ ?\d+\w* (?:Abs\. ?\d+ )?[A-Z][A-Za-z-]+(?:gesetz|G)\b"
    r"|Decreto(?:-legge| legislativo)? n\. ?\d+(?:/\d{4})?|(?:Law|Decree|Resolution|Direction) (?:No\.? ?)?\d[\d/-]*"
)
_NO_INSTRUMENT = re.compile(
    r"^(?:The |This |An? )?(?:New |Court |Federal |Executive )?(?:Act|Law|Code|Regulation|Directive|Order)$"
)

_FORM = (
    r"(?:Inc|Ltd|LLC|L\.L\.C|Corp|Corporation|Co|Company|Limited|GmbH|AG|AB|S\.A|SA|B\.V|BV|Pty|PLC|S\.r\.l|Oy|A/S|AS)"
    r"\b\.?"
)
_AFTER = re.compile(rf"(?:[ ][A-Z(][\w()&.’'-]*){{0,6}}?,? {_FORM}(?:,? {_FORM})*")
_LOOK_BACK = re.compile(r"(?:[A-Z][\w&.-]* )+$")


def evidence(reading: Reading, field: str, value: str, start: int, end: int) -> Evidence:
    """The literal slice that shows a field."""
    return Evidence(field=field, value=value, quote=reading.text[start:end], start=start, end=end)


def dates_in(reading: Reading, sentence: Sentence, published: date | None) -> Iterator[tuple[DateSpan, int, int]]:
    """Dates written in a sentence. A day without a year is the one nearest to publication."""
    if not _DIGIT.search(reading.text, sentence.start, sentence.end):
        return
    taken: list[tuple[int, int]] = []
    for pattern in (_NUMERIC, _DAY_MONTH, _MONTH_DAY, _MONTH_YEAR, _YEAR_ONLY):
        for match in pattern.finditer(reading.text, sentence.start, sentence.end):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            span = _span_of(match.groupdict(), published)
            if span:
                taken.append(match.span())
                yield span, match.start(), match.end()


def _span_of(parts: dict[str, str | None], published: date | None) -> DateSpan | None:
    month_text, day_text, year_text = parts.get("m"), parts.get("d"), parts.get("y")
    month = (int(month_text) if month_text.isdigit() else MONTHS[month_text.casefold()]) if month_text else 0
    year = int(year_text) if year_text else 0
    try:
        if not day_text:
            return DateSpan.month(year, month) if month else DateSpan.year(year)
        if year:
            return DateSpan.day(date(year, month, int(day_text)))
        if published is None:
            return None
        near = [date(published.year + shift, month, int(day_text)) for shift in (-1, 0, 1)]
        return DateSpan.day(min(near, key=lambda day: abs(day - published)))
    except ValueError:
        return None


def announced_and_effective(
    reading: Reading, sentences: Iterable[Sentence], published: date | None
) -> tuple[Evidence | None, Evidence | None]:
    """The day of announcement and of effect, where the text says them; None stays unknown.

    A day after "effective", "as of", "by" is one of effect; a day in a sentence that announces
    is one of announcement, if it lies no later than publication.
    """
    announced: Evidence | None = None
    effective: Evidence | None = None
    for sentence in sentences:
        if sentence.number in reading.asides:
            continue
        words = reading.groups.get(sentence.number, {})
        announces = "announce" in words or _SIGNED_POST in reading.text[sentence.start : sentence.end]
        for span, start, end in dates_in(reading, sentence, published):
            before = reading.folded[max(sentence.start, start - _NEAR) : start]
            is_ahead = published is not None and span.first > published + timedelta(days=1)
            if "effective" in words and (is_ahead or _follows(before, reading, words["effective"])):
                effective = effective or evidence(reading, "effective", span.iso(), start, end)
            elif announces and not is_ahead and span.precision is Precision.DAY:
                announced = announced or evidence(reading, "announced", span.iso(), start, end)
    return announced, effective


def _follows(before: str, reading: Reading, word: tuple[int, int]) -> bool:
    return reading.folded[word[0] : word[1]] in before


def instrument_in(reading: Reading, sentences: Iterable[Sentence]) -> Evidence | None:
    """The law, bill or order that one of the sentences names, unless it says what that does not cover."""
    for sentence in sentences:
        if "out_of_scope" in reading.groups.get(sentence.number, {}):
            continue
        for match in _INSTRUMENT.finditer(reading.text, sentence.start, sentence.end):
            named = match[0].removeprefix("The ").removeprefix("the ")
            if not _NO_INSTRUMENT.match(named):
                start = match.end() - len(named)
                return evidence(reading, "instrument", named, start, match.end())
    return None


def targets_in(reading: Reading, sentences: Iterable[Sentence], vendors: tuple[str, ...]) -> tuple[Target, ...]:
    """Legal persons that the sentences name; else each vendor itself; else the class in its own words."""
    persons: dict[str, Target] = {}
    for sentence in sentences:
        for mention in reading.vendors_in(sentence.number):
            name = legal_person(reading, mention, sentence)
            if name and mention.value in vendors:
                persons.setdefault(
                    name.casefold().rstrip("."), Target(name=name, kind="legal_person", vendor=mention.value)
                )
    named = {target["vendor"] for target in persons.values()}
    plain = [Target(name=vendor, kind="vendor", vendor=vendor) for vendor in vendors if vendor not in named]
    if persons or plain:
        return (*persons.values(), *plain)
    return _classes(reading, sentences)


def _classes(reading: Reading, sentences: Iterable[Sentence]) -> tuple[Target, ...]:
    for sentence in sentences:
        span = reading.groups.get(sentence.number, {}).get("class")
        if span:
            named = _CLASS_NAME.match(reading.text, span[0])
            return (Target(name=named[0] if named else reading.text[slice(*span)], kind="class", vendor=""),)
    return ()


def legal_person(reading: Reading, mention: Mention, sentence: Sentence) -> str:
    """The whole name of a company around a vendor's name ("Hikvision Canada Inc."); empty where none stands."""
    if _ends_in_form(reading.text[mention.start : mention.end]):
        return reading.text[mention.start : mention.end]
    after = _AFTER.match(reading.text, mention.end, sentence.end)
    if not after:
        return ""
    before = _LOOK_BACK.search(reading.text[sentence.start : mention.start])
    lead = before[0] if before and len(before[0].split()) == 1 and before.start() > 0 else ""
    return (lead + reading.text[mention.start : after.end()]).rstrip(",")


def _ends_in_form(name: str) -> bool:
    return re.search(rf"\s{_FORM}$", name) is not None


def authority_for(reading: Reading, code: str, sentences: Iterable[Sentence], gazetteer: Gazetteer) -> Evidence | None:
    """The body of `code` that the given sentences name, else any of its bodies in the item."""
    numbers = [sentence.number for sentence in sentences]
    rest = [sentence.number for sentence in reading.sentences if sentence.number not in numbers]
    for number in [*numbers, *(number for number in rest if number not in reading.asides)]:
        for mention in reading.places_in(number):
            if mention.sort == "authority" and gazetteer.jurisdiction_of(mention) == code:
                return evidence(reading, "authority", mention.value, mention.start, mention.end)
    return None
