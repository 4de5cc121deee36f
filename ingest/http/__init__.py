"""The one gate to the network. Nothing else in the project opens a connection.

`fetch_all` and `fetch_one` give an `Answer` for every `Ask`; failures are values with a sentence.
"""

from ingest.http.addresses import Allowed, is_public, why_not_asked
from ingest.http.answers import Answer, Ask, Hop, Limits, RobotsRead, Withheld
from ingest.http.batch import fetch_all, fetch_in_chunks, fetch_one, own_memory, rules_from_settings, tell_one
from ingest.http.gate import Gate, Rules
from ingest.http.manners import PACE_S, Robots

__all__ = [
    "PACE_S",
    "Allowed",
    "Answer",
    "Ask",
    "Gate",
    "Hop",
    "Limits",
    "Robots",
    "RobotsRead",
    "Rules",
    "Withheld",
    "fetch_all",
    "fetch_in_chunks",
    "fetch_one",
    "is_public",
    "own_memory",
    "rules_from_settings",
    "tell_one",
    "why_not_asked",
]
