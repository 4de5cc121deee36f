"""A hostile internet as a list: addresses not to be asked, hops not to be taken, answers that must do no harm.

Each row names the misbehaviour, what is said, and a part of the sentence that the gate makes of it.
"""

from __future__ import annotations

import gzip
import itertools
import socket
import struct
import time
import zlib
from collections.abc import Callable
from typing import BinaryIO

import brotli

from tests.ingest.server import reply

FEED = b"<rss version='2.0'><channel><title>News</title></channel></rss>" * 40

ADDRESSES: list[tuple[str, str]] = [
    ("http://127.0.0.1/", "not a public address"),
    ("http://127.1/", "not a public address"),
    ("http://2130706433/", "not a public address"),
    ("http://0x7f000001/", "not a public address"),
    ("http://0x7f.0.0.1/", "not a public address"),
    ("http://017700000001/", "not a public address"),
    ("http://0/", "not a public address"),
    ("http://0.0.0.0/", "not a public address"),
    ("http://127.0.0.1./", "not a public address"),
    ("http://１２７.０.０.１/", "not a public address"),
    ("http://127。0。0。1/", "not a public address"),
    ("http://%31%32%37.0.0.1/", "not the name of a host"),
    ("http://10.0.0.8/", "not a public address"),
    ("http://172.16.3.4/", "not a public address"),
    ("http://192.168.1.1/", "not a public address"),
    ("http://169.254.169.254/latest/meta-data/", "not a public address"),
    ("http://100.64.0.1/", "not a public address"),
    ("http://198.18.0.1/", "not a public address"),
    ("http://192.88.99.1/", "not a public address"),
    ("http://224.0.0.1/", "not a public address"),
    ("http://255.255.255.255/", "not a public address"),
    ("http://[::1]/", "not a public address"),
    ("http://[::]/", "not a public address"),
    ("http://[::ffff:127.0.0.1]/", "not a public address"),
    ("http://[::ffff:a00:1]/", "not a public address"),
    ("http://[::127.0.0.1]/", "not a public address"),
    ("http://[64:ff9b::7f00:1]/", "not a public address"),
    ("http://[64:ff9b::a9fe:a9fe]/", "not a public address"),
    ("http://[64:ff9b:1::1]/", "not a public address"),
    ("http://[2002:7f00:1::]/", "not a public address"),
    ("http://[2001:0:1::]/", "not a public address"),
    ("http://[fe80::1]/", "not a public address"),
    ("http://[fe80::1%25eth0]/", "not a public address"),
    ("http://[fc00::1]/", "not a public address"),
    ("http://[fec0::1]/", "not a public address"),
    ("http://[ff02::1]/", "not a public address"),
    ("http://localhost/", "a name for private use"),
    ("http://LOCALHOST./", "a name for private use"),
    ("http://db.internal/", "a name for private use"),
    ("http://exa mple.com/", "not the name of a host"),
    ("http:///path", "not the name of a host"),
    ("http://8.8.8.8:22/", "Only ports 80 and 443"),
    ("https://8.8.8.8:8443/", "Only ports 80 and 443"),
    ("http://8.8.8.8:0/", "Only ports 80 and 443"),
    ("http://8.8.8.8:99999/", "not an address that can be asked"),
    ("http://8.8.8.8\\@127.0.0.1/", "not an address that can be asked"),
    ("http://user:secret@8.8.8.8/", "carries a user name or password"),
    ("http://user@8.8.8.8/", "carries a user name or password"),
    ("file:///etc/passwd", "begins with “file:”"),
    ("ftp://8.8.8.8/", "begins with “ftp:”"),
    ("gopher://8.8.8.8/", "begins with “gopher:”"),
    ("/just/a/path", "begins with “:”"),
    ("", "begins with “:”"),
    ("http://127.0.0.1%2f@8.8.8.8/", "user name or password"),
    ("http://8.8.8.8#@127.0.0.1:22/", ""),
    ("http://0177.0.0.1/", "not a public address"),
    ("http://0x7f000001.nip.example:22/", "Only ports 80 and 443"),
    ("http://00000000177.0.0.1/", "not a public address"),
    ("http://192.168.257/", "not a public address"),
    ("http://①②⑦.⓪.⓪.①/", "not a public address"),
    ("http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "a name for private use"),
    ("http://service.local/", "a name for private use"),
    ("http://abcdefghij.onion/", "a name for private use"),
    ("http://metadata.google.internal/", "a name for private use"),
    ("data:text/xml,<rss/>", "begins with “data:”"),
    ("javascript:alert(1)", "begins with “javascript:”"),
    ("unix:///var/run/docker.sock", "begins with “unix:”"),
    ("HTTP://127.0.0.1/", "not a public address"),
    ("http://\t127.0.0.1/", "not a public address"),
    ("http://[::ffff:0:127.0.0.1]/", "not a public address"),
    ("http://[0:0:0:0:0:ffff:c0a8:0101]/", "not a public address"),
    ("http://[100::1]/", "not a public address"),
    ("http://[5f00::1]/", "not a public address"),
]
"""What is written as an address, and why nothing is sent to it."""

LOCATIONS: list[tuple[str, str]] = [
    ("http://127.0.0.1:1/", "Only ports 80 and 443"),
    ("http://127.0.0.1/", "not a public address"),
    ("//127.0.0.1/x", "not a public address"),
    ("http://[::ffff:7f00:1]/", "not a public address"),
    ("http://169.254.169.254/", "not a public address"),
    ("file:///etc/passwd", "begins with “file:”"),
    ("http://a:b@127.0.0.1/", "carries a user name or password"),
    ("/start", "redirects in a circle"),
    ("/start#again", "redirects in a circle"),
    ("http://[bad/", "not an address that can be asked"),
    ("", "without saying where to"),
    ("https://user@8.8.8.8/", "carries a user name or password"),
    ("http://0x7f000001/", "not a public address"),
    ("http://localhost/", "a name for private use"),
    ("data:text/xml,<rss/>", "begins with “data:”"),
    ("gopher://127.0.0.1:25/_HELO", "begins with “gopher:”"),
    ("http://8.8.8.8:25/", "Only ports 80 and 443"),
    ("\\\\127.0.0.1\\share", ""),
]
"""Where a redirect leads, and why it is not followed."""


def dripping(wfile: BinaryIO) -> None:
    wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
    for _ in range(100):
        wfile.write(b"x")
        wfile.flush()
        time.sleep(0.05)


def dripping_header(wfile: BinaryIO) -> None:
    wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(100):
        wfile.write(f"X-{number}: x\r\n".encode())
        wfile.flush()
        time.sleep(0.05)


def silent(wfile: BinaryIO) -> None:
    time.sleep(2)


def endless(wfile: BinaryIO) -> None:
    wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n")
    wfile.writelines(b"x" * 100_000 for _ in range(2_000))


def bomb(wfile: BinaryIO) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    wfile.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed)


def brotli_bomb(wfile: BinaryIO) -> None:
    wfile.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n" + brotli.compress(bytes(50_000_000), quality=5))


def cut_short(wfile: BinaryIO) -> None:
    wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<rss>")


def reset(wfile: BinaryIO) -> None:
    wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<rss>")
    wfile.flush()
    wfile._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wfile._sock.close()


def endless_header(wfile: BinaryIO) -> None:
    wfile.write(b"HTTP/1.1 200 OK\r\n")
    wfile.writelines(b"X-%d: y\r\n" % number for number in range(200_000))


def endless_status_line(wfile: BinaryIO) -> None:
    wfile.writelines([b"HTTP/1.1 200 "] + [b"OK" * 10_000] * 100)


def endless_continue(wfile: BinaryIO) -> None:
    wfile.writelines(b"HTTP/1.1 100 Continue\r\n\r\n" for _ in range(20_000))
    time.sleep(2)


def dripping_chunks(wfile: BinaryIO) -> None:
    wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(100):
        wfile.write(b"1\r\nx\r\n")
        wfile.flush()
        time.sleep(0.05)


def dripping_gzip(wfile: BinaryIO) -> None:
    wfile.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")
    for byte in gzip.compress(FEED):
        wfile.write(bytes([byte]))
        wfile.flush()
        time.sleep(0.05)


def endless_chunks(wfile: BinaryIO) -> None:
    wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    wfile.writelines(b"186a0\r\n" + b"x" * 100_000 + b"\r\n" for _ in range(2_000))


def endless_extension(wfile: BinaryIO) -> None:
    wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;")
    wfile.writelines(itertools.repeat(b"x" * 100_000))


def endless_redirect_body(wfile: BinaryIO) -> None:
    wfile.write(b"HTTP/1.1 302 Found\r\nLocation: /start\r\n\r\n")
    wfile.writelines(b"x" * 100_000 for _ in range(2_000))


def deflate_bomb(wfile: BinaryIO) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(50)) + packer.flush()
    wfile.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n" + packed)


def members_bomb(wfile: BinaryIO) -> None:
    member = gzip.compress(bytes(900_000), 9)
    wfile.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + member * 60)


def chunked(*chunks: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + b"".join(chunks)


MISBEHAVIOUR: list[tuple[str, bytes | Callable[[BinaryIO], None], str]] = [
    ("a gzip bomb of 200 MB", bomb, "grows more than 100 times"),
    ("a brotli bomb of 50 MB", brotli_bomb, "grows more than 100 times"),
    ("an endless body", endless, "larger than 10 MB"),
    ("a promised length of 1 GB", reply(b"x", content_length="1000000000"), "larger than 10 MB"),
    ("a byte at a time", dripping, "did not answer in full within 0.6 seconds"),
    ("a header field at a time", dripping_header, "did not answer in full within 0.6 seconds"),
    ("nothing at all", silent, "did not answer in full within 0.6 seconds"),
    ("a closed door", b"", "closed the connection without an answer"),
    ("a body shorter than its length", cut_short, "cut short"),
    ("one huge header field", reply(FEED, x_long="y" * 100_000), "header is too large"),
    (
        "many header fields",
        reply(FEED, **{f"x_{n}": "y" * 900 for n in range(60)}),
        "header of the answer is too large",
    ),
    ("more header fields than anyone needs", reply(FEED, **{f"x_{n}": "y" for n in range(5_000)}), "too large"),
    ("no HTTP", b"SSH-2.0-OpenSSH_9.6\r\n", "not proper HTTP"),
    ("damaged gzip", reply(b"\x1f\x8b\x08nonsense" * 9, content_encoding="gzip"), "the packing is damaged"),
    ("gzip that is none", reply(FEED, content_encoding="gzip"), "the packing is damaged"),
    ("gzip cut short", reply(gzip.compress(FEED)[:-12], content_encoding="gzip"), "cut short before its end"),
    ("brotli cut short", reply(brotli.compress(FEED)[:-3], content_encoding="br"), "cut short before its end"),
    ("an unknown packing", reply(FEED, content_encoding="zstd"), "packed as “zstd”"),
    ("packed twice", reply(FEED, content_encoding="gzip, gzip"), "packed as “gzip, gzip”"),
    ("an empty body", reply(b""), "empty document"),
    ("blanks only", reply(b" \r\n"), "empty document"),
    ("not found", reply(FEED, status="404 Not Found"), "answered 404 (Not Found)"),
    ("gone", reply(FEED, status="410 Gone"), "answered 410 (Gone)"),
    ("accepted", reply(FEED, status="202 Accepted"), "202 (Accepted), which carries no document"),
    ("part of it", reply(FEED, status="206 Partial Content"), "206 (Partial Content), which carries no document"),
    ("a status of its own", reply(FEED, status="599 Odd"), "answered 599."),
    ("a bot wall", reply(FEED, status="403 Forbidden", cf_mitigated="challenge"), "a test for browsers"),
    ("an unasked 304", reply(status="304 Not Modified"), "never told what we hold"),
    ("a deflate bomb of 50 MB", deflate_bomb, "grows more than 100 times"),
    ("a bomb of many small gzip members", members_bomb, "grows more than 100 times"),
    ("a reset in the middle", reset, "cut short or garbled"),
    ("a header without end", endless_header, "header is too large"),
    ("a status line without end", endless_status_line, "header is too large"),
    ("100 Continue without end", endless_continue, "did not answer in full within 0.6 seconds"),
    ("chunks of one byte", dripping_chunks, "did not answer in full within 0.6 seconds"),
    ("gzip a byte at a time", dripping_gzip, "did not answer in full within 0.6 seconds"),
    ("chunks without end", endless_chunks, "larger than 10 MB"),
    ("a redirect onto itself with an endless body", endless_redirect_body, "answered 404 (Not Found)"),
    ("a chunk of no size", chunked(b"zz\r\nabc\r\n"), "not proper HTTP"),
    ("a chunk of negative size", chunked(b"-5\r\nabc\r\n"), "not proper HTTP"),
    ("a chunk that is cut short", chunked(b"ff\r\nabc"), "cut short or garbled"),
    ("chunks without the last one", chunked(b"3\r\nabc\r\n"), "cut short or garbled"),
    ("a chunk whose extension never ends", endless_extension, "did not answer in full within 0.6 seconds"),
    ("a negative length", reply(FEED, content_length="-1"), "not proper HTTP"),
    ("a length that is no number", reply(FEED, content_length="many"), "not proper HTTP"),
    ("two lengths", reply(FEED).replace(b"\r\n\r\n", b"\r\nContent-Length: 5\r\n\r\n", 1), "not proper HTTP"),
    ("a status that is no number", b"HTTP/1.1 OK OK\r\n\r\n", "not proper HTTP"),
    ("HTTP 0.9", FEED, "not proper HTTP"),
    ("TLS where there is none", b"\x15\x03\x01\x00\x02\x02\x28", "not proper HTTP"),
    ("random bytes", bytes(range(256)) * 50, "not proper HTTP"),
    ("NUL in a header field", b"HTTP/1.1 200 OK\r\nX-A: a\x00b\r\n\r\n", "not proper HTTP"),
    ("an answer to a request for a part", reply(FEED, status="416 Range Not Satisfiable"), "416"),
    ("a teapot", reply(FEED, status="418 I'm a Teapot"), "answered 418"),
    ("no content", reply(status="204 No Content"), "204 (No Content), which carries no document"),
]
