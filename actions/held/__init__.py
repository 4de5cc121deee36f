"""The lines of the directory held in memory, as columns: what is narrowed, sorted and counted for pages.

A page that counts over everything reads no rows: `filters.held()` gives the lines that are left as
a `Held`, whose columns are numpy arrays, and `tallies` counts them. See docs/decisions/0021.
"""

from actions.held.narrowing import narrowed
from actions.held.readings import one_reading, reading
from actions.held.store import current, make_ready
from actions.held.table import Held, Table, everything

__all__ = ["Held", "Table", "current", "everything", "make_ready", "narrowed", "one_reading", "reading"]
