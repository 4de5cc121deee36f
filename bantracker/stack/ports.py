"""Ports on the loopback interface: which are free, which a run keeps for itself."""

from __future__ import annotations

import errno
import random
import socket
from contextlib import closing

from bantracker.stack.places import StackError

OWN_PORTS = range(15_000, 30_000)  # below the range from which systems take ports for outgoing connections


def bind_error(port: int, host: str = "127.0.0.1") -> int:
    """Try to listen on `port`: 0 where that works, else the system's error number."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen(1)
    except OSError as error:
        return error.errno or errno.EIO
    return 0


def is_free(port: int) -> bool:
    return bind_error(port) == 0


def loopbacks() -> list[str]:
    """List the loopback addresses of this machine: `localhost` may lead to ::1 first."""
    return ["127.0.0.1", *(["::1"] if bind_error(0, "::1") == 0 else [])]


def own_port(kept: str | None) -> int:
    """Give the port of the last time while it is free, else another one."""
    if kept and kept.isdigit() and is_free(int(kept)):
        return int(kept)
    for port in random.sample(OWN_PORTS, 200):
        if is_free(port):
            return port
    raise StackError("No free port was found between 15000 and 30000. Stop something that listens, and try again.")


def read_port(text: str) -> int:
    """Read the web port; StackError with a sentence where it is none."""
    if not text.isdigit() or not 0 < int(text) < 65_536:
        raise StackError(f"“{text}” is not a port. Write a number from 1 to 65535: make up PORT=8001")
    return int(text)
