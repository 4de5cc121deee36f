"""Dates, instruments, authorities and targets, each with the slice that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from actions.spans import Precision
from ingest.core.gazetteer import Gazetteer, Mention
from ingest.core.instruments import find_instrument
from ingest.core.offices import find_office
from ingest.core.prose_dates import Dated
from ingest.core.reading import Reading
from ingest.core.sentences import Sentence
from ingest.core.signs import A_LAW, Signs
from ingest.core.types import Evidence, Target

_CLASS_NAME = re.compile(r"(?:[\w-]+-made \w+)|\w+(?:[ -]\w+){1,2}")
"""A class in the item's own words: "foreign-made drones", "Chinese surveillance cameras"."""

_LEAD_SENTENCES = 3
_NEWS_LASTS = timedelta(days=60)
"""A day further back than this is an earlier step's."""

_SIGNED_POST = "(@"
"""A post that is quoted with its author and day tells the day of the announcement."""

_FORM = (
    r"(?:Inc|Ltd|LLC|L\.L\.C|Corp|Corporation|Co|Company|Limited|GmbH|AG|AB|S\.A|SA|B\.V|BV|Pty|PLC|S\.r\.l|Oy|A/S|AS)"
    r"\b\.?"
)
_PRODUCT_ROLES = frozenset({"product", "brand"})
_ENDS_IN_FORM = re.compile(rf"\s{_FORM}$")
_AFTER = re.compile(rf"(?:[ ][A-Z(][\w()&.’'-]*){{0,6}}?,? {_FORM}(?:,? {_FORM})*")
_LOOK_BACK = re.compile(r"(?:[A-Z][\w&.-]* )+$")


def evidence(reading: Reading, field: str, value: str, start: int, end: int) -> Evidence:
    """The literal slice that shows a field."""
    return Evidence(field, value, reading.text[start:end], start, end)


def announced_and_effective(
    reading: Reading, dates: Mapping[int, Iterable[Dated]], numbers: Iterable[int], published: date | None
) -> tuple[Evidence | None, Evidence | None]:
    """The day of announcement and of effect, where the text says them; None stays unknown.

    `dates` are those of the text by sentence, `numbers` their sentences in the order in which they are believed.
    A deadline and the end of a term are neither. A day of announcement stands in a sentence that
    announces, or in the lead, and lies no later than publication.
    """
    announced: Evidence | None = None
    effective: Evidence | None = None
    for number in numbers:
        if number in reading.asides or (announced and effective):
            continue
        sentence = reading.sentences[number]
        is_told = (
            number <= 1
            or "announce" in reading.groups.get(number, {})
            or _SIGNED_POST in reading.text[sentence.start : sentence.end]
        )
        for dated in dates[number]:
            if dated.role == "effective":
                effective = effective or _shown(reading, "effective", dated)
            elif not dated.role and not announced and _may_be_news(dated, published, is_told=is_told):
                announced = _shown(reading, "announced", dated)
    return announced, effective


def _shown(reading: Reading, field: str, dated: Dated) -> Evidence:
    return evidence(reading, field, dated.span.iso(), dated.start, dated.end)


def _may_be_news(dated: Dated, published: date | None, *, is_told: bool) -> bool:
    if dated.span.precision is not Precision.DAY or not is_told:
        return False
    if published is None:
        return True
    return published - _NEWS_LASTS <= dated.span.first <= published + timedelta(days=1)


def instrument_in(reading: Reading, sentences: Iterable[Sentence], signs: Mapping[int, Signs]) -> Evidence | None:
    """The law, bill or order that one of the sentences names, unless it says what that does not cover."""
    for sentence in sentences:
        number = sentence.number
        if A_LAW not in signs.get(number, ()) or "out_of_scope" in reading.groups.get(number, {}):
            continue
        span = find_instrument(reading.text, sentence.start, sentence.end)
        if span:
            return evidence(reading, "instrument", reading.text[slice(*span)], *span)
    return None


def targets_in(
    reading: Reading, sentences: Iterable[Sentence], vendors: tuple[str, ...], gazetteer: Gazetteer
) -> tuple[Target, ...]:
    """Legal persons and products that the sentences name; else each vendor itself; else the class in its own words.

    A target without a vendor is a candidate: a name that the directory does not know.
    """
    named: dict[str, Target] = {}
    as_itself = set()
    for sentence in sentences:
        for mention in reading.vendors_in(sentence.number):
            if mention.value not in vendors:
                continue
            target = _own_target(reading, mention, sentence)
            if target:
                named.setdefault(target["name"].casefold().rstrip("."), target)
            else:
                as_itself.add(mention.value)
    told = {target["vendor"] for target in named.values()}
    is_person = {target["vendor"] for target in named.values() if target["kind"] == "legal_person"}
    plain = [
        Target(name=vendor, kind="vendor", vendor=vendor if vendor in gazetteer.vendors else "")
        for vendor in vendors
        if vendor not in told or (vendor in as_itself and vendor not in is_person)
    ]
    return (*named.values(), *plain) or _classes(reading, sentences)


def _own_target(reading: Reading, mention: Mention, sentence: Sentence) -> Target | None:
    """The legal person or the product by which a vendor is named; None where it is named plainly."""
    person = legal_person(reading, mention, sentence)
    if person:
        return Target(name=person, kind="legal_person", vendor=mention.value)
    if mention.role in _PRODUCT_ROLES:
        return Target(name=reading.text[mention.start : mention.end], kind="product", vendor=mention.value)
    return None


def _classes(reading: Reading, sentences: Iterable[Sentence]) -> tuple[Target, ...]:
    for sentence in sentences:
        if "class" in reading.groups[sentence.number]:
            span = min(reading.groups[sentence.number]["class"])
            named = _CLASS_NAME.match(reading.text, span[0])
            return (Target(name=named[0] if named else reading.text[slice(*span)], kind="class", vendor=""),)
    return ()


def legal_person(reading: Reading, mention: Mention, sentence: Sentence) -> str:
    """The whole name of a company around a vendor's name ("Hikvision Canada Inc."); empty where none stands."""
    if _ENDS_IN_FORM.search(reading.text, mention.start, mention.end):
        return reading.text[mention.start : mention.end]
    after = _AFTER.match(reading.text, mention.end, sentence.end)
    if not after:
        return ""
    before = _LOOK_BACK.search(reading.text[sentence.start : mention.start])
    lead = before[0] if before and len(before[0].split()) == 1 and before.start() > 0 else ""
    return (lead + reading.text[mention.start : after.end()]).rstrip(",")


def authority_for(reading: Reading, code: str, sentences: Iterable[Sentence], gazetteer: Gazetteer) -> Evidence | None:
    """The body of `code` that the given sentences name, else any of its bodies in the item.

    A body that no list holds is taken from the given sentences, by the word for its office.
    """
    told = list(sentences)
    numbers = [sentence.number for sentence in told]
    for number in [*numbers, *(number for number in reading.places if number not in reading.asides)]:
        for mention in reading.places_in(number):
            if mention.sort == "authority" and gazetteer.jurisdiction_of(mention) == code:
                return evidence(reading, "authority", mention.value, mention.start, mention.end)
    for sentence in [*told, *reading.sentences[:_LEAD_SENTENCES]]:
        places = {gazetteer.jurisdiction_of(mention) for mention in reading.places_in(sentence.number)}
        span = find_office(reading.text, sentence.start, sentence.end) if places <= {code} else None
        if span:
            return evidence(reading, "authority", reading.text[slice(*span)], *span)
    return None
