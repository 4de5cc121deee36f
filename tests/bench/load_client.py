"""Asks a server on loopback for addresses, so many at once: `python -m tests.bench.load_client PORT < addresses`.

One address a line. Prints one JSON object: seconds in all, the milliseconds of each request, its bytes on the wire.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator

from aiohttp import ClientSession, DummyCookieJar, TCPConnector

AT_ONCE = 16
"""As many as the workers have threads."""


async def ask_all(port: int, addresses: list[str]) -> dict:
    """Every address once, in this order, over connections that stay open."""
    waiting = iter(addresses)
    took: list[float] = []
    sizes: list[int] = []
    options = {"connector": TCPConnector(limit=AT_ONCE), "cookie_jar": DummyCookieJar(), "auto_decompress": False}
    async with ClientSession(f"http://127.0.0.1:{port}", headers={"Accept-Encoding": "gzip"}, **options) as session:
        started = time.perf_counter()
        await asyncio.gather(*(ask_some(session, waiting, took, sizes) for _ in range(AT_ONCE)))
        return {"seconds": time.perf_counter() - started, "took_ms": took, "bytes": sizes}


async def ask_some(session: ClientSession, waiting: Iterator[str], took: list[float], sizes: list[int]) -> None:
    for address in waiting:
        started = time.perf_counter()
        async with session.get(address) as answer:
            body = await answer.read()
        if answer.status != 200:
            raise SystemExit(f"{address} answered {answer.status}.")
        took.append((time.perf_counter() - started) * 1000)
        sizes.append(len(body))


if __name__ == "__main__":
    found = asyncio.run(ask_all(int(sys.argv[1]), sys.stdin.read().split()))
    sys.stdout.write(json.dumps(found) + "\n")
