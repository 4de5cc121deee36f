"""The same rounds with `reader`, in its own process: run by an interpreter that has it (requirements/bench.txt).

Usage: PYTHON peer_reader.py 127.0.0.1:PORT COUNT rounds|bomb. Prints one JSON object; imports nothing of ours.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from reader import make_reader

WORKERS = (1, 4)


def rounds(place: str, count: int) -> dict[str, float]:
    """Feeds a second: a first round, one answered with 304, one with the same bytes; the best of WORKERS each."""
    best = {"first": 0.0, "not_modified": 0.0, "same_bytes": 0.0}
    for workers in WORKERS:
        for kind in ("etag", "plain"):
            with tempfile.TemporaryDirectory() as folder:
                reader = make_reader(str(Path(folder) / "db.sqlite"))
                for number in range(count):
                    reader.add_feed(f"http://{place}/{kind}/reader-{workers}/{number}")
                first = count / timed(reader, workers)
                second = count / timed(reader, workers)
                reader.close()
            best["first"] = max(best["first"], first)
            name = "not_modified" if kind == "etag" else "same_bytes"
            best[name] = max(best[name], second)
    return best


def timed(reader, workers: int) -> float:
    started = time.monotonic()
    reader.update_feeds(workers=workers, scheduled=False)
    return time.monotonic() - started


def bomb(place: str) -> dict[str, float]:
    """By how many MB the process grows over one bomb."""
    with tempfile.TemporaryDirectory() as folder:
        reader = make_reader(str(Path(folder) / "db.sqlite"))
        reader.add_feed(f"http://{place}/plain/warm/0")
        reader.update_feeds(scheduled=False)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        reader.add_feed(f"http://{place}/bomb")
        reader.update_feeds(scheduled=False)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
        reader.close()
    return {"grown_mb": grown}


if __name__ == "__main__":
    place, count, what = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    sys.stdout.write(json.dumps(rounds(place, count) if what == "rounds" else bomb(place)) + "\n")
