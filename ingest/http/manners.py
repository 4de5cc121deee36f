"""Manners: robots.txt is obeyed, one host is asked at our pace, and who asked us to stay away is left alone.

The memory is a Django cache: the shared one between workers, one of its own in a command.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache

from asgiref.sync import sync_to_async
from django.core.cache.backends.base import BaseCache
from protego import Protego
from yarl import URL

from ingest.http.answers import Answer, Refusal, RobotsRead, Trail, Withheld

ROBOT = "Bantracker"
PACE_S = 2
"""Least time between two requests to one host."""
LONGEST_CRAWL_DELAY_S = 30
PER_ADDRESS_AND_SECOND = 4
"""Requests a second to one IP address, whatever names led there: many hosts share one, few share its limits."""
ROBOTS_KEPT_S = 24 * 3600
"""RFC 9309, 2.4: a robots.txt is kept for a day at most."""
UNREADABLE_KEPT_S = 600
UNREADABLE_BELIEVED_S = 30 * 24 * 3600
"""RFC 9309, 2.3.1.4: after 30 days without a readable robots.txt a host counts as having none."""

AWAY_S = 300
"""How long a host is left alone after a 429 that names no time."""
LONGEST_AWAY_S = 6 * 3600
"""One address may ask for a week; the whole host is believed for this long at most."""
TROUBLE_S = 600
"""503 speaks for one address. Three within this time and no good answer between them speak for the host."""
_TROUBLES = 3
_LONGEST_LOOK_S = 1.0

ReadRobots = Callable[[URL, Trail], Awaitable[Answer]]


def host_of(url: URL) -> str:
    """A host as the books name it: with its port only where that is not the usual one."""
    return url.host_port_subcomponent or ""


@lru_cache(maxsize=256)
def _rules(text: str) -> Protego:
    return Protego.parse(text)


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host's robots.txt says; `problem` is a sentence where it could not be read."""

    text: str = ""
    problem: str = ""

    def refusal(self, url: URL) -> str:
        """The sentence that says why `url` is not asked; empty where it may be."""
        if self.problem:
            return self.problem
        if self.text and not _rules(self.text).can_fetch(str(url), ROBOT):
            return f"The robots.txt of {url.host} asks robots not to read this address."
        return ""

    @property
    def crawl_delay_s(self) -> float | None:
        """What the host asks for; a request rate (1/10s) is read as a delay. None where it says nothing usable."""
        if not self.text:
            return None
        rules = _rules(self.text)
        delay = rules.crawl_delay(ROBOT)
        if delay is None and (rate := rules.request_rate(ROBOT)) is not None and rate.requests:
            delay = rate.seconds / rate.requests
        return delay if delay is not None and math.isfinite(delay) and delay >= 0 else None

    def delay_s(self) -> int:
        """Seconds between our requests: what the host asks for, within reason."""
        return min(max(PACE_S, math.ceil(self.crawl_delay_s or 0)), LONGEST_CRAWL_DELAY_S)


def robots_from(answer: Answer, host: str) -> Robots:
    """RFC 9309, 2.3.1: none (4xx) allows everything; one that cannot be had (5xx, 429, no answer) nothing."""
    is_missing = answer.status is not None and 400 <= answer.status < 500 and answer.status != 429
    is_empty = answer.status == 200 and not answer.body.strip()
    if is_missing or is_empty or (answer.status == 200 and not answer.error):
        text = "" if is_missing else answer.body.decode("utf-8-sig", "replace")
        return Robots(text=text.replace("\x00", ""))
    return Robots(
        problem=f"The robots.txt of {host} could not be read, so nothing else was asked there. "
        + (answer.error or f"It was answered with status {answer.status}.")
    )


class Manners:
    """Waits for a host's turn and asks its robots.txt first. Belongs to one event loop."""

    def __init__(self, memory: BaseCache, read_robots: ReadRobots, *, max_wait_s: float) -> None:
        self._memory = memory
        self._read_robots = read_robots
        self._max_wait_s = max_wait_s
        self._reading: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._in_line: Counter[str] = Counter()

    async def before(self, url: URL, trail: Trail) -> None:
        """Return when `url` may be asked; Refusal where robots.txt forbids it or the turn is too far off."""
        host = host_of(url)
        started = time.monotonic()
        try:
            await self._check_away(host)
            robots = await self._robots(url, trail)
            if refusal := robots.refusal(url):
                trail.withheld(host, Withheld.FORBIDDEN)
                raise Refusal(refusal)
            await self.wait_for_turn(host, robots.delay_s())
        except Refusal as refusal:
            if refusal.put_off_s is not None:
                trail.withheld(host, Withheld.PUT_OFF)
            raise
        trail.waited_ms = round((time.monotonic() - started) * 1000)

    async def after(self, url: URL, answer: Answer, trail: Trail) -> None:
        """Note what the answer says of the whole host: 429 at once, 503 when it comes again and again."""
        host, status = host_of(url), answer.status or 0
        if status == 429:
            seconds = min(AWAY_S if answer.retry_after_s is None else answer.retry_after_s, LONGEST_AWAY_S)
            await self._stay_away(host, seconds, trail)
        elif status == 503:
            await self._memory.aadd(f"gate:trouble:{host}", 0, timeout=TROUBLE_S)
            if await self._count(f"gate:trouble:{host}") >= _TROUBLES:
                seconds = min(answer.retry_after_s or TROUBLE_S, LONGEST_AWAY_S)
                await self._stay_away(host, seconds, trail)
        elif 200 <= status < 400:
            await self._memory.adelete(f"gate:trouble:{host}")

    async def wait_for_turn(self, host: str, delay_s: float = PACE_S) -> None:
        """Wait in line for `host`. Refusal, with the time until the turn, where that is longer than anyone waits."""
        ahead = self._in_line[host]
        if ahead * delay_s > self._max_wait_s:
            self._in_line[host] += 1  # who is sent away keeps a place, so that not all come back at once
            raise _asked_later(host, ahead * delay_s)
        self._in_line[host] += 1
        started = time.monotonic()
        async with self._turns[host]:
            while not await self._memory.aadd(f"gate:pace:{host}", time.time() + delay_s, timeout=delay_s):
                free_at = await self._memory.aget(f"gate:pace:{host}") or time.time()
                wait_s = max(0.01, free_at - time.time())
                if time.monotonic() - started + wait_s > self._max_wait_s:
                    raise _asked_later(host, wait_s + self._in_line[host] * delay_s)
                await asyncio.sleep(min(wait_s, _LONGEST_LOOK_S))
        self._in_line[host] -= 1

    async def wait_for_address(self, address: str) -> None:
        """Hold back while this address is asked more often than PER_ADDRESS_AND_SECOND, by whichever worker."""
        started = time.monotonic()
        while time.monotonic() - started < self._max_wait_s:
            now = time.time()
            key = f"gate:address:{address}:{int(now)}"
            await self._memory.aadd(key, 0, timeout=5)
            if await self._count(key) <= PER_ADDRESS_AND_SECOND:
                return
            await asyncio.sleep(int(now) + 1 - now + 0.001)
        raise _asked_later(address, self._max_wait_s)

    async def _count(self, key: str) -> int:
        try:
            return int(await sync_to_async(self._memory.incr)(key))  # Django's own aincr() reads and writes apart
        except ValueError:  # it ran out between two commands
            return 1

    async def _check_away(self, host: str) -> None:
        until = await self._memory.aget(f"gate:away:{host}")
        if until is not None and until > time.time():
            raise Refusal(
                f"{host} asked us to stay away for a while; nothing was asked.", put_off_s=until - time.time()
            )

    async def _stay_away(self, host: str, seconds: float, trail: Trail) -> None:
        if seconds > 0:
            await self._memory.aset(f"gate:away:{host}", time.time() + seconds, timeout=math.ceil(seconds))
            trail.away = (host, seconds)

    async def _robots(self, url: URL, trail: Trail) -> Robots:
        origin = str(url.origin())
        async with self._reading[origin]:
            known = await self._memory.aget(f"gate:robots:{origin}")
            if known is not None:
                return Robots(text=known[0], problem=known[1])
            await self.wait_for_turn(host_of(url))
            answer = await self._read_robots(url.origin() / "robots.txt", trail)
            robots = await self._after_long_silence(robots_from(answer, url.host or ""), origin)
            trail.robots.append(RobotsRead(host_of(url), robots.text, answer.status, robots.problem))
            kept_s = UNREADABLE_KEPT_S if robots.problem else ROBOTS_KEPT_S
            await self._memory.aset(f"gate:robots:{origin}", [robots.text, robots.problem], timeout=kept_s)
            return robots

    async def _after_long_silence(self, robots: Robots, origin: str) -> Robots:
        since_key = f"gate:robots-unread:{origin}"
        if not robots.problem:
            await self._memory.adelete(since_key)
            return robots
        await self._memory.aadd(since_key, time.time(), timeout=2 * UNREADABLE_BELIEVED_S)
        since = await self._memory.aget(since_key) or time.time()
        return Robots() if time.time() - since > UNREADABLE_BELIEVED_S else robots


def _asked_later(host: str, wait_s: float) -> Refusal:
    return Refusal(f"Other addresses of {host} were asked first; this one is asked later.", put_off_s=wait_s)
