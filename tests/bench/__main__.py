"""`make bench`: measure, print a table, write build/bench.json. Time never passes or fails anything.

Each module `bench_*.py` beside this one has `measure() -> list[Row]`.
"""

import json
import os
import platform
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bantracker.stack.places import BASE
from tests.bench.rows import Row

if __name__ == "__main__":
    names = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    rows: list[Row] = [row for name in names for row in import_module(f"tests.bench.{name}").measure()]
    table = Table("what", "measured", "unit", "how", box=None)
    for row in rows:
        table.add_row(row.what, f"{row.value:,.2f}", row.unit, row.how)
    Console(width=140).print(table)
    machine = {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
    target = BASE / "build" / "bench.json"
    target.write_text(json.dumps({"machine": machine, "rows": [vars(row) for row in rows]}, indent=2) + "\n")
