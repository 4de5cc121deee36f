"""As whom the programs run. A plain user runs them as itself; root hands them to somebody with less power."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bantracker.stack import leash
from bantracker.stack.places import Places, StackError
from bantracker.stack.wheels import copy_servers, installed_servers

RELOCATED = Path("/var/lib/bantracker")
LOOK = "import os, sys; sys.exit(not all(os.access(path, os.R_OK | os.X_OK) for path in sys.argv[1:]))"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody known to this system; `reads_all` where it may keep the right to read, whatever the folders say."""

    name: str
    uid: int
    gid: int
    reads_all: bool


@dataclass(frozen=True, slots=True)
class Host:
    """What the machine allows: where things lie, which programs there are, and as whom they run."""

    places: Places
    servers: Mapping[str, Path]
    account: Account | None

    def leashed(self, signal: str, program: Sequence[str], *, is_server: bool) -> list[str]:
        """Give the command that runs `program` under its account and ends it with its parent by `signal`.

        The site itself reads the clone: without the right to read it, it stays with root.
        """
        account = self.account if is_server or (self.account and self.account.reads_all) else None
        who = [f"{account.uid}:{account.gid}" + (":reads-all" if account.reads_all else "")] if account else []
        return [sys.executable, "-I", "-S", str(Path(leash.__file__)), signal, *who, "--", *program]

    def own(self, folder: Path) -> None:
        """Make `folder`, closed to others, and give it to the account that will write there."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        self._give(folder)

    def write_secret(self, path: Path, text: str) -> None:
        """Write a file that only the account can read."""
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(text)
        self._give(path)

    def _give(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)


def choose_account(environ: Mapping[str, str]) -> Account | None:
    """Choose whom root hands the servers to: EMBEDDED_USER, else postgres, else nobody. No user is ever made."""
    if os.geteuid() != 0:
        return None
    names = [environ["EMBEDDED_USER"]] if environ.get("EMBEDDED_USER") else ["postgres", "nobody"]
    for name in names:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid, reads_all=True)
    raise StackError(
        f"PostgreSQL does not run as root, and this system does not know {' or '.join(names)} as another user. "
        "Name a user that exists: EMBEDDED_USER=name make up, or run make up as a plain user."
    )


def survey(places: Places, environ: Mapping[str, str]) -> Host:
    """Find out as whom and from where the servers can run, and make the folders."""
    account, servers = choose_account(environ), installed_servers()
    host = Host(places, servers, account)
    places.make()
    if account is None:
        return host
    # Try the way itself: it needs the right to read, and the right to pass it on.
    look = [sys.executable, "-I", "-S", "-c", LOOK, str(servers["initdb"]), str(places.data)]
    probe = host.leashed("TERM", look, is_server=True)
    elsewhere = RELOCATED / places.name
    if not elsewhere.exists() and subprocess.run(probe, capture_output=True, check=False).returncode == 0:
        return host
    try:
        elsewhere.mkdir(mode=0o711, parents=True, exist_ok=True)
        copied = copy_servers(elsewhere / "programs")
    except OSError as error:
        raise StackError(
            f"PostgreSQL does not run as root, and the user {account.name} may neither read {places.data} nor be given "
            f"a place in {RELOCATED}: {error.strerror}. Run make up as a plain user."
        ) from error
    return Host(replace(places, servers=elsewhere), copied, replace(account, reads_all=False))
