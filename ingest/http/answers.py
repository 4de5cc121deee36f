"""What is asked of an address, and what came of it. Plain values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost us. Sizes count after decompression unless the name says `wire`."""

    max_bytes: int = 10_000_000
    max_ratio: int = 100
    """Highest inflation believed; real feeds stay below 50, zip bombs begin near 1,000."""
    max_header_bytes: int = 32_000
    max_hops: int = 5
    timeout_s: float = 30.0
    """For the whole exchange, all hops together; waiting for our own pace is not counted."""
    max_wait_s: float = 60.0
    """How long a request may wait for its turn at a host before it is put off."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: an address and the validators of the last good answer, byte for byte."""

    url: str
    etag: str = ""
    last_modified: str = ""


class Withheld(StrEnum):
    """Why a request was not sent."""

    FORBIDDEN = "forbidden"
    PUT_OFF = "put_off"


@dataclass(frozen=True, slots=True)
class Hop:
    """One request to one host, sent or withheld: what the ledger of hosts counts."""

    host: str
    status: int | None = None
    """None where no answer came, or nothing was asked."""
    byte_count: int = 0
    """Bytes of the body on the wire."""
    waited_ms: int = 0
    """How long the request waited for its turn."""
    is_robots: bool = False
    withheld: Withheld | None = None


@dataclass(frozen=True, slots=True)
class RobotsRead:
    """A robots.txt as it was just read; `problem` is a sentence where it could not be."""

    host: str
    text: str = ""
    status: int | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirect on the way to an answer, as it came. Its body is not read."""

    url: str
    status: int
    reason: str = ""
    http_version: str = "1.1"
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came. `error` is a full sentence, or empty where `body` is good or the status is 304."""

    url: str
    final_url: str = ""
    status: int | None = None
    headers: Headers = ()
    body: bytes = b""
    error: str = ""
    retry_after_s: int | None = None
    """Seconds that the server asked us to stay away (429, 503 and other refusals)."""
    is_put_off: bool = False
    """True where nothing was asked because other requests to the host went first: no fault of the source."""
    put_off_s: float | None = None
    """Where it was put off: seconds until its turn may come."""
    away: tuple[str, float] | None = None
    """A host that wants no request from anyone for so many seconds (429, or 503 again and again)."""
    permanent_url: str = ""
    """Where the permanent redirects (301, 308) before the first temporary one lead; empty where there are none."""
    hops: tuple[Hop, ...] = ()
    robots: tuple[RobotsRead, ...] = ()
    took_ms: int = 0
    reason: str = ""
    """The words of the status line."""
    http_version: str = "1.1"
    sent: Headers = ()
    """The header fields of the request that brought this answer."""
    redirects: tuple[Redirect, ...] = ()
    """The answers that led here, in order."""
    _sha256: str = field(default="", init=False, repr=False, compare=False)
    """Worked out when it is first asked for."""

    @property
    def is_not_modified(self) -> bool:
        return self.status == 304 and not self.error

    @property
    def sha256(self) -> str:
        if self.body and not self._sha256:
            object.__setattr__(self, "_sha256", hashlib.sha256(self.body).hexdigest())
        return self._sha256

    @property
    def etag(self) -> str:
        return self._validator("etag")

    @property
    def last_modified(self) -> str:
        return self._validator("last-modified")

    @property
    def content_type(self) -> str:
        return self.header("content-type")

    def header(self, name: str) -> str:
        """The first value of a header field, or an empty text."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def _validator(self, name: str) -> str:
        """A validator goes back byte for byte or not at all: one that is no UTF-8 is not kept."""
        value = self.header(name)
        return "" if "\ufffd" in value else value


class Refusal(Exception):  # noqa: N818  # a decision of ours, not an error in the program
    """Raised inside the gate where we or the server refuse; `str()` is the sentence for people."""

    def __init__(self, sentence: str, *, put_off_s: float | None = None) -> None:
        super().__init__(sentence)
        self.put_off_s = put_off_s


@dataclass(slots=True)
class Trail:
    """What one fetch did on its way, filled in as it goes."""

    hops: list[Hop] = field(default_factory=list)
    robots: list[RobotsRead] = field(default_factory=list)
    waited_ms: int = 0
    """Waiting of the hop that is under way."""
    permanent_url: str = ""
    is_permanent: bool = True
    away: tuple[str, float] | None = None
    at: str = ""
    """The address that is being asked: the first one, or where redirects led."""

    def sent(self, host: str, status: int | None, byte_count: int = 0, *, is_robots: bool = False) -> None:
        self.hops.append(Hop(host, status, byte_count, self.waited_ms, is_robots))
        self.waited_ms = 0

    def withheld(self, host: str, why: Withheld) -> None:
        self.hops.append(Hop(host, waited_ms=self.waited_ms, withheld=why))
        self.waited_ms = 0
