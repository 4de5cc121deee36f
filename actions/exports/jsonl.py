"""JSON Lines: one action a line, with everything that the record holds. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from actions.exports.exported import LICENCE_URL, Exported

MEDIA_TYPE = "application/jsonl; charset=utf-8"


def write(rows: Iterable[Exported]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(as_json(row), ensure_ascii=False, separators=(",", ":")) + "\n"


def as_json(row: Exported) -> dict[str, Any]:
    """The record as stored with each revision, and where this one stands."""
    return {
        "url": row.url,
        "permalink": row.permalink,
        "revision": row.revision,
        "recorded_at": row.recorded_at.isoformat(),
        "licence": LICENCE_URL,
        **row.record.as_json(),
    }
