"""supervisord: its generated settings, and the conversation with it over a socket of its own."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from xmlrpc.client import Error as RpcError
from xmlrpc.client import ServerProxy

from supervisor.xmlrpc import SupervisorTransport

from bantracker.stack import leash
from bantracker.stack.places import BASE, Places, StackError

MARK = "BANTRACKER_STACK"  # in the environment of every program of a run: how left-overs are found
STOP_WITHIN_S = 60
WITHOUT_WAITING = False
HEAD = """\
[supervisord]
nodaemon=true
silent=true
logfile={logs}/supervisord.log
logfile_maxbytes=5MB
logfile_backups=1
pidfile={run}/supervisord.pid
childlogdir={logs}
{user}
[unix_http_server]
file={socket}
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""
PROGRAM = """
[program:{name}]
command={command}
directory={directory}
priority={priority}
autostart={autostart}
autorestart=true
startsecs=2
startretries=3
stopsignal={stop_signal}
stopwaitsecs={stop_within_s}
killasgroup=true
redirect_stderr=true
stdout_logfile={logs}/{name}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=2
"""


@dataclass(frozen=True, slots=True)
class Program:
    """One program under supervision. Lower priorities start first and stop last."""

    name: str
    command: Sequence[str]
    priority: int
    stop_signal: str
    stop_within_s: int
    is_server: bool


@dataclass(frozen=True, slots=True)
class State:
    """How one program stands: supervisord's word for it (RUNNING, FATAL, …), its process and its age."""

    name: str
    word: str
    pid: int
    age_s: int


def settings_text(places: Places, programs: Iterable[Program]) -> str:
    """Write supervisord's settings. Servers start at once, the others when they are asked to."""

    def safe(text: object) -> str:
        return str(text).replace("%", "%%")

    user = "user=root\n" if os.geteuid() == 0 else ""
    text = HEAD.format(logs=safe(places.logs), run=safe(places.run), socket=safe(places.socket), user=user)
    for program in programs:
        text += PROGRAM.format(
            name=program.name,
            command=safe(shlex.join(program.command)),
            directory=safe("/" if program.is_server else BASE),
            priority=program.priority,
            autostart="true" if program.is_server else "false",
            stop_signal=program.stop_signal,
            stop_within_s=program.stop_within_s,
            logs=safe(places.logs),
        )
    return text


class Supervisor:
    """A running supervisord, ours to start or one that is found."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, programs: Iterable[Program], environment: Mapping[str, str]) -> None:
        """Start supervisord with `programs`; it ends with this process, whatever ends this process."""
        settings = self.places.run / "supervisord.conf"
        settings.write_text(settings_text(self.places, programs))
        settings.chmod(0o600)
        self.places.socket.unlink(missing_ok=True)
        errors = self.places.logs / "supervisord.err"
        with errors.open("wb") as stderr:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-I", "-S", str(Path(leash.__file__)), "TERM", "--"),
                    *(sys.executable, "-W", "ignore", "-m", "supervisor.supervisord", "-c", str(settings)),
                ],
                env={**environment, MARK: str(self.places.data)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
                # Ctrl-C is for us alone: we then stop the programs in their order.
                start_new_session=True,
            )
        until = time.monotonic() + 15
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > until:
                said = errors.read_text(errors="replace").strip()
                raise StackError(f"The supervisor did not start: {said or 'it gave no reason'}")
            time.sleep(0.05)

    def _ask(self, method: str, *arguments: object) -> Any:  # noqa: ANN401 - the protocol has no types
        # A new transport each time: the library's keeps a connection that once failed.
        transport = SupervisorTransport(None, None, f"unix://{self.places.socket}")
        with ServerProxy("http://localhost", transport=transport) as proxy:
            return getattr(proxy.supervisor, method)(*arguments)

    def _tell(self, method: str, *arguments: object) -> None:
        try:
            self._ask(method, *arguments)
        except (OSError, HTTPException, RpcError) as error:
            raise StackError("Bantracker is just starting or stopping here. Try again in a moment.") from error

    def answers(self) -> bool:
        """Tell whether a supervisord listens at the socket and runs."""
        try:
            return bool(self._ask("getState")["statename"] == "RUNNING")
        except (OSError, HTTPException, RpcError):
            return False

    def is_alive(self) -> bool:
        return self._process.poll() is None if self._process else self.answers()

    def states(self) -> list[State]:
        """List how the programs stand; nothing where no supervisord answers."""
        try:
            rows = self._ask("getAllProcessInfo")
        except (OSError, HTTPException, RpcError):
            return []
        return [
            State(row["name"], row["statename"], row["pid"], row["now"] - row["start"] if row["pid"] else 0)
            for row in rows
        ]

    def run(self, names: Iterable[str]) -> None:
        """Start programs by name, without waiting."""
        for name in names:
            self._tell("startProcess", name, WITHOUT_WAITING)

    def halt(self, names: Iterable[str]) -> list[str]:
        """Stop programs by name, wait for their end, and tell which ones had been running."""
        running = {state.name for state in self.states() if state.word in {"RUNNING", "STARTING", "BACKOFF"}}
        stopped = [name for name in names if name in running]
        for name in stopped:
            self._tell("stopProcess", name)
        return stopped

    def shutdown(self) -> None:
        """Stop every program in its order, then supervisord, and wait for that."""
        try:
            self._ask("shutdown")
        except (OSError, HTTPException, RpcError):
            if self._process:
                self._process.terminate()
        until = time.monotonic() + STOP_WITHIN_S
        while self.is_alive() and time.monotonic() < until:
            time.sleep(0.1)


def last_lines(places: Places, name: str, count: int = 8) -> str:
    """Give the end of a program's log, to stand under the sentence that says it failed."""
    log = places.logs / f"{name}.log"
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(f"    {line}" for line in lines[-count:])
