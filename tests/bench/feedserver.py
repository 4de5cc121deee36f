"""A fast loopback server in a process of its own, so that what is measured is not the server.

`/plain/<corpus>/…/<n>` gives document n of a corpus without validators, `/etag/<corpus>/…/<n>` answers 304 to whoever
knows its ETag, `/live/own/…/<n>` does so too, but every 50th document has a new entry each time, and `/bomb` gives
195 kB that unpack to 200 MB. Before the last part any words may stand: each is an address of its own. A corpus is
`own` or `saved`.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from bantracker.stack.places import BASE
from tests.bench import corpus, saved

BOMB_BYTES = 200_000_000


def bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(BOMB_BYTES // 1_000_000)) + packer.flush()


class _Talk(asyncio.Protocol):
    replies: dict[str, list[tuple[bytes, bytes]]] = {}
    bomb: bytes = b""
    news = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._held = b""

    def data_received(self, data: bytes) -> None:
        self._held += data
        while b"\r\n\r\n" in self._held:
            head, _, self._held = self._held.partition(b"\r\n\r\n")
            self._transport.write(self._reply(head))

    def _reply(self, head: bytes) -> bytes:
        path = head.split(b" ", 2)[1].decode().split("?")[0].strip("/").split("/")
        if path[0] == "bomb":
            return _answer(b"Content-Type: application/rss+xml\r\nContent-Encoding: gzip\r\n", self.bomb)
        replies = self.replies.get(path[1]) if len(path) > 2 else None
        if not replies or not path[-1].isdigit():
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        number = int(path[-1]) % len(replies)
        kind, body = replies[number]
        if path[0] == "plain":
            return _answer(kind, body)
        etag = b'"%d"' % number
        if path[0] == "live" and number % 50 == 0:
            return _answer(kind, self._with_new_entry(body, number))
        if etag in head:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n"
        return _answer(kind + b"ETag: " + etag + b"\r\n", body)

    @classmethod
    def _with_new_entry(cls, body: bytes, number: int) -> bytes:
        cls.news += 1
        return body.replace(b"news-%d.example,2026:0" % number, b"news-%d.example,2026:n%d" % (number, cls.news))


def _answer(fields: bytes, body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + fields + b"Content-Length: %d\r\n\r\n" % len(body) + body


async def _serve() -> None:
    for name, made in (("own", corpus.documents()), ("saved", saved.documents())):
        _Talk.replies[name] = [(f"Content-Type: {kind}\r\n".encode(), body) for kind, body in made]
    _Talk.bomb = bomb()
    server = await asyncio.get_running_loop().create_server(_Talk, "127.0.0.1", 0, backlog=512)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


@contextmanager
def feed_server() -> Iterator[str]:
    """The place of a running server, as FETCH_ALLOW wants it: 127.0.0.1:PORT."""
    command = [sys.executable, "-m", "tests.bench.feedserver"]
    with subprocess.Popen(command, cwd=BASE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


if __name__ == "__main__":
    asyncio.run(_serve())
