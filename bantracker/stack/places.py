"""Where things lie: the data of this clone, and the servers inside the installed wheels."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent
SOCKET_PATH_BYTES = 100  # sun_path holds 108 with its end; supervisord appends a number for a moment


class StackError(Exception):
    """What went wrong and what to do, in sentences for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Places:
    """The data folder of one run, and what lies in it; `servers` is elsewhere only where root has no other way."""

    data: Path
    servers: Path

    @classmethod
    def under(cls, data: Path) -> Places:
        return cls(data=data, servers=data)

    @property
    def name(self) -> str:
        """Name this folder in eight letters, the same each time."""
        return hashlib.sha256(str(self.data).encode()).hexdigest()[:8]

    @property
    def env(self) -> Path:
        return self.data / "env"

    @property
    def run(self) -> Path:
        return self.data / "run"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def postgres(self) -> Path:
        return self.servers / "postgres"

    @property
    def valkey(self) -> Path:
        return self.servers / "valkey"

    @property
    def beat(self) -> Path:
        return self.data / "beat"

    @property
    def socket(self) -> Path:
        """The supervisor's socket: with the rest, unless that path is too long for a socket."""
        inside = self.run / "supervisor.sock"
        if len(bytes(inside)) <= SOCKET_PATH_BYTES:
            return inside
        return Path(tempfile.gettempdir()) / f"bantracker-{self.name}" / "supervisor.sock"

    def make(self) -> None:
        """Make the folders, for this user's eyes only; StackError where the disk does not let us."""
        try:
            for folder in (self.data, self.run, self.logs, self.backups, self.beat, self.socket.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe = self.run / "writable"
            probe.write_text("x" * 4096)
            probe.unlink()
            self.data.chmod(0o700)
        except OSError as error:
            raise StackError(
                f"Bantracker keeps its data in {self.data} and cannot write there: {error.strerror or error}. "
                'Free some space, or make the folder yours (sudo chown -R "$USER" .data).'
            ) from error
