"""One run: that it is the only one with its data, that its servers are up, and that nothing stays behind."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from bantracker.stack import postgres, valkey
from bantracker.stack.accounts import Host, survey
from bantracker.stack.environment import Plan, make_plan, read_env
from bantracker.stack.places import BASE, Places, StackError
from bantracker.stack.processes import end_all, left_over
from bantracker.stack.programs import server_programs, site_programs
from bantracker.stack.supervision import Supervisor, last_lines
from bantracker.stack.terminal import say, step

DEFAULT_PORT = 8000
NAMES = {"postgres": "PostgreSQL", "valkey": "Valkey"}


class AlreadyRunningError(StackError):
    """Somebody else holds this data folder. `about` is what they wrote of themselves: pid, url, doing."""

    def __init__(self, about: Mapping[str, str]) -> None:
        self.about = about
        super().__init__(
            f"Bantracker is {about.get('doing', 'busy')} here already (process {about.get('pid', 'unknown')})."
        )


@dataclass(frozen=True, slots=True)
class Run:
    """A started run."""

    host: Host
    plan: Plan
    supervisor: Supervisor


def data_places(environ: Mapping[str, str]) -> Places:
    """Tell where this clone keeps its data: DATA_DIR, else `.data`."""
    return Places.under(Path(environ.get("DATA_DIR") or BASE / ".data").absolute())


@contextmanager
def only_one(places: Places, doing: str) -> Iterator[None]:
    """Hold the data folder while the block runs. The system lets go of it however this process ends.

    Raises AlreadyRunningError with what the holder wrote of itself.
    """
    places.make()
    descriptor = os.open(places.run / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        write_about(places, doing=doing)
        yield
    except BlockingIOError:
        raise AlreadyRunningError(read_about(places)) from None
    finally:
        os.close(descriptor)


def is_held(places: Places) -> bool:
    """Tell whether a run, a backup or a restore holds the data folder now."""
    try:
        descriptor = os.open(places.run / "lock", os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def write_about(places: Places, **about: str) -> None:
    """Write what this run is doing, for a second one to read."""
    (places.run / "about.json").write_text(json.dumps({"pid": str(os.getpid()), **about}))


def read_about(places: Places) -> dict[str, str]:
    try:
        return dict(json.loads((places.run / "about.json").read_text()))
    except (OSError, ValueError):
        return {}


def sweep(places: Places) -> None:
    """End what a killed run left behind with this data folder."""
    count = end_all(left_over(places))
    if count:
        say(f"An earlier run had been killed. What it left behind was stopped ({count} processes).")


@contextmanager
def servers(
    places: Places, environ: Mapping[str, str], *, port: int, demo: bool, throw_away: bool = False
) -> Iterator[Run]:
    """Run the servers that are not given by DATABASE_URL and REDIS_URL, and stop everything at the end.

    The site's programs are known to the supervisor and wait to be started.
    """
    host = survey(places, environ)
    knew_passwords = "POSTGRES_PASSWORD" in read_env(places.env)
    plan = make_plan(places, environ, port=port, demo=demo)
    supervisor = Supervisor(places)
    embedded = server_programs(host, plan, throw_away=throw_away)
    names = " and ".join(NAMES[program.name] for program in embedded)
    try:
        with step(f"Starting {names}") if names else nullcontext():
            _make_files(host, plan, knew_passwords=knew_passwords, throw_away=throw_away)
            supervisor.start([*embedded, *site_programs(host, plan)], plan.environment)
            _wait_for_servers(plan, places)
        yield Run(host, plan, supervisor)
    finally:
        supervisor.shutdown()
        end_all(left_over(places))


def _make_files(host: Host, plan: Plan, *, knew_passwords: bool, throw_away: bool) -> None:
    host.own(host.places.beat)
    if plan.postgres_port:
        is_old = (host.places.postgres / "PG_VERSION").exists()
        postgres.make_cluster(host, plan.environment, sync=not throw_away)
        if is_old and not knew_passwords:
            postgres.reset_passwords(host, plan.environment)
    if plan.valkey_port:
        valkey.write_settings(host, plan, throw_away=throw_away)


def _wait_for_servers(plan: Plan, places: Places) -> None:
    try:
        if plan.postgres_port:
            postgres.wait_until_ready(plan)
            postgres.make_database(plan)
        if plan.valkey_port:
            valkey.wait_until_ready(plan)
    except StackError as error:
        name = "valkey" if "Valkey" in str(error) else "postgres"
        raise StackError(f"{error}\nThe end of {places.logs / name}.log:\n{last_lines(places, name)}") from error
