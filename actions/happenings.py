"""What happened in a month, by two clocks: steps that were taken in the world, and revisions of our record.

Both are chosen by keys and days alone, which come packed; only what a page shows is read whole. A page of either
list goes on where the one before ended, by the place of its last row, so that what is added meanwhile moves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Generic, TypeVar

import numpy as np
from django.db import connection

from actions.addresses import address_of
from actions.headings import Heading, headings
from actions.held import Held, current, reading
from actions.held.table import Numbers
from actions.models import Milestone
from actions.search import unpacked
from actions.spans import Precision, Span
from jurisdictions.models import Jurisdiction

LONGEST_MONTH = 31
"""In days. What is known by a longer span is known by its year alone, and happened in no month."""

Row = TypeVar("Row")
End = TypeVar("End")
Place = tuple[date, int, int]
"""Where a step stands in its list: its first possible day, its action, and its milestone (0: it took effect)."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A dated step in the life of an action; `kind` is a milestone's."""

    on: Span
    kind: str
    text: str
    action: Heading


@dataclass(frozen=True, slots=True)
class Written:
    """A revision that was told: when, of what, of which sort, and why."""

    at: datetime
    url: str
    title: str
    jurisdiction: Jurisdiction
    kind: str
    reason: str


@dataclass(frozen=True)
class Stretch(Generic[Row, End]):
    """Some rows of a list: so many stand before them, and there are so many in all."""

    rows: list[Row]
    before: int
    total: int
    last: End | None
    """Where the stretch ends; None where nothing comes after it."""
    quiet: int = 0
    """Of revisions: how many more were loaded without telling anybody."""

    @property
    def first_number(self) -> int:
        return self.before + 1

    @property
    def last_number(self) -> int:
        return self.before + len(self.rows)


def happened(found: Held, month: Span, *, most: int, after: Place | None = None) -> Stretch[Happening, Place]:
    """Milestones in the month, and effective days that no milestone tells, the latest first."""
    first, action, step = _in_order(*_steps_in(found, month))
    start = 0
    if after is not None:
        day, of, key = after[0].toordinal(), after[1], after[2]
        behind = (first < day) | ((first == day) & ((action > of) | ((action == of) & (step > key))))
        start = len(first) - int(np.count_nonzero(behind))
    shown = slice(start, start + most)
    rows = list(zip(action[shown].tolist(), step[shown].tolist(), strict=True))
    is_more = len(first) > start + most
    last = (date.fromordinal(int(first[shown][-1])), *rows[-1]) if is_more else None
    return Stretch(_told(rows), start, len(first), last)


def _in_order(first: Numbers, action: Numbers, step: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    order = np.lexsort((step, action, -first))
    return first[order], action[order], step[order]


def _steps_in(found: Held, month: Span) -> tuple[Numbers, Numbers, Numbers]:
    """First day, action and milestone of every step of the month, of published actions that are left."""
    now = current()
    left = found.table["action"][found.rows]
    first, last = now["effective_first"], now["effective_last"]
    starts = np.flatnonzero(
        (first <= month.last.toordinal()) & (last >= month.first.toordinal()) & (last - first < LONGEST_MONTH)
    )
    starts = starts[np.isin(now["action"][starts], left)]
    with connection.cursor() as cursor:
        begin = month.first - timedelta(days=LONGEST_MONTH)
        cursor.execute(_STEPS, {"begin": begin, "first": month.first, "last": month.last})
        step, action, step_first, step_last = map(unpacked, cursor.fetchone())
    kept = np.isin(action, left)
    if found.table is not now:  # what our record held once may be withdrawn by now
        kept &= np.isin(action, now["action"])
    told = set(zip(*(column[kept].tolist() for column in (action, step_first, step_last)), strict=True))
    days = zip(*(column[starts].tolist() for column in (now["action"], first, last)), strict=True)
    untold = starts[np.fromiter((day not in told for day in days), dtype=bool, count=len(starts))]
    return (
        np.concatenate([step_first[kept], first[untold]]),
        np.concatenate([action[kept], now["action"][untold]]),
        np.concatenate([step[kept], np.zeros(len(untold), dtype=np.int64)]),
    )


_STEPS = """
    SELECT string_agg(int8send(id), ''::bytea), string_agg(int8send(action_id), ''::bytea),
           string_agg(int8send(on_first - DATE '0001-01-01' + 1), ''::bytea),
           string_agg(int8send(on_last - DATE '0001-01-01' + 1), ''::bytea)
    FROM actions_milestone
    WHERE on_first > %(begin)s AND on_first <= %(last)s AND on_last >= %(first)s AND on_precision <> 'year'
"""


def _told(rows: Sequence[tuple[int, int]]) -> list[Happening]:
    """Steps by action and milestone (0: it took effect), read whole."""
    actions = headings({action for action, _ in rows})
    columns = ("pk", "kind", "text", "on_first", "on_last", "on_precision")
    wanted = [step for _, step in rows if step]
    steps = {
        key: (Span(first, last, Precision(precision)), kind, text)
        for key, kind, text, first, last, precision in Milestone.objects.filter(pk__in=wanted)
        .order_by()
        .values_list(*columns)
    }
    found = []
    for action, step in rows:
        heading = actions.get(action)
        starts = (heading.effective, "effective", "") if heading else (None, "", "")
        on, kind, text = steps.get(step, starts)
        if heading and on:
            found.append(Happening(on, kind, text, heading))
    return sorted(found, key=lambda row: (-row.on.first.toordinal(), row.action.slug))


def wrote(found: Held, month: Span, *, most: int, before: int | None = None) -> Stretch[Written, int]:
    """Revisions of the month of actions that are left, the latest first; those that were told, and how many quietly."""
    since, until = _instant(month.first), _instant(month.last + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(_REVISIONS, [since, until])
        action, sequence, is_quiet = map(unpacked, cursor.fetchone())
    left = np.isin(action, found.table["action"][found.rows])
    told = -np.sort(-sequence[left & (is_quiet == 0)])
    start = int(np.count_nonzero(told >= before)) if before is not None else 0
    shown = told[start : start + most].tolist()
    is_more = len(told) > start + most
    quiet = int(np.count_nonzero(left)) - len(told)
    return Stretch(_written(shown), start, len(told), shown[-1] if is_more else None, quiet)


_REVISIONS = """
    SELECT string_agg(int8send(action_id), ''::bytea), string_agg(int8send(sequence), ''::bytea),
           string_agg(int8send(is_quiet::int), ''::bytea)
    FROM actions_revision WHERE recorded_at >= %s AND recorded_at < %s
"""


def _written(sequences: list[int]) -> list[Written]:
    places = reading().places
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, [sequences])
        rows = cursor.fetchall()
    return [
        Written(at, f"{address_of('action', slug)}revisions/{number}/", title, places[place], kind, reason)
        for at, slug, number, title, place, kind, reason in rows
    ]


_WRITTEN = """
    SELECT revision.recorded_at, slug, revision.number, title, jurisdiction_id, revision.kind, revision.reason
    FROM actions_revision revision JOIN actions_action action ON action.id = revision.action_id
    WHERE revision.sequence = ANY(%s) ORDER BY revision.sequence DESC
"""


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def latest_step(found: Held, today: date) -> date | None:
    """The last day up to today on which anything is known to have happened to an action that is left."""
    left = found.table["action"][found.rows]
    for most in _READ_BACK:
        with connection.cursor() as cursor:
            cursor.execute(_BACKWARD, [today, most])
            action, first = map(unpacked, cursor.fetchone())
        met = first[np.isin(action, left)]
        if len(met):
            return date.fromordinal(int(met.max()))
        if most is None or len(action) < most:
            break
    return None


_READ_BACK = (2000, None)
"""So many steps, the latest first, among which the last is looked for; then all."""
_BACKWARD = """
    SELECT string_agg(int8send(action_id), ''::bytea), string_agg(int8send(on_first - DATE '0001-01-01' + 1), ''::bytea)
    FROM (SELECT action_id, on_first FROM actions_milestone WHERE on_last <= %s ORDER BY on_first DESC LIMIT %s) step
"""
