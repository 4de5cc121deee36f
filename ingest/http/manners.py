"""Manners: robots.txt is obeyed, and one host is asked at our pace, whichever worker asks.

The memory is a Django cache: the shared one between workers, one of its own in a command.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.robotparser import RobotFileParser

from django.core.cache.backends.base import BaseCache
from yarl import URL

from ingest.http.answers import Answer, Refusal

ROBOT = "Bantracker"
PACE_S = 2
"""Least time between two requests to one host."""
LONGEST_CRAWL_DELAY_S = 30
ROBOTS_KEPT_S = 24 * 3600
"""RFC 9309, 2.4: a robots.txt is kept for a day at most."""
UNREADABLE_KEPT_S = 600
_LOOK_AGAIN_S = 0.25

ReadRobots = Callable[[URL], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host's robots.txt says; `problem` is a sentence where it could not be read."""

    text: str = ""
    problem: str = ""

    def refusal(self, url: URL) -> str:
        if self.problem:
            return self.problem
        if self.text and not self._rules().can_fetch(ROBOT, str(url)):
            return f"The robots.txt of {url.host} asks robots not to read this address."
        return ""

    def delay_s(self) -> int:
        """Seconds between requests that the host asks for, within reason."""
        if "crawl-delay" not in self.text.lower():
            return PACE_S
        asked = self._rules().crawl_delay(ROBOT)
        return min(max(PACE_S, int(asked or 0)), LONGEST_CRAWL_DELAY_S)

    def _rules(self) -> RobotFileParser:
        parser = RobotFileParser()
        parser.parse(self.text.splitlines())
        return parser


def robots_from(answer: Answer, host: str) -> Robots:
    """RFC 9309, 2.3.1: none (4xx) allows everything; one that cannot be had (5xx, 429, no answer) nothing."""
    is_missing = answer.status is not None and 400 <= answer.status < 500 and answer.status != 429
    if is_missing or (answer.status == 200 and not answer.error):
        return Robots(text="" if is_missing else answer.body.decode("utf-8-sig", "replace"))
    return Robots(
        problem=f"The robots.txt of {host} could not be read, so nothing else was asked there. "
        + (answer.error or f"It was answered with status {answer.status}.")
    )


class Manners:
    """Waits for a host's turn and asks its robots.txt first."""

    def __init__(self, memory: BaseCache, read_robots: ReadRobots, *, max_wait_s: float) -> None:
        self._memory = memory
        self._read_robots = read_robots
        self._max_wait_s = max_wait_s
        self._reading: dict[str, asyncio.Lock] = {}

    async def before(self, url: URL) -> None:
        """Return when `url` may be asked; Refusal where robots.txt forbids it or the turn is too far off."""
        robots = await self._robots(url)
        if refusal := robots.refusal(url):
            raise Refusal(refusal)
        await self.wait_for_turn(url.host or "", robots.delay_s())

    async def wait_for_turn(self, host: str, delay_s: int = PACE_S) -> None:
        waited_s = 0.0
        while not await self._memory.aadd(f"gate:pace:{host}", 1, timeout=delay_s):
            if waited_s >= self._max_wait_s:
                raise Refusal(f"Other addresses of {host} were asked first; this one is asked later.", is_put_off=True)
            await asyncio.sleep(_LOOK_AGAIN_S)
            waited_s += _LOOK_AGAIN_S

    async def _robots(self, url: URL) -> Robots:
        origin = str(url.origin())
        async with self._reading.setdefault(origin, asyncio.Lock()):
            known = await self._memory.aget(f"gate:robots:{origin}")
            if known is not None:
                return Robots(text=known[0], problem=known[1])
            await self.wait_for_turn(url.host or "")
            robots = robots_from(await self._read_robots(url.origin() / "robots.txt"), url.host or "")
            kept_s = UNREADABLE_KEPT_S if robots.problem else ROBOTS_KEPT_S
            await self._memory.aset(f"gate:robots:{origin}", [robots.text, robots.problem], timeout=kept_s)
            return robots
