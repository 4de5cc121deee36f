"""Processes of an earlier run, and who holds a port: read from the system, never from a pid file alone."""

from __future__ import annotations

import signal
from collections.abc import Iterable
from contextlib import suppress

import psutil

from bantracker.stack.places import Places
from bantracker.stack.supervision import MARK

GONE = (psutil.NoSuchProcess, psutil.ZombieProcess)


def left_over(places: Places) -> list[psutil.Process]:
    """Find the processes that a run with this data folder left behind, by the mark in their environment."""
    return [process for process in psutil.process_iter() if _mark_of(process) == str(places.data)]


def _mark_of(process: psutil.Process) -> str | None:
    try:
        return str(process.environ()[MARK])
    except (psutil.Error, OSError, KeyError):
        return None


def end_all(processes: Iterable[psutil.Process], *, patience_s: float = 20) -> int:
    """End `processes`, gently at first, and tell how many there were."""
    found = list(processes)
    pids = {process.pid for process in found}
    for process in found:
        with suppress(*GONE):
            if process.ppid() in pids:
                continue  # its parent ends it, in the right order
            # To PostgreSQL TERM means "when the last client has gone", INT means now.
            process.send_signal(signal.SIGINT if process.name() == "postgres" else signal.SIGTERM)
    _, stubborn = psutil.wait_procs(found, timeout=patience_s)
    for process in stubborn:
        with suppress(*GONE):
            process.kill()
    psutil.wait_procs(stubborn, timeout=5)
    return len(found)


def port_holder(port: int) -> psutil.Process | None:
    """Find who listens on `port`; None where the system does not tell."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.Error:
        return None
    for connection in connections:
        is_it = connection.status == psutil.CONN_LISTEN and connection.laddr and connection.laddr.port == port
        if is_it and connection.pid:
            with suppress(*GONE):
                return psutil.Process(connection.pid)
    return None


def describe_holder(port: int) -> str:
    """Say who holds `port`, for a sentence: another run of Bantracker, a program, or something unknown."""
    holder = port_holder(port)
    if holder is None:
        return "another program"
    mark = _mark_of(holder)
    with suppress(psutil.Error):
        return f"the Bantracker whose data lie in {mark}" if mark else f"{holder.name()} (process {holder.pid})"
    return "another program"
