"""How long the two servers take: a new data folder, the same one again, and the end."""

import os
import shutil
import tempfile
import time
from pathlib import Path

from bantracker.stack.places import BASE, Places
from bantracker.stack.runs import servers
from tests.bench.rows import Row


def measure() -> list[Row]:
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=BASE / "build"))
    outside = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    rows = []
    try:
        for what in ("servers, first start", "servers, second start"):
            started = time.monotonic()
            with servers(Places.under(folder), outside, port=8000, demo=False):
                rows.append(Row(what, time.monotonic() - started, "s", "both answer, with fsync, nothing else running"))
                ending = time.monotonic()
            rows.append(Row(what.split(",")[0] + ", stop", time.monotonic() - ending, "s", "no process left"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return rows[:3]
