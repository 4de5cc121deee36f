"""Every write to an action: publish, amend, verify, merge, retract, answer. One function, one transaction."""

from actions.services.announcing import add_reaction, announcement_slug, open_announcement
from actions.services.publishing import (
    ActionError,
    advance_due,
    amend,
    free_slug,
    merge,
    publish,
    publish_all,
    retract,
    verify,
)
from actions.services.revising import take_back

__all__ = [
    "ActionError",
    "add_reaction",
    "advance_due",
    "amend",
    "announcement_slug",
    "free_slug",
    "merge",
    "open_announcement",
    "publish",
    "publish_all",
    "retract",
    "take_back",
    "verify",
]
