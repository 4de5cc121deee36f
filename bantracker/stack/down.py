"""`make down` and `make reset`."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Mapping
from contextlib import suppress

from bantracker.stack.accounts import RELOCATED
from bantracker.stack.places import StackError
from bantracker.stack.processes import end_all, left_over
from bantracker.stack.runs import data_places, is_held, only_one, read_about
from bantracker.stack.supervision import STOP_WITHIN_S
from bantracker.stack.terminal import agrees, say, step

DELETED = ("postgres", "postgres.new", "valkey", "beat", "static", "logs", "run", "env")


def down(environ: Mapping[str, str]) -> int:
    """Stop the run of this clone, however it was started, and keep its data."""
    places = data_places(environ)
    if not places.run.exists() or not (is_held(places) or left_over(places)):
        say("Bantracker is not running here.")
        return 0
    about = read_about(places)
    if is_held(places) and about.get("doing") not in {"starting", "running"}:
        raise StackError(f"Bantracker is {about.get('doing', 'busy')} here at this moment. Wait until that is done.")
    with step("Stopping"):
        if is_held(places):
            with suppress(ProcessLookupError):
                os.kill(int(about["pid"]), signal.SIGTERM)
        until = time.monotonic() + STOP_WITHIN_S
        while is_held(places) and time.monotonic() < until:
            time.sleep(0.1)
        end_all(left_over(places))
    say("Stopped. The data are kept.")
    return 0


def reset(environ: Mapping[str, str], *, force: bool) -> int:
    """Delete database, secrets and logs of this clone, after asking; backups stay."""
    places = data_places(environ)
    if not places.data.exists():
        say("There is nothing to delete.")
        return 0
    question = f"Delete the database, the secrets and the logs in {places.data}? Backups stay."
    if not force and not agrees(question):
        raise StackError("Nothing was deleted. Without a terminal to ask at, say make reset FORCE=1.")
    down(environ)
    with only_one(places, "being reset"):
        for name in DELETED:
            path = places.data / name
            path.unlink(missing_ok=True) if path.is_file() else shutil.rmtree(path, ignore_errors=True)
        shutil.rmtree(RELOCATED / places.name, ignore_errors=True)
    say("Deleted. make up starts from the beginning.")
    return 0
