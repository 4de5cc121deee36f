"""What is to be said and done while the programs run: who fell, who came back, and who is to be started once more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bantracker.stack.supervision import State

REST_S = 30.0
"""A program that the supervisor gave up is started again after so long: what made it fall may be over."""


@dataclass(slots=True)
class Watch:
    """Remembers how the programs stood at the last look; `logs` is where their words lie."""

    logs: Path
    pids: dict[str, int]
    given_up_at: dict[str, float] = field(default_factory=dict)

    @classmethod
    def over(cls, states: Iterable[State], logs: Path) -> Watch:
        return cls(logs, {state.name: state.pid for state in states})

    def look(self, states: Iterable[State], now: float) -> tuple[list[str], list[str]]:
        """What to say, and which programs to start again. `now` is of a clock that only goes forward."""
        told: list[str] = []
        again: list[str] = []
        for state in states:
            log = self.logs / f"{state.name}.log"
            if state.word == "FATAL":
                since = self.given_up_at.setdefault(state.name, now)
                if since == now:
                    told.append(
                        f"{state.name} does not stay up, and is started again every {REST_S:.0f} seconds: see {log}"
                    )
                elif now - since >= REST_S:
                    self.given_up_at[state.name] = now
                    again.append(state.name)
            elif state.word == "RUNNING" and state.pid != self.pids.get(state.name):
                told.append(f"{state.name} ended and was started again: see {log}")
                self.pids[state.name] = state.pid
                self.given_up_at.pop(state.name, None)
        return told, again
