"""The same rounds with `reader`, in its own process: run by an interpreter that has it (requirements/bench.txt).

Usage: PYTHON peer_reader.py 127.0.0.1:PORT CORPUS COUNT rounds|first|bomb. Prints one JSON object; imports nothing of
ours.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from math import inf
from pathlib import Path

from reader import Reader, make_reader

WORKERS = (1, 4)


def rounds(place: str, corpus: str, count: int) -> dict[str, float]:
    """Feeds a second: a first round, one answered with 304, one with the same bytes; the best of WORKERS each."""
    best = {"first": 0.0, "not_modified": 0.0, "same_bytes": 0.0, "cpu_ms": inf}
    for workers in WORKERS:
        for kind in ("etag", "plain"):
            with filled(f"http://{place}/{kind}/{corpus}/reader-{workers}", count) as reader:
                rate, cpu_ms = timed(reader, workers, count)
                best["first"], best["cpu_ms"] = max(best["first"], rate), min(best["cpu_ms"], cpu_ms)
                name = "not_modified" if kind == "etag" else "same_bytes"
                best[name] = max(best[name], timed(reader, workers, count)[0])
                counts = what_came(reader)
    return best | counts


def first(place: str, corpus: str, count: int) -> dict[str, float]:
    """Feeds a second of a first round, the best of WORKERS, and what came of it."""
    best = {"first": 0.0, "cpu_ms": inf}
    for workers in WORKERS:
        with filled(f"http://{place}/plain/{corpus}/reader-{workers}", count) as reader:
            rate, cpu_ms = timed(reader, workers, count)
            best = {"first": max(best["first"], rate), "cpu_ms": min(best["cpu_ms"], cpu_ms)}
            counts = what_came(reader)
    return best | counts


@contextmanager
def filled(start: str, count: int) -> Iterator[Reader]:
    with tempfile.TemporaryDirectory() as folder, closing(make_reader(str(Path(folder) / "db.sqlite"))) as reader:
        for number in range(count):
            reader.add_feed(f"{start}/{number}")
        yield reader


def timed(reader: Reader, workers: int, count: int) -> tuple[float, float]:
    """Feeds a second, and milliseconds of processor time for one feed."""
    started, cpu_s = time.monotonic(), time.process_time()
    reader.update_feeds(workers=workers, scheduled=False)
    return count / (time.monotonic() - started), (time.process_time() - cpu_s) * 1000 / count


def what_came(reader: Reader) -> dict[str, float]:
    """How many feeds it could not read, and the entries that it holds."""
    return {"failed": reader.get_feed_counts(broken=True).total, "entries": reader.get_entry_counts().total}


def bomb(place: str, corpus: str, _count: int) -> dict[str, float]:
    """By how many MB the process grows over one bomb."""
    with filled(f"http://{place}/plain/{corpus}/warm", 1) as reader:
        reader.update_feeds(scheduled=False)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        reader.add_feed(f"http://{place}/bomb")
        reader.update_feeds(scheduled=False)
        return {"grown_mb": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000}


if __name__ == "__main__":
    place, corpus, count, what = sys.argv[1:]
    measured = {"rounds": rounds, "first": first, "bomb": bomb}[what](place, corpus, int(count))
    sys.stdout.write(json.dumps(measured) + "\n")
