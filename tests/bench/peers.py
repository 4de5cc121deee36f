"""Other programs to measure beside ours. They live in an environment of their own, made by `make bench`."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from bantracker.stack.places import BASE

HERE = Path(__file__).parent


def peer_python() -> Path | None:
    """The interpreter with the peers: $BENCH_PYTHON, or the one under build/; None where there is none."""
    python = Path(os.environ.get("BENCH_PYTHON") or BASE / "build" / "peers" / "bin" / "python")
    return python if python.exists() else None


def run_peer(script: str, *arguments: str) -> dict[str, float]:
    """What a peer's script measured; empty where there is no interpreter for it."""
    python = peer_python()
    if python is None:
        return {}
    done = subprocess.run([python, HERE / script, *arguments], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))
