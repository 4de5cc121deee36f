"""The gate: the only code of the project that opens a connection."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import aiohttp
import structlog
from aiohttp.abc import AbstractResolver, ResolveResult
from django.core.cache.backends.base import BaseCache
from yarl import URL

from ingest.http import faults
from ingest.http.addresses import PORTS, Allowed, check_ip, check_url, is_allowed, is_loopback, is_public, parse_url
from ingest.http.answers import Answer, Ask, Headers, Hop, Limits, Refusal
from ingest.http.bodies import ACCEPT_ENCODING, Body, too_large
from ingest.http.manners import Manners

log = structlog.get_logger(__name__)

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8, text/html;q=0.7, */*;q=0.1"
)
REDIRECTS = frozenset({301, 302, 303, 307, 308})
DOCUMENTS = frozenset({200, 203})
_ROBOTS_LIMITS = Limits(max_bytes=512_000, timeout_s=15.0)
_MAX_FIELD_BYTES = 16_000
_CONNECT_S = 10.0


@dataclass(frozen=True, slots=True)
class Rules:
    """Who we say we are, which loopback addresses are lifted, and what an answer may cost."""

    user_agent: str
    allow: tuple[Allowed, ...] = ()
    limits: Limits = field(default_factory=Limits)


class _CheckedResolver(AbstractResolver):
    """Resolves a name once and refuses it if any of its addresses is not public; the result is what is connected to."""

    def __init__(self, allow: tuple[Allowed, ...]) -> None:
        self._allow = allow

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
        return results

    async def close(self) -> None:
        """Nothing is held."""


class Gate:
    """Asks addresses within the rules. Use as `async with`; `fetch` gives a value and never raises."""

    def __init__(self, rules: Rules, memory: BaseCache) -> None:
        self._rules = rules
        self._manners = Manners(memory, self._read_robots, max_wait_s=rules.limits.max_wait_s)

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            resolver=_CheckedResolver(self._rules.allow),
            use_dns_cache=False,
            family=socket.AF_UNSPEC,
            socket_factory=self._socket,
            limit_per_host=4,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            max_field_size=_MAX_FIELD_BYTES,
            max_line_size=_MAX_FIELD_BYTES,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_S),
            headers={"User-Agent": self._rules.user_agent, "Accept-Encoding": ACCEPT_ENCODING},
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def fetch(self, ask: Ask) -> Answer:
        """Ask one address, following up to `max_hops` redirects; every failure is an `error` sentence."""
        started = time.monotonic()
        headers = {"Accept": ACCEPT}
        if ask.etag:
            headers["If-None-Match"] = ask.etag
        if ask.last_modified:
            headers["If-Modified-Since"] = ask.last_modified
        answer = await self._fetch_safely(ask.url, headers, self._rules.limits)
        if answer.status == 304 and not (ask.etag or ask.last_modified):
            answer = replace(answer, error="The server says that nothing changed, but was never told what we hold.")
        elif answer.status in DOCUMENTS and not answer.error and not answer.body.strip():
            answer = replace(answer, body=b"", error="The server answered with an empty document.")
        return answer.taking(round((time.monotonic() - started) * 1000))

    async def tell(self, address: str, form: Sequence[tuple[str, str]]) -> Answer:
        """Post a form to an address of the operator's choice (a hub); the same checks, no redirects."""
        limits = self._rules.limits
        try:
            url = parse_url(address)
            check_url(url, self._rules.allow)
            async with (
                asyncio.timeout(limits.timeout_s),
                self._session.post(url, data=list(form), allow_redirects=False) as response,
            ):
                answer = Answer(
                    url=address, final_url=address, status=response.status, headers=_fields(response, limits)
                )
        except Refusal as refusal:
            return Answer(url=address, error=str(refusal))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Answer(url=address, error=faults.sentence(error, address, limits))
        return answer if 200 <= response.status < 300 else replace(answer, error=_status_sentence(answer))

    async def _fetch_safely(
        self, address: str, headers: dict[str, str], limits: Limits, *, is_robots: bool = False
    ) -> Answer:
        url = address
        try:
            return await self._follow(address, headers, limits, is_robots=is_robots)
        except Refusal as refusal:
            return Answer(url=url, error=str(refusal), is_put_off=refusal.is_put_off)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Answer(url=url, error=faults.sentence(error, address, limits))
        except Exception:  # one bad source is a value in a report, never the end of a batch
            log.exception("fetch_broke", url=url)
            return Answer(url=url, error="This address could not be read, for a reason of ours; see the log.")

    async def _follow(self, address: str, headers: dict[str, str], limits: Limits, *, is_robots: bool) -> Answer:
        url = parse_url(address).with_fragment(None)
        seen: set[URL] = set()
        hops: list[Hop] = []
        left_s = limits.timeout_s
        while len(seen) <= limits.max_hops:
            seen.add(url)
            check_url(url, self._rules.allow)
            if not is_robots and not is_allowed(url, self._rules.allow):
                await self._manners.before(url)
            started = time.monotonic()
            async with asyncio.timeout(left_s):
                answer, target = await self._exchange(url, headers, limits, keep_start=is_robots)
            if target is None:
                return replace(answer, url=address, hops=tuple(hops))
            hops.append(_hop(answer))
            if target in seen:
                raise Refusal("The address redirects in a circle.")
            left_s = max(0.0, left_s - (time.monotonic() - started))
            url = target
        raise Refusal(f"The address redirects more than {limits.max_hops} times.")

    async def _exchange(
        self, url: URL, headers: dict[str, str], limits: Limits, *, keep_start: bool
    ) -> tuple[Answer, URL | None]:
        """One hop: the answer, or where it leads."""
        async with self._session.get(url, headers=headers, allow_redirects=False) as response:
            fields = _fields(response, limits)
            answer = Answer(
                url=str(url),
                final_url=str(url),
                status=response.status,
                headers=fields,
                reason=response.reason or "",
                http_version=_version(response),
                sent=tuple(response.request_info.headers.items()),
            )
            if response.status in REDIRECTS:
                return answer, _target(url, answer.header("location"))
            if response.status in DOCUMENTS:
                return replace(answer, body=await _read(response, answer, limits, keep_start=keep_start)), None
            if response.status == 304:
                return answer, None
            retry_after_s = faults.retry_after_s(answer.header("retry-after"))
            return replace(answer, error=_status_sentence(answer), retry_after_s=retry_after_s), None

    async def _read_robots(self, url: URL) -> Answer:
        limits = replace(self._rules.limits, max_bytes=_ROBOTS_LIMITS.max_bytes, timeout_s=_ROBOTS_LIMITS.timeout_s)
        return await self._fetch_safely(str(url), {"Accept": "text/plain"}, limits, is_robots=True)

    def _socket(self, addr_info: tuple[Any, ...]) -> socket.socket:
        """The last check: the very address and port that the kernel is about to connect to."""
        family, kind, proto, _, sockaddr = addr_info
        address, port = str(sockaddr[0]), int(sockaddr[1])
        is_lifted = is_loopback(address) and any(entry.port == port for entry in self._rules.allow)
        if not is_lifted and not (is_public(address) and port in PORTS):
            raise Refusal(f"{address} is not a public address, and only public addresses are asked.")
        return socket.socket(family, kind, proto)


def _fields(response: aiohttp.ClientResponse, limits: Limits) -> Headers:
    if sum(len(name) + len(value) for name, value in response.raw_headers) > limits.max_header_bytes:
        raise Refusal("The header of the answer is too large, so the answer was not read.")
    return tuple(
        (name.decode("utf-8", "replace"), value.decode("utf-8", "replace").replace("\x00", "\ufffd"))
        for name, value in response.raw_headers
    )


def _version(response: aiohttp.ClientResponse) -> str:
    return f"{response.version.major}.{response.version.minor}" if response.version else "1.1"


def _hop(answer: Answer) -> Hop:
    return Hop(answer.final_url, answer.status or 0, answer.reason, answer.http_version, answer.headers)


def _target(url: URL, location: str) -> URL:
    if not location:
        raise Refusal("The server redirects without saying where to.")
    return url.join(parse_url(location)).with_fragment(None)


async def _read(response: aiohttp.ClientResponse, answer: Answer, limits: Limits, *, keep_start: bool) -> bytes:
    body = Body(answer.header("content-encoding"), limits, keep_start=keep_start)
    if response.content_length is not None and response.content_length > limits.max_bytes and not keep_start:
        raise too_large(limits)
    async for piece in response.content.iter_any():
        body.add(piece)
        if body.is_full:
            break
    return body.finish()


def _status_sentence(answer: Answer) -> str:
    status = answer.status or 0
    if answer.header("cf-mitigated"):
        return f"The server answered {status} with a test for browsers (Cloudflare) instead of the document."
    try:
        named = f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        named = str(status)
    if status >= 400:
        return f"The server answered {named}."
    return f"The server answered {named}, which carries no document."
