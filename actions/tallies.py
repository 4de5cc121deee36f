"""Counts over lines that are held in memory: by kind, by place, by the vendors that they hit."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

import numpy as np

from actions.held import Held
from actions.held.table import NO_DAY, Coded, Numbers, Table
from actions.lifecycle import STRENGTH

Counts = dict[Any, int]
RANKS = len(STRENGTH) + 1
"""Of kinds by their strength, with one to spare for a kind that has none."""


@dataclass(frozen=True, slots=True)
class Known:
    """How many actions are known, and how many of them stand on the day."""

    known: int
    standing: int


@dataclass(frozen=True, slots=True)
class Strictest:
    """What stands in one place: how much, and the key of the strictest."""

    jurisdiction: int
    count: int
    key: int


def by_value(lines: Held, column: str) -> Counts:
    """How many lines have each value of a column; one that has several counts for each."""
    coded = lines.table.coded[column]
    return _counts(coded, coded.codes[lines.rows])


def by_entry(lines: Held, column: str) -> Counts:
    """The same for a column of lists."""
    coded = lines.table.coded[column]
    names, holds = coded.entries
    counts = np.bincount(coded.codes[lines.rows], minlength=len(coded.values)) @ holds
    return {name: count for name, count in zip(names, counts.tolist(), strict=True) if count}


def by_vendor(lines: Held) -> Counts:
    """How many lines hit the group of each vendor."""
    vendors = lines.table.vendors
    return _counts(vendors.coded, vendors.coded.codes[lines.hits])


def most_hit(lines: Held, most: int) -> Counts:
    """The same for the vendors with the most lines, in that order."""
    vendors = lines.table.vendors.coded
    counts = np.bincount(vendors.codes[lines.hits], minlength=len(vendors.values))
    order = np.argsort(-counts, kind="stable")[:most]
    return {vendors.values[place]: int(counts[place]) for place in order.tolist() if counts[place]}


def by_vendor_itself(lines: Held) -> Counts:
    """How many lines hit each vendor itself, not only through a vendor of its group."""
    vendors = lines.table.vendors.coded
    return _counts(vendors, vendors.codes[lines.named])


def by_place_and_kind(lines: Held) -> list[tuple[int, str, int]]:
    kinds, places = lines.table.coded["kind"], lines.table.coded["jurisdiction"]
    pairs = _pairs(places.codes[lines.rows], kinds.codes[lines.rows], kinds)
    return [(places.values[place], kinds.values[kind], count) for place, kind, count in pairs]


def by_vendor_and_kind(lines: Held, of: Collection[int]) -> list[tuple[int, str, int]]:
    """How many lines hit each of the vendors `of` itself, split by kind."""
    kinds, vendors = lines.table.coded["kind"], lines.table.vendors
    wanted = vendors.coded.where(frozenset(of).__contains__)
    itself = lines.named[wanted[lines.named]]
    pairs = _pairs(vendors.coded.codes[itself], kinds.codes[vendors.rows[itself]], kinds)
    return [(vendors.coded.values[vendor], kinds.values[kind], count) for vendor, kind, count in pairs]


def by_group(lines: Held, vendors: Collection[int], day: date) -> dict[int, Known]:
    """How many lines hit the group of each of `vendors`; a line counts once a group."""
    held = lines.table.vendors
    entries = np.flatnonzero(held.coded.where(frozenset(vendors).__contains__))
    codes, rows = held.coded.codes[entries], held.rows[entries]
    known, standing = (
        np.bincount(codes[some.mask[rows]], minlength=len(held.coded.values))
        for some in (lines, lines.standing_on(day))
    )
    return {held.coded.values[code]: Known(int(known[code]), int(standing[code])) for code in np.flatnonzero(known)}


def by_place(lines: Held, day: date) -> dict[int, Known]:
    """How many lines each place has, and how many of them stand."""
    known, standing = by_value(lines, "jurisdiction"), by_value(lines.standing_on(day), "jurisdiction")
    return {place: Known(count, standing.get(place, 0)) for place, count in known.items()}


def strictest_by_place(lines: Held) -> list[Strictest]:
    """For each place of `lines` the strictest and newest of them, the strictest places first."""
    table, rows = lines.table, lines.rows
    places = table.coded["jurisdiction"]
    ranks = table.strength[rows] * len(table) + rows  # rows are the newest first
    found = sorted(
        zip(*(part.tolist() for part in _lowest_of_each(places.codes[rows], ranks)), strict=True), key=itemgetter(1)
    )
    return [
        Strictest(places.values[place], count, int(table["key"][lowest % len(table)])) for place, lowest, count in found
    ]


def first_of_place_and_kind(lines: Held) -> list[tuple[int, str, int, str]]:
    """Place, kind, how many lines, and the first of their slugs."""
    table, rows = lines.table, lines.rows
    kinds, places = table.coded["kind"], table.coded["jurisdiction"]
    pairs = places.codes[rows] * len(kinds.values) + kinds.codes[rows]
    return [
        (places.values[pair // len(kinds.values)], kinds.values[pair % len(kinds.values)], count, slug)
        for pair, count, slug in _first_of_each(table, rows, pairs)
    ]


def strictest_by_pair(
    lines: Held, unnamed: int, vendors: Collection[int] | None
) -> Iterator[tuple[int, int, int, int, str]]:
    """Vendor (or `unnamed`), place, the ranks of their kinds as bits, how many lines, and a slug.

    The slug is the first of the strictest kind; of `vendors` alone, if given.
    """
    values = _vendors_or(lines, unnamed)
    rows, hit = _hits(lines, unnamed, vendors)
    places = lines.table.coded["jurisdiction"]
    codes = hit * len(places.values) + places.codes[rows]
    pairs, kinds, counts, slugs = _strictest_of_each(lines.table, rows, codes)
    hitting = [values[code] for code in (pairs // len(places.values)).tolist()]
    acting = [places.values[code] for code in (pairs % len(places.values)).tolist()]
    return zip(hitting, acting, kinds, counts, slugs, strict=True)


def strictest_of_places(lines: Held) -> Iterator[tuple[int, int, int, str]]:
    """The same for places alone, whomever the lines hit."""
    places = lines.table.coded["jurisdiction"]
    codes, kinds, counts, slugs = _strictest_of_each(lines.table, lines.rows, places.codes[lines.rows])
    return zip([places.values[code] for code in codes.tolist()], kinds, counts, slugs, strict=True)


def _strictest_of_each(table: Table, rows: Numbers, codes: Numbers) -> tuple[Numbers, list[int], list[int], list[str]]:
    """Each code of the rows; the ranks of their kinds as bits, how many there are, the first slug of the strictest."""
    if not len(rows):
        return codes, [], [], []
    strength = table.strength[rows]
    met, lowest, counts = _lowest_of_each(codes, strength * len(table) + table.by_slug[rows])
    size = int(met[-1]) + 1
    kinds = np.bincount(codes * RANKS + strength, minlength=size * RANKS).reshape(size, RANKS)[met] > 0
    slugs = table.slugs[table.in_slug_order[lowest % len(table)]]
    return met, (kinds @ (1 << np.arange(RANKS))).tolist(), counts.tolist(), slugs.tolist()


def by_pair(lines: Held, unnamed: int, vendors: Collection[int] | None) -> list[tuple[int, int, str, int, str]]:
    """Vendor (or `unnamed`), place, kind, how many lines, the first of their slugs; of `vendors` alone, if given."""
    table, values = lines.table, _vendors_or(lines, unnamed)
    kinds, places = table.coded["kind"], table.coded["jurisdiction"]
    rows, hit = _hits(lines, unnamed, vendors)
    pairs = (hit * len(places.values) + places.codes[rows]) * len(kinds.values) + kinds.codes[rows]
    told = []
    for pair, count, slug in _first_of_each(table, rows, pairs):
        rest, kind = divmod(pair, len(kinds.values))
        vendor, place = divmod(rest, len(places.values))
        told.append((values[vendor], places.values[place], kinds.values[kind], count, slug))
    return told


def places_by_vendor(lines: Held, unnamed: int) -> dict[int, int]:
    """In how many places each vendor (or `unnamed`) is hit."""
    values, places = _vendors_or(lines, unnamed), lines.table.coded["jurisdiction"]
    rows, hit = _hits(lines, unnamed, None)
    met = np.zeros((len(values), len(places.values)), dtype=bool)
    met[hit, places.codes[rows]] = True
    counts = met.sum(axis=1).tolist()
    return {vendor: count for vendor, count in zip(values, counts, strict=True) if count}


def by_year_and_kind(lines: Held) -> dict[int, Counts]:
    """How many lines of each kind were announced in each year; those without a year are left out."""
    kinds, years = lines.table.coded["kind"], lines.table.announced_year[lines.rows]
    found: dict[int, Counts] = {}
    for year, kind, count in _pairs(years, kinds.codes[lines.rows], kinds):
        if year:
            found.setdefault(year, {})[kinds.values[kind]] = count
    return found


def by_months(lines: Held) -> list[tuple[date, date, str, int]]:
    """First and last month in which lines may have been announced (as their first days), kind, how many."""
    table, kinds = lines.table, lines.table.coded["kind"]
    rows = lines.where(table["announced_first"] != NO_DAY).rows
    first, last = (_month(table[name][rows]) for name in ("announced_first", "announced_last"))
    values, codes = np.unique(np.concatenate([first, last]), return_inverse=True)
    pair = (codes[: len(rows)] * len(values) + codes[len(rows) :]) * max(1, len(kinds.values)) + kinds.codes[rows]
    told = []
    for found, count in zip(*(part.tolist() for part in np.unique(pair, return_counts=True)), strict=True):
        rest, kind = divmod(found, len(kinds.values))
        one, other = divmod(rest, len(values))
        told.append((_first_day(int(values[one])), _first_day(int(values[other])), kinds.values[kind], count))
    return told


def _month(ordinals: Numbers) -> Numbers:
    """Months since 1970 of days."""
    return (ordinals - date(1970, 1, 1).toordinal()).astype("M8[D]").astype("M8[M]").astype(np.int64)


def _first_day(month: int) -> date:
    return date(1970 + month // 12, month % 12 + 1, 1)


def _vendors_or(lines: Held, unnamed: int) -> tuple[int, ...]:
    """The vendors that codes of `_hits` mean, and at last `unnamed`."""
    return (*lines.table.vendors.coded.values, unnamed)


def _hits(lines: Held, unnamed: int, vendors: Collection[int] | None) -> tuple[Numbers, Numbers]:
    """A line and the code of a vendor it hits, the last of `_vendors_or` for none; of `vendors` alone, if given."""
    held = lines.table.vendors
    hits = lines.hits
    if vendors is not None:
        hits = hits[held.coded.where(frozenset(vendors).__contains__)[hits]]
    if vendors is not None and unnamed not in vendors:
        return held.rows[hits], held.coded.codes[hits]
    bare = lines.rows[held.counts[lines.rows] == 0]
    return (
        np.concatenate([held.rows[hits], bare]),
        np.concatenate([held.coded.codes[hits], np.full(len(bare), len(held.coded.values), dtype=np.int64)]),
    )


def _counts(coded: Coded, codes: Numbers) -> Counts:
    counts = np.bincount(codes, minlength=len(coded.values)).tolist()
    return {value: count for value, count in zip(coded.values, counts, strict=True) if count}


def _pairs(left: Numbers, right: Numbers, of: Coded) -> list[tuple[int, int, int]]:
    """Two columns of codes and how often each pair is met; `of` is the right one."""
    width = max(1, len(of.values))
    counts = np.bincount(left * width + right)
    met = np.flatnonzero(counts)
    return [(*divmod(pair, width), count) for pair, count in zip(met.tolist(), counts[met].tolist(), strict=True)]


def _first_of_each(table: Table, rows: Numbers, codes: Numbers) -> Iterator[tuple[int, int, str]]:
    """Each code of the rows, how often it is met, and the first of the slugs."""
    met, lowest, counts = _lowest_of_each(codes, table.by_slug[rows])
    return zip(met.tolist(), counts.tolist(), table.slugs[table.in_slug_order[lowest]].tolist(), strict=True)


def _lowest_of_each(codes: Numbers, ranks: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Each code, the lowest of its ranks, and how often it is met."""
    counts = np.bincount(codes)
    lowest = np.full(len(counts), np.iinfo(np.int64).max)
    np.minimum.at(lowest, codes, ranks)
    met = np.flatnonzero(counts)
    return met, lowest[met], counts[met]
