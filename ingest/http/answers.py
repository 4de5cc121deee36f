"""What is asked of an address, and what came of it. Plain values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Self

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


@dataclass(frozen=True, slots=True)
class Hop:
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
    took_ms: int = 0
    reason: str = ""
    """The words of the status line."""
    http_version: str = "1.1"
    sent: Headers = ()
    """The header fields of the request that brought this answer."""
    hops: tuple[Hop, ...] = ()
    """The redirects that led here, in order."""

    @property
    def is_not_modified(self) -> bool:
        return self.status == 304 and not self.error

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest() if self.body else ""

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

    def taking(self, took_ms: int) -> Self:
        return replace(self, took_ms=took_ms)


class Refusal(Exception):  # noqa: N818  # a decision of ours, not an error in the program
    """Raised inside the gate where we or the server refuse; `str()` is the sentence for people."""

    def __init__(self, sentence: str, *, is_put_off: bool = False) -> None:
        super().__init__(sentence)
        self.is_put_off = is_put_off
