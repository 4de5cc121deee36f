"""Many addresses at once for code that is not async: the loop runs in a thread, answers come as they are ready."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar
from uuid import uuid4

from django.conf import settings
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache

from ingest.http.addresses import Allowed
from ingest.http.answers import Answer, Ask
from ingest.http.bodies import Budget
from ingest.http.gate import Gate, Rules

HELD_BYTES = 40_000_000
"""Bodies in memory at a time, those not yet taken by the caller included."""
_RESOLVERS = 16
"""Threads that look names up: the system's resolver answers one question a thread."""
_LINGER_S = 0.02
"""How long a chunk waits for more once it has one answer: a few answers a transaction cost less than one each."""

Key = TypeVar("Key")


def rules_from_settings() -> Rules:
    """The gate's rules as this deployment has them; ValueError where FETCH_ALLOW cannot be read."""
    contact = f"; {settings.CONTACT}" if settings.CONTACT else ""
    return Rules(
        user_agent=f"Bantracker/{settings.VERSION} (+{settings.BASE_URL}/about/{contact})",
        allow=tuple(Allowed.parse(entry) for entry in settings.FETCH_ALLOW),
    )


def own_memory() -> BaseCache:
    """A memory for robots.txt and pace that nobody else shares: for commands without a server."""
    return LocMemCache(f"gate-{uuid4()}", {})


def fetch_all(
    asks: Mapping[Key, Ask], *, memory: BaseCache, rules: Rules | None = None
) -> Generator[tuple[Key, Answer], None, None]:
    """Ask many addresses at once and give each answer, with its key, as soon as it is there."""
    with closing(fetch_in_chunks(asks, memory=memory, rules=rules, most=1)) as chunks:
        for chunk in chunks:
            yield from chunk


def fetch_in_chunks(
    asks: Mapping[Key, Ask],
    *,
    memory: BaseCache,
    rules: Rules | None = None,
    most: int,
    patience_s: float | None = None,
) -> Generator[list[tuple[Key, Answer]], None, None]:
    """Ask many addresses at once and give the answers that are there, up to `most` at a time.

    With `patience_s`, an empty list comes after so many seconds without an answer, so that the caller
    can renew a lease. Answers count as held in memory until the caller asks for the next chunk. Leaving
    early cancels the rest.
    """
    run: _Run[Key] = _Run(rules or rules_from_settings(), memory)
    run.start(asks)
    try:
        left = len(asks)
        while left:
            chunk = run.take(min(most, left), patience_s)
            left -= len(chunk)
            yield chunk
            run.let_go(chunk)
    finally:
        run.stop()


class _Run(Generic[Key]):
    """One event loop in a thread of its own, with a gate in it, for one set of asks."""

    def __init__(self, rules: Rules, memory: BaseCache) -> None:
        self._rules, self._memory = rules, memory
        self._ready: SimpleQueue[tuple[Key, Answer] | BaseException] = SimpleQueue()
        self._loop = asyncio.new_event_loop()
        self._loop.set_default_executor(ThreadPoolExecutor(_RESOLVERS, thread_name_prefix="gate"))
        self._budget = Budget(max(HELD_BYTES, 2 * rules.limits.max_bytes))
        self._thread = threading.Thread(target=self._work, name="gate", daemon=True)
        self._task: asyncio.Task[None] | None = None

    def start(self, asks: Mapping[Key, Ask]) -> None:
        self._task = self._loop.create_task(self._ask(asks))
        self._thread.start()

    def take(self, most: int, patience_s: float | None) -> list[tuple[Key, Answer]]:
        chunk: list[tuple[Key, Answer]] = []
        while len(chunk) < most:
            try:
                found = self._ready.get(timeout=_LINGER_S if chunk else patience_s)
            except Empty:
                break
            if isinstance(found, BaseException):
                raise found
            chunk.append(found)
        return chunk

    def let_go(self, chunk: Sequence[tuple[Key, Answer]]) -> None:
        self._loop.call_soon_threadsafe(self._budget.give_back, sum(len(answer.body) for _, answer in chunk))

    def stop(self) -> None:
        if self._task is not None and self._thread.is_alive():
            with suppress(RuntimeError):  # the loop ended between the two lines
                self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join()
        self._loop.close()

    def _work(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            if self._task is not None:
                self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            pass
        except BaseException as error:  # noqa: BLE001  # it is raised again where the answers are taken
            self._ready.put(error)
        finally:
            self._loop.run_until_complete(self._loop.shutdown_default_executor())

    async def _ask(self, asks: Mapping[Key, Ask]) -> None:
        async with Gate(self._rules, self._memory, self._budget) as gate:
            await asyncio.gather(*(self._ask_one(gate, key, ask) for key, ask in asks.items()))

    async def _ask_one(self, gate: Gate, key: Key, ask: Ask) -> None:
        self._ready.put((key, await gate.fetch(ask)))


def fetch_one(ask: Ask, *, memory: BaseCache, rules: Rules | None = None) -> Answer:
    """Ask one address."""
    [(_, answer)] = fetch_all({0: ask}, memory=memory, rules=rules)
    return answer


def tell_one(url: str, form: Sequence[tuple[str, str]], *, memory: BaseCache, rules: Rules | None = None) -> Answer:
    """Post a form to one address."""

    async def tell() -> Answer:
        async with Gate(rules or rules_from_settings(), memory) as gate:
            return await gate.tell(url, form)

    return asyncio.run(tell())
