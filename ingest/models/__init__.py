"""The tables of ingest, by subject."""

from ingest.models.desk import Decision, DecisionKind, ErrorReport, Story, StoryState
from ingest.models.findings import Finding, FindingKind, Rhythm
from ingest.models.items import Capture, Item, ItemAlias, ItemVersion, Proposal
from ingest.models.sources import Fetch, FetchDay, FetchOutcome, PublisherKind, Snapshot, Source, SourceFormat

__all__ = [
    "Capture",
    "Decision",
    "DecisionKind",
    "ErrorReport",
    "Fetch",
    "FetchDay",
    "FetchOutcome",
    "Finding",
    "FindingKind",
    "Item",
    "ItemAlias",
    "ItemVersion",
    "Proposal",
    "PublisherKind",
    "Rhythm",
    "Snapshot",
    "Source",
    "SourceFormat",
    "Story",
    "StoryState",
]
