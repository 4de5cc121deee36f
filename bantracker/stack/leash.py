"""Start one program so that it ends with its parent, and not as root.

Usage: python leash.py SIGNAL [UID:GID[:reads-all]] -- PROGRAM ARGUMENT…

SIGNAL (INT, TERM or QUIT) is sent to the program by the kernel when its parent dies, even by `kill -9`, so no run
leaves orphans (Linux; elsewhere the next start finds and stops them). With UID:GID, root becomes that user:
PostgreSQL refuses to run as root. With `reads-all` it keeps the right to read, and no other: a clone below /root is
closed to everybody else. Only the standard library is used, and this file runs on its own: it must start within
milliseconds.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_SECUREBITS = 28
SECBIT_NO_SETUID_FIXUP = 1 << 2
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_READ_SEARCH = 2
CAPABILITY_VERSION_3 = 0x20080522


def _call(name: str, *arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def die_with_parent(number: signal.Signals) -> None:
    """Ask the kernel for signal `number` when this process's parent ends. Linux only; elsewhere nothing happens."""
    if sys.platform == "linux":
        _call("prctl", PR_SET_PDEATHSIG, ctypes.c_ulong(int(number)), 0, 0, 0)


def become(uid: int, gid: int) -> None:
    """Turn from root into `uid` for good."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def become_reader(uid: int, gid: int) -> None:
    """Turn from root into `uid`, keeping only the right to read files and search folders.

    Raises OSError where that right is not to be had, as in most containers.
    """
    # Keeps the rights across the change of user; and access(2), by which PostgreSQL looks for its own programs,
    # ignores every right of a plain user without it.
    _call("prctl", PR_SET_SECUREBITS, ctypes.c_ulong(SECBIT_NO_SETUID_FIXUP), 0, 0, 0)
    become(uid, gid)
    only = 1 << CAP_DAC_READ_SEARCH
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    # effective, permitted, inheritable; then the same three for the upper 32 capabilities
    sets = (ctypes.c_uint32 * 6)(only, only, only, 0, 0, 0)
    _call("capset", ctypes.byref(header), ctypes.byref(sets))
    _call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_READ_SEARCH, 0, 0)


def main(arguments: list[str]) -> None:
    """Do what the module's text says; never returns."""
    options, program = arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]
    if len(options) > 1:
        uid, gid, *reads_all = options[1].split(":")
        (become_reader if reads_all else become)(int(uid), int(gid))
        _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # Last, for a change of user takes the wish back.
    die_with_parent(signal.Signals[f"SIG{options[0]}"])
    os.execvp(program[0], program)  # noqa: S606 - to become another program is the purpose


if __name__ == "__main__":
    main(sys.argv[1:])
