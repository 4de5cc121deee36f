"""Lines as columns. Knows no database: `store` fills it, `narrowing` and `tallies` read it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from actions.lifecycle import STRENGTH

Numbers: TypeAlias = NDArray[np.int64]
Small: TypeAlias = NDArray[np.int8]
Mask: TypeAlias = NDArray[np.bool_]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""From which instants are counted."""
NO_DAY = -(10**7)
"""Stands for a day that is not known: before all days, and asked for wherever that matters."""
ALWAYS = 10**7
"""Stands for the end of a range that has none."""

NUMBERS = (
    *("key", "action", "country", "reaches_members", "announced_first", "announced_last", "effective_first"),
    *("effective_last", "begins_first", "ended_last", "changed_at", "named_count", "is_challenged"),
    *("known_from", "known_until"),
)
"""Columns of plain numbers: keys, days as ordinals, instants in microseconds, truths as 0 and 1."""
LISTS = ("binds", "forbids", "sectors", "grades")
"""Columns of lists with few different values: each list is one value, a text with SEPARATOR between."""
SEPARATOR = "\x1f"
SPANS = ("stands", "unclear")

DAYS_HELD = 32
"""Of so many days, and columns, a table remembers which lines hold them: a byte a line."""
FEW = 8
"""Of a table's lines, less than one in so many are looked up by themselves; else the whole column is read."""

_RANGE = re.compile(r"[\[(](\d{4,}-\d\d-\d\d)?,(\d{4,}-\d\d-\d\d)?\)")
Range: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Coded:
    """A column as numbers into its different values."""

    values: tuple[Any, ...]
    codes: Numbers

    @classmethod
    def of(cls, column: Sequence[Any]) -> Coded:
        values = tuple(dict.fromkeys(column))
        codes = {value: code for code, value in enumerate(values)}
        return cls(values, np.fromiter(map(codes.__getitem__, column), dtype=np.int64, count=len(column)))

    def parted(self, separator: str, count: int) -> list[Coded]:
        """A column of texts that hold several values each as a column a value; each different text is parted once."""
        if not self.values:
            return [self] * count
        parts = [Coded.of(column) for column in zip(*(text.split(separator) for text in self.values), strict=True)]
        return [Coded(part.values, part.codes[self.codes]) for part in parts]

    @cached_property
    def entries(self) -> tuple[list[str], Mask]:
        """Of a column of lists: what stands in them, and for each different list which of these it holds."""
        lists = [several(text) for text in self.values]
        names = list(dict.fromkeys(name for one in lists for name in one))
        holds = np.array([[name in one for name in names] for one in lists], dtype=bool)
        return names, holds.reshape(len(lists), len(names))

    def joined(self, other: Coded) -> Coded:
        """The lines of this column, then those of another."""
        seen = {value: code for code, value in enumerate(self.values)}
        theirs = [seen.setdefault(value, len(seen)) for value in other.values]
        codes = np.array(theirs, dtype=np.int64)[other.codes] if theirs else other.codes
        return Coded(tuple(seen), np.concatenate([self.codes, codes]))

    def at(self, rows: Numbers) -> Coded:
        return Coded(self.values, self.codes[rows])

    def where(self, wanted: Callable[[Any], bool]) -> Mask:
        """The lines whose value is wanted; each different value is asked once."""
        return np.array([wanted(value) for value in self.values], dtype=bool)[self.codes] if self.values else _NONE

    def numbers(self, of: Callable[[Any], int]) -> Numbers:
        return np.array([of(value) for value in self.values], dtype=np.int64)[self.codes] if self.values else _NOTHING


@dataclass(frozen=True)
class Many:
    """Several numbers a line: `counts` of them each, `entries` all in a row."""

    counts: Numbers
    entries: Numbers

    @cached_property
    def rows(self) -> Numbers:
        """The line of each entry."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    @cached_property
    def places(self) -> Numbers:
        """How many entries of the same line stand before each."""
        return np.arange(len(self.entries)) - np.repeat(self._first, self.counts)

    @cached_property
    def coded(self) -> Coded:
        values, codes = np.unique(self.entries, return_inverse=True)
        return Coded(tuple(values.tolist()), codes)

    def joined(self, other: Many) -> Many:
        return Many(np.concatenate([self.counts, other.counts]), np.concatenate([self.entries, other.entries]))

    @cached_property
    def _first(self) -> Numbers:
        """The place of each line's first entry."""
        return np.cumsum(self.counts) - self.counts

    def entries_of(self, rows: Numbers) -> Numbers:
        """The places of the entries of these lines."""
        counts = self.counts[rows]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        places: Numbers = np.repeat(self._first[rows], counts) + within
        return places

    def at(self, rows: Numbers) -> Many:
        return Many(self.counts[rows], self.entries[self.entries_of(rows)])


def marked(keys: Numbers, highest: int) -> Mask:
    """For each number from 0 to `highest` whether it is one of the keys: they are counted from 1 by the database."""
    found = np.zeros(highest + 1, dtype=bool)
    found[keys[keys <= highest]] = True
    return found


def several(text: str) -> list[str]:
    """The values in a list that is held as one text."""
    return text.split(SEPARATOR) if text else []


_NONE: Mask = np.zeros(0, dtype=bool)
_NOTHING: Numbers = np.zeros(0, dtype=np.int64)


def ranges_in(text: str) -> tuple[Range, ...]:
    """The ranges of a `datemultirange` as PostgreSQL writes it; the first day counts, the last does not."""
    return tuple(
        (
            date.fromisoformat(first).toordinal() if first else -ALWAYS,
            date.fromisoformat(end).toordinal() if end else ALWAYS,
        )
        for first, end in _RANGE.findall(text)
    )


@dataclass(frozen=True)
class Table:
    """All lines, the newest announced first; nothing in it ever changes."""

    numbers: dict[str, Numbers]
    coded: dict[str, Coded]
    spans: dict[str, Coded]
    vendors: Many
    slugs: NDArray[Any]
    _orders: dict[str, Numbers] = field(default_factory=dict)
    counted: dict[str, dict[Any, int]] = field(default_factory=dict)
    """What was counted over all lines, by what was counted, for `facets`, which fills this."""
    sectioned: dict[tuple[int, int], Small] = field(default_factory=dict)
    """The section of each line on a day, by that day and today's, for `narrowing`, which fills this."""
    _holding: dict[tuple[str, int], Mask] = field(default_factory=dict)

    def changed(self, actions: Collection[int], fresh: Table) -> Table:
        """The table with `fresh` in place of all lines of these actions."""
        kept = self._at(np.flatnonzero(~np.isin(self["action"], np.fromiter(actions, dtype=np.int64))))
        days, slugs = kept["announced_first"], kept.slugs
        places = [
            bisect_left(range(len(kept)), (-day, slug), key=lambda row: (-int(days[row]), slugs[row])) - 0.5
            for day, slug in zip(fresh["announced_first"].tolist(), fresh.slugs.tolist(), strict=True)
        ]
        order = np.argsort(np.concatenate([np.arange(len(kept)), places]), kind="stable")
        joined = Table(
            numbers={name: np.concatenate([column, fresh[name]]) for name, column in kept.numbers.items()},
            coded={name: column.joined(fresh.coded[name]) for name, column in kept.coded.items()},
            spans={name: column.joined(fresh.spans[name]) for name, column in kept.spans.items()},
            vendors=kept.vendors.joined(fresh.vendors),
            slugs=np.concatenate([kept.slugs, fresh.slugs]),
        )
        return joined._at(order)

    def _at(self, rows: Numbers) -> Table:
        """These lines, in this order."""
        return Table(
            numbers={name: column[rows] for name, column in self.numbers.items()},
            coded={name: column.at(rows) for name, column in self.coded.items()},
            spans={name: column.at(rows) for name, column in self.spans.items()},
            vendors=self.vendors.at(rows),
            slugs=self.slugs[rows],
        )

    def __len__(self) -> int:
        return len(self.slugs)

    def __getitem__(self, column: str) -> Numbers:
        return self.numbers[column]

    @cached_property
    def strength(self) -> Numbers:
        """0 for the strictest kind."""
        ranks = {str(kind): rank for rank, kind in enumerate(STRENGTH)}
        return self.coded["kind"].numbers(lambda kind: ranks.get(kind, len(ranks)))

    @cached_property
    def announced_year(self) -> Numbers:
        """0 where it is not known."""
        days = self["announced_first"]
        years = (days - date(1970, 1, 1).toordinal()).astype("M8[D]").astype("M8[Y]").astype(np.int64) + 1970
        return np.where(days == NO_DAY, 0, years)

    @property
    def in_slug_order(self) -> Numbers:
        """All lines, by their slugs."""
        return self.order("slug")

    @cached_property
    def by_slug(self) -> Numbers:
        """The place of each line among all slugs."""
        ranks = np.empty(len(self), dtype=np.int64)
        ranks[self.in_slug_order] = np.arange(len(self))
        return ranks

    @cached_property
    def _spans(self) -> dict[str, tuple[Numbers, Numbers, Numbers]]:
        """For each column of days: the value, the first day and the day after the last of each range."""
        found = {}
        for name, column in self.spans.items():
            ranges = [(code, *one) for code, text in enumerate(column.values) for one in ranges_in(text)]
            parts = np.array(ranges, dtype=np.int64).reshape(-1, 3)
            found[name] = (parts[:, 0], parts[:, 1], parts[:, 2])
        return found

    def holds(self, column: str, day: date, rows: Numbers | None = None) -> Mask:
        """The lines one of whose ranges holds the day; of `rows` alone, if given. Nearly every page asks of today."""
        on = day.toordinal()
        found = self._holding.get((column, on))
        if found is None:
            if len(self._holding) >= DAYS_HELD:
                self._holding.clear()
            found = self._holding[column, on] = self._holds(column, on)
        return found if rows is None else found[rows]

    def _holds(self, column: str, on: int) -> Mask:
        codes, first, end = self._spans[column]
        holding = np.zeros(len(self.spans[column].values), dtype=bool)
        holding[codes[(first <= on) & (on < end)]] = True
        return holding[self.spans[column].codes] if len(self) else _NONE

    def of_actions(self, keys: Numbers) -> Mask:
        """The lines of these actions."""
        return marked(keys, self._highest_action)[self["action"]]

    @cached_property
    def itself(self) -> Mask:
        """Of the entries of `vendors` those that an action itself names; their parents come after them."""
        return self.vendors.places < self["named_count"][self.vendors.rows]

    @cached_property
    def _highest_action(self) -> int:
        return int(self["action"].max(initial=0))

    def hitting(self, vendors: Iterable[int]) -> Mask:
        """The lines that hit the group of one of these vendors."""
        found = np.zeros(len(self), dtype=bool)
        found[self.vendors.rows[np.isin(self.vendors.entries, np.fromiter(vendors, dtype=np.int64))]] = True
        return found

    def order(self, sort: str) -> Numbers:
        """All lines by slug or in an order of `ActionFilters.ordered`, once; by their dates is the table's own."""
        if sort not in self._orders:
            self._orders[sort] = self._ordered(sort)
        return self._orders[sort]

    def changed_at(self, keys: Collection[int]) -> dict[int, int]:
        """When these lines, by primary key, changed last; in microseconds since 1970."""
        rows = np.flatnonzero(np.isin(self["key"], np.fromiter(keys, dtype=np.int64)))
        return dict(zip(self["key"][rows].tolist(), self["changed_at"][rows].tolist(), strict=True))

    def _ordered(self, sort: str) -> Numbers:
        announced, effective = self["announced_first"], self["effective_first"]
        match sort:
            case "slug":
                return np.array(sorted(range(len(self)), key=self.slugs.tolist().__getitem__), dtype=np.int64)
            case "oldest":
                return np.lexsort((self.by_slug, announced, announced == NO_DAY))
            case "effective":
                return np.lexsort((self.by_slug, -effective))
            case "changed":
                return np.lexsort((self.by_slug, -self["changed_at"]))
        return np.arange(len(self))


@dataclass(frozen=True)
class Held:
    """Some lines of a table: those that `mask` lets through."""

    table: Table
    mask: Mask

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, mask: Mask) -> Held:
        return Held(self.table, self.mask & mask)

    def standing_on(self, day: date) -> Held:
        """Lines whose action surely stands on the day."""
        return self.where(self.table.holds("stands", day))

    def has_actions(self, keys: Numbers) -> Mask:
        """Which of these actions have a line among these."""
        actions = self.table["action"][self.rows]
        return marked(actions, int(keys.max(initial=0)))[keys]

    @cached_property
    def rows(self) -> Numbers:
        """The lines' places in the table, the newest announced first."""
        return np.flatnonzero(self.mask)

    @cached_property
    def hits(self) -> Numbers:
        """The places, in the table's column of vendors, of all entries of these lines."""
        vendors = self.table.vendors
        if len(self.rows) * FEW > len(self.table):
            return np.flatnonzero(self.mask[vendors.rows])
        return vendors.entries_of(self.rows)

    @cached_property
    def named(self) -> Numbers:
        """Of the hits, those that an action itself names."""
        return self.hits[self.table.itself[self.hits]]

    def keys(self, order: Numbers | None = None, *, offset: int = 0, count: int | None = None) -> list[int]:
        """Primary keys in some order of the whole table; the newest announced first without one."""
        rows = self.rows if order is None else order[self.mask[order]]
        end = None if count is None else offset + count
        return [int(key) for key in self.table["key"][rows[offset:end]]]


def everything(table: Table) -> Held:
    """All lines of a table."""
    return Held(table, np.ones(len(table), dtype=bool))
