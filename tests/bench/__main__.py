"""`make bench`: measure, print a table, write build/bench.json. Time never passes or fails anything.

Each module `bench_*.py` beside this one has `measure() -> list[Row]`. `make bench ARGS=polling` runs that one alone.
"""

import json
import os
import platform
import sys
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bantracker.stack.places import BASE
from tests.bench.rows import Row


def wanted(given: list[str]) -> list[str]:
    """The modules that were named, or all; an unknown name ends the run with the names that there are."""
    known = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    unknown = sorted(set(given) - set(known))
    if unknown:
        sys.exit(f"There is no bench named {', '.join(unknown)}. There are: {', '.join(known)}.")
    return given or known


if __name__ == "__main__":
    rows: list[Row] = []
    for name in wanted(sys.argv[1:]):
        rows += import_module(f"tests.bench.bench_{name}").measure()
    table = Table("what", "measured", "unit", "peer", "ratio", "goal", "how", box=None)
    for row in rows:
        peer = f"{row.peer_name} {row.peer:,.1f}" if row.peer is not None else ""
        table.add_row(row.what, f"{row.value:,.2f}", row.unit, peer, row.ratio, row.goal, row.how)
    Console(width=180).print(table)
    machine = {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
    target = BASE / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps({"machine": machine, "rows": [vars(row) for row in rows]}, indent=2) + "\n")
