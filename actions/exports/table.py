"""CSV (RFC 4180): one row an action and target, columns in a fixed order. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from actions.exports.exported import LICENCE, Exported
from actions.records import TargetRecord

MEDIA_TYPE = "text/csv; charset=utf-8"
VERSION = 1
"""Of the columns: a column is only ever added at the end, and then this number grows."""

COLUMNS: dict[str, str] = {
    "id": "The action's name in addresses; it never changes.",
    "revision": "Number of the revision of our record that this row tells.",
    "title": "Headline, in our words.",
    "kind": "One of the six kinds.",
    "stage": "Where the action stands in its life.",
    "jurisdiction": "ISO 3166 code of the place whose authority acts; EU for the Union.",
    "place": "That place's name in English.",
    "authorities": "Who acts, joined by semicolons.",
    "target": "Whom or what it hits.",
    "target_kind": "legal_person, product, class or vendor.",
    "vendor": "The vendor's name in addresses, where the target belongs to one.",
    "vendor_name": "The vendor's common name.",
    "announced": "Day, month or year (ISO 8601), empty where not known.",
    "adopted": "The same, for the day of the decision.",
    "effective": "The same, for the day on which it took or takes effect.",
    "ended": "The same, for the day on which it ended.",
    "binds": "Who is bound, joined by semicolons.",
    "forbids": "What is bound, joined by semicolons.",
    "instrument": "The law or order named.",
    "scope": "What it covers, in words.",
    "not_covered": "What it does not cover, in words.",
    "sources": "Addresses of the citations, joined by spaces.",
    "verified_on": "Day on which an editor last verified the record; empty where none has.",
    "url": "Where the action stands.",
    "permalink": "Where this revision stands.",
    "licence": "Licence of the data.",
}


def write(rows: Iterable[Exported], *, with_mark: bool = False) -> Iterator[str]:
    """The table line by line; `with_mark` begins it with a byte-order mark, which some spreadsheets want."""
    yield ("\ufeff" if with_mark else "") + line(list(COLUMNS))
    for row in rows:
        for target in row.record.targets:
            yield line(_cells(row, target))


def line(cells: Sequence[str]) -> str:
    """One line, in which no cell begins a formula."""
    out = io.StringIO()
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def harmless(cell: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _cells(row: Exported, target: TargetRecord) -> list[str]:
    record = row.record
    cells = {
        "id": record.slug,
        "revision": str(row.revision),
        "title": record.title,
        "kind": record.kind,
        "stage": record.stage,
        "jurisdiction": record.jurisdiction,
        "place": row.place,
        "authorities": "; ".join(authority.name for authority in record.authorities),
        "target": target.name,
        "target_kind": target.kind,
        "vendor": target.vendor or "",
        "vendor_name": target.vendor_name or "",
        "announced": record.announced.text or "",
        "adopted": record.adopted.text or "",
        "effective": record.effective.text or "",
        "ended": record.ended.text or "",
        "binds": "; ".join(record.binds),
        "forbids": "; ".join(record.forbids),
        "instrument": record.instrument,
        "scope": record.scope,
        "not_covered": record.not_covered,
        "sources": " ".join(citation.url for citation in record.citations),
        "verified_on": record.verified_on or "",
        "url": row.url,
        "permalink": row.permalink,
        "licence": LICENCE,
    }
    return [cells[name] for name in COLUMNS]
