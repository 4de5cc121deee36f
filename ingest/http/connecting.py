"""The last two checks: what a name leads to, and the very address that the kernel is about to connect to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from ingest.http.addresses import PORTS, Allowed, check_ip, is_loopback, is_public
from ingest.http.answers import Refusal

WaitForAddress = Callable[[str], Awaitable[None]]


class CheckedResolver(AbstractResolver):
    """Resolves a name once and refuses it if any of its addresses is not public; the result is what is connected to."""

    def __init__(self, allow: Sequence[Allowed], wait_for_address: WaitForAddress) -> None:
        """`wait_for_address` holds a request back while its address is asked too often under other names."""
        self._allow = allow
        self._wait_for_address = wait_for_address

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        is_lifted = any(entry.host == host and entry.port == port for entry in self._allow)
        results: list[ResolveResult] = []
        for found_family, _, proto, _, sockaddr in found:
            address = str(sockaddr[0])
            if not (is_lifted and is_loopback(address)):
                check_ip(host, address)
            results.append(
                ResolveResult(
                    hostname=host,
                    host=address,
                    port=port,
                    family=found_family,
                    proto=proto,
                    flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
                )
            )
        if results and not is_lifted:
            await self._wait_for_address(results[0]["host"])
        return results

    async def close(self) -> None:
        """Nothing is held."""


def checked_socket(allow: Sequence[Allowed], addr_info: tuple[Any, ...]) -> socket.socket:
    """A socket for this address and port, or Refusal: whatever a name led to, this is what would be asked."""
    family, kind, proto, _, sockaddr = addr_info
    address, port = str(sockaddr[0]), int(sockaddr[1])
    is_lifted = is_loopback(address) and any(entry.port == port for entry in allow)
    if not is_lifted and not (is_public(address) and port in PORTS):
        raise Refusal(f"{address} is not a public address, and only public addresses are asked.")
    return socket.socket(family, kind, proto)
