"""A real HTTP server on a loopback port that says exactly the bytes a test wants, misbehaviour included."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

Reply = bytes | Callable[[BinaryIO], None]


def reply(body: bytes = b"", *, status: str = "200 OK", **fields: str) -> bytes:
    """A well-formed answer; `content_type="…"` becomes a Content-Type field."""
    fields = {"content_length": str(len(body)), "content_type": "text/plain", "connection": "close"} | fields
    head = "".join(f"{name.replace('_', '-').title()}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


@dataclass
class Asked:
    path: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        return next((value for key, value in self.fields if key.lower() == name.lower()), None)


class LoopbackServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128
    """More than the gate asks at once: where the queue is full, a connection waits seconds for its next try."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.replies: dict[str, Reply | Callable[[Asked], bytes]] = {}
        self.asked: list[Asked] = []
        self.answer: Callable[[Asked], Reply] | None = None

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.place}{path}"

    def reply_to(self, asked: Asked) -> Reply:
        if self.answer is not None:
            return self.answer(asked)
        return self.replies.get(asked.path, reply(status="404 Not Found"))  # type: ignore[return-value]


class _Talk(socketserver.StreamRequestHandler):
    server: LoopbackServer

    def handle(self) -> None:
        try:
            self._talk()
        except OSError:
            return  # the client left, as it should when it is cheated

    def _talk(self) -> None:
        line = self.rfile.readline().decode("latin-1")
        if not line.strip():
            return
        asked = Asked(line.split(" ")[1])
        while (row := self.rfile.readline().decode("latin-1").strip()) != "":
            name, _, value = row.partition(": ")
            asked.fields.append((name, value))
        self.server.asked.append(asked)
        said = self.server.reply_to(asked)
        if callable(said):
            said(self.wfile)
        else:
            self.wfile.write(said)


@contextmanager
def serving() -> Iterator[LoopbackServer]:
    with LoopbackServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
