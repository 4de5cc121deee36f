"""Valkey out of its wheel: its settings file and how it starts."""

from __future__ import annotations

import time

import redis

from bantracker.stack.accounts import Host
from bantracker.stack.environment import Plan
from bantracker.stack.places import StackError

SETTINGS = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
daemonize no
databases 16
save 60 1
appendonly {appendonly}
maxmemory 256mb
maxmemory-policy noeviction
"""


def write_settings(host: Host, plan: Plan, *, throw_away: bool = False) -> None:
    """Write valkey.conf, closed to others: the password must not stand in the process list."""
    folder = host.places.valkey
    host.own(folder)
    text = SETTINGS.format(
        port=plan.valkey_port,
        password=plan.environment["VALKEY_PASSWORD"],
        folder=folder,
        appendonly="no" if throw_away else "yes",
    )
    host.write_secret(folder / "valkey.conf", text)


def start_command(host: Host) -> list[str]:
    """Give the program that supervisord runs."""
    return [str(host.servers["valkey"]), str(host.places.valkey / "valkey.conf")]


def wait_until_ready(plan: Plan, *, timeout_s: float = 30) -> None:
    """Wait until the server answers; StackError with its last answer otherwise."""
    until = time.monotonic() + timeout_s
    while True:
        try:
            with redis.Redis.from_url(plan.environment["REDIS_URL"], socket_timeout=5) as client:
                client.ping()
        except redis.RedisError as error:
            if time.monotonic() > until:
                raise StackError(f"Valkey did not start within {timeout_s:.0f} s: {error}") from error
            time.sleep(0.05)
        else:
            return
