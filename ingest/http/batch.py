"""Many addresses at once for code that is not async: the loop runs in a thread, answers come as they are ready."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from typing import TypeVar
from uuid import uuid4

from django.conf import settings
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache

from ingest.http.addresses import Allowed
from ingest.http.answers import Answer, Ask
from ingest.http.gate import Gate, Rules

AT_ONCE = 10
"""Requests in flight, answers not yet taken included: it bounds memory at 10 × the size limit."""

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
) -> Iterator[tuple[Key, Answer]]:
    """Ask many addresses at once and give each answer, with its key, as soon as it is there.

    An answer counts as in flight until the caller asks for the next one. Leaving early cancels the rest.
    """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="gate", daemon=True)
    thread.start()
    slots = asyncio.Semaphore(AT_ONCE)
    gate = Gate(rules or rules_from_settings(), memory)

    async def fetch(key: Key, ask: Ask) -> tuple[Key, Answer]:
        await slots.acquire()
        return key, await gate.fetch(ask)

    futures: list[Future[tuple[Key, Answer]]] = []
    try:
        asyncio.run_coroutine_threadsafe(gate.__aenter__(), loop).result()
        futures += [asyncio.run_coroutine_threadsafe(fetch(key, ask), loop) for key, ask in asks.items()]
        for future in as_completed(futures):
            futures.remove(future)
            yield future.result()
            loop.call_soon_threadsafe(slots.release)
    finally:
        for future in futures:
            future.cancel()
        asyncio.run_coroutine_threadsafe(gate.__aexit__(None, None, None), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def fetch_one(ask: Ask, *, memory: BaseCache, rules: Rules | None = None) -> Answer:
    """Ask one address."""
    return next(answer for _, answer in fetch_all({0: ask}, memory=memory, rules=rules))


def tell_one(url: str, form: Sequence[tuple[str, str]], *, memory: BaseCache, rules: Rules | None = None) -> Answer:
    """Post a form to one address."""

    async def tell() -> Answer:
        async with Gate(rules or rules_from_settings(), memory) as gate:
            return await gate.tell(url, form)

    return asyncio.run(tell())
