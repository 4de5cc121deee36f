"""What every format is given: a record, where it stands, and which version of it this is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from actions.records import ActionRecord

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
DIRECTORY = "Bantracker"


@dataclass(frozen=True, slots=True)
class Exported:
    """A record with its addresses. `permalink` leads to this very revision; `recorded_at` is when it was written."""

    record: ActionRecord
    url: str
    permalink: str
    revision: int
    recorded_at: datetime
    place: str
    """The name of the jurisdiction in English."""
