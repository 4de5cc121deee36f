"""Run one command beside throw-away servers: the tests and the measurements."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bantracker.stack.places import BASE, Places
from bantracker.stack.runs import servers

# Nothing that an operator or a run of `make up` set may reach a test.
CLEAN = {"DEMO": "false", "DEBUG": "false", "FETCH_ALLOW": "", "CONTACT": "tests@example.org", "LOG_LEVEL": "WARNING"}
CLEAN |= {"BASE_URL": "http://localhost:8000", "HUB_URL": "", "METRICS_TOKEN": ""}


def with_servers(environ: Mapping[str, str], command: Sequence[str]) -> int:
    """Run `command` with DATABASE_URL and REDIS_URL of servers made for it, and give its exit code.

    The ones of the environment are used where they are set.
    """
    parent = BASE / "build"
    parent.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="servers-", dir=parent))
    outside = {name: value for name, value in environ.items() if name not in {*CLEAN, "DATA_DIR", "PORT"}}
    try:
        if environ.get("DATABASE_URL") and environ.get("REDIS_URL"):
            own = {"SECRET_KEY": environ.get("SECRET_KEY") or secrets.token_urlsafe(48), "DATA_DIR": str(folder)}
            return subprocess.run(command, env={**outside, **CLEAN, **own}, check=False).returncode
        with servers(Places.under(folder), outside, port=8000, demo=False, throw_away=True) as run:
            return subprocess.run(command, env={**run.plan.environment, **CLEAN}, check=False).returncode
    except KeyboardInterrupt:
        return 130
    finally:
        shutil.rmtree(folder, ignore_errors=True)
