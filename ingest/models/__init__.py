"""The tables of ingest, by subject."""

from ingest.models.counts import Counted, Tally, Thing, Uncounted
from ingest.models.desk import Decision, DecisionKind, ErrorReport, Story, StoryState
from ingest.models.findings import Finding, FindingKind, Rhythm
from ingest.models.hosts import Host, HostDay
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
from ingest.models.learning import AuditAnswer, AuditSample, AuditWeek, LearnedModel, Reclassification, Switch
from ingest.models.sources import (
    Fetch,
    FetchDay,
    FetchOutcome,
    Payload,
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
    "Counted",
    "Decision",
    "DecisionKind",
    "ErrorReport",
    "Fetch",
    "FetchDay",
    "FetchOutcome",
    "Finding",
    "FindingKind",
    "Host",
    "HostDay",
    "Item",
    "ItemAlias",
    "ItemChange",
    "ItemChangeKind",
    "ItemVersion",
    "LearnedModel",
    "Origin",
    "PageRead",
    "PageState",
    "Payload",
    "PollReason",
    "Proposal",
    "PublisherKind",
    "Reclassification",
    "Rhythm",
    "Snapshot",
    "Source",
    "SourceFormat",
    "SourceMove",
    "Story",
    "StoryState",
    "Switch",
    "Tally",
    "Thing",
    "Uncounted",
    "Update",
    "WaitingVersion",
]
