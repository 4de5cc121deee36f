"""The directory's tables, by subject."""

from actions.models.actions import Action, ActionAuthority, InstrumentReference, Milestone, Target
from actions.models.announcements import Announcement, Series
from actions.models.evidence import ActionCitation, Citation, Quote, Reaction
from actions.models.lines import Line, PastLine
from actions.models.querysets import ActionQuerySet
from actions.models.record import Outbox, Revision
from actions.models.vendors import Alias, Vendor

__all__ = [
    "Action",
    "ActionAuthority",
    "ActionCitation",
    "ActionQuerySet",
    "Alias",
    "Announcement",
    "Citation",
    "InstrumentReference",
    "Line",
    "Milestone",
    "Outbox",
    "PastLine",
    "Quote",
    "Reaction",
    "Revision",
    "Series",
    "Target",
    "Vendor",
]
