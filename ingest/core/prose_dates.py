"""Dates as running text writes them: written out, in numbers, or told from the day of publication.

A date that could be read in two ways ("03/04/2025") is left out. Each has a role: on that day a step
takes effect, by that day it must be obeyed, until that day it lasts, or none is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from actions.spans import Span
from ingest.core.calendar_words import (
    ANY_ROLE_BEFORE,
    MONTH,
    NEXT,
    ROLE_AFTER,
    ROLE_BEFORE,
    SHIFT,
    WEEKDAY,
    month_number,
    shift_of,
    weekday_number,
    word_pattern,
)
from ingest.core.sentences import Sentence
from ingest.core.signs import A_DAY, A_LAW, A_MONTH, A_YEAR, HAN, Signs

_YEAR = r"(?P<y>(?:19|20)\d\d)"
_DAY_MONTH = re.compile(
    rf"(?<![\d.,])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|e|o|º|ª)?\.?\s?(?:of |de |d |da |del )?(?P<m>{MONTH})\b\.?"
    rf"(?:,?\s(?:de |del |of )?{_YEAR}(?!\d))?"
)
_MONTH_DAY = re.compile(
    rf"\b(?P<m>{MONTH})\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?(?![\d:%]|\.\d)(?:,?\s{_YEAR}(?!\d))?"
)
_MONTH_YEAR = re.compile(rf"\b(?P<m>{MONTH})\.?,?\s(?:of |de |del )?{_YEAR}(?!\d)")
_HAN = re.compile(
    rf"(?:(?:{_YEAR}|(?P<rel>今年|去年|明年|来年|昨年|올해|지난해|내년))\s?[年년]?\s?)?"
    r"(?<!\d)(?P<m>\d{1,2})\s?[月월]\s?(?:(?P<d>\d{1,2})\s?[日号號일])?"
)
_HAN_DAY = re.compile(
    r"(?<![\d月월.])(?<!月 )(?<!월 )(?P<d>\d{1,2})\s?(?:日(?!本|間|以|内|米|中|付けで無)|일(?=\s|,|\(|$|자|부터))"
)
_ISO = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>(?:19|20)\d\d)(?!\d)")
_SLASHED = re.compile(r"(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>(?:19|20)\d\d)(?!\d)")
_BEFORE_A_YEAR = """by|from|in|until|before|since|starting|bis|ab|ende|d ici|des|fin|en|entro|fine|ate|fim de|em|desde
    |hasta|para|vanaf|tot|do|od|konca|konce|roku|till|fran|innen|inden|fra|utgangen av|с|до|к|конца|від|кінця|году"""
_YEAR_ONLY = re.compile(
    rf"\b(?:{word_pattern(word.strip() for word in _BEFORE_A_YEAR.split('|'))})"
    rf" (?:the end of |the year |fin |ende |end of |el ano |a |l )?{_YEAR}(?![\d/-])"
    r"|(?P<y2>20\d\d)\s?(?:年(?!\s?\d)|년(?!\s?\d))"
)
_WEEKDAY = re.compile(rf"(?:{WEEKDAY})(?![^\W\d_]*feira)(?!\w)")
_SHIFT = re.compile(rf"(?:{SHIFT})(?!\w)")
_NEXT = re.compile(rf"\b(?:{NEXT})\s?\Z")
_HAN_SHIFT = re.compile(
    r"今天|今日|本日|昨天|昨日|明天|明日|(?:周|星期|週)[一二三四五六日天]|[月火水木金土日]曜日?|[월화수목금토일]요일|오늘|어제|내일"
)
_DIGIT = re.compile(r"\d")
_LONGEST_BEFORE = 30
"""Code points of a date before its month, its weekday or its year: "5. of ", "next ", "by the end of "."""

_NUMBERS = re.compile(r"\d[\s/.]\s?\d")
"""Two numbers beside each other in a folded text, where hyphens are spaces."""

_TWO_NUMBERS = "two numbers"
"""The sign that they stand there, and a year among them."""

_LAW_ALONE = frozenset({A_LAW})

_FOUR_DIGITS = re.compile(r"\d{4}|\d\s?年|去|来|明|지난|내")
_LATE, _LONG_PAST = timedelta(days=30), timedelta(days=150)
_NEAR = 45
_NAMED_YEARS = {"今年": 0, "올해": 0, "去年": -1, "昨年": -1, "지난해": -1, "明年": 1, "来年": 1, "내년": 1}
_MONTHS_IN_A_YEAR = 12


class Dated(NamedTuple):
    """A date at `text[start:end]`. `role` is effective, deadline, term, or empty."""

    span: Span
    start: int
    end: int
    role: str = ""


def find_dates(
    text: str,
    folded: str,
    sentences: Sequence[Sentence],
    signs: Mapping[int, Signs],
    *,
    published: date | None,
) -> dict[int, tuple[Dated, ...]]:
    """The dates by the number of their sentence, in order. A day without a year is the one nearest to publication.

    They are looked for where `signs` of them stand.
    """
    return {
        number: found
        for number, there in signs.items()
        if there.keys() != _LAW_ALONE and (found := _dates_in(text, folded, sentences[number], there, published))
    }


def _dates_in(text: str, folded: str, sentence: Sentence, signs: Signs, published: date | None) -> tuple[Dated, ...]:
    found: list[Dated] = []
    for span, start, end in _read(text, folded, sentence, signs, published):
        if not any(start < known.end and known.start < end for known in found):
            role = _role(folded, sentence, start, end)
            has_year = _FOUR_DIGITS.search(folded, start, end) is not None
            ahead = span if has_year or published is None else _looking_ahead(span, role, published)
            found.append(Dated(ahead, start, end, role))
    return tuple(sorted(found, key=lambda dated: dated.start))


def _read(
    text: str, folded: str, sentence: Sentence, signs: Signs, published: date | None
) -> Iterator[tuple[Span, int, int]]:
    _, start, end, _ = sentence
    if A_YEAR in signs and _NUMBERS.search(folded, start, end):
        signs = {**signs, _TWO_NUMBERS: [start]}
    for pattern, is_folded, sign, before in _WRITTEN if _DIGIT.search(folded, start, end) else ():
        places = signs.get(sign)
        if not places or (pattern is _DAY_MONTH and not _DIGIT.search(folded, start, places[-1] + 1)):
            continue
        source = folded if is_folded else text
        matches: Iterable[re.Match[str] | None] = (
            [pattern.match(source, at, end) for at in places]
            if before is None
            else pattern.finditer(source, max(start, places[0] - before), end)
        )
        for match in filter(None, matches):
            is_lower = pattern is _MONTH_DAY and text[match.start()].islower()  # "may 5 people", "on mar 5"
            span = None if is_lower else _span_of(match.groupdict(), published)
            if span:
                yield span, match.start(), match.end()
    if published and A_DAY in signs:
        yield from _told_from(folded, signs[A_DAY], start, end, published)
    if published and HAN in signs:
        yield from _told_in_han(folded, start, end, published)


_WRITTEN = (
    (_ISO, False, _TWO_NUMBERS, 0),
    (_DOTTED, False, _TWO_NUMBERS, 0),
    (_SLASHED, False, _TWO_NUMBERS, 0),
    (_HAN, False, HAN, 0),
    (_DAY_MONTH, True, A_MONTH, _LONGEST_BEFORE),
    (_MONTH_DAY, True, A_MONTH, None),
    (_MONTH_YEAR, True, A_MONTH, None),
    (_YEAR_ONLY, True, A_YEAR, _LONGEST_BEFORE),
    (_HAN_DAY, False, HAN, 0),
)
"""Patterns in the order in which they are believed, whether they read folded text, the sign without which none holds,
and from how far before the first such sign on they are looked for; None for those that begin with it."""


def _told_from(
    folded: str, places: list[int], start: int, end: int, published: date
) -> Iterator[tuple[Span, int, int]]:
    """Weekdays and "yesterday", reckoned from the day of publication: the last such day, unless "next" says other."""
    for at in places:
        if match := _WEEKDAY.match(folded, at, end):
            back = (published.isoweekday() - weekday_number(match[0])) % 7
            is_next = _NEXT.search(folded, max(start, at - _LONGEST_BEFORE), at)
            yield Span.day(published - timedelta(days=back - 7 if is_next else back)), at, match.end()
        elif match := _SHIFT.match(folded, at, end):
            yield Span.day(published + timedelta(days=shift_of(match[0]))), at, match.end()


def _told_in_han(folded: str, start: int, end: int, published: date) -> Iterator[tuple[Span, int, int]]:
    for match in _HAN_SHIFT.finditer(folded, start, end):
        try:
            back = (published.isoweekday() - weekday_number(match[0])) % 7
            day = published - timedelta(days=back)
        except LookupError:
            day = published + timedelta(days=shift_of(match[0]))
        yield Span.day(day), *match.span()


def _span_of(parts: dict[str, str | None], published: date | None) -> Span | None:
    year = int(parts.get("y") or parts.get("y2") or 0)
    if parts.get("rel") and published:
        year = published.year + _NAMED_YEARS[parts["rel"] or ""]
    if "a" in parts:
        return _slashed(int(parts["a"] or 0), int(parts["b"] or 0), year)
    month_text, day_text = parts.get("m"), parts.get("d")
    try:
        month = (int(month_text) if month_text.isdigit() else month_number(month_text)) if month_text else 0
        return _completed(year, month, int(day_text or 0), published)
    except (ValueError, LookupError):
        return None


def _completed(year: int, month: int, day: int, published: date | None) -> Span | None:
    """The span of what is given; a missing year, or year and month, is taken from publication."""
    if not day:
        if year:
            return Span.month(year, month) if month else Span.year(year)
        return None
    if year and month:
        return Span.day(date(year, month, day))
    if published is None:
        return None
    if month:
        near = [_day_or_none(published.year + shift, month, day) for shift in (-1, 0, 1)]
        days = [candidate for candidate in near if candidate]
    else:
        months = [divmod(published.year * 12 + published.month - 1 + shift, 12) for shift in (-1, 0)]
        days = [found for y, m in months if (found := _day_or_none(y, m + 1, day)) and found <= published]
    return Span.day(min(days, key=lambda candidate: abs(candidate - published))) if days else None


def _looking_ahead(span: Span, role: str, published: date) -> Span:
    """A deadline or an end without a year lies ahead; so does a day of effect that would be long past."""
    past = {"deadline": _LATE, "term": _LATE, "effective": _LONG_PAST}.get(role)
    if past is None or span.first >= published - past:
        return span
    later = _day_or_none(span.first.year + 1, span.first.month, span.first.day)
    return Span.day(later) if later else span


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _slashed(first: int, second: int, year: int) -> Span | None:
    """A slashed date that can be read in one way only: one of its numbers is no month."""
    if first > _MONTHS_IN_A_YEAR >= second:
        first, second = second, first
    elif not (second > _MONTHS_IN_A_YEAR >= first or first == second):
        return None
    day = _day_or_none(year, first, second)
    return Span.day(day) if day else None


def _role(folded: str, sentence: Sentence, start: int, end: int) -> str:
    before = folded[max(sentence.start, start - _NEAR) : start]
    if _YEAR_ONLY.match(folded, start, end):
        before += folded[start:end].rstrip("0123456789")
    if ANY_ROLE_BEFORE.search(before):
        return next(role for role in ("term", "deadline", "effective") if ROLE_BEFORE[role].search(before))
    behind = folded[end : min(sentence.end, end + _NEAR)]
    return next((role for role, pattern in ROLE_AFTER.items() if pattern.match(behind)), "")
