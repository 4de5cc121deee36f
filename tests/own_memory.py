"""A pytest plugin: each worker of a parallel run has a database of its own in Valkey, as it has one in PostgreSQL.

Tests empty the cache and make queues; with one database for all, a worker would empty its neighbour's.
It is named with `-p`, since settings are read before any conftest.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit, urlunsplit


def address_for(worker: str, url: str) -> str:
    """`url` with the number of a database for this worker: `gw0` has 1, `gw1` has 2; "" keeps the given one."""
    number = worker.removeprefix("gw")
    return urlunsplit(urlsplit(url)._replace(path=f"/{int(number) + 1}")) if number else url


if os.environ.get("REDIS_URL"):
    os.environ["REDIS_URL"] = address_for(os.environ.get("PYTEST_XDIST_WORKER", ""), os.environ["REDIS_URL"])
