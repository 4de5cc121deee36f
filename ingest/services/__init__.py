"""Every write of ingest: claim, store, propose, group, and what the desk adds."""

from ingest.services.claiming import BATCH, claim_due, claim_named
from ingest.services.desk import Added, add_address, add_pasted
from ingest.services.grouping import latest_proposals, refresh_story
from ingest.services.keeping import roll_up_fetches
from ingest.services.learning import train, train_if_due
from ingest.services.polling import Stored, poll_claimed, store_answer
from ingest.services.proposing import propose_items
from ingest.services.ranking import rank_waiting
from ingest.services.reclassifying import reclassify_batch
from ingest.services.sampling import draw_week
from ingest.services.sources import load_samples

__all__ = [
    "BATCH",
    "Added",
    "Stored",
    "add_address",
    "add_pasted",
    "claim_due",
    "claim_named",
    "draw_week",
    "latest_proposals",
    "load_samples",
    "poll_claimed",
    "propose_items",
    "rank_waiting",
    "reclassify_batch",
    "refresh_story",
    "roll_up_fetches",
    "store_answer",
    "train",
    "train_if_due",
]
