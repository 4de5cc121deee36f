"""Sample sources: which there are, and their bytes as the demo serves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

_FOLDER = Path(__file__).parent
_PLACE = b"@SAMPLES@"

CONTENT_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "jsonfeed": "application/feed+json; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample source. `file` is its name under the address at which samples are served."""

    slug: str
    file: str
    name: str
    format: str
    publisher_kind: str
    language: str
    poll_minutes: int
    changed_at: datetime

    def body(self, served_under: str) -> bytes:
        """The document; `served_under` ends in a slash and stands in its links."""
        return (_FOLDER / self.file).read_bytes().replace(_PLACE, served_under.encode())

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.format]


@cache
def samples() -> Mapping[str, Sample]:
    """All samples by file name."""
    rows = yaml.safe_load((_FOLDER / "sources.yaml").read_text("utf-8"))["sources"]
    return MappingProxyType({row["file"]: Sample(**row) for row in rows})
