"""Which addresses may be asked: scheme, port, host and the IP addresses behind it.

The checks run on every hop, and once more on the socket just before it connects.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

from yarl import URL

from ingest.http.answers import Refusal

PORTS = frozenset({80, 443})

_NOT_ASKED = [
    ipaddress.ip_network(net)
    for net in (
        "100.64.0.0/10",  # carrier-grade NAT
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",  # benchmarks
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
]
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_HOST_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?", re.IGNORECASE)
_LONGEST_NAME, _LONGEST_LABEL = 253, 63
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
_DOT_SEGMENT = re.compile(r"(^|/)\.\.?(/|$)|\\")


def is_public(address: str) -> bool:
    """Tell whether an IP address lies on the public internet.

    An IPv6 address that carries an IPv4 one (mapped, NAT64) counts as what it carries. Tunnels
    (6to4, Teredo), shared (CGNAT), multicast and reserved space are not public.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    carried = _carried(ip)
    if carried is not None:
        return is_public(str(carried))
    if isinstance(ip, IPv6Address) and (ip not in _GLOBAL_UNICAST or ip.scope_id):
        return False
    return ip.is_global and not any(ip in net for net in _NOT_ASKED if net.version == ip.version)


def _carried(ip: IPv4Address | IPv6Address) -> IPv4Address | None:
    if isinstance(ip, IPv4Address):
        return None
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped


def is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Allowed:
    """One entry of FETCH_ALLOW: a loopback host and port, and the start of the path."""

    host: str
    port: int
    prefix: str = "/"

    @classmethod
    def parse(cls, entry: str) -> Allowed:
        """Read `127.0.0.1:8000` or `http://localhost:8000/samples/`; ValueError with a sentence otherwise."""
        parts = urlsplit(entry if "://" in entry else f"http://{entry}/")
        try:
            port = parts.port
        except ValueError:
            port = None
        host = (parts.hostname or "").lower()
        if parts.scheme != "http" or port is None or not (host == "localhost" or is_loopback(host)):
            raise ValueError(
                f"FETCH_ALLOW holds “{entry}”. Write a loopback host with its port, such as 127.0.0.1:8000, "
                "or an address such as http://127.0.0.1:8000/samples/."
            )
        return cls(host, port, parts.path or "/")

    def covers(self, url: URL) -> bool:
        has_dots = _DOT_SEGMENT.search(url.path) is not None
        is_same_place = url.scheme == "http" and (url.host or "").lower() == self.host and url.port == self.port
        return is_same_place and url.path.startswith(self.prefix) and not has_dots


def parse_url(text: str) -> URL:
    """Read an address; Refusal with a sentence where it is none."""
    try:
        return URL(text.strip())
    except ValueError as error:
        raise Refusal(f"“{text[:200]}” is not an address that can be asked.") from error


def is_allowed(url: URL, allow: Sequence[Allowed]) -> bool:
    return any(entry.covers(url) for entry in allow)


def check_url(url: URL, allow: Sequence[Allowed]) -> None:
    """Refuse what the address itself already forbids; a name is checked again once it is resolved."""
    if url.scheme not in {"http", "https"}:
        raise Refusal(f"Only http and https addresses are asked, and this one begins with “{url.scheme}:”.")
    if url.user is not None or url.password is not None:
        raise Refusal("The address carries a user name or password. Remove them: they would be sent to the server.")
    host = url.raw_host or ""
    if is_allowed(url, allow):
        return
    if url.port not in PORTS:
        raise Refusal(f"Only ports 80 and 443 are asked, and this address names port {url.port}.")
    if ":" in host:
        check_ip(host, host)
    elif not _is_host_name(host):
        raise Refusal(f"“{host[:200]}” is not the name of a host.")
    elif _NUMBER.fullmatch(host.rstrip(".").rsplit(".", 1)[-1]):
        check_ip(host, host)
    elif host.rstrip(".").lower().rsplit(".", 1)[-1] in {"localhost", "local", "internal", "onion"}:
        raise Refusal(f"“{host[:200]}” is a name for private use, and only public addresses are asked.")


def _is_host_name(host: str) -> bool:
    """Whether a name can be looked up at all: RFC 1035's letters and lengths."""
    labels = host.rstrip(".").split(".")
    is_short = len(host) <= _LONGEST_NAME and all(len(label) <= _LONGEST_LABEL for label in labels)
    return is_short and _HOST_NAME.fullmatch(host) is not None


def why_not_asked(text: str, allow: Sequence[Allowed]) -> str:
    """The sentence that says why an address would be refused before it is resolved; empty where it would not."""
    try:
        check_url(parse_url(text), allow)
    except Refusal as refusal:
        return str(refusal)
    return ""


def check_ip(host: str, address: str) -> None:
    """Refuse an IP address that is not public; `host` is the name that led to it."""
    if not is_public(address):
        named = f"“{host}”" if host == address else f"“{host}” leads to {address}, which"
        raise Refusal(f"{named} is not a public address, and only public addresses are asked.")
