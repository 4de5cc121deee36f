"""The reading of a page or an API without a feed that is put first, for those who add it from the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ingest.core.suggesting import suggest_config, why_nothing
from ingest.core.types import Document
from ingest.services.looking import Looked, fetch_kept, read

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Best:
    """What the reading gives, by which config; `sentence` tells it, or why there is none."""

    sentence: str
    document: Document | None = None
    config: Mapping[str, Any] = field(default_factory=dict)


def best_reading(looked: Looked, *, now: datetime) -> Best:
    """The best reading of an address that gives no feed; none where it is not clear enough to be taken unseen."""
    answer = fetch_kept(looked.url)
    url = answer.final_url or looked.url
    found = suggest_config(answer.body, url=url, content_type=answer.content_type, now=now)
    if not found:
        why = why_nothing(answer.body, content_type=answer.content_type)
        return Best(f"This address has no feed that could be read. {why}")
    best = found[0]
    titles = ", ".join(f"“{entry.title[:80]}”" for entry in best.entries[:_SHOWN])
    if not best.is_confident:
        return Best(
            "This address has no feed that could be read, and no reading of it is clear. "
            f"The likeliest gives {titles}. Choose one at the desk, or give --format and --config FILE."
        )
    return Best(
        f"This address has no feed that could be read. The best reading of it gives {len(best.entries)} entries: "
        f"{titles}. Give --suggested to add it so, choose another at the desk, or give --format and --config FILE.",
        read(answer, now=now, format=best.format, config=best.config),
        best.config,
    )
