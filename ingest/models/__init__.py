"""The tables of ingest, by subject."""

from ingest.models.desk import Decision, DecisionKind, ErrorReport, Story, StoryState
from ingest.models.items import Capture, Item, ItemAlias, ItemVersion, Proposal
from ingest.models.learning import (
    AuditAnswer,
    AuditSample,
    AuditWeek,
    LearnedModel,
    Reclassification,
    Switch,
)
from ingest.models.sources import Fetch, FetchDay, FetchOutcome, PublisherKind, Snapshot, Source, SourceFormat

__all__ = [
    "AuditAnswer",
    "AuditSample",
    "AuditWeek",
    "Capture",
    "Decision",
    "DecisionKind",
    "ErrorReport",
    "Fetch",
    "FetchDay",
    "FetchOutcome",
    "Item",
    "ItemAlias",
    "ItemVersion",
    "LearnedModel",
    "Proposal",
    "PublisherKind",
    "Reclassification",
    "Snapshot",
    "Source",
    "SourceFormat",
    "Story",
    "StoryState",
    "Switch",
]
