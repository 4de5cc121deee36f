"""The gate: the only code of the project that opens a connection."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from types import TracebackType
from typing import Self

import aiohttp
import structlog
from django.core.cache.backends.base import BaseCache
from yarl import URL

from ingest.http import faults
from ingest.http.addresses import Allowed, check_url, is_allowed, parse_url
from ingest.http.answers import Answer, Ask, Headers, Limits, Redirect, Refusal, Trail
from ingest.http.bodies import ACCEPT_ENCODING, Body, Budget, too_large
from ingest.http.connecting import CheckedResolver, checked_socket
from ingest.http.manners import Manners, host_of

log = structlog.get_logger(__name__)

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8, text/html;q=0.7, */*;q=0.1"
)
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
AT_ONCE = 64
"""Requests in flight in one process: enough to keep it busy while servers take their time."""
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


@dataclass(slots=True)
class _Met:
    """What is known of an exchange, should it break off."""

    status: int | None = None
    wire_bytes: int = 0


class Gate:
    """Asks addresses within the rules. Use as `async with`; `fetch` gives a value and never raises."""

    def __init__(self, rules: Rules, memory: BaseCache, budget: Budget | None = None) -> None:
        self._rules = rules
        self._manners = Manners(memory, self._read_robots, max_wait_s=rules.limits.max_wait_s)
        self._budget = budget or Budget(4 * rules.limits.max_bytes)
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            resolver=CheckedResolver(self._rules.allow, self._manners.wait_for_address),
            use_dns_cache=False,
            family=socket.AF_UNSPEC,
            socket_factory=partial(checked_socket, self._rules.allow),
            limit=AT_ONCE,
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
        trail = Trail()
        answer = await self._fetch_safely(ask.url, headers, self._rules.limits, trail)
        if answer.status == 304 and not (ask.etag or ask.last_modified):
            answer = replace(answer, error="The server says that nothing changed, but was never told what we hold.")
        elif answer.status in DOCUMENTS and not answer.error and not answer.body.strip():
            self._budget.give_back(len(answer.body))
            answer = replace(answer, body=b"", error="The server answered with an empty document.")
        return replace(
            answer,
            permanent_url=trail.permanent_url,
            hops=tuple(trail.hops),
            robots=tuple(trail.robots),
            away=trail.away,
            took_ms=round((time.monotonic() - started) * 1000),
        )

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
        self, address: str, headers: dict[str, str], limits: Limits, trail: Trail, *, is_robots: bool = False
    ) -> Answer:
        try:
            return await self._follow(address, headers, limits, trail, is_robots=is_robots)
        except Refusal as refusal:
            is_put_off = refusal.put_off_s is not None
            return Answer(url=address, error=str(refusal), is_put_off=is_put_off, put_off_s=refusal.put_off_s)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Answer(url=address, error=faults.sentence(error, trail.at or address, limits))
        except Exception:  # one bad source is a value in a report, never the end of a batch
            log.exception("fetch_broke", url=address)
            return Answer(url=address, error="This address could not be read, for a reason of ours; see the log.")

    async def _follow(
        self, address: str, headers: dict[str, str], limits: Limits, trail: Trail, *, is_robots: bool
    ) -> Answer:
        url = parse_url(address).with_fragment(None)
        seen: set[URL] = set()
        redirects: list[Redirect] = []
        left_s = limits.timeout_s
        while len(seen) <= limits.max_hops:
            seen.add(url)
            trail.at = str(url)
            check_url(url, self._rules.allow)
            has_manners = not is_robots and not is_allowed(url, self._rules.allow)
            if has_manners:
                await self._manners.before(url, trail)
            await self._budget.wait_for_room()
            async with self._slots:
                started = time.monotonic()
                answer, target = await self._hop(url, headers, limits, trail, left_s=left_s, is_robots=is_robots)
            if has_manners:
                await self._manners.after(url, answer, trail)
            if target is None:
                return replace(answer, url=address, redirects=tuple(redirects))
            redirects.append(_redirect(answer))
            if target in seen:
                raise Refusal("The address redirects in a circle.")
            left_s = max(0.0, left_s - (time.monotonic() - started))
            url = target
        raise Refusal(f"The address redirects more than {limits.max_hops} times.")

    async def _hop(
        self, url: URL, headers: dict[str, str], limits: Limits, trail: Trail, *, left_s: float, is_robots: bool
    ) -> tuple[Answer, URL | None]:
        """One request, on the books whatever comes of it: the answer, or where it leads."""
        met = _Met()
        try:
            async with asyncio.timeout(left_s):
                answer, target = await self._exchange(url, headers, limits, met, keep_start=is_robots)
        finally:
            trail.sent(host_of(url), met.status, met.wire_bytes, is_robots=is_robots)
        if target is not None and not is_robots:
            trail.is_permanent = trail.is_permanent and answer.status in PERMANENT
            if trail.is_permanent:
                trail.permanent_url = str(target)
        return answer, target

    async def _exchange(
        self, url: URL, headers: dict[str, str], limits: Limits, met: _Met, *, keep_start: bool
    ) -> tuple[Answer, URL | None]:
        async with self._session.get(url, headers=headers, allow_redirects=False) as response:
            met.status = response.status
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
                body = Body(answer.header("content-encoding"), limits, self._budget, keep_start=keep_start)
                try:
                    return replace(answer, body=await _read(response, body, limits, keep_start=keep_start)), None
                finally:
                    met.wire_bytes = body.wire_bytes
                    body.drop()
            if response.status == 304:
                return answer, None
            retry_after_s = faults.retry_after_s(answer.header("retry-after"))
            return replace(answer, error=_status_sentence(answer), retry_after_s=retry_after_s), None

    async def _read_robots(self, url: URL, trail: Trail) -> Answer:
        limits = replace(self._rules.limits, max_bytes=_ROBOTS_LIMITS.max_bytes, timeout_s=_ROBOTS_LIMITS.timeout_s)
        answer = await self._fetch_safely(str(url), {"Accept": "text/plain"}, limits, trail, is_robots=True)
        self._budget.give_back(len(answer.body))
        return answer


def _fields(response: aiohttp.ClientResponse, limits: Limits) -> Headers:
    if sum(len(name) + len(value) for name, value in response.raw_headers) > limits.max_header_bytes:
        raise Refusal("The header of the answer is too large, so the answer was not read.")
    return tuple(
        (name.decode("utf-8", "replace"), value.decode("utf-8", "replace").replace("\x00", "\ufffd"))
        for name, value in response.raw_headers
    )


def _version(response: aiohttp.ClientResponse) -> str:
    return f"{response.version.major}.{response.version.minor}" if response.version else "1.1"


def _redirect(answer: Answer) -> Redirect:
    return Redirect(answer.final_url, answer.status or 0, answer.reason, answer.http_version, answer.headers)


def _target(url: URL, location: str) -> URL:
    if not location:
        raise Refusal("The server redirects without saying where to.")
    return url.join(parse_url(location)).with_fragment(None)


async def _read(response: aiohttp.ClientResponse, body: Body, limits: Limits, *, keep_start: bool) -> bytes:
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
