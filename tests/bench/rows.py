"""One measured figure, and what another program took for the same work in the same run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    what: str
    value: float
    unit: str
    how: str
    peer: float | None = None
    peer_name: str = ""
    goal: str = ""

    @property
    def ratio(self) -> str:
        """How many times the peer's figure ours is; empty without a peer."""
        return f"{self.value / self.peer:.1f} ×" if self.peer else ""
