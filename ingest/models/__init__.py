"""The tables of ingest, by subject."""

from ingest.models.desk import Decision, DecisionKind, ErrorReport, Story, StoryState
from ingest.models.hosts import Host, HostDay
from ingest.models.items import Capture, Item, ItemAlias, ItemVersion, Proposal
from ingest.models.learning import AuditAnswer, AuditSample, AuditWeek, LearnedModel, Reclassification, Switch
from ingest.models.sources import (
    Fetch,
    FetchDay,
    FetchOutcome,
    PollReason,
    PublisherKind,
    Snapshot,
    Source,
    SourceFormat,
    SourceMove,
)
from ingest.models.waiting import WaitingVersion

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
    "Host",
    "HostDay",
    "Item",
    "ItemAlias",
    "ItemVersion",
    "LearnedModel",
    "PollReason",
    "Proposal",
    "PublisherKind",
    "Reclassification",
    "Snapshot",
    "Source",
    "SourceFormat",
    "SourceMove",
    "Story",
    "StoryState",
    "Switch",
    "WaitingVersion",
]
