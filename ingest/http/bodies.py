"""Bodies, decompressed by ourselves a piece at a time, so that a bomb is seen before it goes off."""

from __future__ import annotations

import asyncio
import zlib
from typing import Protocol

import brotli

from ingest.http.answers import Limits, Refusal

ACCEPT_ENCODING = "gzip, deflate, br"
_PIECE = 262_144
_SLICE = 16_384
"""Packed bytes are opened in slices of this size, so that the ratio is seen while it is still small."""
_RATIO_FROM_BYTES = 1_000_000
"""Below this size a high ratio is harmless: an empty template inflates well too."""


class Inflater(Protocol):
    """Turns compressed pieces into plain ones of bounded size."""

    def feed(self, piece: bytes) -> bytes:
        """Take `piece` (empty: go on with what is held back) and give at most `_PIECE` bytes."""

    @property
    def has_more(self) -> bool: ...

    @property
    def is_whole(self) -> bool: ...


class _Plain:
    has_more = False
    is_whole = True

    def feed(self, piece: bytes) -> bytes:
        return piece


class _Zlib:
    """gzip (several members too) and deflate, with and without the zlib header that many servers leave out."""

    def __init__(self, *, is_gzip: bool) -> None:
        self._is_gzip = is_gzip
        self._stream: zlib._Decompress | None = zlib.decompressobj(31) if is_gzip else None
        self._held = b""

    def feed(self, piece: bytes) -> bytes:
        waiting, self._held = self._held + piece, b""
        if self._stream is None:
            if len(waiting) < 2:
                self._held = waiting
                return b""
            has_header = waiting[0] & 0x0F == 8 and int.from_bytes(waiting[:2], "big") % 31 == 0
            self._stream = zlib.decompressobj(15 if has_header else -15)
        while waiting:
            if self._stream.eof:
                if not (self._is_gzip and b"\x1f\x8b".startswith(waiting[:2])):
                    return b""  # padding after the end is common and means nothing
                if len(waiting) < 2:
                    self._held = waiting
                    return b""
                self._stream = zlib.decompressobj(31)
            plain = self._stream.decompress(waiting, _PIECE)
            waiting = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            if plain or not self._stream.eof:
                self._held = waiting
                return plain
        return b""

    @property
    def has_more(self) -> bool:
        return bool(self._held) and self._stream is not None

    @property
    def is_whole(self) -> bool:
        return self._stream is not None and self._stream.eof


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._was_full = False

    def feed(self, piece: bytes) -> bytes:
        plain: bytes = self._stream.process(piece, output_buffer_limit=_PIECE)
        self._was_full = bool(plain)
        return plain

    @property
    def has_more(self) -> bool:
        return not self._stream.is_finished() and (self._was_full or not self._stream.can_accept_more_data())

    @property
    def is_whole(self) -> bool:
        return bool(self._stream.is_finished())


def _inflater(coding: str) -> Inflater:
    if coding in {"", "identity"}:
        return _Plain()
    if coding in {"gzip", "x-gzip"}:
        return _Zlib(is_gzip=True)
    if coding == "deflate":
        return _Zlib(is_gzip=False)
    if coding == "br":
        return _Brotli()
    named = "".join(letter if letter.isprintable() else "\ufffd" for letter in coding[:60])
    raise Refusal(f"The answer is packed as “{named}”, which we did not ask for and cannot open.")


class Budget:
    """How many bytes of bodies one process holds at a time, all answers together. Belongs to one event loop."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._held_bytes = 0
        self._has_room = asyncio.Event()
        self._has_room.set()

    async def wait_for_room(self) -> None:
        """Return when half of the budget is free, so that what is begun can mostly be ended."""
        await self._has_room.wait()

    def take(self, size: int) -> None:
        """Hold `size` more bytes; Refusal where that is too much at once."""
        if self._held_bytes + size > self._most_bytes:
            raise Refusal("Many large answers came at once; this one is asked for again later.", put_off_s=60)
        self._count(size)

    def give_back(self, size: int) -> None:
        self._count(-size)

    def _count(self, size: int) -> None:
        self._held_bytes += size
        if self._held_bytes * 2 <= self._most_bytes:
            self._has_room.set()
        else:
            self._has_room.clear()


class Body:
    """Collects one answer's body within the limits; every fault is a Refusal with a sentence."""

    def __init__(self, coding: str, limits: Limits, budget: Budget, *, keep_start: bool = False) -> None:
        """With `keep_start`, a body that is too long is cut at the limit instead of refused."""
        self._budget = budget
        self._inflater = _inflater(coding.strip().lower())
        self._limits = limits
        self._keep_start = keep_start
        self._plain = bytearray()
        self.wire_bytes = 0
        self.is_full = False

    def add(self, piece: bytes) -> None:
        for start in range(0, len(piece), _SLICE):
            self._add_slice(piece[start : start + _SLICE])
            if self.is_full:
                return

    def _add_slice(self, piece: bytes) -> None:
        self.wire_bytes += len(piece)
        if self.wire_bytes > self._limits.max_bytes:  # a packing may go on for ever and give nothing
            self._stop()
            return
        try:
            self._keep(self._inflater.feed(piece))
            while self._inflater.has_more and not self.is_full:
                before = len(self._plain)
                self._keep(self._inflater.feed(b""))
                if len(self._plain) == before:
                    break
        except (zlib.error, brotli.error) as error:
            raise Refusal("The answer is packed, and the packing is damaged.") from error

    def _keep(self, plain: bytes) -> None:
        self._budget.take(len(plain))
        self._plain += plain
        size = len(self._plain)
        if size > _RATIO_FROM_BYTES and size > self.wire_bytes * self._limits.max_ratio:
            raise Refusal(
                f"The answer grows more than {self._limits.max_ratio} times when it is unpacked, "
                "as no honest document does. It was not read."
            )
        if size > self._limits.max_bytes:
            self._stop()

    def _stop(self) -> None:
        if not self._keep_start:
            raise too_large(self._limits)
        self.is_full = True

    def finish(self) -> bytes:
        """The plain bytes; refuses a packed answer that was cut short."""
        if self.wire_bytes and not self._inflater.is_whole and not self.is_full:
            raise Refusal("The answer is packed and was cut short before its end.")
        whole = bytes(self._plain[: self._limits.max_bytes])
        self._budget.give_back(len(self._plain) - len(whole))
        self._plain.clear()
        return whole

    def drop(self) -> None:
        """Let go of what was collected; nothing happens once `finish` gave it."""
        self._budget.give_back(len(self._plain))
        self._plain.clear()


def too_large(limits: Limits) -> Refusal:
    return Refusal(f"The answer is larger than {limits.max_bytes / 1_000_000:g} MB, so it was not read.")
