"""Every write of ingest: claim, store, propose, group, and what the desk adds."""

from ingest.services.claiming import BATCH, claim_due, claim_named, claimed_batches, share_of_due
from ingest.services.desk import Added, add_address, add_pasted
from ingest.services.grouping import latest_proposals, refresh_story
from ingest.services.hosts import HostReport, host_report
from ingest.services.keeping import roll_up_days, roll_up_fetches
from ingest.services.learning import train, train_if_due
from ingest.services.pages import check_pages, find_departed, read_due_pages
from ingest.services.polling import Stored, poll_claimed, store_answer, store_answers
from ingest.services.proposing import make_ready, propose_items, waiting_versions
from ingest.services.ranking import rank_waiting
from ingest.services.reclassifying import reclassify_batch
from ingest.services.retention import drop_captures
from ingest.services.sampling import draw_week
from ingest.services.sources import load_samples

__all__ = [
    "BATCH",
    "Added",
    "HostReport",
    "Stored",
    "add_address",
    "add_pasted",
    "check_pages",
    "claim_due",
    "claim_named",
    "claimed_batches",
    "draw_week",
    "drop_captures",
    "find_departed",
    "host_report",
    "latest_proposals",
    "load_samples",
    "make_ready",
    "poll_claimed",
    "propose_items",
    "rank_waiting",
    "read_due_pages",
    "reclassify_batch",
    "refresh_story",
    "roll_up_days",
    "roll_up_fetches",
    "share_of_due",
    "store_answer",
    "store_answers",
    "train",
    "train_if_due",
    "waiting_versions",
]
