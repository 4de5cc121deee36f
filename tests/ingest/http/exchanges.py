"""More of a hostile internet: how a status line, a header, a length or an end can be wrong. See `hostile` for a row."""

from __future__ import annotations

import gzip
import itertools
import time
from collections.abc import Callable
from typing import BinaryIO

from tests.ingest.http.hostile import FEED, chunked
from tests.ingest.server import reply

OK = b"HTTP/1.1 200 OK\r\n"
CLOSE = b"Connection: close\r\n\r\n"


def header(*lines: bytes, body: bytes = FEED) -> bytes:
    """An answer with exactly these lines in its header, ended by the close of the connection."""
    return OK + b"".join(line + b"\r\n" for line in lines) + CLOSE + body


def first_in_row(*starts: bytes) -> bytes:
    """Interim answers before the real one."""
    return b"".join(b"HTTP/1.1 " + start + b"\r\n\r\n" for start in starts) + reply(FEED)


def endless_gzip_name(wfile: BinaryIO) -> None:
    wfile.write(OK + b"Content-Encoding: gzip\r\n" + CLOSE + b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03")
    wfile.writelines(itertools.repeat(b"n" * 100_000))


def endless_empty_blocks(wfile: BinaryIO) -> None:
    wfile.write(OK + b"Content-Encoding: deflate\r\n" + CLOSE)
    wfile.writelines(itertools.repeat(b"\x00\x00\x00\xff\xff" * 20_000))


def endless_empty_members(wfile: BinaryIO) -> None:
    wfile.write(OK + b"Content-Encoding: gzip\r\n" + CLOSE)
    wfile.writelines(itertools.repeat(gzip.compress(b"") * 5_000))


def endless_trailers(wfile: BinaryIO) -> None:
    wfile.write(OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n")
    wfile.writelines(b"X-%d: y\r\n" % number for number in itertools.count())


def endless_hints(wfile: BinaryIO) -> None:
    for _ in range(100):
        wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n")
        wfile.flush()
        time.sleep(0.05)


def endless_error_body(wfile: BinaryIO) -> None:
    wfile.write(b"HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\n\r\n")
    wfile.writelines(itertools.repeat(b"<p>" * 30_000))


def half_a_header(wfile: BinaryIO) -> None:
    wfile.write(OK + b"Content-Type: text/xml\r\nX-Half: ")


def after_the_end(wfile: BinaryIO) -> None:
    wfile.write(reply(FEED, connection="keep-alive") + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil" * 1_000)


EXCHANGES: list[tuple[str, bytes | Callable[[BinaryIO], None], str]] = [
    ("a header field of 1 MB", header(b"X-Long: " + b"y" * 1_000_000), "header is too large"),
    ("100,000 header fields", header(*(b"X-%d: y" % n for n in range(100_000))), "header is too large"),
    ("5,000 cookies", header(*(b"Set-Cookie: a%d=b" % n for n in range(5_000))), "header is too large"),
    ("a header field without a colon", header(b"Nonsense"), "not proper HTTP"),
    ("a header field without a name", header(b": value"), "not proper HTTP"),
    ("a name with a blank before its colon", header(b"Content-Length : 5"), "not proper HTTP"),
    ("a field that goes on in the next line", header(b"X-A: a", b" b"), ""),
    ("a bare line feed in a field", header(b"X-A: a\nContent-Length: 5"), "not proper HTTP"),
    ("a bare carriage return in a field", header(b"X-A: a\rContent-Length: 5"), "not proper HTTP"),
    ("a name of other letters", header("Содержание: 5".encode()), "not proper HTTP"),
    ("half a header", half_a_header, "closed the connection without an answer"),
    ("a status without words", b"HTTP/1.1 200\r\n" + CLOSE + FEED, ""),
    ("a status of four digits", b"HTTP/1.1 2000 OK\r\n" + CLOSE + FEED, "not proper HTTP"),
    ("a status of two digits", b"HTTP/1.1 20 OK\r\n" + CLOSE + FEED, "not proper HTTP"),
    ("status 000", b"HTTP/1.1 000 None\r\n" + CLOSE + FEED, "answered 0, which carries no document"),
    ("status 999", b"HTTP/1.1 999 Denied\r\n" + CLOSE + FEED, "answered 999."),
    ("HTTP 9.9", b"HTTP/9.9 200 OK\r\n" + CLOSE + FEED, "not proper HTTP"),
    ("HTTP/2 in plain words", b"HTTP/2 200 OK\r\n" + CLOSE + FEED, "not proper HTTP"),
    ("frames of HTTP/2", b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18), "not proper HTTP"),
    ("a radio", b"ICY 200 OK\r\nicy-name: x\r\n\r\n" + FEED, "not proper HTTP"),
    ("a mail server", b"220 mail.example ESMTP ready\r\n", "not proper HTTP"),
    ("a change of protocol", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n", "101"),
    ("one interim answer", first_in_row(b"100 Continue"), ""),
    ("interim answers of three sorts", first_in_row(b"100 Continue", b"102 Processing", b"103 Early Hints"), ""),
    ("hints without end", endless_hints, "did not answer in full within 0.6 seconds"),
    ("reset content", reply(FEED, status="205 Reset Content"), "205 (Reset Content), which carries no document"),
    ("several states", reply(FEED, status="207 Multi-Status"), "207 (Multi-Status), which carries no document"),
    ("a difference", reply(FEED, status="226 IM Used"), "226 (IM Used), which carries no document"),
    ("several to choose from", reply(FEED, status="300 Multiple Choices", location="/other"), "300 (Multiple Choices)"),
    ("a proxy to be used", reply(status="305 Use Proxy", location="http://10.0.0.1/"), "305 (Use Proxy)"),
    ("a redirect without a number of its own", reply(status="306 Switch Proxy", location="/x"), "306"),
    ("a password wanted", reply(status="401 Unauthorized", www_authenticate="Basic realm=x"), "401 (Unauthorized)"),
    ("a proxy's password wanted", reply(status="407 Proxy Authentication Required"), "407"),
    ("too early", reply(status="425 Too Early"), "425 (Too Early)"),
    ("a fee wanted", reply(status="402 Payment Required"), "402 (Payment Required)"),
    ("banned by law", reply(status="451 Unavailable For Legal Reasons"), "451 (Unavailable For Legal Reasons)"),
    ("a page of the hotel", reply(FEED, status="511 Network Authentication Required"), "511"),
    ("a failure with a feed in it", reply(FEED, status="500 Internal Server Error"), "500 (Internal Server Error)"),
    ("a failure without end", endless_error_body, "answered 500 (Internal Server Error)"),
    ("too many requests, come back before", reply(status="429 Too Many Requests", retry_after="-99"), "429"),
    ("a length twice the same", header(b"Content-Length: 4", b"Content-Length: 4"), "not proper HTTP"),
    ("a length with a sign", header(b"Content-Length: +5"), "not proper HTTP"),
    ("a length in a list", header(b"Content-Length: 5, 5"), "not proper HTTP"),
    ("a length in hexadecimals", header(b"Content-Length: 0x10"), "not proper HTTP"),
    ("a length of 400 digits", header(b"Content-Length: " + b"9" * 400), "not proper HTTP"),
    ("a length in other digits", header("Content-Length: ٥".encode()), "not proper HTTP"),
    ("a length and chunks", header(b"Content-Length: 5", b"Transfer-Encoding: chunked", body=b""), "not proper HTTP"),
    ("chunks of an unknown kind", header(b"Transfer-Encoding: gzip"), ""),
    ("chunks twice", header(b"Transfer-Encoding: chunked, chunked", body=b"0\r\n\r\n"), "empty document"),
    ("chunks not last", header(b"Transfer-Encoding: chunked, gzip"), ""),
    ("a size of a million digits", chunked(b"0" * 1_000_000 + b"5\r\nabcde\r\n0\r\n\r\n"), ""),
    ("a size beyond all", chunked(b"f" * 40 + b"\r\nabcde\r\n"), "not proper HTTP"),
    ("a size with a blank", chunked(b" 5\r\nabcde\r\n0\r\n\r\n"), "not proper HTTP"),
    ("a size with an underscore", chunked(b"1_0\r\n" + b"x" * 16 + b"\r\n0\r\n\r\n"), "not proper HTTP"),
    ("a chunk longer than its size", chunked(b"3\r\nabcdef\r\n0\r\n\r\n"), "not proper HTTP"),
    ("trailers without end", endless_trailers, "The answer of 127.0.0.1 "),
    ("gzip whose name never ends", endless_gzip_name, "larger than 10 MB"),
    ("deflate of nothing without end", endless_empty_blocks, "larger than 10 MB"),
    ("gzip of nothing without end", endless_empty_members, "larger than 10 MB"),
    ("two packings in two fields", header(b"Content-Encoding: gzip", b"Content-Encoding: br"), "packing is damaged"),
    ("more after the end", after_the_end, ""),
]
"""What is said, and a part of the sentence; an empty one where the document is read all the same."""

PLACES: list[tuple[str, bytes, str]] = [
    ("a line break, packed", b"/next%0d%0aX-Evil:%20yes", "404"),
    ("a tab inside", b"/ne\txt", "404"),
    ("blanks inside", b"/a b c", "404"),
    ("blanks around", b"  /end  ", ""),
    ("other letters", "/néxt/ü".encode(), "404"),
    ("bytes that are no letters", b"/\xff\xfe", "404"),
    ("a host of brackets", b"http://[::1]]/", "is not an address"),
    ("a zone", b"http://[fe80::1%25lo]/", "not a public address"),
    ("a host of 300 letters", b"http://" + b"a" * 300 + b".example/", "is not the name of a host"),
    ("a host of dots", b"http://..../", "is not the name of a host"),
    ("punycode of nothing", b"http://xn--/", "“http://xn--/” is not an address"),
    ("an address of 12 kB", b"/" + b"x" * 12_000, "404"),
    ("only a question mark", b"?", "redirects in a circle"),
    ("only a number sign", b"#", "redirects in a circle"),
    ("two slashes and nothing", b"//", "redirects in a circle"),
    ("three slashes", b"///127.0.0.1/", "404"),
    ("a slash and a backslash", b"/\\127.0.0.1/", "Only ports 80 and 443"),
    ("a scheme without slashes", b"http:127.0.0.1", "404"),
    ("upper case", b"FILE:///etc/passwd", "begins with"),
    ("a web socket", b"ws://8.8.8.8/", "begins with"),
    ("a view of the source", b"view-source:http://8.8.8.8/", "begins with"),
    ("an IPv4 address in IPv6", b"http://[::ffff:169.254.169.254]/", "not a public address"),
    ("6to4", b"http://[2002:a00:1::]/", "not a public address"),
    ("an octal address", b"http://0251.0376.0251.0376/", "not a public address"),
    ("one number", b"http://2852039166/", "not a public address"),
    ("a port of letters", b"http://8.8.8.8:http/", "not an address"),
    ("port 0", b"http://8.8.8.8:0/", "Only ports 80 and 443"),
    ("the port of a database", b"http://127.0.0.1:5432/", "Only ports 80 and 443"),
]
"""Where a redirect leads, byte by byte."""
