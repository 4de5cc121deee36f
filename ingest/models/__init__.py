"""The tables of ingest, by subject."""

from ingest.models.desk import Decision, DecisionKind, ErrorReport, Story, StoryState
from ingest.models.items import (
    Capture,
    Item,
    ItemAlias,
    ItemChange,
    ItemChangeKind,
    ItemVersion,
    Origin,
    PageRead,
    PageState,
    Proposal,
    Update,
)
from ingest.models.sources import Fetch, FetchDay, FetchOutcome, Payload, PublisherKind, Snapshot, Source, SourceFormat

__all__ = [
    "Capture",
    "Decision",
    "DecisionKind",
    "ErrorReport",
    "Fetch",
    "FetchDay",
    "FetchOutcome",
    "Item",
    "ItemAlias",
    "ItemChange",
    "ItemChangeKind",
    "ItemVersion",
    "Origin",
    "PageRead",
    "PageState",
    "Payload",
    "Proposal",
    "PublisherKind",
    "Snapshot",
    "Source",
    "SourceFormat",
    "Story",
    "StoryState",
    "Update",
]
