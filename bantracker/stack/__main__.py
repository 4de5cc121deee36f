"""The command line behind `make up`, `down`, `status`, `reset`, `backup`, `restore`, `test` and `bench`."""

from __future__ import annotations

import argparse
import os
import sys

from bantracker.stack import down, keeping, status, up, with_servers
from bantracker.stack.places import StackError
from bantracker.stack.ports import read_port
from bantracker.stack.runs import DEFAULT_PORT
from bantracker.stack.terminal import complain


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m bantracker.stack", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    commands.add_parser("up").add_argument("--port", default=None)
    commands.add_parser("down")
    commands.add_parser("status")
    commands.add_parser("reset").add_argument("--force", action="store_true")
    commands.add_parser("backup")
    restoring = commands.add_parser("restore")
    restoring.add_argument("file")
    restoring.add_argument("--force", action="store_true")
    commands.add_parser("manage").add_argument("program", nargs=argparse.REMAINDER)
    commands.add_parser("with-servers").add_argument("program", nargs=argparse.REMAINDER)
    return top


def main(arguments: list[str]) -> int:
    """Do one command and give its exit code; what went wrong is a sentence, not a trace."""
    options = parser().parse_args(arguments)
    environ = dict(os.environ)
    try:
        match options.command:
            case "up":
                port = read_port(options.port or str(DEFAULT_PORT))
                return up.up(environ, port=port, is_port_given=options.port is not None)
            case "down":
                return down.down(environ)
            case "status":
                return status.status(environ)
            case "reset":
                return down.reset(environ, force=options.force)
            case "backup":
                return keeping.backup(environ)
            case "restore":
                return keeping.restore(environ, file=options.file, force=options.force)
            case "manage":
                return keeping.manage(environ, *options.program)
            case _:
                return with_servers.with_servers(environ, options.program[1:])
    except StackError as error:
        complain(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
