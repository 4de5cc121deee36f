"""The programs of a run: the two servers, and the three of the site. docker-compose.yml runs the same three."""

from __future__ import annotations

import sys

from bantracker.stack import postgres, valkey
from bantracker.stack.accounts import Host
from bantracker.stack.environment import Plan
from bantracker.stack.ports import loopbacks
from bantracker.stack.supervision import Program

SITE = ("web", "worker", "beat")
WEB = (
    "gunicorn",
    "bantracker.wsgi",
    "--worker-class",
    "gthread",
    "--workers",
    "2",
    "--threads",
    "8",
    "--timeout",
    "60",
)
# Workers need not know of each other: gossip among them only fails when the broker restarts.
_ALONE = ("--without-mingle", "--without-gossip")
WORKER = ("celery", "-A", "bantracker", "worker", "--loglevel", "INFO", "--concurrency", "2", *_ALONE)
BEAT = ("celery", "-A", "bantracker", "beat", "--loglevel", "INFO")


def server_programs(host: Host, plan: Plan, *, throw_away: bool = False) -> list[Program]:
    """List the servers that this run brings itself."""
    listed = []
    if plan.postgres_port:
        command = postgres.start_command(host, plan.postgres_port, throw_away=throw_away)
        leashed = host.leashed("INT", command, is_server=True)
        listed.append(Program("postgres", leashed, 10, "INT", stop_within_s=30, is_server=True))
    if plan.valkey_port:
        leashed = host.leashed("TERM", valkey.start_command(host), is_server=True)
        listed.append(Program("valkey", leashed, 10, "TERM", stop_within_s=10, is_server=True))
    return listed


def site_programs(host: Host, plan: Plan) -> list[Program]:
    """List web, worker and beat, on every loopback address of this machine."""
    binds = [f"--bind={f'[{ip}]' if ':' in ip else ip}:{plan.port}" for ip in loopbacks()]
    web = [*WEB, *binds, "--no-control-socket"]
    # No pid file: beat would refuse to start beside one that a killed run left.
    beat = [*BEAT, "--pidfile=", f"--schedule={host.places.beat / 'schedule'}"]

    def program(name: str, command: list[str], priority: int, signals: tuple[str, str], stop_within_s: int) -> Program:
        leash, stop = signals
        module = [sys.executable, "-m", *command]
        leashed = host.leashed(leash, module, is_server=False)
        return Program(name, leashed, priority, stop, stop_within_s=stop_within_s, is_server=False)

    return [
        program("web", web, 20, ("TERM", "TERM"), 15),
        # TERM lets a worker finish its task; when the supervisor has died there is no database to finish it in.
        program("worker", [*WORKER], 30, ("QUIT", "TERM"), 15),
        program("beat", beat, 40, ("TERM", "TERM"), 5),
    ]
